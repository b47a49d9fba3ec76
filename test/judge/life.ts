/**
 * What became of an order after it was made, in both worlds: goods that left, numbers, units that never ship, money that went
 * back, goods that came back. What stands on one side stands on the other, once; where a person is asked, the case explains it.
 */
import type { SimulatedFulfilment, SimulatedShipment, SimulatedShopOrder } from '../../lib/simulator/port';
import { differ, isMore, summed } from './decimal';
import { editedAway, type Trial } from './judge';

type Units = ReadonlyMap<string, number>;
export interface LifeVerdict {
  readonly lost: readonly string[];
  readonly money: readonly string[];
}
const GONE = new Set(['CANCELED', 'REFUSED']);
const NEVER_LEFT = new Set(['SHIPPING', 'CANCELED']);

/** Judges one order's life; nothing where it is not in the shop, was left out, or a person is asked about it. */
export function lifeOf(trial: Trial): LifeVerdict {
  const shop = trial.made.filter((one) => one.deletedAt === null).at(-1);
  if (!shop || trial.leftOut || trial.cases.length > 0) return { lost: [], money: [] };
  return {
    lost: [
      ...goods(trial, shop),
      ...numbers(trial, shop),
      ...cancelled(trial, shop),
      ...edited(trial, shop),
      ...returned(trial, shop),
    ],
    money: givenBack(trial, shop),
  };
}

/** What went back is not the same on both sides. */
export const moneyApart = (trial: Trial): boolean =>
  trial.made.some((shop) => shop.deletedAt === null && givenBack(trial, shop).length > 0);

/** Units by SKU: both sides know it, their line ids differ. */
function unitsBySku(rows: readonly { readonly sku: string | null; readonly quantity: number }[]): Units {
  const units = new Map<string, number>();
  for (const { sku, quantity } of rows) if (quantity !== 0) units.set(sku ?? '', (units.get(sku ?? '') ?? 0) + quantity);
  return units;
}
const textOf = (units: Units): string =>
  [...units]
    .map(([sku, quantity]) => `${quantity} ${sku}`)
    .sort()
    .join(', ') || 'nothing';
const same = (a: Units, b: Units): boolean => textOf(a) === textOf(b);
const skuOf = ({ order }: Trial, line: string): string => order.lines.find(({ id }) => id === line)?.sku ?? line;
const withSku = (trial: Trial, lines: readonly { readonly line: string; readonly quantity: number }[]) =>
  lines.map(({ line, quantity }) => ({ sku: skuOf(trial, line), quantity }));

const left = ({ order }: Trial): readonly SimulatedShipment[] => order.shipments.filter(({ status }) => !NEVER_LEFT.has(status));
const standing = ({ fulfilments }: SimulatedShopOrder): readonly SimulatedFulfilment[] =>
  fulfilments.filter(({ state }) => state === 'open');

function goods(trial: Trial, shop: SimulatedShopOrder): string[] {
  const { order } = trial;
  const inShop = unitsBySku(standing(shop).flatMap(({ lines }) => lines));
  const told = unitsBySku(left(trial).flatMap(({ lines }) => withSku(trial, lines)));
  if (same(inShop, told)) return [];
  // A marketplace that takes one shipment an order is told when all of it has left.
  const waits = order.state === 'SHIPPING' && told.size === 0 && shop.lines.some((line) => line.unfulfilled > 0);
  if (waits) return [];
  // What it was told cannot be taken back: units that were voided since and did not leave again.
  const voided = unitsBySku(shop.fulfilments.filter(({ state }) => state === 'voided').flatMap(({ lines }) => lines));
  const beyond = [...told].filter(([sku, quantity]) => quantity > (inShop.get(sku) ?? 0));
  // Given back before it heard of them: those it takes no shipment of.
  const given = unitsBySku(withSku(trial, order.refunds));
  const missing = [...inShop].some(([sku, quantity]) => quantity > (told.get(sku) ?? 0) + (given.get(sku) ?? 0));
  if (!missing && beyond.every(([sku, quantity]) => quantity <= (inShop.get(sku) ?? 0) + (voided.get(sku) ?? 0))) return [];
  return [`${order.id}: ${textOf(inShop)} left by the shop, and ${textOf(told)} by the marketplace`];
}

/** What we told bears a number that stands in the shop now; what the portal told stands in the shop. */
function numbers(trial: Trial, shop: SimulatedShopOrder): string[] {
  const { order } = trial;
  const open = standing(shop);
  const all = open.length > 0 ? open : shop.fulfilments;
  const known = new Set<string | null>(
    all.flatMap((one): readonly (string | null)[] => (one.numbers.length > 0 ? one.numbers : [null])),
  );
  const said = new Set(left(trial).map(({ tracking }) => tracking));
  // What left without a number and was voided has no other since: the goods that are on their way are told with theirs.
  const everyOther = open.every((one) => one.numbers.some((number) => said.has(number)));
  const ever = new Set(shop.fulfilments.flatMap((one) => one.numbers));
  return left(trial).flatMap(({ id, by, tracking }) => {
    if (by === 'portal')
      return tracking === null || ever.has(tracking) || changedHere(shop)
        ? []
        : [`${order.id}: shipment ${id} of the portal has number ${tracking}, which the shop does not know`];
    // Of a closed order it is told nothing any more.
    if (known.has(tracking) || order.state === 'CLOSED') return [];
    // All voided since: a number that it had then is of no use to anybody.
    if (open.length === 0) return [];
    const mine = shop.fulfilments.find(({ numbers, state: is }) =>
      tracking === null ? is === 'voided' && numbers.length === 0 && everyOther : numbers.includes(tracking),
    );
    return mine?.state === 'voided'
      ? []
      : [`${order.id}: shipment ${id} was told with number ${tracking}, the shop has ${[...known].join(', ')}`];
  });
}
/** Somebody in the shop gave a number of the portal's another one since. */
const changedHere = (shop: SimulatedShopOrder): boolean => shop.fulfilments.some((one) => one.updatedAt > one.createdAt);

function cancelled(trial: Trial, shop: SimulatedShopOrder): string[] {
  const { order } = trial;
  const wrong: string[] = [];
  if (shop.cancelledAt !== null && !GONE.has(order.state) && isMore(order.total, summed([givenAt(trial), underWay(shop)])))
    wrong.push(
      `${order.id}: shop order ${shop.name} is cancelled, and the marketplace kept ${order.total} but ${givenAt(trial)}`,
    );
  const gone = unitsBySku(withSku(trial, order.cancellations));
  for (const [sku, quantity] of gone) {
    const rows = shop.lines.filter((line) => line.sku === sku);
    const sold = order.lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
    const current = rows.reduce((sum, line) => sum + line.current, 0);
    if (shop.cancelledAt === null && current > sold - quantity)
      wrong.push(
        `${order.id}: ${quantity} of ${sold} ${sku} were cancelled at the marketplace, and ${current} stand in the shop`,
      );
  }
  return wrong;
}

/** Units that an edit took out of the shop's order were given up at the marketplace too, but for those that had left it (R10). */
function edited(trial: Trial, shop: SimulatedShopOrder): string[] {
  const { order } = trial;
  if (shop.cancelledAt !== null || GONE.has(order.state) || order.state === 'CLOSED') return [];
  const gone = unitsBySku(
    withSku(trial, [...order.cancellations, ...order.refunds, ...left(trial).flatMap(({ lines }) => lines)]),
  );
  return [...unitsBySku(shop.lines.map((line) => ({ ...line, quantity: editedAway({ ...shop, lines: [line] }) })))]
    .filter(([sku, quantity]) => quantity > (gone.get(sku) ?? 0))
    .map(
      ([sku, quantity]) =>
        `${order.id}: ${quantity} ${sku} were edited away in the shop, and ${gone.get(sku) ?? 0} given up at the marketplace`,
    );
}

/** Each return that the marketplace agreed to stands in the shop once, and its goods came in where they came in there. */
function returned(trial: Trial, shop: SimulatedShopOrder): string[] {
  const agreed = trial.order.returns.filter(({ state }) => ['IN_PROGRESS', 'RECEIVED', 'CLOSED'].includes(state));
  const there = shop.returns.filter(({ state }) => state !== 'CANCELED' && state !== 'DECLINED');
  return agreed.flatMap((one) => {
    const units = unitsBySku(withSku(trial, one.lines));
    // The merchant may have opened an equal one: the mirror is the one whose goods came in.
    const alike = there.filter(({ lines }) => same(unitsBySku(lines), units));
    const mirror = alike.find(cameIn) ?? alike[0];
    if (mirror) there.splice(there.indexOf(mirror), 1);
    if (!mirror) return [`${trial.order.id}: return ${one.id} of ${textOf(units)} is not in the shop`];
    return one.state !== 'IN_PROGRESS' && !cameIn(mirror)
      ? [`${trial.order.id}: return ${one.id} came in, and not in the shop`]
      : [];
  });
}

const cameIn = ({ lines }: SimulatedShopOrder['returns'][number]): boolean =>
  lines.every(({ quantity, received }) => received === quantity);

/** What went back at the marketplace, in its own tax mode as the buyer pays; of what the shop's order never had, nothing. */
const givenAt = ({ order }: Trial, shop?: SimulatedShopOrder): string =>
  moneyOf([...order.refunds, ...(shop ? cancelledSince(order, shop) : order.cancellations)]);
const moneyOf = (parts: readonly { readonly amount: string; readonly shipping: string }[]): string =>
  summed(parts.flatMap(({ amount, shipping }) => [amount, shipping]));
/** Of the marketplace's cancellations, newest first, those whose units were in the shop's order: the totals tell. */
export function cancelledSince(order: Trial['order'], shop: SimulatedShopOrder): Trial['order']['cancellations'] {
  const newest = [...order.cancellations].sort((a, b) => b.at - a.at);
  const within = [...newest.keys(), newest.length].map((n) => newest.slice(0, n));
  return within.find((since) => !differ(shop.total, summed([order.total, moneyOf(since)]))) ?? newest;
}
/** Sent back in the shop, and not with the buyer yet. */
const underWay = ({ refunds }: SimulatedShopOrder): string =>
  summed(refunds.filter(({ state }) => state === 'pending').map(({ amount }) => amount));
const givenIn = ({ refunds }: SimulatedShopOrder, what: 'amount' | 'shipping'): string =>
  summed(refunds.filter(({ state }) => state === 'success').map((one) => one[what]));

/** What refunds that moved no money stand for. */
const unpaidIn = ({ refunds }: SimulatedShopOrder): string =>
  summed(
    refunds
      .filter(({ state }) => state === 'none')
      .flatMap(({ lines, shipping }) => [shipping, ...lines.map(({ amount }) => amount)]),
  );

function givenBack(trial: Trial, shop: SimulatedShopOrder): string[] {
  const { order } = trial;
  const [there, here] = [givenAt(trial, shop), givenIn(shop, 'amount')];
  // A cancelled order states nothing that went back: the shop gave back all of it, or nothing where it was never paid.
  if (GONE.has(order.state))
    return [shop.total, '0'].some((all) => !differ(all, summed([here, ...(all === '0' ? [] : [underWay(shop)])]))) ||
      shop.cancelledAt === null
      ? []
      : [`${order.id} is ${order.state}, and the shop gave back ${here} of ${shop.total}`];
  if (!differ(there, here)) return [];
  // Before the buyer was debited units leave both sides, and no money; what was refunded was the buyer's money.
  const [unpaid, refunded] = [unpaidIn(shop), moneyOf(order.refunds)];
  if (!differ(there, summed([here, unpaid])) && !isMore(refunded, here)) return [];
  if (isMore(unpaid, '0') && !differ(refunded, here)) return [];
  // Cancelled without money in the shop, or edited away: the marketplace's money is the buyer's all the same.
  if (isMore(there, here) && (shop.cancelledAt !== null || editedAway(shop) > 0)) return [];
  return [`${order.id}: the marketplace gave back ${there}, the shop ${here}`];
}
