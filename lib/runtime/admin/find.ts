/** The one box for any reference: an order's number on either side, a tracking number, a refund, a return. Persons have no reference. */
import type { FoundAs, FoundOrder } from '../../desk/wire';
import type { Engine } from '../../engine/port';
import { type AccountId, orderKey, ownKey } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import { stateOf } from '../../model/state';
import { BadCommand } from './commands';
import { numberOf } from './order-view';
import { thingsOf } from './things';

const MOST_FOUND = 20;
const LONGEST = 100;
/** People read numbers off an address bar; the API names the same things by these. */
const TYPES = ['Order', 'Fulfillment', 'Refund', 'Return'] as const;

/** Orders that a text names exactly, as people write such a name. Throws BadCommand. */
export async function findOrders(
  engine: Pick<Engine, 'find' | 'read'>,
  accounts: readonly AccountId[],
  text: string,
): Promise<readonly FoundOrder[]> {
  const given = text.trim();
  if (given === '' || given.length > LONGEST)
    throw new BadCommand(`Give a number of 1 to ${LONGEST} characters: of an order, a parcel, a refund or a return`);
  const names = spellings(given);
  const found = new Map<string, OrderRecord>();
  const keep = (record: OrderRecord | null): void => {
    if (record && record.key !== ownKey(record.account) && found.size < MOST_FOUND) found.set(record.key, record);
  };
  // An order that cannot be read has its number all the same.
  for (const key of [given, ...accounts.map((account) => orderKey(account, given))]) keep(await engine.read(key));
  for (const name of names) for (const record of await engine.find(name)) keep(record);
  return [...found.values()].map((record) => shown(record, names));
}

function spellings(given: string): readonly string[] {
  const bare = given.replace(/^#/, '');
  const together = given.replace(/[\s-]/g, '');
  const numbers = /^\d{1,20}$/.test(bare) ? [`#${bare}`, ...TYPES.map((type) => `gid://shopify/${type}/${bare}`)] : [];
  return [...new Set([given, bare, given.toUpperCase(), together, together.toUpperCase(), ...numbers])];
}

function shown(record: OrderRecord, names: readonly string[]): FoundOrder {
  const { reading, phase, bound, shop } = stateOf(record);
  const order = bound ?? shop;
  return {
    key: record.key,
    account: record.account,
    number: numberOf(record),
    phase,
    as: foundAs(record, names),
    ...(reading ? { orderedAt: reading.order.orderedAt, total: reading.order.totals.grand } : {}),
    ...(order ? { shopOrder: order.name } : {}),
  };
}
/** What the name is the name of. */
function foundAs(record: OrderRecord, names: readonly string[]): FoundAs {
  const is = (id: string | undefined): boolean => id !== undefined && names.includes(id);
  const { reading, bound, shop } = stateOf(record);
  if (is(numberOf(record)) || is(record.key)) return 'order';
  if ([bound, shop].some((one) => is(one?.id) || is(one?.name))) return 'shop order';
  const thing = thingsOf(record).find(({ id, name, numbers }) => is(id) || is(name) || numbers.some(is));
  if (thing) return thing.numbers.some(is) ? 'tracking' : thing.kind;
  return is(reading?.tracking?.number) ? 'tracking' : 'reference';
}
