/** A warehouse's rows, order by order: told to the ledger as facts, then made in the shop; one bad row stops no other. */
import type { z } from 'zod';
import type { OrderKey } from '../model/order';
import type { Fulfilled } from '../platforms/port';
import type { ActionTools } from './action-node';
import { keyOf, type ToldOrder, toldOrder } from './message';
import { byOrder, type Columns, type Rejected, type Row, shipmentsOf } from './warehouse-rows';

export interface MadeOf {
  readonly order: OrderKey;
  readonly shipment: string;
  readonly made: readonly string[];
  /** Why it is not made yet: the engine goes on with it. */
  readonly waits?: string;
}
export interface Remainder {
  readonly order: OrderKey;
  readonly lines: Fulfilled['remainder'];
}
export interface FulfilledRows {
  readonly made: number;
  readonly fulfilled: readonly MadeOf[];
  readonly remainder: readonly Remainder[];
  readonly rejected: readonly Rejected[];
}
type Tools = Pick<ActionTools<z.ZodObject>, 'engine' | 'message' | 'effectOf'>;

export async function fulfilRows({ engine, message, effectOf }: Tools, columns: Columns, args: unknown): Promise<FulfilledRows> {
  const { orders, rejected } = byOrder(message.payload, columns, columns.order === '' ? keyOf(message) : undefined);
  const bad: Rejected[] = [...rejected];
  const fulfilled: MadeOf[] = [];
  const remainder: Remainder[] = [];
  for (const { reference, rows } of orders) {
    const found = await orderNamed(engine, reference, columns.order);
    if ('reason' in found) {
      bad.push(...rows.map((row: Row) => ({ row, ...found })));
      continue;
    }
    const { order } = found;
    const told = shipmentsOf(rows, columns, order, order.sourceUpdatedAt);
    bad.push(...told.rejected);
    for (const shipment of told.shipments) {
      await engine.tell(order.key, `parcel/${shipment.id}`, { kind: 'parcel', by: 'warehouse', shipment });
      const ended = await effectOf<Fulfilled>(order.key, order.account, 'shop.fulfil', args, shipment.id);
      const of = { order: order.key, shipment: shipment.id };
      if (ended.is === 'confirmed') {
        fulfilled.push({ ...of, made: ended.result.made });
        if (ended.result.remainder.length > 0) remainder.push({ order: order.key, lines: ended.result.remainder });
      } else fulfilled.push({ ...of, made: [], waits: ended.is === 'planned' ? 'preview' : ended.why });
    }
  }
  return { made: fulfilled.filter(({ made }) => made.length > 0).length, fulfilled, remainder, rejected: bad };
}

/** By its key, or by any name that one order has: the marketplace's number, the shop's, a reference. */
async function orderNamed(
  engine: Tools['engine'],
  reference: string,
  field: string,
): Promise<{ readonly order: ToldOrder } | Omit<Rejected, 'row'>> {
  const byKey = await engine.read(reference);
  const found = byKey ? [byKey] : await engine.find(reference);
  const at = field || 'msg.order.key';
  if (found.length === 0) return { field: at, reason: `no order is known by "${reference}"` };
  if (found.length > 1) return { field: at, reason: `${found.length} orders are known by "${reference}"; name one by its key` };
  const order = found[0] && toldOrder(found[0]);
  return order ? { order } : { field: at, reason: `order "${reference}" could not be read` };
}
