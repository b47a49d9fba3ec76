/**
 * A conversation as a script: what is read and what comes back, what is written and what is answered. Every answer goes
 * through the platform's own dialect, as raw text, so that a test says what the vendor says.
 */
import assert from 'node:assert/strict';
import type { RawAnswer, Request } from '../../lib/model/call';
import { readJson } from '../../lib/model/json';
import type { Reading } from '../../lib/model/order';
import type { CaseDetail, CaseKind, Decision, Effect, Ms, OrderRecord } from '../../lib/model/record';
import { type Conversation, type Found, type HowToWrite, type Platform, Refused } from '../../lib/platforms/port';

type Step =
  | { readonly does: 'reads'; readonly call: string; readonly answer: RawAnswer }
  | { readonly does: 'writes'; readonly call: string; readonly check?: (body: unknown, request: Request) => void }
  | { readonly does: 'answers'; readonly answer: RawAnswer }
  | { readonly does: 'loses' };

export interface Around {
  readonly platform: Platform;
  readonly reading: Reading;
  readonly decisions?: readonly Decision[];
  /** When the order was first seen (default: before it was placed, so that it is surely new). */
  readonly firstSeenAt?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly learned?: unknown;
  readonly maps?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What was done before (the order was bound). */
  readonly effects?: readonly Effect[];
  /** How long ago its writes were answered. */
  readonly since?: Ms;
}
class Asked extends Error {
  constructor(
    readonly kind: CaseKind,
    readonly about: string,
    readonly detail: CaseDetail,
  ) {
    super(`asks ${kind}: ${about} ${JSON.stringify(detail)}`);
  }
}
/** What a write whose answer was lost is proven to be. */
export class Settled extends Error {
  constructor(readonly found: Found) {
    super(`settled: ${JSON.stringify(found)}`);
  }
}

export const raw = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): RawAnswer => ({
  status,
  headers,
  text: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
});

/** The record of an order that was read once. */
export function recordOf({
  reading,
  decisions = [],
  firstSeenAt = 0,
  effects = [],
}: Pick<Around, 'reading' | 'decisions' | 'firstSeenAt' | 'effects'>): OrderRecord {
  const { key, account, sourceUpdatedAt } = reading.order;
  return {
    key,
    account,
    version: 1,
    alarm: null,
    firstSeenAt,
    observations: { order: { subject: 'order', version: sourceUpdatedAt, sentAt: 1, answeredAt: 2, body: reading, hash: 'h' } },
    decisions,
    effects: Object.fromEntries(effects.map((one) => [one.id, one])),
    deliveries: {},
    cases: {},
  };
}

export class Script<A, R> {
  readonly #steps: Step[] = [];
  readonly requests: Request[] = [];
  constructor(
    private readonly run: (c: Conversation, args: A) => Promise<R>,
    private readonly args: A,
    private readonly around: Around,
  ) {}

  reads(call: string, body: unknown, status = 200): this {
    this.#steps.push({ does: 'reads', call, answer: raw(status, body) });
    return this;
  }
  writes(call: string, check?: object | ((body: unknown, request: Request) => void)): this {
    const compare =
      typeof check === 'function'
        ? (check as (body: unknown, request: Request) => void)
        : check && ((body: unknown) => assert.deepEqual(body, check));
    this.#steps.push({ does: 'writes', call, ...(compare ? { check: compare } : {}) });
    return this;
  }
  answers(status: number, body?: unknown): this {
    this.#steps.push({ does: 'answers', answer: raw(status, body) });
    return this;
  }
  /** The answer is lost; what follows are the reads of its proof. */
  loses(): this {
    this.#steps.push({ does: 'loses' });
    return this;
  }

  async returns(expected: R): Promise<void> {
    assert.deepEqual(await this.#play(), expected);
  }
  async asks(kind: CaseKind, about: string, detail?: CaseDetail): Promise<void> {
    const asked = await this.#ends(Asked);
    assert.deepEqual([asked.kind, asked.about], [kind, about]);
    if (detail) assert.deepEqual(asked.detail, detail);
  }
  async isRefused(code: string): Promise<void> {
    assert.equal((await this.#ends(Refused)).code, code);
  }
  /** In doubt, and the proof says this. */
  async isSettledAs(found: Found): Promise<void> {
    assert.deepEqual((await this.#ends(Settled)).found, found);
  }

  async #ends<E>(how: new (...given: never[]) => E): Promise<E> {
    try {
      const returned = await this.#play();
      assert.fail(`it returned ${JSON.stringify(returned)}`);
    } catch (error) {
      if (error instanceof how) return error;
      throw error;
    }
  }
  async #play(): Promise<R> {
    const result = await this.run(this.#conversation(), this.args);
    assert.deepEqual(this.#steps, [], 'the script was not played to its end');
    return result;
  }
  #next<D extends Step['does']>(does: D, call: string): Extract<Step, { does: D }> {
    const step = this.#steps.shift();
    if (step?.does !== does) assert.fail(`it ${does} ${call}, the script has ${step ? JSON.stringify(step) : 'nothing more'}`);
    if ('call' in step) assert.equal(step.call, call);
    return step as Extract<Step, { does: D }>;
  }

  #conversation(): Conversation {
    const { platform, settings = {}, learned, maps = {} } = this.around;
    const ask = (kind: CaseKind, about: string, detail: CaseDetail): never => {
      assert.deepEqual(this.#steps, [], 'it asks before the script is at its end');
      throw new Asked(kind, about, detail);
    };
    const wait = (span: Ms, why: string): never => assert.fail(`it waits ${span} ms: ${why}`);
    const heard = (request: Request, answer: RawAnswer): unknown => {
      const verdict = platform.dialect.judge(request, answer);
      if (verdict.is === 'ok') return verdict.body;
      if (verdict.is === 'refused') throw new Refused(verdict.code, verdict.text, verdict.field, verdict.status);
      return verdict;
    };
    const c: Conversation = {
      order: recordOf(this.around),
      settings,
      learned,
      map: async (name, from) => maps[name]?.[from] ?? null,
      read: async (request, parse) => {
        this.requests.push(request);
        const step = this.#next('reads', request.call);
        assert.equal(request.writes, false);
        return parse(heard(request, step.answer));
      },
      write: async <T>(_name: string, request: Request, how: HowToWrite<T>) => {
        // As the engine does: what stood there before is known before anything is sent.
        const before = how.proof.by === 'likeness' ? await how.proof.before() : [];
        this.requests.push(request);
        this.#next('writes', request.call).check?.(request.body, request);
        assert.equal(request.writes, true);
        const answered = this.#steps[0];
        if (answered?.does === 'answers') {
          this.#steps.shift();
          const body = heard(request, answered.answer);
          if (typeof body !== 'object' || body === null || !('is' in body))
            return { sent: request.body, answer: how.read(body).answer };
          assert.deepEqual(body.is, 'in doubt', JSON.stringify(body));
        } else this.#next('loses', request.call);
        if (how.proof.by === 'nobody') return assert.fail('no proof to be had');
        if (how.proof.by === 'likeness') {
          const fresh = (await how.proof.find(request.body)).filter(({ record }) => !before.includes(record));
          const [only, ...others] = fresh;
          if (others.length > 0) return ask('in doubt', request.call, { alike: fresh.length });
          assert.deepEqual(this.#steps, [], 'the proof did not read what the script has');
          throw new Settled(only ?? 'absent');
        }
        const found = await how.proof.find(request.body);
        assert.deepEqual(this.#steps, [], 'the proof did not read what the script has');
        throw new Settled(found);
      },
      since: () => this.around.since ?? 0,
      wait,
      waitUntil: (_, why) => wait(Number.POSITIVE_INFINITY, why),
      ask,
    };
    return c;
  }
}
export const converse = <A, R>(
  run: ((c: Conversation, args: A) => Promise<R>) | undefined,
  args: A,
  around: Around,
): Script<A, R> => {
  assert.ok(run, 'the platform has no such verb');
  return new Script(run, args, around);
};

/** A vendor's answer as the wire would bring it: numbers keep the digits that the file has. */
export const exact = (text: string): unknown => readJson(text);
