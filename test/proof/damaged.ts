/** One damaged payload through the real engine in virtual time, and what became of the orders. */
import { memoryLedger } from '../../lib/ledger';
import type { CaseRow } from '../../lib/ledger/port';
import { ownKey } from '../../lib/model/order';
import type { ShopifySimulator } from '../../lib/simulator/port';
import type { Random, Wire } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { MARKETPLACE_CALLS, onCall, onOrder, onShop, SHOP_CALLS, type Tell } from './damaged-wire';
import { live, type World } from './life';
import type { Damage, Spot } from './mutations';

/** What is damaged: of three orders on a page the middle one (from the start, after some readings, or once it is in the shop), an answer, or a SKU. */
export type Plan = { readonly seed: number } & (
  | { readonly side: 'sku'; readonly line: number }
  | { readonly side: 'order' | 'order later' | 'order in the shop'; readonly given?: Spot }
  | { readonly side: 'marketplace'; readonly call: string }
  /** `given`: a damage, or the name of an answer that is wrong as a whole. */
  | { readonly side: 'shop'; readonly call: string; readonly given?: Spot | string }
);
export interface Outcome {
  readonly seed: number;
  readonly what: string;
  readonly became: 'a Shopify order' | 'a case' | 'a case of the account';
  readonly faults: readonly string[];
}
const SKUS = ['MUG-BLUE', 'TEE-RED-M', 'CHAIR-ASH'];

export function planned(seed: number): Plan {
  const random = seededRandom(seed);
  const which = random.next();
  if (which < 0.08) return { seed, side: 'sku', line: Math.floor(random.next() * 3) };
  if (which < 0.5) return { seed, side: 'order' };
  if (which < 0.62) return { seed, side: 'order later' };
  if (which < 0.68) return { seed, side: 'order in the shop' };
  if (which < 0.73) return { seed, side: 'marketplace', call: oneOf(MARKETPLACE_CALLS, random) };
  return { seed, side: 'shop', call: oneOf(SHOP_CALLS, random) };
}
const oneOf = <T>(all: readonly T[], random: Random): T => all[Math.floor(random.next() * all.length)] as T;

export async function damaged(plan: Plan): Promise<Outcome> {
  const { seed } = plan;
  const ids: string[] = [];
  const done: Damage[] = [];
  let shop: ShopifySimulator | undefined;
  const world = await live({
    seed,
    orders: 0,
    kills: 0,
    hours: 4,
    ledger: async () => memoryLedger(),
    prepare: (marketplace, store) => {
      shop = store;
      for (let n = 0; n < 3; n += 1) {
        const lines = SKUS.map((sku, at) => ({
          sku: n === 1 && plan.side === 'sku' && plan.line === at ? 'NOBODY-KNOWS' : sku,
          quantity: 1 + at,
          price: '12.50',
        }));
        ids.push(marketplace.place({ lines, shipping: '4.90' }));
      }
      store.catalogue.unknown.add('NOBODY-KNOWS');
    },
    between: (wire) =>
      through(
        wire,
        plan,
        ids[1] ?? '',
        (id) => shop?.orders().some((one) => one.sourceIdentifier === id) ?? false,
        (what) => done.push(what),
      ),
  });
  return outcome(plan, done.at(-1) ?? null, ids, world);
}
function through(wire: Wire, plan: Plan, id: string, made: (id: string) => boolean, tell: Tell): Wire {
  const { seed } = plan;
  const given = 'given' in plan && plan.given !== undefined ? { given: plan.given } : {};
  switch (plan.side) {
    case 'sku':
      return wire;
    case 'order':
      return onOrder(wire, { id, seed, begun: () => true, tell, ...(given as { given?: Spot }) });
    case 'order later': {
      let readings = 0;
      const begun = () => ++readings > 1 + (seed % 4);
      return onOrder(wire, { id, seed, begun, tell, ...(given as { given?: Spot }) });
    }
    case 'order in the shop':
      return onOrder(wire, { id, seed, begun: () => made(id), tell, ...(given as { given?: Spot }) });
    case 'marketplace':
      return onCall(wire, { call: plan.call, random: seededRandom(seed * 31 + 7), tell });
    case 'shop':
      return onShop(wire, { call: plan.call, random: seededRandom(seed * 31 + 7), tell, ...given });
  }
}

async function outcome(plan: Plan, done: Damage | null, ids: readonly string[], world: World): Promise<Outcome> {
  const { shopify, marketplace, ledger } = world;
  const cases = await ledger.openCases(1_000);
  const made = (id: string): number =>
    shopify.orders().filter((one) => one.sourceIdentifier === id && one.deletedAt === null).length;
  const casesOf = (key: string): readonly CaseRow[] => cases.filter((one) => one.key === key);
  // What the shop was made to say of its total is a case, and so broken on purpose.
  const lied = cases.some(({ kind }) => kind === 'price difference');
  const faults = world.broken.filter((text) => !(lied && text.startsWith('R6 broken')));
  for (const id of ids) {
    if (made(id) > 1) faults.push(`${id} was made ${made(id)} times`);
    const hit = plan.side === 'shop' ? casesOf(`${marketplace}:${id}`).length > 0 : id === ids[1] && plan.side !== 'marketplace';
    if (!hit && made(id) === 0) faults.push(`${id}, undamaged, is neither a Shopify order nor a case`);
  }
  const mine = ids[1] ?? '';
  const own = casesOf(`${marketplace}:${mine}`);
  const accounts = casesOf(ownKey(marketplace));
  // Where the id itself was damaged the order has another key, or none.
  const known = [ownKey(marketplace), ...ids.map((id) => `${marketplace}:${id}`)];
  const elsewhere = cases.filter(({ key }) => !known.includes(key));
  const named = [...own, ...accounts, ...elsewhere];
  const orders = await ledger.orders(10);
  await ledger.close();
  const became =
    made(mine) > 0
      ? 'a Shopify order'
      : own.length > 0
        ? 'a case'
        : accounts.length > 0 || elsewhere.length > 0 || orders.length > ids.length
          ? 'a case of the account'
          : undefined;
  if (became === undefined) faults.push(`${mine} was dropped: no Shopify order, no case`);
  // Of an order that is in the shop, whatever else its payload says now may be of no consequence.
  if (became !== 'a Shopify order' && done && named.length > 0 && !names(named, done))
    faults.push(`no case names ${done.field}: ${named.map((one) => `${one.cause} ${JSON.stringify(one.detail)}`).join('; ')}`);
  if (
    plan.side === 'sku' &&
    !named.some((one) => one.kind === 'unknown sku' && JSON.stringify(one.detail).includes('NOBODY-KNOWS'))
  )
    faults.push('no case names the unknown SKU');
  const what = done ? `${plan.side} ${done.kind} at ${done.path}` : plan.side;
  return { seed: plan.seed, what, became: became ?? 'a case of the account', faults };
}

/** The text names the field, or one that holds it, or what follows from it (a total that does not add up, a stage that stays). */
function names(cases: readonly CaseRow[], { path, field }: Damage): boolean {
  const text = cases
    .map((one) => `${one.cause} ${one.kind} ${JSON.stringify(one.detail)}`)
    .join(' ')
    .toLowerCase();
  const words = [field, ...path.split(/[.[\]]+/).filter((word) => /^[a-z_]+$/i.test(word))];
  return (
    words.some((word) => text.includes(word.toLowerCase()) || text.includes(word.replaceAll('_', ' ').toLowerCase())) ||
    cases.some(({ kind }) => FOLLOWS.has(kind))
  );
}
const FOLLOWS: ReadonlySet<string> = new Set([
  'price difference',
  'unknown value',
  'unknown sku',
  'not decided',
  'arrived late',
  'cancelled after creation',
  'unmapped',
  'unknown rate',
  'refused',
]);
