/** The whole life in one flow: what a user wires behind each event, with the nodes' settings. */
import type { AccountId } from '../../lib/model/order';
import type { StockPolicy } from '../../lib/model/stock';
import { createArgs } from '../proof/flow';
import type { Step, Wiring } from './flow';

const accept: Step = {
  verb: 'order.accept',
  args: (order) => {
    const body = order?.observations.order?.body;
    return { lines: body?.kind === 'order' ? body.order.lines.map((line) => ({ lineId: line.id, accepted: true })) : [] };
  },
};
export const push: Step = { verb: 'parcel.push', args: () => ({ carriers: {}, unlisted: 'send name' }) };
/** A refund node and a cancel node go either way. */
export const refund = (verb: string): Step => ({
  verb,
  args: () => ({ reasons: { late: '19' }, reason: '17', goodwill: 'proportional', restock: false }),
});
export const cancel = (verb: string): Step => ({
  verb,
  args: () => ({ reasons: {}, reason: '16, 34', goodwill: 'proportional', restock: true }),
});

const goBack = (verb: string): Step => ({ verb, args: () => ({ restock: false, requests: 'accept', compliant: false }) });
/** A return node goes either way, whoever tells. */
const back: readonly Step[] = [goBack('return.push'), goBack('shop.return')];

export const everythingWired = (store: AccountId, _marketplace: AccountId): Wiring => ({
  'order.placed': [accept, { verb: 'order.create', args: () => createArgs(store) }],
  'shipment.created': [push],
  'shipment.tracking': [push],
  'refund.created': [refund('refund.push')],
  'order.cancelled': [cancel('cancel.push')],
  'order.edited': [cancel('cancel.push')],
  'marketplace.refunded': [refund('shop.refund')],
  'marketplace.cancelled': [cancel('shop.cancel')],
  'marketplace.return': back,
  'return.received': back,
  'return.closed': back,
  'return.cancelled': back,
  'marketplace.shipped': [{ verb: 'shop.fulfil', args: () => ({ notify: false }) }],
});
/** Stock behind its own event, beside everything else. */
export const stockWired =
  (policy: Partial<StockPolicy> = {}) =>
  (store: AccountId, account: AccountId): Wiring => ({
    ...everythingWired(store, account),
    'stock.changed': [
      {
        verb: 'stock.push',
        args: () => ({ store, account, locations: [], warehouses: {}, buffer: 0, reserve: 0, ...policy }),
      },
    ],
  });
