/**
 * The judgement of a run: what stands in the simulated world, beside the ledger's open cases. It imports nothing of engine,
 * model or platforms, so that a mistake there cannot make itself lawful here. The world has come to rest before it is asked.
 */
import { compared } from '../simulator/exact';
import type { EffectCount, SimulatedMarketplaceOrder, SimulatedShopOrder } from '../simulator/port';

export interface Seen {
  readonly marketplace: readonly SimulatedMarketplaceOrder[];
  readonly shop: readonly SimulatedShopOrder[];
  readonly counts: readonly EffectCount[];
  readonly openCases: readonly { readonly key: string; readonly kind: string; readonly cause: string }[];
  /** The marketplace's ids of orders that were left out on purpose. */
  readonly leftOut: ReadonlySet<string>;
  /** SKUs that the shop was made not to know. */
  readonly unknownSkus: ReadonlySet<string>;
}
export interface Summary {
  readonly orders: number;
  /** How often each deed was done at each system: `shopify.create`. */
  readonly effects: Readonly<Record<string, number>>;
  /** Stands, or was done, more than once. */
  readonly duplicates: readonly string[];
  /** Should stand and does not, was not left out, and nobody is asked about it. */
  readonly lost: readonly string[];
  /** Open cases by kind. */
  readonly cases: Readonly<Record<string, number>>;
  /** Open cases, and shop orders, that the world gave no cause for. */
  readonly unexplained: readonly string[];
  /** The shop's total is not what the buyer pays. */
  readonly money: readonly string[];
}

/** One marketplace order, with what was made of it and what is asked about it. */
interface Story {
  readonly order: SimulatedMarketplaceOrder;
  /** Oldest first. */
  readonly made: readonly SimulatedShopOrder[];
  /** Neither cancelled nor deleted. */
  readonly standing: readonly SimulatedShopOrder[];
  readonly cases: Seen['openCases'];
  readonly leftOut: boolean;
  readonly deletedByPerson: boolean;
}

export function summarise(seen: Seen): Summary {
  const known = new Map(seen.marketplace.map((order) => [order.id, order]));
  const about = grouped(seen.openCases, ({ key }) => orderIn(key, known));
  const makings = grouped(seen.shop, ({ sourceIdentifier }) => sourceIdentifier);
  const stories = seen.marketplace.map((order): Story => {
    const made = (makings.get(order.id) ?? []).toSorted((a, b) => a.createdAt - b.createdAt);
    return {
      order,
      made,
      standing: made.filter((one) => one.deletedAt === null && one.cancelledAt === null),
      cases: about.get(order.id) ?? [],
      leftOut: seen.leftOut.has(order.id),
      deletedByPerson: made.some((one) => one.deletedAt !== null),
    };
  });
  return {
    orders: seen.marketplace.length,
    effects: added(seen.counts.map(({ system, verb, count }) => [`${system}.${verb}`, count])),
    duplicates: [
      ...stories.flatMap(madeTwice),
      ...doneTwice(seen.counts, new Map(stories.map((story) => [story.order.id, story]))),
    ],
    lost: stories.flatMap(lost),
    cases: added(seen.openCases.map(({ kind }) => [kind, 1])),
    unexplained: [
      ...stories
        .filter(({ order }) => !order.wasReadyToShip)
        .flatMap(({ order, made }) => made.map((one) => `${one.name} was made, and ${order.id} was never ready to ship`)),
      ...seen.shop
        .filter(({ sourceIdentifier }) => sourceIdentifier !== null && !known.has(sourceIdentifier))
        .map(({ name, sourceIdentifier }) => `${name} is of ${sourceIdentifier}, which the marketplace does not know`),
      ...stories.flatMap((story) =>
        story.cases.filter((one) => !explained(one.kind, story, seen)).map((one) => `${one.key}: ${one.cause}`),
      ),
      ...(about.get(undefined) ?? []).map((one) => `${one.key}: ${one.cause}`),
    ],
    money: stories.flatMap(wrongMoney),
  };
}

/** The longest end of a case's key that is an order's id; a case of an account has none. */
function orderIn(key: string, known: ReadonlyMap<string, unknown>): string | undefined {
  const parts = key.split(':');
  return parts.map((_, at) => parts.slice(at).join(':')).find((id) => known.has(id));
}

/** Made again while one stood, or with nobody having deleted the one before. */
const madeTwice = ({ order, made, deletedByPerson }: Story): string[] =>
  made.slice(1).flatMap((one, at) => {
    const stood = made
      .slice(0, at + 1)
      .find((before) => (before.deletedAt ?? before.cancelledAt ?? Number.POSITIVE_INFINITY) > one.createdAt);
    if (stood) return [`${order.id}: ${one.name} was made while ${stood.name} stood`];
    return deletedByPerson ? [] : [`${order.id}: ${one.name} was made again, and nobody deleted the one before`];
  });

/** One decision, creation and reference for each order; after a person's deletion one more of the last two; none after the portal's decision. */
function doneTwice(counts: readonly EffectCount[], stories: ReadonlyMap<string, Story>): string[] {
  const deeds = counts.map(({ system, verb, fact, count }) => ({
    system,
    fact,
    count,
    deed: verb === 'accept' || verb === 'refuse' ? 'decision' : verb,
  }));
  return [...grouped(deeds, ({ system, deed, fact }) => `${system} ${deed} of ${fact}`)].flatMap(([name, [first, ...rest]]) => {
    if (!first) return [];
    const story = stories.get(first.fact);
    const deleted = story?.made.filter((one) => one.deletedAt !== null).length ?? 0;
    const again = first.deed === 'create' || first.deed === 'reference' ? deleted : 0;
    const allowed = first.deed === 'decision' && story?.order.decidedBy === 'portal' ? 0 : 1 + again;
    const times = [first, ...rest].reduce((sum, { count }) => sum + count, 0);
    return times > allowed ? [`${name} was done ${times} times`] : [];
  });
}

function lost({ order, made, standing, cases, leftOut, deletedByPerson }: Story): string[] {
  if (leftOut || cases.length > 0) return [];
  const { id } = order;
  if (order.decidedBy === 'time-out') return [`${id} expired, and the seller never decided`];
  if (order.state === 'WAITING_ACCEPTANCE') return [`${id} still waits for the seller's decision`];
  if (order.state === 'CANCELED' || order.state === 'REFUSED')
    return standing.map(({ name }) => `${id} was cancelled, ${name} stands, and nobody is asked`);
  const last = standing.at(-1);
  if (!last) {
    const missing = made.length === 0 ? order.wasReadyToShip : !deletedByPerson && made.every((one) => one.deletedAt !== null);
    return missing ? [`${id} was ready to ship and has no shop order`] : [];
  }
  const sold = order.lines.filter((line) => line.state !== 'REFUSED');
  return [
    ...(order.sellerReference === last.name
      ? []
      : [`${id} is ${last.name}, and the marketplace was told ${order.sellerReference ?? 'nothing'}`]),
    ...(units(sold) === units(last.lines) ? [] : [`${id} sold ${units(sold)} units, ${last.name} has ${units(last.lines)}`]),
  ];
}
const units = (lines: readonly { readonly quantity: number }[]): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** What this world does on purpose: SKUs that the shop does not know, and buyers who cancel. */
function explained(kind: string, { order, standing }: Story, { unknownSkus }: Seen): boolean {
  if (kind === 'unknown sku') return order.lines.some(({ sku }) => unknownSkus.has(sku));
  return (
    (kind === 'cancelled after creation' || kind === 'price difference') && order.state === 'CANCELED' && standing.length > 0
  );
}

/** Of what was cancelled the marketplace keeps no total, and a difference that a person is asked about is no secret. */
function wrongMoney({ order, standing, cases }: Story): string[] {
  if (order.state === 'CANCELED' || order.state === 'REFUSED' || cases.some(({ kind }) => kind === 'price difference')) return [];
  return standing
    .filter((one) => one.currency !== order.currency || compared(one.total, order.total) !== 0)
    .map((one) => `${order.id} costs ${order.total} ${order.currency}, ${one.name} ${one.total} ${one.currency}`);
}

function grouped<T, K>(items: readonly T[], by: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = by(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
function added(entries: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const [name, count] of entries) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
