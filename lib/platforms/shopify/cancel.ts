/** A marketplace's cancellation on the Shopify order: orderCancel to the end of its job, or a refund of units. contracts/shopify §4.4. */
import { z } from 'zod';
import { backOf } from '../../model/buckets';
import { fromMinor, minor } from '../../model/money';
import type { AccountId, Order } from '../../model/order';
import type { GivingBackArgs, MirrorCancellationFact, Mirrored } from '../giving-back';
import { type Conversation, type Found, Refused } from '../port';
import { graphql } from './documents';
import { moneyDocuments } from './documents-money';
import { COMMITS_WITHIN } from './mapping';
import { type OrderMoney, orderMoney, type Taken, take, unitsHere } from './money';
import { found, moved, readingOf, refundOrder, storeOf } from './refund';

const started = z.looseObject({
  orderCancel: z.looseObject({ job: z.looseObject({ id: z.string(), done: z.boolean() }) }),
});
const job = z.looseObject({ job: z.looseObject({ id: z.string(), done: z.boolean() }).nullish() });
/** Between two looks at the job. */
const JOB_EVERY = 5_000;

/**
 * The whole order by orderCancel, its payment given back on the manual gateway, nobody mailed; units of a line by a refund that
 * takes them off the order. What has left is not cancelled: it is a return (R10).
 */
export async function mirrorCancellation(c: Conversation, args: GivingBackArgs<MirrorCancellationFact>): Promise<Mirrored> {
  const { fact } = args;
  const { order } = readingOf(c);
  const store = storeOf(c, fact.order);
  const here = await found(c, store, fact, order.currency);
  const nothing = (by: Mirrored['by']): Mirrored => ({ by, made: [], total: fromMinor(0n, order.currency) });
  if (!fact.cancellation && here.cancelled) return nothing('nothing');
  if (!fact.cancellation && (fact.shipped || hasLeft(here))) return nothing('return');
  try {
    if (fact.cancellation) return (await cancelUnits(c, store, here, args, order)) ?? nothing('nothing');
    return await cancelOrder(c, store, here, args, order);
  } catch (error) {
    // Shipped between the look and the call.
    if (!(error instanceof Refused)) throw error;
    const now = await orderMoney(c, store, fact.order, order.currency);
    if (!now || !(fact.cancellation ? toTake(now, fact).some(({ unfulfilled }) => !unfulfilled) : hasLeft(now))) throw error;
    return nothing('return');
  }
}
const hasLeft = ({ rows }: OrderMoney): boolean => rows.some(({ current, unfulfilled }) => current > unfulfilled);
/** What the shop has of the cancelled line beyond what the marketplace still has sold, what has not left first. */
function toTake({ rows, cancelled }: OrderMoney, { cancellation, remaining = 0 }: MirrorCancellationFact): readonly Taken[] {
  if (!cancellation || cancelled) return [];
  const surplus = unitsHere(rows, cancellation.lineId) - remaining;
  const units = Math.min(surplus, cancellation.quantity > 0 ? cancellation.quantity : surplus);
  return units > 0 ? take(rows, cancellation.lineId, units, 'unfulfilled') : [];
}

async function cancelOrder(
  c: Conversation,
  store: AccountId,
  here: OrderMoney,
  { fact, restock }: GivingBackArgs<MirrorCancellationFact>,
  order: Order,
): Promise<Mirrored> {
  moved(c, here, here.left, fact.effect, 1);
  const now = () => orderMoney(c, store, fact.order, order.currency);
  const paid = minor(here.left) > 0n;
  const variables = {
    orderId: fact.order,
    reason: 'OTHER',
    restock,
    ...(paid ? { refundMethod: { originalPaymentMethodsRefund: true } } : {}),
    staffNote: `${order.channel.marketplace} cancelled ${order.sourceOrderId}`,
  };
  const stands = async (): Promise<Found> => {
    const seen = await now();
    if (!seen) return 'moot';
    return seen.cancelled ? { answer: { job: null } } : 'absent';
  };
  let answer: { readonly job: string | null };
  try {
    const told = await c.write('orderCancel', graphql(store, moneyDocuments.orderCancel, variables), {
      read: (body): { answer: { job: string | null } } => ({ answer: { job: started.parse(body).orderCancel.job.id } }),
      proof: { by: 'state', find: stands },
      commitsWithin: COMMITS_WITHIN,
      said: () => ({ job: null }),
    });
    answer = told.answer;
  } catch (error) {
    // Cancelled meanwhile by somebody in the shop: that it is cancelled is all that was to be done.
    if (!(error instanceof Refused)) throw error;
    const seen = await stands();
    if (seen === 'absent' || seen === 'moot') throw error;
    answer = { job: null };
  }
  if (answer.job !== null) await ended(c, store, answer.job);
  const after = await now();
  // Shipped while its job ran: Shopify ends that without a word, and the order stands.
  if (after && !after.cancelled && hasLeft(after)) return { by: 'return', made: [], total: fromMinor(0n, order.currency) };
  if (!after?.cancelled)
    c.ask('rule broken', `not cancelled/${fact.effect}`, {
      effect: fact.effect,
      rule: 'R21',
      text: 'Shopify took the cancellation and ended it without cancelling the order; cancel it there',
    });
  const before = new Set(here.refunds.map(({ id }) => id));
  const made = after.refunds.filter(({ id }) => !before.has(id)).map(({ id }) => id);
  return { by: 'cancellation', made, total: paid ? here.left : fromMinor(0n, order.currency) };
}
async function ended(c: Conversation, store: AccountId, id: string): Promise<void> {
  const one = await c.read(graphql(store, moneyDocuments.cancelJob, { id }), (body) => job.parse(body).job);
  // A job that is not known any more has ended.
  if (one && !one.done) c.wait(JOB_EVERY, 'Shopify is cancelling the order');
}

/** A refund of the units that stand in the shop beyond what is sold; null where there are none. */
async function cancelUnits(
  c: Conversation,
  store: AccountId,
  here: OrderMoney,
  { fact, restock }: GivingBackArgs<MirrorCancellationFact>,
  order: Order,
): Promise<Mirrored | null> {
  const { cancellation } = fact;
  const taken = toTake(here, fact);
  if (!cancellation || taken.length === 0) return null;
  const zero = fromMinor(0n, order.currency);
  if (taken.some(({ unfulfilled }) => !unfulfilled)) return { by: 'return', made: [], total: zero };
  // Not paid in the shop yet: the units leave it, and there is no money to give back.
  const amount = here.paidBy ? moved(c, here, backOf(cancellation, order), fact.effect, Math.max(1, taken.length)) : zero;
  const done = await refundOrder(c, store, here, {
    fact,
    amount,
    shipping: here.paidBy ? cancellation.shipping : zero,
    taken,
    restock,
    note: `${order.channel.marketplace}: cancellation ${cancellation.id} of ${order.sourceOrderId}`,
  });
  return { ...done, by: 'cancellation' };
}
