import type { Ledger } from '../ledger/port';
import type { Answer, Request } from '../model/call';
import { personal } from '../model/order';
import type { CaseDetail, CaseKind, Effect, Instant, Ms, OrderRecord, Write } from '../model/record';
import { type Conversation, type HowToWrite, Refused } from '../platforms/port';
import type { Clock, Transport } from '../transport/port';
import type { Books, Page } from './books';
import { asSaid, earlier, ended, fingerprint, readable, wantedAgain, withIntent } from './intent';
import { forgotten, mayBeForgotten } from './restored';
import type { Lists } from './shared';
import { Asking, LookAgain, Planned, Waiting } from './signals';
import { decided } from './verb';

/** Nothing is sent later than this after its intent was stored. */
export const SEND_WITHIN: Ms = 30_000;
/** A wait for a budget that is shorter is sat out with the order's turn; a longer one lets go of everything. */
const SHORT_WAIT: Ms = 10_000;
const FIRST_PROOF: Ms = 5_000;
const PROOF_EVERY: Ms = 20_000;
/** What waits for a fact is woken by it; it looks again now and then all the same. */
const ASLEEP: Ms = 3_600_000;
const MOOT = { code: 'MOOT', text: 'the platform shows that this no longer makes sense', status: 0 };

export interface TalkWith {
  readonly books: Books;
  readonly ledger: Ledger;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly lists: Lists;
  readonly by: string;
}

/**
 * One running of an effect's conversation. Answered writes are answered from memory; one in doubt is settled by its proof;
 * a new one is intent, then sending, then receipt. Inputs seen before the first intent are frozen with it.
 */
export class Talk implements Conversation {
  #page: Page;
  #effect: Effect;
  #unsaved = false;
  #write = 0;
  #input = 0;
  #inputs: Effect['reads'][number][] = [];
  #proving: { askedAt: Instant } | null = null;
  readonly order: OrderRecord;

  constructor(
    private readonly way: TalkWith,
    page: Page,
    effect: Effect,
    frozen: OrderRecord,
    private readonly live: boolean,
    readonly settings: Readonly<Record<string, unknown>>,
    readonly learned: unknown,
  ) {
    this.#page = page;
    this.#effect = effect;
    this.order = frozen;
  }
  get effect(): Effect {
    return this.#effect;
  }
  get page(): Page {
    return this.#page;
  }

  async map(name: string, from: string): Promise<unknown> {
    const print = fingerprint(this.#effect, ['map', name, from]);
    return this.#remembered('map', print, async () => {
      const kept = await this.way.ledger.kept(`map/${name}`);
      return (kept?.value as Record<string, unknown> | undefined)?.[from] ?? null;
    });
  }

  async read<A>(
    request: Request,
    parse: (body: unknown) => A,
    cache?: { readonly name: string; readonly maxAge: Ms },
  ): Promise<A> {
    if (this.#proving) return parse(await this.#fetch(request));
    const body = await this.#remembered(request.call, fingerprint(this.#effect, request), async () => {
      if (!cache) return this.#fetch(request);
      const name = `list/${request.account}/${cache.name}`;
      const ask = () => this.#fetch(request);
      return this.way.lists.read(name, cache.maxAge, ask, () => this.flush());
    });
    return parse(body);
  }

  async write<A>(name: string, request: Request, how: HowToWrite<A>): Promise<{ readonly sent: unknown; readonly answer: A }> {
    const index = this.#write++;
    const known = this.#effect.writes[index];
    const print = fingerprint(this.#effect, request);
    if (known) {
      // What was answered, or may have been done, stands as it was sent, though a newer version would say it differently.
      const over = known.answer === undefined && known.attempt.resolved !== undefined;
      const changed = known.name !== name || (over && known.print !== print);
      if (changed && !(over && wantedAgain(this.order, this.#effect, index, 'start over')))
        this.ask('changed request', name, { effect: this.#effect.id, call: request.call, recorded: known.name });
      if (known.answer !== undefined) return { sent: known.request.personal, answer: known.answer as A };
      if (known.attempt.resolved === undefined) {
        await this.flush();
        return { sent: known.request.personal, answer: await this.#settle(index, known, how) };
      }
      const { refused } = known.attempt;
      if (refused && !wantedAgain(this.order, this.#effect, index, 'do it', 'start over'))
        throw new Refused(refused.code, refused.text, refused.field, refused.status);
    }
    if (!this.live) throw new Planned(request);
    const write = { name, call: request.call, print, request: personal(request.body ?? null), ...earlier(known) };
    const { restored } = this.#page.policy;
    if (!known && mayBeForgotten(this.order, restored)) {
      const doubted = forgotten(write, restored, how.commitsWithin);
      await this.#intend(index, doubted);
      return { sent: request.body, answer: await this.#settle(index, doubted, how) };
    }
    return { sent: request.body, answer: await this.#attempt(index, write, request, how, (known?.attempt.n ?? 0) + 1) };
  }

  since(name: string): Ms {
    const at = this.#effect.writes.find((write) => write.name === name)?.answeredAt;
    return at === undefined ? 0 : this.way.clock.now() - at;
  }
  wait(span: Ms, why: string): never {
    throw new Waiting(this.way.clock.now() + span, why);
  }
  waitUntil(...[latest, why, question]: Parameters<Conversation['waitUntil']>): never {
    const now = this.way.clock.now();
    if (latest !== undefined && latest <= now) this.ask(question.kind, question.about, question.detail);
    throw new Waiting(Math.min(latest ?? Number.POSITIVE_INFINITY, now + ASLEEP), why);
  }
  ask(kind: CaseKind, about: string, detail: CaseDetail): never {
    throw new Asking(kind, about, detail);
  }

  /** Stores a receipt that is held back so that it shares the commit of what follows it. */
  async flush(change: Partial<Effect> = {}, refs: readonly { system: string; kind: string; id: string }[] = []): Promise<void> {
    if (!this.#unsaved && Object.keys(change).length === 0) return;
    await this.#save(change, refs);
  }
  /** The end of the conversation: the effect as it is, without what it waited for. */
  async finish(effect: Effect, refs: readonly { system: string; kind: string; id: string }[]): Promise<void> {
    this.#effect = effect;
    await this.#save({}, refs);
  }
  async #save(change: Partial<Effect>, refs: readonly { system: string; kind: string; id: string }[] = []): Promise<void> {
    this.#unsaved = false;
    const stored = await this.way.books.settle(this.#page, { ...this.#effect, ...change }, refs, this.way.by);
    if (!stored) throw new LookAgain();
    this.#page = stored.page;
    this.#effect = stored.effect;
  }

  async #attempt<A>(index: number, asked: Omit<Write, 'attempt'>, request: Request, how: HowToWrite<A>, n: number): Promise<A> {
    const { clock, transport } = this.way;
    const before = how.proof.by === 'likeness' ? await this.#prove(how.proof.before) : undefined;
    await this.#budget(request);
    const at = clock.now();
    const attempt = {
      n,
      at,
      sendUntil: at + SEND_WITHIN,
      commitsWithin: how.commitsWithin,
      ...(before ? { before: before.found } : {}),
    };
    const write: Write = { ...asked, attempt };
    await this.#intend(index, write, () => transport.release(request));
    return this.#heard(index, write, how, await transport.send(request, attempt.sendUntil));
  }
  /** Stores an intent, and with the first one what the conversation has seen. `moved`: called where it cannot be stored. */
  async #intend(index: number, write: Write, moved: () => void = () => undefined): Promise<void> {
    const at = this.way.clock.now();
    const intent = withIntent(this.#effect, index, write, { order: this.order, inputs: this.#inputs }, at, at + FIRST_PROOF);
    const page = await this.way.books.commit(this.#page, { effects: [intent], by: this.way.by });
    if (!page) {
      // The order moved: what was heard meanwhile is stored all the same, and then everything is looked at again.
      moved();
      await this.flush();
      throw new LookAgain();
    }
    this.#page = page;
    this.#effect = intent;
    this.#unsaved = false;
  }

  async #heard<A>(index: number, write: Write, how: HowToWrite<A>, answer: Answer): Promise<A> {
    const now = this.way.clock.now();
    switch (answer.is) {
      case 'ok': {
        const read = readable(() => how.read(answer.body));
        // Executed, and the answer cannot be read: as good as lost.
        if (!read) throw new Waiting(now + FIRST_PROOF, 'in doubt: the answer could not be read');
        this.#answered(index, {
          ...write,
          answeredAt: now,
          answer: read.answer ?? null,
          ...(read.record ? { record: read.record } : {}),
        });
        return read.answer;
      }
      case 'refused': {
        const { code, text, field, status } = answer;
        return this.#refused(index, write, { code, text, status, ...(field ? { field } : {}) });
      }
      case 'not executed':
      case 'not sent': {
        const until = now + (answer.is === 'not executed' ? answer.retryAfter : FIRST_PROOF);
        await this.#resolved(index, write, 'not executed', { lookAgain: until, reason: answer.why });
        throw new Waiting(until, answer.why);
      }
      case 'in doubt':
        throw new Waiting(now + FIRST_PROOF, `in doubt: ${answer.why}`);
    }
  }

  /** A write whose answer was lost. Absence counts only in a reading that was asked after the vendor's commit time. */
  async #settle<A>(index: number, write: Write, how: HowToWrite<A>): Promise<A> {
    const { guards } = this.#page.policy;
    const { attempt } = write;
    const happened = decided(this.#page.order, 'it happened', this.#effect.id, attempt.at);
    if (happened) return this.#found(index, write, asSaid(happened.value, how), 'by a person');
    if (decided(this.#page.order, 'it did not', this.#effect.id, attempt.at) || !guards.proof) return this.#absent(index, write);
    if (how.proof.by === 'nobody')
      this.ask('in doubt', this.#effect.id, { effect: this.#effect.id, call: write.call, sentAt: attempt.at });

    const quiet = attempt.sendUntil + attempt.commitsWithin;
    if (how.proof.by === 'likeness') {
      const { find } = how.proof;
      const { found, askedAt } = await this.#prove(() => find(write.request.personal));
      const fresh = found.filter((one) => !attempt.before?.includes(one.record));
      const [only] = fresh;
      if (fresh.length > 1)
        this.ask('in doubt', this.#effect.id, {
          effect: this.#effect.id,
          call: write.call,
          sentAt: attempt.at,
          alike: fresh.length,
        });
      if (only) return this.#found(index, write, only);
      return this.#notThere(index, write, askedAt, quiet);
    }
    const { find } = how.proof;
    const { found, askedAt } = await this.#prove(() => find(write.request.personal));
    if (found === 'moot') return this.#refused(index, write, MOOT);
    if (found !== 'absent') return this.#found(index, write, found);
    return this.#notThere(index, write, askedAt, quiet);
  }
  async #notThere(index: number, write: Write, askedAt: Instant, quiet: Instant): Promise<never> {
    if (askedAt > quiet || !this.#page.policy.guards.commitTime) return this.#absent(index, write);
    const now = this.way.clock.now();
    throw new Waiting(Math.max(now + 1_000, Math.min(quiet + 1, now + PROOF_EVERY)), 'in doubt');
  }
  async #absent(index: number, write: Write): Promise<never> {
    await this.#resolved(index, write, 'absent', { lookAgain: this.way.clock.now() });
    throw new LookAgain();
  }
  async #found<A>(
    index: number,
    write: Write,
    found: { readonly record?: string; readonly answer: unknown },
    known: NonNullable<Write['known']> = 'by proof',
  ): Promise<A> {
    this.#answered(index, {
      ...write,
      known,
      answeredAt: this.way.clock.now(),
      answer: found.answer ?? null,
      ...(found.record ? { record: found.record } : {}),
    });
    return found.answer as A;
  }
  #answered(index: number, write: Write): void {
    this.#effect = { ...this.#effect, writes: this.#effect.writes.with(index, write) };
    this.#unsaved = true;
  }
  async #refused(index: number, write: Write, refused: NonNullable<Write['attempt']['refused']>): Promise<never> {
    await this.#resolved(index, write, 'refused', { lookAgain: this.way.clock.now() }, refused);
    throw new Refused(refused.code, refused.text, refused.field, refused.status);
  }
  async #resolved(
    index: number,
    write: Write,
    resolved: NonNullable<Write['attempt']['resolved']>,
    change: Partial<Effect>,
    refused?: Write['attempt']['refused'],
  ): Promise<void> {
    const now = this.way.clock.now();
    await this.#save({
      ...change,
      writes: this.#effect.writes.with(index, ended(write, resolved, now, refused)),
      lookedAt: now,
    });
  }

  /** Reads of a proof are fresh, and the earliest of them says when the question was asked. */
  async #prove<T>(ask: () => Promise<T>): Promise<{ readonly found: T; readonly askedAt: Instant }> {
    const proving = { askedAt: Number.POSITIVE_INFINITY };
    this.#proving = proving;
    try {
      const found = await ask();
      return {
        found,
        askedAt:
          proving.askedAt === Number.POSITIVE_INFINITY ? (this.#page.order.observations.order?.sentAt ?? 0) : proving.askedAt,
      };
    } finally {
      this.#proving = null;
    }
  }

  async #remembered(call: string, print: string, fetch: () => Promise<unknown>): Promise<unknown> {
    const frozen = this.#write === 0 && this.#effect.writes.length > 0 ? this.#effect.reads[this.#input++] : undefined;
    if (frozen && frozen.call === call && frozen.print === print) {
      this.#inputs.push(frozen);
      return frozen.answer.personal;
    }
    const answer = await fetch();
    if (this.#write === 0) this.#inputs.push({ call, print, answer: personal(answer) });
    return answer;
  }
  async #fetch(request: Request): Promise<unknown> {
    await this.flush();
    await this.#budget(request);
    const answer = await this.way.transport.send(request);
    if (answer.is === 'ok') {
      if (this.#proving) this.#proving.askedAt = Math.min(this.#proving.askedAt, answer.sentAt);
      return answer.body;
    }
    if (answer.is === 'refused') throw new Refused(answer.code, answer.text, answer.field, answer.status);
    throw new Waiting(this.way.clock.now() + (answer.is === 'not executed' ? answer.retryAfter : FIRST_PROOF), answer.why);
  }
  /** Budget before intent: an intent that cannot be sent in time would only be a doubt to settle. */
  async #budget(request: Request): Promise<void> {
    const { clock, transport } = this.way;
    for (let wait = await transport.reserve(request); wait > 0; wait = await transport.reserve(request)) {
      // A receipt shares the commit of the next intent, but waits for nothing else.
      await this.flush();
      if (wait > SHORT_WAIT) throw new Waiting(clock.now() + wait, 'budget');
      await clock.sleep(wait);
    }
  }
}
