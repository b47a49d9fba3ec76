/** Which mishap befalls a call: drawn by chance, or written in a script. Every call draws the same number of times. */
import type { Host, HttpRequest } from './exchange';
import type { Faults, Script } from './port';

export interface Mishap {
  readonly does: Script['does'] | 'none';
  /** A lost answer or request: the client waits until its time is over, or its connection is reset. */
  readonly silently: boolean;
  /** ms from the sending until the vendor has the request, and from its answer until the client has that. */
  readonly travel: number;
  readonly back: number;
  /** Late commit: ms until it happens. 429: ms to wait. */
  readonly after: number;
  /** For what has several forms: in [0, 1). */
  readonly form: number;
}

/** What a partial success befalls: the vendors' own cases of it are creations. */
const CREATIONS = new Set(['orderCreate', 'fulfillmentCreate', 'refundCreate', 'returnCreate']);

interface Waiting {
  readonly script: Script;
  seen: number;
}

export class Mishaps {
  faults: Faults = {};
  private readonly scripts: Waiting[] = [];

  constructor(private readonly random: { next(): number }) {}

  script(script: Script): void {
    this.scripts.push({ script, seen: 0 });
  }

  /** What will befall this call. A script goes before chance; the oldest script that is at its turn goes first. */
  draw(host: Host, request: HttpRequest): Mishap {
    const next = () => this.random.next();
    const [lostRequest, before, tooMany, lostAnswer, after, half, late, partial] = [
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
    ];
    const [silently, slow, slowFor, travel, back, delay, form] = [next(), next(), next(), next(), next(), next(), next()];
    const { faults } = this;
    const name = host.nameOf(request);
    const chance = (drawn: number, likely: number | undefined) => drawn < (likely ?? 0);
    const byChance = (): Script['does'] | 'none' => {
      if (chance(lostRequest, faults.lostRequest)) return 'lost request';
      if (chance(before, faults.error5xxBefore)) return '5xx before';
      if (chance(tooMany, faults.tooMany)) return host.system === 'shopify' && form < 0.5 ? 'throttled' : '429';
      if (host.writes(request) && chance(late, faults.lateCommit?.chance)) return 'late commit';
      if (chance(lostAnswer, faults.lostAnswer)) return 'lost answer';
      if (chance(after, faults.error5xxAfter)) return '5xx after';
      if (chance(half, faults.halfAnswer)) return 'half';
      if (CREATIONS.has(name) && chance(partial, faults.partialSuccess)) return form < 0.5 ? 'null with error' : 'id with error';
      return 'none';
    };
    const script = this.scripted(host, name);
    const does = script?.does ?? byChance();
    const upTo = does === 'late commit' ? (faults.lateCommit?.upTo ?? 20_000) : 60_000;
    return {
      does,
      silently: silently < 0.5,
      travel: 1 + Math.floor(travel * 4),
      back: 1 + Math.floor(back * 4) + (chance(slow, faults.slow?.chance) ? Math.floor(slowFor * (faults.slow?.upTo ?? 0)) : 0),
      after: script?.after ?? 1 + Math.floor(delay * upTo),
      form,
    };
  }

  private scripted(host: Host, name: string): Script | undefined {
    const names = name.split('+');
    let turn: Waiting | undefined;
    for (const waiting of this.scripts) {
      const { system, call, nth } = waiting.script;
      if ((system !== host.system && system !== host.host) || (call !== '*' && call !== name && !names.includes(call))) continue;
      waiting.seen += 1;
      if (turn === undefined && waiting.seen >= nth) turn = waiting;
    }
    if (turn) this.scripts.splice(this.scripts.indexOf(turn), 1);
    return turn?.script;
  }
}
