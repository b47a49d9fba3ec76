/**
 * `npm run proof:inputs -- --payloads N --seed S`: damaged answers of Mirakl and Shopify through the real engine in virtual time.
 * The process stays alive, nothing is dropped: each order is a Shopify order or an open case whose text names the field (without
 * a readable order id: kept raw, one case of the account), and the undamaged orders of the same page go through.
 */
import { memoryLedger } from '../../lib/ledger';
import type { CaseRow } from '../../lib/ledger/port';
import { ownKey } from '../../lib/model/order';
import type { Random, Wire, WireRequest } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { live, type World } from './life';
import { again, type Damage, damage } from './mutations';

export interface Outcome {
  readonly seed: number;
  readonly what: string;
  readonly became: 'a Shopify order' | 'a case' | 'a case of the account';
  readonly faults: readonly string[];
}
const SKUS = ['MUG-BLUE', 'TEE-RED-M', 'CHAIR-ASH'];

/** One payload: of three orders on a page the middle one is damaged, or an answer of the shop, or one SKU is unknown. */
export async function damaged(seed: number): Promise<Outcome> {
  const random = seededRandom(seed);
  const which = random.next();
  const ids: string[] = [];
  let done: Damage | null = null;
  const unknown = which < 0.1 ? Math.floor(random.next() * 3) : -1;
  const side = which < 0.1 ? 'sku' : which < 0.75 ? 'mirakl' : 'shopify';
  const world = await live({
    seed,
    orders: 0,
    kills: 0,
    hours: 4,
    ledger: async () => memoryLedger(),
    prepare: (marketplace, shop) => {
      for (let n = 0; n < 3; n += 1) {
        const lines = SKUS.map((sku, at) => ({
          sku: n === 1 && at === unknown ? 'NOBODY-KNOWS' : sku,
          quantity: 1 + at,
          price: '12.50',
        }));
        ids.push(marketplace.place({ lines, shipping: '4.90' }));
      }
      if (unknown >= 0) shop.catalogue.unknown.add('NOBODY-KNOWS');
    },
    between: (wire) => {
      if (side === 'mirakl')
        return onOrders(wire, ids[1] ?? '', seed, (what) => {
          done = what;
        });
      if (side === 'shopify')
        return onShop(wire, random, (what) => {
          done = what;
        });
      return wire;
    },
  });
  return outcome(seed, side, done, ids, world);
}

/** Every OR11 answer holds the middle order with the same damage. */
function onOrders(wire: Wire, id: string, seed: number, tell: (damage: Damage) => void): Wire {
  let chosen: Damage | null = null;
  return async (request) => {
    const answer = await wire(request);
    if (!request.url.includes('/api/orders?') || answer.status !== 200) return answer;
    const body = JSON.parse(answer.text) as { orders: Record<string, unknown>[] };
    const order = body.orders.find((one) => one.order_id === id);
    if (!order) return answer;
    // The same damage at every reading, as long as the payload has its field.
    const random = seededRandom(seed * 31 + 7);
    for (let tries = 0; tries < 20 && !chosen; tries += 1) chosen = damage(structuredClone(order), random);
    if (chosen && again(order, chosen)) tell(chosen);
    return { ...answer, text: JSON.stringify(body) };
  };
}
/** The first answer of a chosen call of the shop is damaged: once for a write, three times for a read. */
function onShop(wire: Wire, random: Random, tell: (damage: Damage) => void): Wire {
  const call = ['orderCreate', 'productVariants', 'orderByIdentifier', 'metafieldDefinitionCreate'][
    Math.floor(random.next() * 4)
  ] as string;
  let left = call === 'orderCreate' ? 1 : 3;
  return async (request: WireRequest) => {
    const answer = await wire(request);
    if (left === 0 || !request.body?.includes(call) || !request.url.includes('graphql')) return answer;
    left -= 1;
    const body = JSON.parse(answer.text) as Record<string, unknown>;
    for (let tries = 0; tries < 20; tries += 1) {
      const what = damage(body, random);
      if (!what) continue;
      tell({ ...what, path: `${call}: ${what.path}` });
      break;
    }
    return { ...answer, text: JSON.stringify(body) };
  };
}

async function outcome(seed: number, side: string, done: Damage | null, ids: readonly string[], world: World): Promise<Outcome> {
  const { shopify, marketplace, ledger } = world;
  const cases = await ledger.openCases(1_000);
  const standing = (id: string): boolean =>
    shopify.orders().some((one) => one.sourceIdentifier?.includes(id) && one.deletedAt === null);
  const casesOf = (key: string): readonly CaseRow[] => cases.filter((one) => one.key === key);
  const what = done ? `${side} ${done.kind} at ${done.path}` : side;
  // What the shop was made to say of its total is a case, and so broken on purpose.
  const lied = cases.some(({ kind }) => kind === 'price difference');
  const faults = world.broken.filter((text) => !(lied && text.startsWith('R6 broken')));
  const damagedId = side === 'shopify' ? undefined : ids[1];
  for (const id of ids) {
    const made = shopify.orders().filter((one) => one.sourceIdentifier?.includes(id) && one.deletedAt === null).length;
    if (made > 1) faults.push(`${id} was made ${made} times`);
    if (id !== damagedId && made === 0 && (side !== 'shopify' || casesOf(`${marketplace}:${id}`).length === 0))
      faults.push(`${id}, undamaged, is neither a Shopify order nor a case`);
  }
  const mine = ids[1] ?? '';
  const own = casesOf(`${marketplace}:${mine}`);
  const accounts = casesOf(ownKey(marketplace));
  // Where the id itself was damaged the order has another key, or none.
  const elsewhere = cases.filter(
    (one) =>
      one.key !== `${marketplace}:${mine}` && one.key !== ownKey(marketplace) && !ids.some((id) => one.key.endsWith(`:${id}`)),
  );
  const became = standing(mine)
    ? 'a Shopify order'
    : own.length > 0
      ? 'a case'
      : accounts.length > 0
        ? 'a case of the account'
        : undefined;
  const named = [...own, ...accounts, ...elsewhere];
  const other = became === undefined && (elsewhere.length > 0 || (await ledger.orders(10)).length > 3);
  if (became === undefined && !other) faults.push(`${mine} was dropped: no Shopify order, no case`);
  if (became !== 'a Shopify order' && !other && done && !names(named, done))
    faults.push(`no case names ${done.field}: ${named.map((one) => `${one.cause} ${JSON.stringify(one.detail)}`).join('; ')}`);
  if (side === 'sku' && !named.some((one) => one.kind === 'unknown sku' && JSON.stringify(one.detail).includes('NOBODY-KNOWS')))
    faults.push('no case names the unknown SKU');
  await ledger.close();
  return { seed, what, became: became ?? 'a case of the account', faults };
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

async function main(): Promise<void> {
  const given = new Map(
    process.argv
      .slice(2)
      .flatMap((word, at, all) => (word.startsWith('--') ? [[word.slice(2), all[at + 1] ?? ''] as const] : [])),
  );
  const [payloads, first] = [Number(given.get('payloads') ?? 500), Number(given.get('seed') ?? 1)];
  const became: Record<string, number> = {};
  let failed = 0;
  for (let seed = first; seed < first + payloads; seed += 1) {
    const one = await damaged(seed);
    became[one.became] = (became[one.became] ?? 0) + 1;
    if (one.faults.length === 0) continue;
    failed += 1;
    process.stdout.write(`payload ${seed} (${one.what}): ${one.faults.join('; ').slice(0, 600)}\n`);
  }
  process.stdout.write(`${JSON.stringify({ payloads, seed: first, became, failed })}\n`);
  if (failed > 0) process.exitCode = 1;
}
if (require.main === module) {
  main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  });
}
