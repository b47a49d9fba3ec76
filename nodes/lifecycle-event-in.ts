import { z } from 'zod';
import { toldOrder } from '../lib/runtime/message';
import { list } from '../lib/runtime/settings';
import { says } from '../lib/runtime/status';
import { toldOf } from '../lib/runtime/told';
import { accountStatus, triggerNode } from '../lib/runtime/trigger-node';

const EVENTS: readonly string[] = ['accepted', 'imported', 'shipped', 'delivered', 'refunded', 'closed', 'overdue', 'silent'];

export = triggerNode({
  type: 'lifecycle-event-in',
  settings: z.object({
    /** Empty: orders of every account. */
    account: z.string().default(''),
    /** The ticked ones, in the order of their outputs. */
    events: list.transform((ticked) => ticked.filter((one) => EVENTS.includes(one))),
  }),
  ports: ({ events }) => events.map((event) => [`life.${event}`]),
  listens({ account }, accountOf) {
    const id = account === '' ? '*' : accountOf(account);
    return id === undefined ? undefined : { account: id, from: -1 };
  },
  message: (event, order) => ({ topic: event.type, payload: toldOf(event, order) ?? toldOrder(order) }),
  async status({ account }, house, today) {
    const said = says.done(`${today} today`);
    return account === '' ? said : accountStatus(house, account, async () => said);
  },
});
