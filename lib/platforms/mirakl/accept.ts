/** Deciding an order's lines: OR21. contracts/mirakl §4. */
import type { AccountId, Reading, Stage } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import { type AcceptArgs, type Conversation, type Found, Refused } from '../port';
import { or11ByIds, or21 } from './calls';
import { learnedOf } from './learned';
import { COMMITS_WITHIN } from './mapping';
import { readPage } from './reading';

export interface Acceptance {
  /** elsewhere: in the portal, by the clock, or by another connector, before our call came. */
  readonly decided: 'here' | 'elsewhere';
  readonly stage: Stage | null;
  readonly lines: readonly { readonly lineId: string; readonly accepted: boolean }[];
}

/**
 * Decides every line of the order in one call; no quantity can be lowered and no reason is sent. An order that was decided
 * meanwhile is no failure: what was decided is returned. A decision that names not every line is asked for (R5).
 */
export async function acceptOrder(c: Conversation, args: AcceptArgs): Promise<Acceptance> {
  const { account } = c.order;
  const { order } = readingOf(c.order);
  const decisions = order.lines.map((line) => ({
    lineId: line.id,
    accepted: args.lines.find((one) => one.lineId === line.id)?.accepted,
  }));
  const missing = decisions.filter((one) => one.accepted === undefined).map((one) => one.lineId);
  if (missing.length > 0)
    c.ask('not decided', missing.join(','), {
      lines: missing,
      reason: 'Mirakl takes a decision for all lines of an order at once',
    });
  const lines = decisions.map(({ lineId, accepted }) => ({ lineId, accepted: accepted === true }));
  const request = or21(account, c.settings, order.sourceOrderId, lines);
  const answer: Acceptance = { decided: 'here', stage: null, lines };
  try {
    const told = await c.write('OR21', request, {
      read: () => ({ answer }),
      proof: { by: 'state', find: () => asItStands(c, account, order.sourceOrderId, lines) },
      commitsWithin: COMMITS_WITHIN,
    });
    return told.answer;
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'ORDER_INVALID_STATE') throw error;
    const found = await asItStands(c, account, order.sourceOrderId, lines);
    if (found === 'absent' || found === 'moot') throw error;
    return found.answer as Acceptance;
  }
}

/** What the marketplace shows now: undecided, overtaken by a cancellation, or decided (by whom, it does not say). */
async function asItStands(c: Conversation, account: AccountId, orderId: string, meant: Acceptance['lines']): Promise<Found> {
  const reading = await c.read(or11ByIds(account, c.settings, [orderId]), (body) => {
    const read = readPage(account, body, learnedOf(c.learned)).seen.find((one) => one.key === c.order.key)?.body;
    return read?.kind === 'order' ? read : undefined;
  });
  if (!reading) return 'moot';
  const { stage, lineStates } = reading;
  if (stage === 'awaiting_acceptance' || stage === 'observed_only' || stage === 'unknown') return 'absent';
  if (stage === 'cancelled') return 'moot';
  const lines = reading.order.lines.map((line) => ({ lineId: line.id, accepted: lineStates[line.id] !== 'refused' }));
  const ours = lines.every((line) => meant.some((one) => one.lineId === line.lineId && one.accepted === line.accepted));
  return { answer: { decided: ours ? 'here' : 'elsewhere', stage, lines } satisfies Acceptance };
}

function readingOf(record: OrderRecord): Reading {
  const body = record.observations.order?.body;
  if (body?.kind !== 'order') throw new Error(`order ${record.key} has no reading yet: it cannot be accepted before it was read`);
  return body;
}
