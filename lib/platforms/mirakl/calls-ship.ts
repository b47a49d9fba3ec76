/** Mirakl's calls about the goods' way, as mirakl-seller.openapi.json has them. */
import type { Request } from '../../model/call';
import type { Units } from '../../model/life';
import type { AccountId } from '../../model/order';
import { request, type Settings } from './calls';
import { paces } from './mapping';

/** As OR23 takes it; ST01 and ST23 call the address `tracking_url`. */
export interface Tracking {
  readonly carrier_code?: string;
  readonly carrier_name?: string;
  readonly carrier_url?: string;
  readonly tracking_number?: string;
}
const forShipments = ({ carrier_url, ...tracking }: Tracking) => ({
  ...tracking,
  ...(carrier_url === undefined ? {} : { tracking_url: carrier_url }),
});
const write = (account: AccountId, settings: Settings, call: string, path: string, body?: unknown): Request => ({
  ...request({ account, settings, call, path, paces: paces.free }),
  method: 'PUT',
  writes: true,
  ...(body === undefined ? {} : { body }),
});

/** OR23: carrier and number of the whole order. */
export const or23 = (account: AccountId, settings: Settings, orderId: string, tracking: Tracking): Request =>
  write(account, settings, 'OR23', `/api/orders/${encodeURIComponent(orderId)}/tracking`, tracking);
/** OR24: the order has left; without a body. */
export const or24 = (account: AccountId, settings: Settings, orderId: string): Request =>
  write(account, settings, 'OR24', `/api/orders/${encodeURIComponent(orderId)}/ship`);

/** ST01: one shipment, made and shipped at once. */
export const st01 = (
  account: AccountId,
  settings: Settings,
  orderId: string,
  lines: readonly Units[],
  tracking: Tracking,
): Request => ({
  ...write(account, settings, 'ST01', '/api/shipments', {
    shipments: [
      {
        order_id: orderId,
        shipment_lines: lines.map(({ lineId, quantity }) => ({ order_line_id: lineId, quantity })),
        shipped: true,
        ...(Object.keys(tracking).length === 0 ? {} : { tracking: forShipments(tracking) }),
      },
    ],
  }),
  method: 'POST',
});
/** ST23: carrier and number of one shipment. */
export const st23 = (account: AccountId, settings: Settings, id: string, tracking: Tracking): Request => ({
  ...write(account, settings, 'ST23', '/api/shipments/tracking', { shipments: [{ id, tracking: forShipments(tracking) }] }),
  method: 'POST',
});
/** ST11 of one order: asked before ST01 is sent again. */
export const st11 = (account: AccountId, settings: Settings, orderId: string): Request =>
  request({
    account,
    settings,
    call: 'ST11',
    path: '/api/shipments',
    query: { order_id: orderId, limit: '100' },
    paces: paces.free,
  });
