/** Identifiers as the marketplace gives them out: one row of numbers per kind, and UUIDs that a seed repeats. */
export class Numbers {
  private readonly last = new Map<string, number>();

  /** The next number of a kind, counted from `first`. */
  next(kind: string, first = 1): number {
    const number = (this.last.get(kind) ?? first - 1) + 1;
    this.last.set(kind, number);
    return number;
  }

  uuid(): string {
    return `5a000000-0000-4000-8000-${this.next('uuid').toString(16).padStart(12, '0')}`;
  }
}
