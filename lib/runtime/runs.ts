/**
 * Which sendings of the ledger's deliveries are on their way through the user's flow, and when one has come to its end.
 * A message belongs to the run that its object, its event or its `_msgid` names: an object is lost in a function that makes a
 * new one, an event in `file in` and mqtt, a `_msgid` in split (design RUNTIME.md, "Runs and slots").
 */
import type { Run } from '../engine/port';
import { runOf } from './message';
import type { CompleteEvent, Message, ReceiveEvent, RuntimeNode, SendEvent } from './types/node-red';

export interface RunsWay {
  closed(run: Run, error?: { readonly node: string; readonly text: string }): Promise<void>;
  interrupted(run: Run): Promise<void>;
  /** Nothing of it is on its way at this moment: its slot is free, its order's turn is not yet. */
  rests(run: Run): void;
  getNode(id: string): RuntimeNode | null;
  log(text: string): void;
  /** Nothing on its way for so long: the order's turn is free (default 1 s); its slot was free at once. */
  readonly quiet?: number;
  /** A node that never completes must not hold an order for ever (default 5 min). */
  readonly idle?: number;
}
interface Open {
  readonly run: Run;
  readonly name: string;
  readonly msgids: Set<string>;
  /** Sent and not yet received, with the node that it goes to. */
  readonly transit: Map<Message, RuntimeNode[]>;
  readonly held: Map<RuntimeNode, number>;
  count: number;
  movedAt: number;
  timer: NodeJS.Timeout | null;
  error?: { readonly node: string; readonly text: string };
  /** While flows stop: the node objects that must still be there when they have started. */
  noted: Set<RuntimeNode> | null;
  marked: boolean;
}
const QUIET = 1_000;
const IDLE = 5 * 60_000;
/** These keep messages on purpose, for as long as they are told to. */
const KEEPERS = new Set(['delay', 'trigger', 'join', 'batch']);

export class Runs {
  readonly #open = new Map<string, Open>();
  readonly #byObject = new WeakMap<object, Open>();
  readonly #byMsgid = new Map<string, Open>();
  readonly #told = new WeakSet<object>();
  readonly #way: RunsWay;
  #stopping = false;
  #sweep: NodeJS.Timeout | null = null;

  constructor(way: RunsWay) {
    this.#way = way;
  }
  get size(): number {
    return this.#open.size;
  }

  /** A run begins, or goes on with a message that was parked. */
  begin(run: Run, message: Message): void {
    const name = nameOf(run);
    const open = this.#open.get(name) ?? {
      run,
      name,
      msgids: new Set(),
      transit: new Map(),
      held: new Map(),
      count: 0,
      movedAt: Date.now(),
      timer: null,
      noted: this.#stopping ? new Set() : null,
      marked: false,
    };
    this.#open.set(name, open);
    this.#belongs(message, open);
    this.#moved(open, 'begins');
    this.#sweep ??= setInterval(() => this.#closeIdle(), Math.max(10, (this.#way.idle ?? IDLE) / 10)).unref();
  }
  /** An error that the ledger has a case for already does not make the run a failed one. */
  told(error: object): void {
    this.#told.add(error);
  }

  // ── what Node-RED's hooks tell ──────────────────────────────────────────────────────────────
  routed(event: SendEvent): void {
    if (!this.#stopping || this.#way.getNode(event.destination.id)) return;
    const open = this.#of(event.msg);
    if (open) open.marked = true;
  }
  sent(event: SendEvent): void {
    const open = this.#of(event.msg);
    const { node } = event.destination;
    if (!open || !node) return;
    this.#belongs(event.msg, open);
    const going = open.transit.get(event.msg);
    if (going) going.push(node);
    else open.transit.set(event.msg, [node]);
    open.noted?.add(node);
    open.count += 1;
    this.#moved(open);
  }
  received({ msg, destination: { node } }: ReceiveEvent): void {
    const open = this.#of(msg);
    if (!open) return;
    this.#belongs(msg, open);
    open.noted?.add(node);
    const going = open.transit.get(msg);
    if (going) {
      going.splice(Math.max(0, going.indexOf(node)), 1);
      if (going.length === 0) open.transit.delete(msg);
      open.count -= 1;
    }
    // What never completes (a switch, a subflow's instance) holds nothing.
    if (node._expectedDoneCount !== 0) {
      open.held.set(node, (open.held.get(node) ?? 0) + 1);
      open.count += 1;
    }
    this.#moved(open);
  }
  completed({ msg, error, node: { node } }: CompleteEvent): void {
    const open = this.#of(msg);
    if (!open) return;
    if (error && !(typeof error === 'object' && this.#told.has(error))) open.error = { node: node.id, text: String(error) };
    this.#release(open, node);
  }
  /** The message rests in the ledger: neither sent nor done, and no longer on its way. */
  parked(message: Message, node: RuntimeNode): void {
    const open = this.#of(message);
    if (open) this.#release(open, node);
  }

  // ── deploys ─────────────────────────────────────────────────────────────────────────────────
  stopping(): void {
    this.#stopping = true;
    for (const open of this.#open.values()) {
      open.noted ??= new Set();
      for (const node of open.held.keys()) open.noted.add(node);
      for (const nodes of open.transit.values()) for (const node of nodes) open.noted.add(node);
    }
  }
  /** What lost a message, or the node that held it, is sent again; everything else goes on. */
  started(): void {
    this.#stopping = false;
    for (const open of [...this.#open.values()]) {
      const lost = open.marked || [...(open.noted ?? [])].some((node) => this.#way.getNode(node.id) !== node);
      open.noted = null;
      if (lost) this.#end(open, 'interrupted');
      else this.#moved(open);
    }
  }
  /** The flows stopped for good: everything that is out is sent again, and counted as nothing. */
  stopped(): void {
    for (const open of [...this.#open.values()]) this.#end(open, 'interrupted');
  }
  /** Forgets everything without a word to the ledger: the process, or this ledger, ends. */
  close(): void {
    if (this.#sweep) clearInterval(this.#sweep);
    this.#sweep = null;
    for (const open of this.#open.values()) if (open.timer) clearTimeout(open.timer);
    this.#open.clear();
    this.#byMsgid.clear();
  }

  // ── ──────────────────────────────────────────────────────────────────────────────────────────
  #of(message: Message): Open | undefined {
    const known = this.#byObject.get(message);
    if (known && this.#open.get(known.name) === known) return known;
    const run = runOf(message);
    return (run && this.#open.get(nameOf(run))) ?? (message._msgid === undefined ? undefined : this.#byMsgid.get(message._msgid));
  }
  #belongs(message: Message, open: Open): void {
    this.#byObject.set(message, open);
    if (message._msgid === undefined || this.#byMsgid.get(message._msgid) === open) return;
    this.#byMsgid.set(message._msgid, open);
    open.msgids.add(message._msgid);
  }
  #release(open: Open, node: RuntimeNode): void {
    const held = open.held.get(node) ?? 0;
    // A link that returns completes without having been delivered.
    if (held === 0) {
      this.#moved(open);
      return;
    }
    if (held === 1) open.held.delete(node);
    else open.held.set(node, held - 1);
    open.count -= 1;
    this.#moved(open);
  }
  #moved(open: Open, how: 'begins' | 'goes on' = 'goes on'): void {
    open.movedAt = Date.now();
    if (open.count > 0 || this.#stopping) {
      if (open.timer) clearTimeout(open.timer);
      open.timer = null;
      return;
    }
    // Before its first message is sent a run is at zero too, and needs its slot.
    if (how === 'goes on' && open.timer === null) this.#way.rests(open.run);
    open.timer ??= setTimeout(() => this.#maybeOver(open), this.#way.quiet ?? QUIET);
  }
  /** A function that sends later completes at its return, so zero is believed only after a quiet while and two turns of the loop. */
  #maybeOver(open: Open): void {
    open.timer = null;
    const quietFor = Date.now() - open.movedAt;
    const quiet = this.#way.quiet ?? QUIET;
    if (quietFor < quiet) {
      open.timer = setTimeout(() => this.#maybeOver(open), quiet - quietFor);
      return;
    }
    const at = open.movedAt;
    setImmediate(() =>
      setImmediate(() => {
        if (this.#open.get(open.name) !== open || open.movedAt !== at || open.count > 0 || this.#stopping) return;
        this.#end(open, 'closed');
      }),
    );
  }
  #closeIdle(): void {
    const before = Date.now() - (this.#way.idle ?? IDLE);
    for (const open of [...this.#open.values()]) {
      if (open.count === 0 || open.movedAt > before || this.#stopping) continue;
      const holders = [...open.held.keys()];
      if (holders.some((node) => KEEPERS.has(node.type))) continue;
      this.#way.log(
        `${open.run.key}: no word from ${holders.map((node) => `${node.type} (${node.id})`).join(', ') || 'a message on its way'}; its place is given to the next order`,
      );
      this.#end(open, 'closed');
    }
  }
  #end(open: Open, how: 'closed' | 'interrupted'): void {
    if (open.timer) clearTimeout(open.timer);
    open.timer = null;
    if (this.#open.get(open.name) === open) this.#open.delete(open.name);
    for (const id of open.msgids) if (this.#byMsgid.get(id) === open) this.#byMsgid.delete(id);
    if (this.#open.size === 0 && this.#sweep) {
      clearInterval(this.#sweep);
      this.#sweep = null;
    }
    const told = how === 'closed' ? this.#way.closed(open.run, open.error) : this.#way.interrupted(open.run);
    told.catch((error: unknown) =>
      this.#way.log(
        `${open.run.key}: the end of its run could not be stored (${error instanceof Error ? error.name : 'unknown'}); it is sent again`,
      ),
    );
  }
}

const nameOf = (run: Run): string => `${run.key}\n${run.delivery}\n${run.run}`;
