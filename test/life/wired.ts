/** The whole life in one flow: what a user wires behind each event, with the nodes' settings. */
import type { AccountId } from '../../lib/model/order';
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

export const everythingWired = (store: AccountId, _marketplace: AccountId): Wiring => ({
  'order.placed': [accept, { verb: 'order.create', args: () => createArgs(store) }],
  'shipment.created': [push],
  'shipment.tracking': [push],
  'marketplace.shipped': [{ verb: 'shop.fulfil', args: () => ({ notify: false }) }],
});
