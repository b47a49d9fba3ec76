import { z } from 'zod';
import { toldOrder } from '../lib/runtime/message';
import { says } from '../lib/runtime/status';
import { toldOfShop } from '../lib/runtime/told-shop';
import { accountStatus, triggerNode } from '../lib/runtime/trigger-node';

export = triggerNode({
  type: 'shopify-event-in',
  settings: z.object({ store: z.string().default('') }),
  ports: {
    shipped: ['shipment.created'],
    tracking: ['shipment.tracking', 'shipment.voided'],
    delivered: ['shipment.delivered'],
    cancelled: ['order.cancelled'],
    refunded: ['refund.created', 'refund.pending', 'refund.failed'],
    return: ['return.requested', 'return.open', 'return.received', 'return.closed', 'return.cancelled', 'return.declined'],
    edited: ['order.edited'],
    stock: ['stock.changed'],
  },
  listens({ store }, accountOf) {
    const shop = accountOf(store);
    // Of every marketplace whose orders are bound in this shop, however long ago they were placed.
    return shop === undefined ? undefined : { account: '*', from: 0, shop };
  },
  message: (event, order) => ({ topic: event.type, payload: event.levels ?? toldOfShop(event, order) ?? toldOrder(order) }),
  status: ({ store }, house) =>
    accountStatus(house, store, async (id) => {
      const { completeTo } = await house.engineNow().health(id);
      const webhooks = completeTo === null ? 'off' : house.webhooks.standing(store);
      if (webhooks !== 'off') return webhooks === 'on' ? says.webhooks : says.webhooksFailing;
      return completeTo === null ? says.unreachable : says.ok(house.machineTime(Date.parse(completeTo)));
    }),
});
