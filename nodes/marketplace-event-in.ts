import { z } from 'zod';
import { toldOrder } from '../lib/runtime/message';
import { says } from '../lib/runtime/status';
import { toldOf } from '../lib/runtime/told';
import { accountStatus, triggerNode } from '../lib/runtime/trigger-node';

export = triggerNode({
  type: 'marketplace-event-in',
  settings: z.object({ account: z.string().default('') }),
  ports: {
    shipped: ['marketplace.shipped'],
    cancelled: ['marketplace.cancelled'],
    return: ['marketplace.return'],
    refunded: ['marketplace.refunded'],
    'document wanted': ['marketplace.document'],
    deadline: ['marketplace.deadline'],
    'address changed': ['marketplace.address'],
    incident: ['marketplace.incident'],
  },
  listens({ account }, accountOf) {
    const id = accountOf(account);
    return id === undefined ? undefined : { account: id, from: -1 };
  },
  message: (event, order) => ({ topic: event.type, payload: toldOf(event, order) ?? toldOrder(order) }),
  status: ({ account }, house) =>
    accountStatus(house, account, async (id) => {
      const { completeTo } = await house.engineNow().health(id);
      return completeTo === null ? says.unreachable : says.ok(house.machineTime(Date.parse(completeTo)));
    }),
});
