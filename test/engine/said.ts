import { type Due, due } from '../../lib/engine/due';
import { look } from '../../lib/engine/look';
import type { OrderRecord } from '../../lib/model/record';
import { around, NOW, policy } from './records';

/** What is due with an order, in words and with its time. */
export const said = (
  order: OrderRecord,
  change: { around?: Parameters<typeof around>[0]; policy?: Parameters<typeof policy>[0] } = {},
): string[] =>
  due(look(order, around(change.around), policy(change.policy))).map(
    (one) => `${one.do}${about(one)} ${one.at <= NOW ? 'now' : `in ${(one.at - NOW) / 1000} s`}`,
  );
function about(one: Due): string {
  switch (one.do) {
    case 'ask':
      return ` ${one.question.cause}`;
    case 'settled':
      return ` ${one.open.cause}`;
    case 'begin':
      return ` ${one.duty.id}`;
    case 'hand out':
      return ` ${one.handOut.event.key}`;
    case 'carry out':
    case 'void':
    case 'read again':
      return ` ${one.effect.id}`;
    default:
      return ` ${one.delivery.id}`;
  }
}
