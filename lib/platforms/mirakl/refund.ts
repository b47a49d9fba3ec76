/** Refunds at the marketplace: OR28. contracts/mirakl §4, §10. */
import { z } from 'zod';
import type { Asked } from '../../model/asked';
import { type Coded, grossOf, minorOf, textOf } from '../../model/buckets';
import { type Allocated, type Part, planOf } from '../../model/giving-back';
import type { Order, Reading, Refund } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import type { GivenBack, GivingBackArgs, RefundFact } from '../giving-back';
import { type Conversation, Refused } from '../port';
import { or11ByIds } from './calls';
import { or28 } from './calls-money';
import { learnedOf } from './learned';
import { COMMITS_WITHIN } from './mapping';
import { readPage } from './reading';
import { reasonFor } from './reasons';

const made = z.looseObject({
  refunds: z.array(
    z.looseObject({
      refund_id: z.union([z.string(), z.number()]).transform(String),
      order_line_id: z.union([z.string(), z.number()]).transform(String),
    }),
  ),
});

/**
 * One refund of the shop by line and bucket, with its taxes. Nothing is refunded before the buyer was debited or after the order
 * was closed (R10), and never more than is left (R9): then a person is asked, and no call is made.
 */
export async function pushRefund(c: Conversation, args: GivingBackArgs<RefundFact>): Promise<GivenBack> {
  const { effect, why } = args.fact;
  const reading = readingOf(c.order);
  refundable(c, reading, effect);
  const parts = plannedParts(c, args, args.fact.asked, reading.order);
  if (parts.length === 0) return nothingTold('nothing', reading.order);
  const reason = await reasonFor(c, 'REFUND', why, args);
  try {
    return await refundParts(c, reading, parts, reason);
  } catch (error) {
    // Units that left meanwhile are no longer to be taken out of the shipment; their money goes back all the same.
    if (!(error instanceof Refused) || !parts.some(({ unshipped }) => unshipped) || !(await hasLeft(c, reading.order)))
      throw error;
    const shipped = parts.map((part) => ({ ...part, unshipped: false }));
    return refundParts(c, reading, shipped, reason, 'OR28 after shipment');
  }
}
export const LEFT: readonly Reading['stage'][] = ['shipped', 'to_collect', 'delivered'];
export async function hasLeft(c: Conversation, order: Order): Promise<boolean> {
  const now = await orderNow(c, order);
  return now !== undefined && LEFT.includes(now.stage);
}

/** What is refunded of which line; asks where more is asked for than is left, or money without lines that nobody has shared. */
export function plannedParts(
  c: Conversation,
  { goodwill, fact: { effect, left, cutBefore } }: GivingBackArgs<Pick<RefundFact, 'effect' | 'left' | 'cutBefore'>>,
  asked: Asked,
  { currency, taxMode }: Order,
): readonly Part[] {
  const said = (cause: string) => c.order.decisions.findLast((one) => one.kind === 'do it' && one.of === `${cause}/${effect}`);
  const shared = said('refund without lines');
  const { allocated } = (shared?.value ?? {}) as { readonly allocated?: readonly Allocated[] };
  const plan = planOf(asked, left, {
    taxMode,
    currency,
    goodwill: shared && !allocated ? 'proportional' : goodwill,
    ...(allocated ? { allocated } : {}),
    cut: said('over-refund') !== undefined,
    cutBefore,
  });
  switch (plan.is) {
    case 'parts':
      return plan.parts;
    case 'nothing':
      return [];
    case 'unallocated':
      return c.ask('refund without lines', effect, { effect, amount: plan.amount, currency });
    case 'over':
      return c.ask('over-refund', effect, {
        effect,
        line: plan.lineId,
        bucket: plan.bucket,
        asked: plan.asked,
        left: plan.left,
        currency,
      });
  }
}

const PAST_DEBIT: readonly Reading['payment'][] = ['captured', 'unknown'];
/** R10: asks where the money is not there yet, or where the platform takes no refund any more. */
export function refundable(c: Conversation, { stage, payment }: Reading, effect: string): void {
  const why =
    stage === 'closed'
      ? 'the marketplace has closed the order and takes no refund any more'
      : stage === 'awaiting_acceptance' || stage === 'awaiting_payment' || !PAST_DEBIT.includes(payment)
        ? 'the buyer has not been debited yet'
        : undefined;
  if (why !== undefined) c.ask('rule broken', `R10/${effect}`, { effect, rule: 'R10', text: why });
}

/** One OR28. A lost answer is proven by what the order shows: for each part one refund that was not there before. */
export async function refundParts(
  c: Conversation,
  reading: Reading,
  parts: readonly Part[],
  reason: string,
  name = 'OR28',
): Promise<GivenBack> {
  const { order } = reading;
  const { answer } = await c.write(name, or28(c.settings, order, parts, reason), {
    read: (body) => {
      const { refunds } = made.parse(body);
      const told = givenBack(
        'refund',
        parts,
        order,
        (part) => refunds.find((one) => one.order_line_id === part.lineId)?.refund_id,
      );
      return { answer: told, ...(told.made[0] === undefined ? {} : { record: told.made[0] }) };
    },
    proof: {
      by: 'likeness',
      before: async () => (await refundsOf(c, order)).map(({ id }) => id),
      find: async () => alike(await refundsOf(c, order), parts, order, reason),
    },
    commitsWithin: COMMITS_WITHIN,
    said: (ids) => givenBack('refund', parts, order, (_, n) => ids[n]),
  });
  return answer;
}

/** Refunds made by one call come together, so the sets that may be ours are those that match part by part. */
function alike(
  refunds: readonly Refund[],
  parts: readonly Part[],
  order: Order,
  reason: string,
): readonly { readonly record: string; readonly answer: GivenBack }[] {
  const [first, ...rest] = parts;
  if (!first) return [];
  const like = (part: Part) => refunds.filter((refund) => refund.reason === reason && sameMoney(refund, part, order.currency));
  const others = rest.map(like);
  if (others.some((of) => of.length === 0)) return [];
  return like(first).map((refund) => {
    const together = others.map((of) => of.find(({ at }) => at === refund.at) ?? of.at(-1));
    const ids = [refund, ...together].map((one) => one?.id);
    return { record: refund.id, answer: givenBack('refund', parts, order, (_, n) => ids[n]) };
  });
}
/** Taxes that the marketplace computes are its own; amounts are as they were sent. */
function sameMoney(refund: Refund, part: Part, currency: string): boolean {
  const fees = part.fees.reduce((sum, { amount }) => sum + minorOf(amount, currency), 0n);
  const told = (of: readonly Coded[]): bigint =>
    of.filter(({ computed }) => !computed).reduce((sum, { amount }) => sum + minorOf(amount, currency), 0n);
  const computed = [...part.taxes, ...part.shippingTaxes].some((one) => one.computed);
  const taxes = refund.taxes.reduce((sum, { amount }) => sum + minorOf(amount.amount, currency), 0n);
  return (
    refund.lineId === part.lineId &&
    minorOf(refund.item.amount, currency) === minorOf(part.item, currency) + fees &&
    minorOf(refund.shipping.amount, currency) === minorOf(part.shipping, currency) &&
    (computed || taxes === told([...part.taxes, ...part.shippingTaxes]))
  );
}
const refundsOf = async (c: Conversation, order: Order): Promise<readonly Refund[]> => (await orderNow(c, order))?.refunds ?? [];

/** The order as the marketplace shows it now; undefined where it shows none. */
export const orderNow = (c: Conversation, { account, sourceOrderId }: Order): Promise<Reading | undefined> =>
  c.read(or11ByIds(account, c.settings, [sourceOrderId]), (body) => {
    const seen = readPage(account, body, learnedOf(c.learned)).seen.find((one) => one.key === c.order.key)?.body;
    return seen?.kind === 'order' ? seen : undefined;
  });

/** What was done, part by part under the marketplace's ids. */
export function givenBack(
  by: GivenBack['by'],
  parts: readonly Part[],
  { currency, taxMode }: Order,
  idOf: (part: Part, n: number) => string | undefined,
): GivenBack {
  const given = parts.map((part, n) => {
    const { quantity: _, unshipped: __, ...money } = part;
    return { ...money, record: idOf(part, n) ?? '' };
  });
  return {
    by,
    made: given.flatMap(({ record }) => (record === '' ? [] : [record])),
    given,
    total: {
      amount: textOf(
        parts.reduce((sum, part) => sum + grossOf(part, taxMode, currency), 0n),
        currency,
      ),
      currency,
    },
  };
}
export const nothingTold = (by: 'nothing' | 'return', order: Order): GivenBack => givenBack(by, [], order, () => undefined);

export function readingOf(record: OrderRecord): Reading {
  const body = record.observations.order?.body;
  if (body?.kind !== 'order') throw new Error(`order ${record.key} has no reading yet: nothing can be told of it`);
  return body;
}
