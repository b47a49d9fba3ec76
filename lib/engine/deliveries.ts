import type { AccountId, OrderKey } from '../model/order';
import type { Delivery, EffectId, Instant, Listener, Parked } from '../model/record';
import type { Clock } from '../transport/port';
import type { Books, Page } from './books';
import { type HandOut, type Happening, happenings } from './events';
import { deliveryId, type Policy, progress } from './look';
import type { Flow, LifeEvent, Run } from './port';
import { isStock, rangeAfter, rangeOf } from './stock-events';

const SOON = 5_000;
/** A delivery that was out when the process died runs alone for so long, so that it accuses no other. */
const ALONE_FOR = 60_000;

interface Out {
  readonly account: AccountId;
  readonly suspect: boolean;
  readonly at: Instant;
}

/** Sends events into the user's flow and takes them back: slots per account, one out at a time per order, parked messages. */
export class Deliveries {
  readonly #out = new Map<string, Out>();
  readonly #line = new Map<AccountId, Set<OrderKey>>();
  /** What was out when the process died, and waits until it can run alone. */
  readonly #suspects = new Set<OrderKey>();
  #reminded = false;

  constructor(
    private readonly books: Books,
    private readonly flow: Flow,
    private readonly clock: Clock,
    private readonly policy: Policy,
    private readonly slots: number,
    private readonly wake: (key: OrderKey) => void,
  ) {}

  /** The lease lapsed: what was held under the old name is somebody else's, or lost. */
  letGo(): void {
    for (const held of [...this.#out.keys()]) this.#free(held);
  }
  /** Orders that wait for a slot; the loop leaves them alone until one is free. */
  get waiting(): number {
    let all = this.#suspects.size;
    for (const keys of this.#line.values()) all += keys.size;
    return all;
  }
  waits(key: OrderKey): boolean {
    for (const keys of this.#line.values()) if (keys.has(key)) return true;
    return this.#suspects.has(key);
  }
  saturated(most: number): readonly AccountId[] {
    return [...this.#line].filter(([, keys]) => keys.size >= most).map(([account]) => account);
  }
  forget(key: OrderKey): void {
    for (const keys of this.#line.values()) keys.delete(key);
    this.#suspects.delete(key);
  }

  /**
   * False: there is no place now; the order stands in line. A suspect waits until whatever else is out has been out for long,
   * and nobody else is sent while one waits: else it would wait for ever where the flow is never empty.
   */
  #slot({ order: { account, key } }: Page, suspect: boolean): boolean {
    const full = this.#places(account) <= 0;
    const free = suspect ? !this.#isOut(() => true) : this.#suspects.size === 0 && !this.#isOut((one) => one.suspect);
    if (suspect || !free) this.#remind();
    if (free && !full) return true;
    // Where what has been out for long takes every place of its account, it must not hold up the others.
    if (suspect && (!full || this.#isOut((one) => one.account === account))) this.#suspects.add(key);
    else this.#line.set(account, (this.#line.get(account) ?? new Set()).add(key));
    return false;
  }
  #places(account: AccountId): number {
    let free = this.slots;
    for (const one of this.#out.values()) if (one.account === account) free -= 1;
    return free;
  }
  /** What has been out for long accuses nobody, and nobody waits for it. */
  #isOut(which: (one: Out) => boolean): boolean {
    const since = this.clock.now() - ALONE_FOR;
    for (const one of this.#out.values()) if (one.at > since && which(one)) return true;
    return false;
  }
  #free(held: string): void {
    if (this.#out.delete(held)) this.#next();
  }
  /** Suspects first, one at a time; then as many as there are places. */
  #next(): void {
    const [suspect] = this.#suspects;
    if (suspect !== undefined) {
      if (this.#isOut(() => true)) this.#remind();
      else {
        this.#suspects.delete(suspect);
        this.wake(suspect);
      }
      return;
    }
    for (const [account, keys] of this.#line) {
      for (const key of [...keys].slice(0, Math.max(0, this.#places(account)))) {
        keys.delete(key);
        this.wake(key);
      }
    }
  }
  /** Who waits for what is out to have been out for long is asked again by then. */
  #remind(): void {
    if (this.#reminded) return;
    this.#reminded = true;
    void this.clock.sleep(ALONE_FOR).then(() => {
      this.#reminded = false;
      this.#next();
    });
  }

  /** 'no slot' leaves the order as it was; null: it moved. */
  async handOut(page: Page, { event, listener }: HandOut): Promise<Page | null | 'no slot'> {
    if (!this.#slot(page, false)) return 'no slot';
    const id = deliveryId(listener.id, event.key);
    // What recurs takes the place of its last time; what had not gone well of that is told along.
    const before = event.recurs ? page.order.deliveries[id] : undefined;
    const run = (before?.run ?? 0) + 1;
    const about = event.recurs ? rangeAfter(before, event.about ?? '') : event.about;
    const delivery: Delivery = {
      id,
      listener: listener.id,
      event: event.key,
      type: event.type,
      ...(about === undefined ? {} : { about }),
      ...(event.recurs ? { first: run } : {}),
      state: 'out',
      holder: this.policy.engine,
      run,
      attempts: 0,
      progress: progress(page.order),
      resent: false,
      parked: [],
      at: this.clock.now(),
    };
    return this.#send(page, delivery, listener, event);
  }
  async again(page: Page, delivery: Delivery, offer: boolean): Promise<Page | null | 'no slot'> {
    const listener = page.around.listeners.find((one) => one.id === delivery.listener);
    const event = eventOf(page, delivery);
    // Its trigger is gone: it rests until one is there.
    if (!listener) return page;
    const suspect = delivery.attempts >= 1;
    if (!this.#slot(page, suspect)) return 'no slot';
    const { error: _, alone: __, ...rest } = delivery;
    const sent: Delivery = {
      ...rest,
      state: 'out',
      holder: this.policy.engine,
      run: delivery.run + 1,
      progress: progress(page.order),
      resent: delivery.resent || offer,
      parked: [],
      at: this.clock.now(),
      ...(suspect ? { alone: true } : {}),
    };
    return this.#send(page, sent, listener, event);
  }
  async resume(page: Page, delivery: Delivery, parked: Parked, gone: boolean): Promise<Page | null | 'no slot'> {
    if (gone)
      return this.books.commit(page, {
        deliveries: [{ ...delivery, state: 'again', parked: [], at: this.clock.now() }],
        by: this.policy.engine,
      });
    if (!this.#slot(page, false)) return 'no slot';
    const event = eventOf(page, delivery);
    const out: Delivery = {
      ...delivery,
      state: 'out',
      holder: this.policy.engine,
      parked: delivery.parked.filter((one) => one !== parked),
      at: this.clock.now(),
    };
    this.#out.set(place(page.order.key, out.id), { account: page.order.account, suspect: false, at: out.at });
    const stored = await this.books.commit(page, { deliveries: [out], by: this.policy.engine });
    if (!stored) {
      this.#out.delete(place(page.order.key, out.id));
      return null;
    }
    const message = parked.message?.personal;
    const taken =
      message !== null &&
      message !== undefined &&
      this.flow.resume(
        runOf(stored, out),
        { node: parked.node, nodeType: parked.nodeType, message },
        lifeEvent(stored, event, out),
        stored.order,
      );
    return taken ? stored : this.#back(stored, out);
  }

  async #send(page: Page, delivery: Delivery, listener: Listener, event: Happening): Promise<Page | null> {
    this.#out.set(place(page.order.key, delivery.id), {
      account: page.order.account,
      suspect: delivery.alone === true,
      at: delivery.at,
    });
    const levels = isStock(delivery) ? await this.books.levels(page.order.account, rangeOf(delivery).from) : undefined;
    const stored = await this.books.commit(page, { deliveries: [delivery], by: this.policy.engine });
    if (!stored) {
      this.#out.delete(place(page.order.key, delivery.id));
      return null;
    }
    const told = { ...lifeEvent(stored, event, delivery), ...(levels ? { levels } : {}) };
    const taken = this.flow.hand(runOf(stored, delivery), listener, told, stored.order);
    return taken ? stored : this.#back(stored, delivery);
  }
  /** There is no such node now: the delivery stays due and counts nothing. */
  async #back(page: Page, delivery: Delivery): Promise<Page> {
    this.#free(place(page.order.key, delivery.id));
    return this.books.record(page, () => ({
      deliveries: [{ ...delivery, state: 'again', parked: [], at: this.clock.now() + SOON }],
      by: this.policy.engine,
    }));
  }

  /** Held by an engine that is gone: sent again from its trigger. Counted only where the order stood still and nobody announced the stop. */
  async lost(page: Page, delivery: Delivery, announced: boolean): Promise<Page | null> {
    const moved = progress(page.order) > delivery.progress;
    // One among many that were out is under suspicion only; from then on it runs alone, and what dies then is its own doing.
    const attempts = announced ? delivery.attempts : moved || !delivery.alone ? 1 : delivery.attempts + 1;
    return this.books.commit(page, {
      deliveries: [{ ...delivery, state: 'again', attempts, parked: [], at: this.clock.now() }],
      by: this.policy.engine,
    });
  }
  async giveUp(page: Page, delivery: Delivery): Promise<Page | null> {
    return this.books.commit(page, {
      deliveries: [{ ...delivery, state: 'failed', attempts: 0, at: this.clock.now() }],
      by: this.policy.engine,
    });
  }

  stale(page: Page, run: Run): boolean {
    const delivery = page.order.deliveries[run.delivery];
    return !delivery || delivery.run !== run.run || delivery.state !== 'out' || delivery.holder !== this.policy.engine;
  }
  async park(
    run: Run,
    node: string,
    nodeType: string,
    effect: EffectId,
    message: string | undefined,
  ): Promise<'parked' | 'stale'> {
    for (;;) {
      const page = await this.books.open(run.key);
      const delivery = page?.order.deliveries[run.delivery];
      if (!page || !delivery || this.stale(page, run)) return 'stale';
      const parked: Parked = { node, nodeType, effect, ...(message === undefined ? {} : { message: { personal: message } }) };
      if (
        await this.books.commit(page, {
          deliveries: [{ ...delivery, parked: [...delivery.parked, parked] }],
          by: this.policy.engine,
        })
      )
        return 'parked';
    }
  }
  rests(run: Run): void {
    this.#free(place(run.key, run.delivery));
  }
  async end(run: Run, how: 'closed' | 'interrupted', error?: { readonly node: string; readonly text: string }): Promise<void> {
    const page = await this.books.open(run.key);
    if (!page || this.stale(page, run)) return;
    await this.books.record(page, (at) => {
      const delivery = at.order.deliveries[run.delivery] as Delivery;
      return { deliveries: [ended(delivery, how, this.clock.now(), error)], by: this.policy.engine };
    });
    this.#free(place(run.key, run.delivery));
  }
}

function ended(
  delivery: Delivery,
  how: 'closed' | 'interrupted',
  at: Instant,
  error?: { readonly node: string; readonly text: string },
): Delivery {
  if (how === 'interrupted') return { ...delivery, state: 'again', parked: [], at };
  if (error) return { ...delivery, state: 'failed', parked: [], error, at };
  return { ...delivery, state: delivery.parked.length > 0 ? 'parked' : 'done', attempts: 0, at };
}

/** A delivery's name is unique in its order only. */
const place = (key: OrderKey, delivery: string): string => `${key}|${delivery}`;
const runOf = (page: Page, delivery: Delivery): Run => ({ key: page.order.key, delivery: delivery.id, run: delivery.run });
/** What a delivery tells, also when the facts do not tell it any more (a reading that cannot be read, a case of another count). */
function eventOf(page: Page, delivery: Delivery): Happening {
  const known = happenings(page).find((event) => event.key === delivery.event);
  if (known) return known;
  const { event: key, type, at, about } = delivery;
  return { key, type, at, ...(about === undefined ? {} : { about }) };
}

function lifeEvent(page: Page, event: Happening, delivery: Delivery): LifeEvent {
  const about = event.recurs ? delivery.about : event.about;
  return {
    type: event.type,
    id: `${page.order.key}/${event.key}${event.recurs ? `/${about}` : ''}`,
    source: page.order.account,
    subject: page.order.key,
    time: new Date(event.at).toISOString(),
    redelivered: delivery.run > (delivery.first ?? 1),
    ...(event.detail ? { detail: event.detail } : {}),
    ...(about === undefined ? {} : { about }),
  };
}
