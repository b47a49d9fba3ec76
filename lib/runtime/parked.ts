import type { Run } from '../engine/port';

/** How many steps wait at which node since this process started: for the status alone. */
export class Parked {
  readonly #nodes = new Map<string, Set<string>>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }
  add(run: Run, node: string): void {
    this.#nodes.set(node, (this.#nodes.get(node) ?? new Set()).add(nameOf(run)));
    this.#changed();
  }
  remove(run: Run, node: string): void {
    if (this.#nodes.get(node)?.delete(nameOf(run))) this.#changed();
  }
  /** A delivery that is sent anew leaves nothing behind. */
  drop(run: Run): void {
    for (const node of this.#nodes.keys()) this.remove(run, node);
  }
  at(node: string): number {
    return this.#nodes.get(node)?.size ?? 0;
  }
}
const nameOf = (run: Run): string => `${run.key}\n${run.delivery}`;
