import { z } from 'zod';
import { says } from '../lib/runtime/status';
import { triggerNode } from '../lib/runtime/trigger-node';

export = triggerNode({
  type: 'order-case-in',
  /** Empty: the cases of every account. */
  settings: z.object({ account: z.string().default('') }),
  ports: { opened: ['case.opened'], escalated: ['case.escalated'], settled: ['case.settled'] },
  listens({ account }, accountOf) {
    const id = account === '' ? '*' : accountOf(account);
    return id === undefined ? undefined : { account: id, from: -1 };
  },
  message: (event) => ({ topic: event.type, payload: { ...event.detail, key: event.subject, account: event.source } }),
  async status(_, house) {
    const { openCases } = await house.engineNow().overview();
    return openCases === 0 ? says.done('no cases') : says.cases(openCases);
  },
});
