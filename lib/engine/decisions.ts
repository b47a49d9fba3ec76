import type { Ledger } from '../ledger/port';
import { hashOf } from '../model/observe';
import type { Body, OrderKey } from '../model/order';
import type { Case, Decision, Subject } from '../model/record';
import type { Clock } from '../transport/port';
import type { Books } from './books';
import { changedAt } from './look';

/** Read a case's worth at a time; more open cases than this wait for the next decision. */
const MOST_CASES = 10_000;

/** What people and rules decide: facts like any other, stored once, and looked at at once. */
export class Decisions {
  constructor(
    private readonly books: Books,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly wake: () => void,
  ) {}

  /** A decision about a case that somebody else has settled meanwhile changes nothing. */
  async take(key: OrderKey, decision: Omit<Decision, 'at'>): Promise<'done' | 'already settled'> {
    const done = await this.books.exclusive(key, async () => {
      const page = await this.books.open(key);
      if (!page) return 'already settled' as const;
      const { openedAt, cause } = (decision.value ?? {}) as { openedAt?: number; cause?: string };
      const open = cause === undefined ? undefined : page.order.cases[cause];
      const other = openedAt !== undefined && open?.openedAt !== openedAt;
      if (open && (open.closedAt !== undefined || other)) return 'already settled' as const;
      if (cause !== undefined && !open && MARKS.has(decision.kind)) return 'already settled' as const;
      // Later than every fact, so that what waits for it sees it as new.
      const at = Math.max(this.clock.now(), changedAt(page.order) + 1);
      await this.books.record(page, ({ order }) => {
        const now = cause === undefined ? undefined : order.cases[cause];
        const cases = now && now.closedAt === undefined && MARKS.has(decision.kind) ? [marked(now, decision)] : [];
        return { decisions: [{ ...decision, at }], cases, by: decision.by };
      });
      return 'done' as const;
    });
    if (done === 'done' && decision.kind === 'use sku') await this.#mapSku(key, decision);
    this.wake();
    return done;
  }
  /**
   * A fact that a flow tells of an order (a warehouse's shipment): stored once, however often it is told. False where the order is
   * not known.
   */
  async tell(key: OrderKey, subject: Subject, body: Body): Promise<boolean> {
    const page = await this.books.open(key);
    if (!page) return false;
    const hash = hashOf(body);
    if (page.order.observations[subject]?.hash === hash) return true;
    const now = this.clock.now();
    const observation = { subject, version: new Date(now).toISOString(), sentAt: now, answeredAt: now, body, hash };
    await this.ledger.append([{ key, account: page.order.account, observation, refs: [] }], now);
    this.books.forget(key);
    this.wake();
    return true;
  }
  async leaveOut(key: OrderKey, verbs: readonly string[], reason: string, by: string): Promise<void> {
    for (const of of verbs.length === 0 ? ['*'] : verbs) await this.take(key, { kind: 'leave out', of, reason, by });
  }

  /** A SKU mapped for good releases every order that waits for it. */
  async #mapSku(key: OrderKey, decision: Omit<Decision, 'at'>): Promise<void> {
    const { always, sku, to } = (decision.value ?? {}) as { always?: boolean; sku?: string; to?: unknown };
    if (!always || sku === undefined) return;
    const known = ((await this.ledger.kept('map/sku'))?.value ?? {}) as Record<string, unknown>;
    await this.ledger.keep('map/sku', { ...known, [sku]: to }, this.clock.now());
    for (const row of await this.ledger.openCases(MOST_CASES)) {
      if (row.kind !== 'unknown sku' || row.detail.sku !== sku || row.key === key) continue;
      await this.take(row.key, { kind: 'do it', of: row.cause, by: decision.by });
    }
  }
}

/** What people do with a case that stays open. */
const MARKS: ReadonlySet<Decision['kind']> = new Set(['snooze', 'assign', 'note']);
/** The case as it is after that. Nothing given takes back what was: nobody's, not put off. */
function marked(open: Case, { kind, reason, value }: Omit<Decision, 'at'>): Case {
  const { until, owner } = (value ?? {}) as { until?: number | null; owner?: string | null };
  const { snoozedUntil, owner: before, note, ...rest } = open;
  const next = {
    until: kind === 'snooze' ? until : snoozedUntil,
    owner: kind === 'assign' ? owner : before,
    note: kind === 'note' ? reason : note,
  };
  return {
    ...rest,
    ...(typeof next.until === 'number' ? { snoozedUntil: next.until } : {}),
    ...(next.owner ? { owner: next.owner } : {}),
    ...(next.note ? { note: next.note } : {}),
  };
}
