import { z } from 'zod';
import { toldOrder } from '../lib/runtime/message';
import { says } from '../lib/runtime/status';
import { accountStatus, triggerNode } from '../lib/runtime/trigger-node';

const HOUR = 3_600_000;

export = triggerNode({
  type: 'marketplace-order-in',
  settings: z.object({
    account: z.string().default(''),
    start: z.enum(['now', 'date']).default('now'),
    startDate: z.string().default(''),
  }),
  ports: { new: ['order.placed'], changed: ['order.changed'] },
  listens({ account, start, startDate }, accountOf) {
    const id = accountOf(account);
    const from = start === 'date' ? Date.parse(startDate) : -1;
    return id === undefined ? undefined : { account: id, from: Number.isNaN(from) ? -1 : from };
  },
  message: (event, order) => ({ topic: event.type, payload: toldOrder(order) }),
  status: ({ account }, house) =>
    accountStatus(house, account, async (id) => {
      const { row, completeTo } = await house.engineNow().health(id);
      if (row.silentSince !== undefined) return says.silent(Math.floor((house.engineTime() - row.silentSince) / HOUR));
      return completeTo === null ? says.unreachable : says.ok(house.machineTime(Date.parse(completeTo)));
    }),
});
