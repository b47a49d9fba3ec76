/** A marketplace's refund on the Shopify order: refundCreate on the payment that the marketplace made. contracts/shopify §6, §8. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { backOf } from '../../model/buckets';
import { fromMinor, type Money, minor } from '../../model/money';
import type { AccountId } from '../../model/order';
import type { GivingBackArgs, Mirrored, MirrorRefundFact } from '../giving-back';
import { type Conversation, Refused } from '../port';
import { graphql } from './documents';
import { moneyDocuments } from './documents-money';
import { COMMITS_WITHIN } from './mapping';
import { type OrderMoney, orderMoney, type Taken, take } from './money';

const made = z.looseObject({ refundCreate: z.looseObject({ refund: z.looseObject({ id: z.string() }) }) });

/**
 * One refund of the marketplace: what it gave back as one transaction on the marketplace's own payment, units where it states
 * some. No money moves, since the payment is on a manual gateway; another one is asked about. Stock only by the node's policy.
 */
export async function mirrorRefund(c: Conversation, args: GivingBackArgs<MirrorRefundFact>): Promise<Mirrored> {
  const { fact, restock } = args;
  const { order } = readingOf(c);
  const store = storeOf(c, fact.order);
  const { refund } = fact;
  const here = await found(c, store, fact, order.currency);
  const taken = refund.quantity > 0 ? take(here.rows, refund.lineId, refund.quantity, 'shipped') : [];
  const amount = moved(c, here, backOf(refund, order), fact.effect, Math.max(1, taken.length));
  return refundOrder(c, store, here, {
    fact,
    amount,
    shipping: refund.shipping,
    taken,
    restock,
    note: `${order.channel.marketplace}: refund ${refund.id} of ${order.sourceOrderId}`,
  });
}

interface Refunding {
  readonly fact: { readonly effect: string; readonly order: string };
  readonly amount: Money;
  readonly shipping: Money;
  readonly taken: readonly Taken[];
  readonly restock: boolean;
  /** Names the marketplace's fact, so that one refund is told from another. */
  readonly note: string;
}
/** One refundCreate under a key that is the effect's own. A lost answer is proven by the refund that bears this note and was not there before. */
export async function refundOrder(
  c: Conversation,
  store: AccountId,
  here: OrderMoney,
  { fact, amount, shipping, taken, restock, note }: Refunding,
): Promise<Mirrored> {
  const { currency } = amount;
  const paid = minor(amount) > 0n && here.paidBy;
  const input = {
    orderId: fact.order,
    currency,
    note,
    notify: false,
    ...(taken.length === 0 ? {} : { refundLineItems: taken.map((one) => lineOf(one, restock, c.settings.location)) }),
    ...(minor(shipping) > 0n ? { shipping: { amount: shipping.amount } } : {}),
    transactions: paid
      ? [{ orderId: fact.order, parentId: paid.id, kind: 'REFUND', gateway: paid.gateway, amount: amount.amount }]
      : [],
  };
  const total = { amount: paid ? amount.amount : fromMinor(0n, currency).amount, currency };
  const send = (name: string, key: string) =>
    c.write(name, graphql(store, moneyDocuments.refundCreate, { input, key }), {
      read: (body): { answer: Mirrored; record: string } => {
        const { id } = made.parse(body).refundCreate.refund;
        return { answer: { by: 'refund', made: [id], total }, record: id };
      },
      proof: {
        by: 'likeness',
        before: async () => (await orderMoney(c, store, fact.order, currency))?.refunds.map(({ id }) => id) ?? [],
        find: async () =>
          ((await orderMoney(c, store, fact.order, currency))?.refunds ?? [])
            .filter((one) => one.note === note)
            .map(({ id }) => ({ record: id, answer: { by: 'refund', made: [id], total } satisfies Mirrored })),
      },
      commitsWithin: COMMITS_WITHIN,
      said: (made): Mirrored => ({ by: 'refund', made, total }),
    });
  try {
    return (await send('refundCreate', keyOf(c, fact.effect))).answer;
  } catch (error) {
    // The key is used up by an attempt that failed, and nothing was refunded: the next one needs another (§8).
    if (!(error instanceof Refused) || !`${error.code} ${error.message}`.includes('PREVIOUS_ATTEMPT_FAILED')) throw error;
    return (await send('refundCreate again', keyOf(c, `${fact.effect}/again`))).answer;
  }
}
/** The same for every attempt, on any machine: kept with the intent, since it is part of the request. */
const keyOf = (c: Conversation, effect: string): string =>
  createHash('sha256').update(`${c.order.key}\n${effect}`).digest('hex').slice(0, 48);

function lineOf({ id, quantity, unfulfilled }: Taken, restock: boolean, location: unknown) {
  const place = typeof location === 'string' && location.startsWith('gid://shopify/Location/') ? { locationId: location } : {};
  if (!restock) return { lineItemId: id, quantity, restockType: 'NO_RESTOCK' };
  return unfulfilled
    ? { lineItemId: id, quantity, restockType: 'CANCEL' }
    : { lineItemId: id, quantity, restockType: 'RETURN', ...place };
}

/** What the transaction moves: cut where it is a minor unit a line above what is left, or where a person let it be cut (R9). */
export function moved(c: Conversation, { left, paidBy }: OrderMoney, asked: Money, effect: string, lines: number): Money {
  if (paidBy && !paidBy.manual)
    c.ask('rule broken', `real money/${effect}`, {
      effect,
      rule: 'R8',
      text: 'the order was paid by a gateway that would move money; refund it there, or leave this out',
    });
  const over = minor(asked) - minor(left);
  if (over <= 0n) return asked;
  const allowed = c.order.decisions.some((one) => one.kind === 'do it' && one.of === `over-refund/${effect}`);
  if (over > BigInt(lines) && !allowed)
    c.ask('over-refund', effect, { effect, bucket: 'total', asked: asked.amount, left: left.amount, currency: left.currency });
  return left;
}

export async function found(
  c: Conversation,
  store: AccountId,
  { effect, order }: { readonly effect: string; readonly order: string },
  currency: string,
): Promise<OrderMoney> {
  const here = await orderMoney(c, store, order, currency);
  return here ?? c.ask('rule broken', `gone/${effect}`, { effect, rule: 'R8', text: 'the order is no longer in Shopify' });
}
/** The store that the order was made in. */
export function storeOf(c: Conversation, id: string): AccountId {
  const effect = Object.values(c.order.effects).find(
    ({ verb, writes }) =>
      verb === 'order.create' && writes.some(({ answer }) => (answer as { readonly id?: unknown } | null | undefined)?.id === id),
  );
  if (!effect) throw new Error(`order ${c.order.key} is not bound to a shop order`);
  return effect.target;
}
export function readingOf(c: Conversation) {
  const body = c.order.observations.order?.body;
  if (body?.kind !== 'order') throw new Error(`order ${c.order.key} has no reading yet: nothing can be refunded`);
  return body;
}
