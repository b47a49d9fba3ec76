/** Money that went back on both sides: where nothing is left to be told of it and it differs all the same, a person is asked (R9). Pure. */
import { backOf } from '../model/buckets';
import { fromMinor, type Money, minor } from '../model/money';
import type { Iso, LineId, Reading } from '../model/order';
import type { Instant, Ms, OrderRecord } from '../model/record';
import { endedBy, ours } from './echo';
import { removedOf } from './edits';
import { type Look, wiring } from './look';
import type { Question } from './questions';
import { instant } from './verb';

const TOLD = ['refund.push', 'cancel.push'] as const;
const MIRRORED = ['shop.refund', 'shop.cancel'] as const;
const ALL: readonly string[] = [...TOLD, ...MIRRORED];
/** A person who ended such a step knows of its money. */
const THEIR_WORD: ReadonlySet<string> = new Set(['leave out', 'done by hand', 'dismiss', 'do it', 'it happened', 'it did not']);
const CAUSE = 'price difference/given back';
/** So long nothing may have moved on either side: what was done a moment ago is still being read. */
const QUIET: Ms = 30 * 60_000;

/** Null where both agree, where something is still to be told, and where the two cannot be compared. */
export function moneyApart(at: Look): Question | null {
  const { order, state } = at;
  const { reading, shop, bound } = state;
  if (!reading || !shop || !bound || shop.id !== bound.id || shop.deleted) return null;
  if (reading.stage === 'cancelled' || reading.stage === 'refused' || !isSettled(at)) return null;
  const there = givenThere(reading, bound.total, new Set(state.merchantLines.map(({ id }) => id)));
  if (there === null || bound.total.currency !== shop.total.currency) return null;
  const done = shop.refunds.filter((one) => one.state === 'done');
  // Before the buyer was debited units leave both sides, and no money.
  if (done.some(({ total, lines, shipping }) => minor(total) === 0n && (lines.length > 0 || minor(shipping) !== 0n))) return null;
  const here = done.reduce((sum, { total }) => sum + minor(total), 0n);
  // Cancelled without money in the shop, or edited away: there it is no longer sold, and nothing was paid back.
  const soldNoMore =
    shop.cancelledAt !== undefined || shop.lines.some((line) => line.lineId !== null && removedOf(shop, line) > 0);
  if (here === there || (there > here && soldNoMore)) return null;
  const { currency } = bound.total;
  const textOf = (amount: bigint): string => fromMinor(amount, currency).amount;
  const apart = `${CAUSE}/${textOf(there - here)}/`;
  // The same difference, however much more has gone back on both sides since.
  if (order.decisions.some(({ kind, of }) => (kind === 'do it' || kind === 'dismiss') && of.startsWith(apart))) return null;
  return {
    // With the sum, so that each time it is asked has a row of its own: the answer to an earlier one stays one.
    cause: `${apart}${textOf(there)}`,
    kind: 'price difference',
    detail: { field: 'given back', stated: textOf(there), computed: textOf(here), currency, shopOrder: bound.name },
    at: movedAt(at) + QUIET,
  };
}

/**
 * What went back by hand while a person was asked about such a difference is their answer: it is not told to the other side. Units
 * that will not ship are told all the same.
 */
export const isAnswer = ({ cases }: OrderRecord, at: Iso): boolean => {
  const moment = instant(at);
  return (
    moment !== undefined &&
    Object.values(cases).some(
      ({ cause, openedAt, closedAt }) =>
        cause.startsWith(CAUSE) && openedAt <= moment && moment <= (closedAt ?? Number.POSITIVE_INFINITY),
    )
  );
};

/** Every way is wired, nothing is on one, nobody has been or is to be asked about a part of it, and each side shows what we did there. */
function isSettled(at: Look): boolean {
  const { order, duties, state } = at;
  const effects = Object.values(order.effects).filter(({ verb }) => ALL.includes(verb));
  const shown = new Set([
    ...(state.reading?.refunds ?? []).map(({ id }) => id),
    ...(state.reading?.cancellations ?? []).map(({ id }) => id),
    ...(state.shop?.refunds ?? []).map(({ id }) => id),
  ]);
  return (
    ALL.every((verb) => wiring(at, verb).is === 'present') &&
    !duties.some(({ verb }) => ALL.includes(verb)) &&
    !effects.some((effect) => effect.state === 'open' || effect.state === 'planned' || endedBy(effect) === 'return') &&
    !order.decisions.some(({ kind, of }) => THEIR_WORD.has(kind) && isAboutMoney(of)) &&
    ![...(state.reading?.refunds ?? []), ...(state.shop?.refunds ?? [])].some((one) => one.state === 'pending') &&
    [...ours(order, ...ALL)].every((id) => shown.has(id))
  );
}
const isAboutMoney = (of: string): boolean => of === '*' || ALL.some((verb) => of === verb || of.includes(`${verb}/`));

/** Null where what was cancelled before the shop's order was made does not tell itself by the totals. */
function givenThere({ order, refunds, cancellations }: Reading, made: Money, sold: ReadonlySet<LineId>): bigint | null {
  if (made.currency !== order.currency) return null;
  const mine = <T extends { readonly lineId: LineId }>(all: readonly T[]): readonly T[] =>
    all.filter(({ lineId }) => sold.has(lineId));
  const refunded = mine(refunds).reduce((sum, one) => (one.state === 'done' ? sum + minor(backOf(one, order)) : sum), 0n);
  const newest = [...mine(cancellations)].sort((a, b) => (instant(b.at) ?? 0) - (instant(a.at) ?? 0));
  let since = 0n;
  for (const one of [undefined, ...newest]) {
    if (one) since += minor(backOf(one, order));
    if (minor(order.totals.grand) + since === minor(made)) return refunded + since;
  }
  return null;
}
function movedAt({ order }: Look): Instant {
  return Math.max(
    ...Object.values(order.observations).map((seen) => seen?.answeredAt ?? 0),
    ...Object.values(order.effects).map(({ lookedAt, begunAt }) => Math.max(lookedAt, begunAt)),
    ...Object.values(order.deliveries).map((delivery) => delivery.at),
  );
}
