/** What of the shop's cancellations and refunds the marketplace is still to be told, each as one fact (R8). Pure. */

import { type Asked, askedOf, joined } from '../model/asked';
import { capturedOf, type Given, givenOf, isNothing, leftOf, minorOf, textOf } from '../model/buckets';
import type { ShopReading, ShopRefund, Units } from '../model/life';
import { isZero, minor } from '../model/money';
import type { LineId, Reading } from '../model/order';
import { added } from '../model/parcels';
import { open } from '../model/quantities';
import type { OrderRecord } from '../model/record';
import { type OrderState, receipts } from '../model/state';
import type { CancellationFact, GivenBack, RefundFact, Why } from '../platforms/giving-back';
import { factOf, inTheShop } from './echo';
import { editedAway, editNamed, editsTold, givenForEdits } from './edits';
import { isAnswer } from './money-apart';
import { instant, leftOut, type Sight } from './verb';

/** A refund that Shopify makes with a cancellation bears nearly its time. */
const TOGETHER = 60_000;
const MARKETPLACE_MONEY = ['refund.push', 'cancel.push'] as const;

export interface ToldRefund {
  readonly id: string;
  readonly fact: RefundFact;
}
export interface ToldCancellation {
  /** The refund that it came with, where it is not the whole order. */
  readonly about?: string;
  readonly fact: CancellationFact;
}
export interface ToTell {
  readonly refunds: readonly ToldRefund[];
  readonly cancellations: readonly ToldCancellation[];
}
/** What is left at the marketplace. */
type Money = Pick<RefundFact, 'left' | 'cutBefore' | 'stage'>;
const NOTHING: ToTell = { refunds: [], cancellations: [] };

export const short = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
/** Every line of it is units that will not ship. */
export const isCancellation = ({ lines }: Pick<ShopRefund, 'lines'>): boolean => {
  const sold = lines.filter(({ lineId }) => lineId !== null);
  return sold.length > 0 && sold.every(({ restock }) => restock === 'cancel');
};

/** A node does it for this marketplace. */
export const isWired = ({ account }: OrderRecord, { around }: Sight, verb: string): boolean =>
  around.wired.some((row) => row.verb === verb && (row.account === '*' || row.account === account) && row.until === null);

/**
 * The whole order, or a refund whose lines are all restocked as cancelled, is a cancellation where a node for those is wired;
 * every other refund, and each where no such node is, is a refund. What was begun as one stays one.
 */
export function toTell(order: OrderRecord, state: OrderState, sight: Sight): ToTell {
  const { reading, shop, bound } = state;
  if (!reading || !shop || shop.id !== bound?.id) return NOTHING;
  const wired = isWired(order, sight, 'cancel.push');
  const begunAs = (verb: string, id: string): boolean => order.effects[`${verb}/${id}`]?.writes.some(alive) ?? false;
  const news = inTheShop(order, shop).refunds.filter(
    (one) => one.state === 'done' && (isCancellation(one) || !isAnswer(order, one.at)),
  );
  const whole = wired && shop.cancelledAt !== undefined && !cancelledByUs(order);
  const { currency } = reading.order;
  const money = {
    left: leftOf(capturedOf(reading), givenOf(reading, givenByUs(order)), currency),
    cutBefore: cutByUs(order, currency),
    stage: reading.stage,
  };
  const refunds: ToldRefund[] = [];
  const cancellations: ToldCancellation[] = [];
  const together: ShopRefund[] = [];
  let edited = wired ? givenForEdits(order).reduce((sum, amount) => sum + minorOf(amount, reading.order.currency), 0n) : 0n;
  for (const refund of news) {
    const id = short(refund.id);
    // The marketplace was told of these units with their money when they were edited away: both are one fact. Units have no shipping.
    const forUnits = refund.lines.length === 0 && isZero(refund.shipping);
    if (forUnits && !begunAs('refund.push', id) && minor(refund.total) <= edited) {
      edited -= minor(refund.total);
      continue;
    }
    if (begunAs('refund.push', id) || !wired) refunds.push({ id: refund.id, fact: refundFact(refund, reading, shop, money) });
    else if (whole && !begunAs('cancel.push', id) && withCancellation(refund, shop)) together.push(refund);
    else if (isCancellation(refund))
      cancellations.push({ about: refund.id, fact: cancellationFact(order, [refund], reading, shop, money, state) });
    else refunds.push({ id: refund.id, fact: refundFact(refund, reading, shop, money) });
  }
  if (whole) cancellations.push({ fact: cancellationFact(order, together, reading, shop, money, state, true) });
  else if (wired) {
    const gone = unshippedByUs(order);
    const units = editedAway(order, shop, (lineId) => {
      const counted = state.quantities[lineId];
      return counted && counted.accepted - counted.cancelled - (gone.get(lineId) ?? 0);
    });
    const name = editNamed(editsTold(order).length + 1);
    if (units.length > 0) cancellations.push({ about: name, fact: editFact(order, name, units, reading, shop, money, state) });
  }
  return {
    refunds: refunds.filter(({ fact }) => fact.asked.lines.some(({ unshipped }) => unshipped) || !none(fact.asked)),
    cancellations: cancellations.filter(
      ({ fact }) => fact.units.length + fact.shipped.length > 0 || (fact.asked && !none(fact.asked)),
    ),
  };
}
const alive = ({ attempt, answer }: OrderRecord['effects'][string]['writes'][number]): boolean =>
  answer !== undefined || attempt.resolved === undefined;
const none = ({ total, lines, shipping }: Asked): boolean =>
  [total, shipping, ...lines.flatMap(({ amount, fees }) => [amount, fees])].every(isNothing);
export const cancelledByUs = (order: OrderRecord): boolean =>
  Object.values(order.effects).some(
    (effect) => effect.verb === 'shop.cancel' && effect.about === undefined && effect.writes.length > 0,
  );

export function withCancellation(refund: ShopRefund, { cancelledAt }: ShopReading): boolean {
  const [at, cancelled] = [instant(refund.at), instant(cancelledAt)];
  return at !== undefined && cancelled !== undefined && Math.abs(at - cancelled) <= TOGETHER;
}

/** What we told the marketplace to give back, by the marketplace's id of it. */
export function givenByUs(order: OrderRecord): readonly Given[] {
  return MARKETPLACE_MONEY.flatMap((verb) =>
    receipts(order, verb).flatMap(({ write }) => (write.answer as Partial<GivenBack> | null | undefined)?.given ?? []),
  );
}

/** What earlier refunds came to less at the marketplace than in the shop: cents where a line closed, not what a person let be cut. */
function cutByUs(order: OrderRecord, currency: string): string {
  const cuts = MARKETPLACE_MONEY.flatMap((verb) => receipts(order, verb)).flatMap(({ effect, write }) => {
    const { total, given } = (write.answer as Partial<GivenBack> | null | undefined) ?? {};
    const asked = factOf<Partial<RefundFact>>(effect)?.asked?.total;
    if (asked === undefined || total === undefined || given === undefined) return [];
    const cut = minorOf(asked, currency) - minorOf(total.amount, currency);
    const most = BigInt(2 * given.length);
    // One that made up for it counts against it.
    return cut <= most && cut >= -most ? [cut] : [];
  });
  const all = cuts.reduce((sum, cut) => sum + cut, 0n);
  return textOf(all > 0n ? all : 0n, currency);
}

/** Units that we told to leave the shipment with their refund: the marketplace's order goes on showing them. */
function unshippedByUs(order: OrderRecord): ReadonlyMap<LineId, number> {
  const units = [
    ...receipts(order, 'refund.push').flatMap(({ effect }) =>
      (factOf<RefundFact>(effect)?.asked.lines ?? []).filter(({ unshipped }) => unshipped),
    ),
    ...receipts(order, 'cancel.push').flatMap(({ effect, write }) =>
      (write.answer as Partial<GivenBack> | null | undefined)?.by === 'refund'
        ? (factOf<CancellationFact>(effect)?.units ?? [])
        : [],
    ),
  ];
  return new Map(added(units).map(({ lineId, quantity }) => [lineId, quantity]));
}

function refundFact(refund: ShopRefund, reading: Reading, shop: ShopReading, money: Money): RefundFact {
  const asked = askedOf(
    refund,
    reading,
    shop.lines,
    ({ lineId, restock }) => !hasLeft(reading) && (restock === 'cancel' || neverLeft(lineId, reading, shop)),
  );
  return { effect: `refund.push/${short(refund.id)}`, refund: refund.id, asked, ...money, why: whyOf(refund, shop) };
}
export const hasLeft = ({ stage }: Pick<Reading, 'stage'>): boolean =>
  stage === 'shipped' || stage === 'to_collect' || stage === 'delivered';
/**
 * What was refused because something else had happened (the goods left, somebody refunded or cancelled in the portal) is another
 * step, with what is true now; the refused one is over. Refused again with the same facts it stays refused. Null where a person
 * or a rule ended it on purpose, whatever became true since: who gave back in the portal what was refused here, changed the facts.
 */
export function stepOf(order: OrderRecord, base: string, fact: object): string | null {
  const print = (of: object | undefined): string => JSON.stringify({ ...of, effect: base });
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (leftOut(order, base.split('/')[0] ?? '', id)) return null;
    const effect = order.effects[id];
    if (!effect?.refusal || effect.writes.some(alive) || print(factOf<object>(effect)) === print(fact)) return id;
  }
}

/** Nothing of the line has left on either side, so what is refunded of it will not ship. */
function neverLeft(lineId: LineId | null, reading: Reading, shop: ShopReading): boolean {
  if (lineId === null || reading.stage !== 'ready_to_ship') return false;
  return (shippedOf(shop).get(lineId) ?? 0) === 0 && (reading.quantities[lineId]?.shipped ?? 0) === 0;
}
const shippedOf = (shop: ShopReading): ReadonlyMap<LineId, number> =>
  new Map(
    added(shop.shipments.filter(({ state }) => state === 'open').flatMap(({ lines }) => lines)).map(({ lineId, quantity }) => [
      lineId,
      quantity,
    ]),
  );

function cancellationFact(
  order: OrderRecord,
  refunds: readonly ShopRefund[],
  reading: Reading,
  shop: ShopReading,
  money: Money,
  { quantities, merchantLines }: OrderState,
  whole = false,
): CancellationFact {
  const shipped = shippedOf(shop);
  const gone = unshippedByUs(order);
  const openOf = (lineId: LineId): number => {
    const counted = quantities[lineId];
    return counted ? Math.max(0, open(counted) - (gone.get(lineId) ?? 0)) : 0;
  };
  const asked = joined(
    refunds.map((refund) => askedOf(refund, reading, shop.lines, () => true)),
    reading.order.currency,
  );
  const wanted: readonly Units[] = whole
    ? merchantLines.map(({ id }) => ({
        lineId: id,
        quantity: (quantities[id]?.accepted ?? 0) - (quantities[id]?.cancelled ?? 0) - (gone.get(id) ?? 0),
      }))
    : (asked?.lines ?? []).map(({ lineId, quantity }) => ({ lineId, quantity }));
  // Of a whole cancellation, what had left in the shop is a return; a line's own cancellation is of units that are there.
  const units = wanted.map(({ lineId, quantity }) => ({
    lineId,
    quantity: Math.min(quantity, openOf(lineId) - (whole ? (shipped.get(lineId) ?? 0) : 0)),
  }));
  return {
    effect: `cancel.push/${whole ? 'whole' : short(refunds[0]?.id ?? '')}`,
    whole,
    refunds: refunds.map(({ id }) => id),
    units: units.filter(({ quantity }) => quantity > 0),
    shipped: wanted
      .map(({ lineId, quantity }, n) => ({ lineId, quantity: quantity - Math.max(0, units[n]?.quantity ?? 0) }))
      .filter(({ lineId, quantity }) => quantity > 0 && Math.max(shipped.get(lineId) ?? 0, quantities[lineId]?.shipped ?? 0) > 0),
    open: Object.fromEntries(merchantLines.map(({ id }) => [id, openOf(id)])),
    ...(asked ? { asked } : {}),
    ...money,
    why: {
      kind: 'cancellation',
      words: [
        ...refunds.flatMap(({ note }) => (note === undefined ? [] : [note])),
        ...(shop.cancelReason === undefined ? [] : [shop.cancelReason]),
        'cancellation',
      ],
    },
  };
}
/** Units that were edited away, with all of their money; what has left at the marketplace is no cancellation any more (R10). */
function editFact(
  order: OrderRecord,
  name: string,
  units: readonly Units[],
  reading: Reading,
  shop: ShopReading,
  money: Money,
  state: OrderState,
): CancellationFact {
  const whole = cancellationFact(order, [], reading, shop, money, state);
  const within = units.map(({ lineId, quantity }) => ({ lineId, quantity: Math.min(quantity, whole.open[lineId] ?? 0) }));
  // A refund that failed took its units off the shop's order too; of goods that have left that is nothing to tell.
  const failed = shop.refunds.filter((one) => one.state === 'failed').flatMap(({ lines }) => lines);
  const shipped = units
    .map(({ lineId, quantity }, n) => {
      const ofFailed = failed.filter((one) => one.lineId === lineId).reduce((sum, one) => sum + one.quantity, 0);
      return { lineId, quantity: quantity - (within[n]?.quantity ?? 0) - ofFailed };
    })
    .filter(({ lineId, quantity }) => quantity > 0 && (state.quantities[lineId]?.shipped ?? 0) > 0);
  return { ...whole, effect: `cancel.push/${name}`, units: within.filter(({ quantity }) => quantity > 0), shipped };
}

/** A return's reason, the clerk's note, then the kind of thing that it is. */
function whyOf(refund: ShopRefund, shop: ShopReading): Why {
  const ofReturn = shop.returns.find(({ id }) => id === refund.ofReturn);
  const reasons = ofReturn?.lines.flatMap(({ reason }) => (reason === undefined ? [] : [reason])) ?? [];
  const kind = ofReturn
    ? 'return'
    : isCancellation(refund)
      ? 'cancellation'
      : refund.lines.length > 0
        ? 'refund'
        : isZero(refund.shipping)
          ? 'goodwill'
          : 'shipping';
  return { kind, words: [...reasons, ...(refund.note === undefined ? [] : [refund.note]), kind] };
}
