/** What a child process says, line by line, and the moment at which it says it. */
import type { Readable } from 'node:stream';

export class Output {
  readonly lines: string[] = [];
  #rest = '';
  #ended: string | null = null;
  readonly #waiting = new Set<() => void>();

  /** Reads stdout and stderr alike; a line counts when its line break has come. */
  constructor(...streams: readonly Readable[]) {
    for (const stream of streams) stream.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
  }

  get text(): string {
    return [...this.lines, this.#rest].join('\n');
  }

  /** Nothing more will be said; whoever still waits is told why, with the last lines. */
  end(why: string): void {
    this.#ended = why;
    this.#wake();
  }

  /** The first line at or after `from` that matches. Rejects when the process ends first, or says a line that matches `never`. */
  until(wanted: RegExp, { from = 0, never }: { readonly from?: number; readonly never?: RegExp } = {}): Promise<string> {
    let next = from;
    const verdict = (): string | Error | null => {
      for (; next < this.lines.length; next++) {
        const line = this.lines[next] ?? '';
        if (wanted.test(line)) return line;
        if (never?.test(line)) return new Error(`said "${line}" before ${wanted}:\n${this.#tail()}`);
      }
      return this.#ended === null ? null : new Error(`${this.#ended} before ${wanted}:\n${this.#tail()}`);
    };
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = verdict();
        if (found === null) return;
        this.#waiting.delete(look);
        if (typeof found === 'string') resolve(found);
        else reject(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    this.lines.push(...lines);
    this.#wake();
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  #tail(): string {
    return this.text.split('\n').slice(-40).join('\n');
  }
}
