import type { Answer, Request } from '../model/call';
import type { AccountId, OrderKey } from '../model/order';
import { personal } from '../model/order';
import type { Effect, Ms, Write } from '../model/record';
import type { Platform, ReferenceItem } from '../platforms/port';
import type { Page } from './books';
import type { Carrier } from './carry';
import { inDoubt } from './look';
import { SEND_WITHIN } from './talk';
import { decided } from './verb';

const VERB = 'order.acknowledge';
const CALL = 'reference';
/** Where every order that waits is in other hands. */
const BUSY: Ms = 1_000;
type Reference = NonNullable<Platform['reference']>;
interface Ready {
  readonly page: Page;
  readonly effect: Effect;
  readonly item: ReferenceItem;
}

/**
 * The seller's references of an account, many orders in one call (R24): each order keeps its own effect, intent and outcome.
 * When the whole call is refused, half as many are sent next, until the one that makes it fail stands alone and becomes a case.
 */
export class References {
  readonly #waiting = new Set<OrderKey>();
  #most = Number.POSITIVE_INFINITY;
  #running = false;
  constructor(
    private readonly carrier: Carrier,
    private readonly account: AccountId,
    private readonly stopped: () => boolean,
    private readonly reread: (key: OrderKey) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Takes one order's effect a step further: settles it by a reading, or puts it in line for the next call. */
  async carryOut(page: Page, effect: Effect): Promise<Page | null> {
    const { books, clock, by } = this.carrier;
    const now = clock.now();
    const doubt = inDoubt(effect);
    const row = page.around.accounts[this.account];
    if (!doubt && row?.mode === 'preview' && !decided(page.order, 'approve', effect.id, effect.begunAt)) {
      const plan = { call: CALL, request: personal(effect.args) };
      return books.commit(page, {
        effects: [{ ...effect, state: 'planned', plan, lookedAt: now, revision: effect.revision + 1 }],
        by,
      });
    }
    if (doubt) return this.#settle(page, effect, doubt);
    const reference = this.#reference();
    if (!reference)
      return books.commit(page, {
        effects: [
          { ...effect, lookAgain: now + 600_000, lookedAt: now, reason: 'account not deployed', revision: effect.revision + 1 },
        ],
        by,
      });
    // Looked at again when the next calls surely have gone; a stop loses nothing but this line.
    const stored = await books.commit(page, {
      effects: [{ ...effect, lookAgain: now + 180_000, lookedAt: now, revision: effect.revision + 1 }],
      by,
    });
    if (stored) {
      this.#waiting.add(page.order.key);
      this.#start();
    }
    return stored;
  }

  #reference(): Reference | undefined {
    return this.carrier.connected(this.account)?.platform.reference;
  }
  #start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#run().then(
      () => {
        this.#running = false;
      },
      (error) => {
        this.#running = false;
        this.failed(error);
      },
    );
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0 && !this.stopped()) {
      const connected = this.carrier.connected(this.account);
      const reference = this.#reference();
      if (!connected || !reference) return;
      const request: { -readonly [K in keyof Request]: Request[K] } = reference.request(this.account, connected.settings, []);
      for (
        let wait = await this.carrier.transport.reserve(request);
        wait > 0;
        wait = await this.carrier.transport.reserve(request)
      ) {
        await this.carrier.clock.sleep(wait);
        if (this.stopped()) return;
      }
      const sendUntil = this.carrier.clock.now() + SEND_WITHIN;
      const ready = await this.#intend(Math.min(reference.batch, this.#most), reference, sendUntil);
      if (ready.length === 0) {
        this.carrier.transport.release(request);
        if (this.#waiting.size > 0) await this.carrier.clock.sleep(BUSY);
        continue;
      }
      request.body = reference.request(
        this.account,
        connected.settings,
        ready.map((one) => one.item),
      ).body;
      await this.#hear(ready, reference, await this.carrier.transport.send(request, sendUntil));
    }
  }

  /**
   * Stores each order's intent against its own version, all at once; an order that moved waits for its next look. One that is in
   * other hands, or comes too late for this call, stays in line for the next: a slow one must not hold the others beyond `sendUntil`.
   */
  async #intend(most: number, reference: Reference, sendUntil: number): Promise<Ready[]> {
    const { books } = this.carrier;
    const keys = [...this.#waiting].filter((key) => !books.isTaken(key)).slice(0, most);
    const intents = await Promise.all(
      keys.map((key) => {
        this.#waiting.delete(key);
        return books.exclusive(key, () => this.#intent(key, reference, sendUntil));
      }),
    );
    return intents.filter((one) => one !== null);
  }
  async #intent(key: OrderKey, reference: Reference, sendUntil: number): Promise<Ready | null> {
    const { books, clock, by } = this.carrier;
    const page = await books.open(key);
    const duty = page?.duties.find((one) => one.verb === VERB);
    const effect = duty && page?.order.effects[duty.id];
    if (!page || !effect || effect.state !== 'open' || inDoubt(effect)) return null;
    const item = {
      key,
      sourceOrderId: key.slice(this.account.length + 1),
      reference: (effect.args as { reference: string }).reference,
    };
    const now = clock.now();
    if (now > sendUntil - SEND_WITHIN / 2) {
      this.#waiting.add(key);
      return null;
    }
    const last = effect.writes[0];
    const write: Write = {
      name: CALL,
      call: CALL,
      print: item.reference,
      request: personal({ reference: item.reference }),
      attempt: { n: (last?.attempt.n ?? 0) + 1, at: now, sendUntil, commitsWithin: reference.commitsWithin },
    };
    const { refusal: _, ...rest } = effect;
    const intent: Effect = {
      ...rest,
      writes: [write],
      lookAgain: sendUntil,
      lookedAt: now,
      tries: effect.tries + 1,
      revision: effect.revision + 1,
    };
    const stored = await books.commit(page, { effects: [intent], by });
    return stored && { page: stored, effect: intent, item };
  }

  async #hear(ready: readonly Ready[], reference: Reference, answer: Answer): Promise<void> {
    if (answer.is === 'in doubt') return;
    const alone = ready.length === 1;
    if (answer.is === 'refused' && !alone) this.#most = Math.ceil(ready.length / 2);
    if (answer.is === 'ok') this.#most = Number.POSITIVE_INFINITY;
    for (const { effect, item } of ready) {
      const outcome = answer.is === 'ok' ? reference.outcome(answer.body, item) : answer;
      await this.carrier.books.exclusive(item.key, () => this.#record(item.key, effect, outcome, alone || answer.is === 'ok'));
    }
  }
  async #record(
    key: OrderKey,
    effect: Effect,
    outcome: ReturnType<Reference['outcome']> | Exclude<Answer, { is: 'ok' | 'in doubt' }>,
    itsOwn: boolean,
  ): Promise<void> {
    const page = await this.carrier.books.open(key);
    if (!page) return;
    const now = this.carrier.clock.now();
    const write = effect.writes[0] as Write;
    const resolved = (how: 'not executed' | 'refused', refused?: Write['attempt']['refused']): readonly Write[] => [
      { ...write, attempt: { ...write.attempt, resolved: how, ...(refused ? { refused } : {}) } },
    ];
    const change = (): Effect => {
      if (outcome.is === 'done')
        return {
          ...effect,
          state: 'confirmed',
          writes: [{ ...write, answeredAt: now, answer: { reference: write.print } }],
          result: { reference: write.print },
          lookedAt: now,
        };
      if (outcome.is === 'refused' && itsOwn) {
        const { code, text, field } = outcome;
        const said = { code, text, ...(field ? { field } : {}) };
        const writes = resolved('refused', { ...said, status: 0 });
        return { ...effect, writes, refusal: { at: now, call: CALL, ...said }, lookAgain: now, lookedAt: now };
      }
      return {
        ...effect,
        writes: resolved('not executed'),
        lookAgain: outcome.is === 'not executed' ? now + outcome.retryAfter : now,
        lookedAt: now,
      };
    };
    await this.carrier.books.settle(page, change(), [], this.carrier.by);
  }

  /** The answer was lost: the order's own reading shows the reference, or, asked after the commit time, shows that it is not there. */
  async #settle(page: Page, effect: Effect, write: Write): Promise<Page | null> {
    const { books, clock, by } = this.carrier;
    const { guards } = page.policy;
    const now = clock.now();
    const seen = page.order.observations.order;
    const quiet = write.attempt.sendUntil + write.attempt.commitsWithin;
    if (page.state.reading?.sellerReference === write.print || decided(page.order, 'it happened', effect.id, write.attempt.at)) {
      const answered = { ...write, answeredAt: now, answer: { reference: write.print } };
      return (
        (
          await books.settle(
            page,
            { ...effect, state: 'confirmed', writes: [answered], result: answered.answer, lookedAt: now },
            [],
            by,
          )
        )?.page ?? null
      );
    }
    const absent =
      (seen?.sentAt ?? 0) > quiet ||
      !guards.commitTime ||
      !guards.proof ||
      decided(page.order, 'it did not', effect.id, write.attempt.at);
    if (absent) {
      const resolved = { ...write, attempt: { ...write.attempt, resolved: 'absent' as const } };
      return (await books.settle(page, { ...effect, writes: [resolved], lookAgain: now, lookedAt: now }, [], by))?.page ?? null;
    }
    if (now > quiet) this.reread(page.order.key);
    return books.commit(page, {
      effects: [
        {
          ...effect,
          lookAgain: now > quiet ? now + 60_000 : quiet + 1,
          lookedAt: now,
          reason: 'in doubt',
          revision: effect.revision + 1,
        },
      ],
      by,
    });
  }
}
