/** Orders that were open before an account's triggers began: a list to tick, never imported unasked (design NODES.md, "Start"). */
import type { EarlierOrder, EarlierOrders, Imported } from '../../desk/wire';
import { covers } from '../../engine/look';
import type { Engine } from '../../engine/port';
import type { Ledger } from '../../ledger/port';
import { type AccountId, type OrderKey, ownKey, type Stage } from '../../model/order';
import type { Around, Instant, OrderRecord } from '../../model/record';
import { stateOf } from '../../model/state';
import { numberOf } from './order-view';

const PAGE = 200;
/** Listed at once; whoever has more imports these first. */
const MOST_LISTED = 500;
const ENDED: readonly Stage[] = ['delivered', 'closed', 'refused', 'cancelled'];

/** When the first trigger of an account begins to offer orders; undefined where none is deployed. */
export function startOf(around: Around, account: AccountId): Instant | undefined {
  const starts = around.listeners
    .filter((one) => one.present && covers(one, account) && one.events.includes('order.placed'))
    .map((one) => (one.from < 0 ? one.since : one.from));
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** Known orders of an account that were placed before its start and still stand, oldest first. */
export async function earlierOrders(ledger: Pick<Ledger, 'around' | 'orders'>, account: AccountId): Promise<EarlierOrders> {
  const start = startOf(await ledger.around(), account);
  if (start === undefined) return { orders: [], more: false };
  const found: EarlierOrder[] = [];
  for (let after: OrderKey | undefined; ; ) {
    // An order that no flow was told of stands in the ledger until it has ended, so the others need not be read.
    const page = await ledger.orders(PAGE, after, true);
    for (const record of page) {
      const one = record.account === account ? earlier(record, start) : undefined;
      if (one) found.push(one);
    }
    after = page.at(-1)?.key;
    if (page.length < PAGE || found.length > MOST_LISTED) break;
  }
  const orders = found.slice(0, MOST_LISTED).sort((a, b) => Date.parse(a.orderedAt) - Date.parse(b.orderedAt));
  return { start, orders, more: found.length > MOST_LISTED };
}

/** Imports what was ticked. An order that was imported, told or ended meanwhile stays as it is. */
export async function importOrders(
  engine: Engine,
  ledger: Pick<Ledger, 'around'>,
  account: AccountId,
  keys: readonly OrderKey[],
  by: string,
): Promise<readonly Imported[]> {
  const start = startOf(await ledger.around(), account);
  const outcomes: Imported[] = [];
  for (const key of keys) outcomes.push({ key, is: await importOne(engine, account, start, key, by) });
  return outcomes;
}
async function importOne(
  engine: Engine,
  account: AccountId,
  start: Instant | undefined,
  key: OrderKey,
  by: string,
): Promise<Imported['is']> {
  const record = await engine.read(key);
  if (!record || record.account !== account || start === undefined || !earlier(record, start)) return 'not offered';
  return (await engine.decide(key, { kind: 'import', of: key, by })) === 'done' ? 'done' : 'not offered';
}

/** What the list shows of an order, if it belongs there. */
function earlier(record: OrderRecord, start: Instant): EarlierOrder | undefined {
  if (record.key === ownKey(record.account)) return undefined;
  const { reading, eligible, bound, stage } = stateOf(record);
  if (!reading || !eligible || bound || ENDED.includes(stage)) return undefined;
  const { orderedAt, lines, totals, deadlines } = reading.order;
  const at = Date.parse(orderedAt);
  if (Number.isNaN(at) || at >= start) return undefined;
  if (record.decisions.some(({ kind }) => kind === 'import')) return undefined;
  if (Object.keys(record.deliveries).some((id) => id.endsWith('|placed'))) return undefined;
  return {
    key: record.key,
    number: numberOf(record),
    orderedAt,
    stage,
    units: lines.reduce((sum, line) => sum + line.quantity, 0),
    total: totals.grand,
    ...(deadlines.shipBy === undefined ? {} : { shipBy: deadlines.shipBy }),
  };
}
