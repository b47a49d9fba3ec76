/** The one vocabulary of statuses, and the light that shows them: on change only, and at most four times a second. */
import type { RuntimeNode, Status } from './types/node-red';

const LONGEST = 20;
const PAUSE = 250;

const show = (fill: NonNullable<Status['fill']>, shape: NonNullable<Status['shape']>, text: string): Status => ({
  fill,
  shape,
  text,
});
const clock = (at: number): string => {
  const time = new Date(at);
  return `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`;
};

/** What all nodes say alike. Counts cannot be translated by the editor, so these are in the server's language. */
export const says = {
  nothing: {} as Status,
  starting: show('grey', 'ring', 'ledger opening'),
  ledgerFailed: show('red', 'ring', 'ledger failed'),
  settings: show('red', 'ring', 'check settings'),
  noAccount: show('red', 'ring', 'no account'),
  unreachable: show('yellow', 'ring', 'not reached yet'),
  otherAccount: show('red', 'ring', 'other account'),
  keyRefused: show('red', 'ring', 'key refused'),
  stopped: show('red', 'ring', 'account stopped'),
  paused: show('yellow', 'ring', 'paused'),
  preview: show('blue', 'ring', 'preview'),
  notWired: show('yellow', 'ring', 'not wired'),
  failed: show('red', 'dot', 'failed'),
  parked: (orders: number) => show('yellow', 'dot', `parked ${orders}`),
  retry: (at: number) => show('yellow', 'ring', `retry ${clock(at)}`),
  cases: (open: number) => show('yellow', 'dot', open === 1 ? '1 case' : `${open} cases`),
  ok: (at: number) => show('green', 'dot', `ok ${clock(at)}`),
  webhooks: show('green', 'dot', 'webhook+poll'),
  webhooksFailing: show('yellow', 'ring', 'webhooks failing'),
  silent: (hours: number) => show('red', 'ring', `silent ${hours} h`),
  done: (text: string) => show('green', 'dot', text),
  other: (text: string) => show('grey', 'dot', text),
} as const;

/** One node's status. A burst is shown by its first and its last. */
export class Light {
  #shown = '';
  #next: Status | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #node: RuntimeNode;

  constructor(node: RuntimeNode) {
    this.#node = node;
  }

  show(status: Status): void {
    if (this.#closed) return;
    this.#next = cut(status);
    if (!this.#timer) this.#flush();
  }
  /** Shows nothing more. The editor forgets the statuses of a removed node by itself. */
  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #flush(): void {
    const status = this.#next;
    this.#next = null;
    if (!status || JSON.stringify(status) === this.#shown) return;
    this.#shown = JSON.stringify(status);
    this.#node.status(status);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, PAUSE);
    this.#timer.unref();
  }
}
const cut = (status: Status): Status =>
  status.text !== undefined && status.text.length >= LONGEST
    ? { ...status, text: `${status.text.slice(0, LONGEST - 2)}…` }
    : status;
