/** Units that will not ship: refused, cancelled, or refunded, by what the order's state and payment allow. contracts/mirakl §4. */
import { z } from 'zod';
import { isNothing } from '../../model/buckets';
import { allLeft, type Part, unitsLeft } from '../../model/giving-back';
import type { Reading } from '../../model/order';
import type { CancellationFact, GivenBack, GivingBackArgs } from '../giving-back';
import { type Conversation, type Found, Refused } from '../port';
import { acceptOrder } from './accept';
import { or29, or30 } from './calls-money';
import { COMMITS_WITHIN } from './mapping';
import { reasonFor } from './reasons';
import { givenBack, hasLeft, LEFT, nothingTold, orderNow, plannedParts, readingOf, refundable, refundParts } from './refund';

const made = z.looseObject({
  cancelations: z.array(
    z.looseObject({
      cancelation_id: z.union([z.string(), z.number()]).transform(String),
      order_line_id: z.union([z.string(), z.number()]).transform(String),
    }),
  ),
});
/**
 * Before acceptance the lines are refused (OR21); while `can_cancel` the order is cancelled (OR29) or units of it (OR30); after
 * the debit there is no cancellation: the money goes back and the units leave the shipment (OR28). Once the goods left it is a
 * return (R10): then only what the shop gave back for units of a line is given back here, as the refund that it is.
 */
export async function pushCancellation(c: Conversation, args: GivingBackArgs<CancellationFact>): Promise<GivenBack> {
  const { whole, units, shipped } = args.fact;
  const reading = readingOf(c.order);
  const { order, stage, allows } = reading;
  if (LEFT.includes(stage) || (units.length === 0 && shipped.length > 0)) return tooLate(c, reading, args);
  if (stage === 'awaiting_acceptance') return refuse(c, reading, args.fact);
  if (allows?.cancel) {
    const all = whole && shipped.length === 0;
    return all ? cancelOrder(c, reading, args) : cancelUnits(c, reading, args);
  }
  refundable(c, reading, args.fact.effect);
  const parts = refundedParts(c, reading, args);
  if (parts.length === 0) return nothingTold('nothing', order);
  const reason = await reasonFor(c, 'REFUND', args.fact.why, args);
  try {
    return await refundParts(c, reading, parts, reason);
  } catch (error) {
    if (!(error instanceof Refused) || !(await hasLeft(c, order))) throw error;
    return tooLate(c, reading, args);
  }
}
/** The whole order, and units that no money went back for, are a person's to decide. */
async function tooLate(c: Conversation, reading: Reading, args: GivingBackArgs<CancellationFact>): Promise<GivenBack> {
  const { whole, asked, effect, why } = args.fact;
  if (whole || !asked || isNothing(asked.total)) return nothingTold('return', reading.order);
  refundable(c, reading, effect);
  const parts = plannedParts(c, args, asked, reading.order).map((part) => ({ ...part, unshipped: false }));
  if (parts.length === 0) return nothingTold('nothing', reading.order);
  return refundParts(c, reading, parts, await reasonFor(c, 'REFUND', why, args), 'OR28 after shipment');
}

/** What went back in the shop counts; where nothing did, everything that is left of the units. */
function refundedParts(c: Conversation, { order }: Reading, args: GivingBackArgs<CancellationFact>): readonly Part[] {
  const { asked, left, units, open, whole, shipped } = args.fact;
  const { currency } = order;
  if (asked && !isNothing(asked.total))
    return plannedParts(c, args, asked, order).map((part) => ({
      ...part,
      // Units that had left are refunded, and not taken out of a shipment.
      unshipped: part.unshipped && units.some(({ lineId }) => lineId === part.lineId),
    }));
  if (whole && shipped.length === 0)
    return allLeft(left, (lineId) => units.find((one) => one.lineId === lineId)?.quantity ?? 0, currency);
  return unitParts(args.fact, open, currency);
}
function unitParts({ units, left }: CancellationFact, open: CancellationFact['open'], currency: string): readonly Part[] {
  return units.flatMap(({ lineId, quantity }) => {
    const line = left.find((one) => one.lineId === lineId);
    return line ? [unitsLeft(line, quantity, open[lineId] ?? quantity, currency)] : [];
  });
}

/** A decision is for whole lines, and for all of them (R5). */
async function refuse(c: Conversation, { order }: Reading, { whole, units }: CancellationFact): Promise<GivenBack> {
  const all = (lineId: string, quantity: number): boolean =>
    whole || units.some((one) => one.lineId === lineId && one.quantity >= quantity);
  const lines = order.lines.map(({ id, quantity }) => ({ lineId: id, accepted: !all(id, quantity) }));
  await acceptOrder(c, { lines });
  return givenBack('refusal', [], order, () => undefined);
}

async function cancelOrder(c: Conversation, reading: Reading, args: GivingBackArgs<CancellationFact>): Promise<GivenBack> {
  const { order } = reading;
  const { left, units } = args.fact;
  const parts = allLeft(left, (lineId) => units.find((one) => one.lineId === lineId)?.quantity ?? 0, order.currency);
  const answer: GivenBack = { ...givenBack('cancellation', parts, order, () => undefined), given: [] };
  const stands = async (): Promise<Found> => {
    const now = await orderNow(c, order);
    if (!now || LEFT.includes(now.stage) || now.stage === 'closed') return 'moot';
    return now.stage === 'cancelled' ? { answer } : 'absent';
  };
  try {
    const told = await c.write('OR29', or29(order.account, c.settings, order.sourceOrderId), {
      read: () => ({ answer }),
      proof: { by: 'state', find: stands },
      commitsWithin: COMMITS_WITHIN,
      said: () => answer,
    });
    return told.answer;
  } catch (error) {
    // Somebody cancelled it in the portal meanwhile: that it is cancelled is all that was to be told.
    if (!(error instanceof Refused)) throw error;
    const found = await stands();
    if (found === 'absent' || found === 'moot') throw error;
    return answer;
  }
}

async function cancelUnits(c: Conversation, reading: Reading, args: GivingBackArgs<CancellationFact>): Promise<GivenBack> {
  const { order } = reading;
  const parts = unitParts(args.fact, args.fact.open, order.currency);
  if (parts.length === 0) return nothingTold('nothing', order);
  const reason = await reasonFor(c, 'CANCELATION', args.fact.why, args);
  const shown = async () => (await orderNow(c, order))?.cancellations ?? [];
  const { answer } = await c.write('OR30', or30(c.settings, order, parts, reason), {
    read: (body) => {
      const { cancelations } = made.parse(body);
      const told = cancelled(parts, (part) => cancelations.find((one) => one.order_line_id === part.lineId)?.cancelation_id);
      return { answer: told, ...(told.made[0] === undefined ? {} : { record: told.made[0] }) };
    },
    proof: {
      by: 'likeness',
      before: async () => (await shown()).map(({ id }) => id),
      find: async () => {
        const all = await shown();
        const like = (part: Part) =>
          all.filter(
            (one) =>
              one.lineId === part.lineId &&
              one.reason === reason &&
              one.item.amount === part.item &&
              one.shipping.amount === part.shipping,
          );
        const [first, ...rest] = parts.map(like);
        if (!first || rest.some((of) => of.length === 0)) return [];
        return first.map((one) => {
          const ids = [one, ...rest.map((of) => of.find(({ at }) => at === one.at) ?? of.at(-1))].map((of) => of?.id);
          return { record: one.id, answer: cancelled(parts, (_, n) => ids[n]) };
        });
      },
    },
    commitsWithin: COMMITS_WITHIN,
    said: (ids) => cancelled(parts, (_, n) => ids[n]),
  });
  return answer;

  /** What is cancelled leaves the line's own price, so it is nothing that went back of it (§10.4). */
  function cancelled(of: readonly Part[], idOf: (part: Part, n: number) => string | undefined): GivenBack {
    return { ...givenBack('cancellation', of, order, idOf), given: [] };
  }
}
