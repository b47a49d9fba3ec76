/**
 * The judge: lays what stands in the simulated world beside the ledger's open cases, and knows nothing of how either came
 * about. It imports nothing of model, engine or platforms, so that a mistake there cannot make itself lawful here.
 * The caller lets the world run until nothing moves: there is no grace in here. What the world did wrong on purpose is
 * handed in as `injected`; whatever is not explained by it is held against the engine.
 */
import type { EffectCount, SimulatedMarketplaceOrder, SimulatedShopOrder } from '../../lib/simulator/port';
import { explained } from './causes';
import { differ, summed } from './decimal';
import { cancelledSince, lifeOf } from './life';

export interface JudgedWorld {
  readonly marketplace: readonly SimulatedMarketplaceOrder[];
  readonly shop: readonly SimulatedShopOrder[];
  readonly counts: readonly EffectCount[];
  /** Calls above a published rate, by system and call. */
  readonly overRate: Readonly<Record<string, number>>;
}
export interface OpenCase {
  /** `account:sourceOrderId`, or the account's own key. */
  readonly key: string;
  readonly kind: string;
  readonly cause: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
export interface JudgedLedger {
  readonly openCases: readonly OpenCase[];
  readonly leftOut: readonly { readonly sourceOrderId: string; readonly reason: string }[];
}
/** What the world did on purpose. Ids are the marketplace's order ids unless said otherwise. */
export interface Injected {
  readonly unknownSkus: ReadonlySet<string>;
  /** A person deleted the shop order of these; each deletion allows that it is made again. */
  readonly deletedInShop: ReadonlySet<string>;
  readonly cancelled: ReadonlySet<string>;
  /** Decided in the portal, with effect: no decision of ours may follow. */
  readonly portalDecided: ReadonlySet<string>;
  /** The user's flow dropped them, or threw. */
  readonly flowDrops: ReadonlySet<string>;
  /** Payloads that state what the mapping does not know, that cannot be read, or that do not add up. Ids or account keys. */
  readonly oddities?: ReadonlySet<string>;
  /** The shop was made to refuse their address, their tax or the like. */
  readonly refusals?: ReadonlySet<string>;
  /** Shipped in the portal, by somebody else. */
  readonly shippedElsewhere?: ReadonlySet<string>;
  readonly neverPaid?: ReadonlySet<string>;
  /** The buyer is debited only when the goods have left, so nothing can be refunded before. */
  readonly paidOnDelivery?: ReadonlySet<string>;
  /** Calls about them were left without any answer for so long that proof could not be had. */
  readonly unanswered?: ReadonlySet<string>;
  /** Keys of accounts that were cut off, stopped, or whose node was removed. */
  readonly cutOff?: ReadonlySet<string>;
  /** Nothing is wired for what happens after an order was made. */
  readonly intakeOnly?: boolean;
  /** Nothing is wanted of orders placed earlier (ms since 1970). */
  readonly liveSince?: number;
}
export interface Verdict {
  readonly orders: number;
  /** Stands, or was done, more than once. */
  readonly duplicates: readonly string[];
  /** Should stand at a target and does not, was not left out, and is no open case. */
  readonly lost: readonly string[];
  /** An open case, or a shop order, that the world gave no cause for. */
  readonly unexplained: readonly string[];
  /** The shop's total is not what the buyer pays. */
  readonly money: readonly string[];
  /** Published rates that were exceeded. */
  readonly rates: readonly string[];
  /** What the systems did: `mirakl.accept` → how often. */
  readonly effects: Readonly<Record<string, number>>;
}

/** Everything that a verdict holds against the engine, each with its kind in front. Empty: acquitted. */
export const convictions = (verdict: Verdict): readonly string[] =>
  (['duplicates', 'lost', 'unexplained', 'money', 'rates'] as const).flatMap((kind) =>
    verdict[kind].map((text) => `${kind}: ${text}`),
  );

/** Judges a world that has come to rest. */
export function judge(world: JudgedWorld, ledger: JudgedLedger, injected: Injected): Verdict {
  const cases = byOrder(ledger.openCases, world.marketplace);
  const trials = trialsOf(world, ledger, injected, cases);
  const about = new Map(trials.flatMap((trial) => trial.cases.map((one) => [one, trial] as const)));
  const effects: Record<string, number> = {};
  for (const { system, verb, count } of world.counts) effects[`${system}.${verb}`] = (effects[`${system}.${verb}`] ?? 0) + count;
  const known = new Set(world.marketplace.map((order) => order.id));
  const lives = injected.intakeOnly ? [] : trials.map(lifeOf);
  return {
    orders: world.marketplace.length,
    duplicates: [...trials.flatMap(standsTwice), ...doneTwice(world, injected)],
    lost: [...trials.flatMap((trial) => lost(trial, injected)), ...lives.flatMap((life) => life.lost)],
    unexplained: [
      ...trials.flatMap(madeTooEarly),
      ...world.shop
        .filter((made) => made.sourceIdentifier !== null && !known.has(made.sourceIdentifier))
        .map((made) => `shop order ${made.name} is of ${made.sourceIdentifier}, which the marketplace does not know`),
      ...ledger.openCases.filter((one) => !explained(one, about.get(one), injected)).map((one) => `${one.key}: ${one.cause}`),
    ],
    money: [...trials.flatMap(wrongMoney), ...lives.flatMap((life) => life.money)],
    rates: Object.entries(world.overRate)
      .filter(([, calls]) => calls > 0)
      .map(([call, calls]) => `${call}: ${calls} above the published rate`),
    effects,
  };
}

/** One marketplace order before the court. */
export interface Trial {
  readonly order: SimulatedMarketplaceOrder;
  /** Every shop order made of it, oldest first. */
  readonly made: readonly SimulatedShopOrder[];
  /** Those that were neither deleted nor cancelled. */
  readonly standing: readonly SimulatedShopOrder[];
  readonly cases: readonly OpenCase[];
  readonly leftOut: boolean;
  /** Its shop order was deleted by a person. */
  readonly deleted: boolean;
}

function trialsOf(
  world: JudgedWorld,
  ledger: JudgedLedger,
  injected: Injected,
  cases: ReadonlyMap<string, readonly OpenCase[]>,
): readonly Trial[] {
  const made = grouped(world.shop, (order) => order.sourceIdentifier ?? '');
  const leftOut = new Set(ledger.leftOut.map((one) => one.sourceOrderId));
  return world.marketplace.map((order) => {
    const mine = [...(made.get(order.id) ?? [])].sort((a, b) => a.createdAt - b.createdAt);
    return {
      order,
      made: mine,
      standing: mine.filter((one) => one.deletedAt === null && one.cancelledAt === null),
      cases: cases.get(order.id) ?? [],
      leftOut: leftOut.has(order.id),
      deleted: injected.deletedInShop.has(order.id),
    };
  });
}

/** Cases by the order that they are about: the longest order id that their key ends with. */
function byOrder(
  cases: readonly OpenCase[],
  orders: readonly SimulatedMarketplaceOrder[],
): ReadonlyMap<string, readonly OpenCase[]> {
  const known = new Set(orders.map((order) => order.id));
  return grouped(cases, ({ key }) => {
    const parts = key.split(':');
    return parts.map((_, at) => parts.slice(at).join(':')).find((id) => known.has(id)) ?? '';
  });
}

function grouped<T>(items: readonly T[], by: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = by(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** A shop order made again is lawful after the one before was deleted or cancelled, and where a person deleted it. */
function standsTwice({ order, made, deleted }: Trial): string[] {
  return made.slice(1).flatMap((one, at) => {
    const earlier = made
      .slice(0, at + 1)
      .find((before) => (before.deletedAt ?? before.cancelledAt ?? Number.POSITIVE_INFINITY) > one.createdAt);
    if (earlier) return [`${order.id}: shop order ${one.name} was made while ${earlier.name} stood`];
    return deleted ? [] : [`${order.id}: shop order ${one.name} was made again, and nobody deleted the one before`];
  });
}

/** A decision, a creation and a reference are made once for each order; the last two again for one that was made again. */
function doneTwice(world: JudgedWorld, injected: Injected): string[] {
  const over = new Map<string, number>();
  for (const { system, verb, fact, count } of world.counts) {
    // Accepting and refusing are one decision.
    const deed = verb === 'accept' || verb === 'refuse' ? 'decision' : verb;
    const key = `${system} ${deed} of ${fact}`;
    over.set(key, (over.get(key) ?? -allowed(deed, fact, world, injected)) + count);
  }
  return [...over].filter(([, times]) => times > 0).map(([key, times]) => `${key} was done ${times} times too often`);
}
function allowed(deed: string, fact: string, world: JudgedWorld, injected: Injected): number {
  if (deed === 'refund' || deed === 'cancel') return equalFacts(fact, world);
  // Where it takes one number an order, a parcel that is voided gives the word back to the one before.
  if (deed === 'tracking') return 1 + voidedOf(fact, world);
  if (deed === 'decision') return injected.portalDecided.has(fact) ? 0 : 1;
  if ((deed !== 'create' && deed !== 'reference') || !injected.deletedInShop.has(fact)) return 1;
  return 1 + world.shop.filter((made) => made.sourceIdentifier === fact && made.deletedAt !== null).length;
}

const voidedOf = (fact: string, { shop }: JudgedWorld): number =>
  shop
    .filter((made) => made.sourceIdentifier === (fact.split(' ')[0] ?? ''))
    .flatMap(({ fulfilments }) => fulfilments)
    .filter(({ state }) => state === 'voided').length;

/** Refunds and edits of people in the shop may be equal: each of them is a fact of its own, and what they come to is judged as money. */
function equalFacts(fact: string, { shop }: JudgedWorld): number {
  const id = fact.split(' ')[0] ?? '';
  // The mirror of one of the marketplace's is named after it.
  const there = shop
    .filter((made) => made.sourceIdentifier === id)
    .flatMap(({ refunds }) => refunds.filter(({ note }) => !note?.includes(' marketplace: ')));
  const edits = shop.filter((made) => made.sourceIdentifier === id).reduce((all, made) => all + editedAway(made), 0);
  return fact.includes(' marketplace: ') ? 1 : Math.max(1, there.length + edits);
}
/** Units that left the shop's order by an edit: gone, and no refund took them away. */
export const editedAway = ({ lines, refunds }: SimulatedShopOrder): number =>
  lines.reduce((all, { id, quantity, current }) => {
    const refunded = refunds.flatMap((one) => one.lines).filter(({ lineItemId }) => lineItemId === id);
    return all + Math.max(0, quantity - current - refunded.reduce((sum, one) => sum + one.quantity, 0));
  }, 0);

const OVER = new Set(['CANCELED', 'REFUSED']);

function lost({ order, made, standing, cases, leftOut, deleted }: Trial, injected: Injected): string[] {
  if (leftOut || cases.length > 0 || order.createdAt < (injected.liveSince ?? Number.NEGATIVE_INFINITY)) return [];
  const { id } = order;
  if (order.decidedBy === 'time-out') return injected.flowDrops.has(id) ? [] : [`${id} expired, and the seller never decided`];
  if (order.state === 'WAITING_ACCEPTANCE') return [`${id} still waits for the seller's decision`];
  if (OVER.has(order.state))
    return standing.map((one) => `${id} was cancelled, shop order ${one.name} stands, and nobody is asked`);
  const [last] = standing.slice(-1);
  if (!last) return nothingStands(order, made, deleted);
  const missing: string[] = [];
  if (order.sellerReference === null) missing.push(`${id} is shop order ${last.name}, and the marketplace was not told`);
  else if (!standing.some((one) => one.name === order.sellerReference))
    missing.push(`${id} is shop order ${last.name}, and the marketplace was told ${order.sellerReference}`);
  const [sold, kept] = [units(order.lines.filter((line) => line.state !== 'REFUSED')), units(last.lines)];
  // What was cancelled before it was made is no part of it.
  if (kept > sold || kept < sold - units(order.cancellations))
    missing.push(`${id} sold ${sold} units, shop order ${last.name} has ${kept}`);
  return missing;
}
function nothingStands(order: SimulatedMarketplaceOrder, made: readonly SimulatedShopOrder[], deleted: boolean): string[] {
  if (made.length === 0) return order.wasReadyToShip ? [`${order.id} was ready to ship and has no shop order`] : [];
  // One that was cancelled in the shop is a person's deed, and there to be seen.
  return deleted || made.some((one) => one.deletedAt === null)
    ? []
    : [`${order.id} has no shop order any more, and nobody is known to have deleted it`];
}
const units = (lines: readonly { readonly quantity: number }[]): number => lines.reduce((all, line) => all + line.quantity, 0);

function madeTooEarly({ order, made }: Trial): string[] {
  return order.wasReadyToShip
    ? []
    : made.map((one) => `${order.id}: shop order ${one.name} was made, and the order was never ready to ship`);
}

/** Of what was cancelled the marketplace keeps no total; a price difference that a person is asked about is no secret. */
function wrongMoney({ order, standing, cases }: Trial): string[] {
  if (OVER.has(order.state) || cases.some((one) => one.kind === 'price difference')) return [];
  // What was cancelled left the marketplace's total; what was cancelled since the shop order was made stands in that.
  const costs = (one: SimulatedShopOrder): string =>
    summed([order.total, ...cancelledSince(order, one).flatMap(({ amount, shipping }) => [amount, shipping])]);
  return standing
    .filter((one) => one.currency !== order.currency || differ(one.total, costs(one)))
    .map((one) => `${order.id} costs ${order.total} ${order.currency}, shop order ${one.name} ${one.total} ${one.currency}`);
}
