/** Telling a marketplace how a return goes: RT21, RT25, RT26, RT27. contracts/mirakl §6. */
import type { Request } from '../../model/call';
import type { ReturnState } from '../../model/life';
import type { AccountId } from '../../model/order';
import type { Conversation, Found } from '../port';
import type { MarketReturnFact, ReturnArgs, ReturnDone } from '../returns';
import { request, type Settings } from './calls';
import { settingsOf } from './learned';
import { COMMITS_WITHIN, paces, RETURNS_SPAN } from './mapping';
import { returns } from './returns';

const put = (account: AccountId, settings: Settings, call: string, path: string, body: unknown): Request => ({
  ...request({ account, settings, call, path, paces: paces.free }),
  method: 'PUT',
  writes: true,
  body,
});
export const rt21 = (account: AccountId, settings: Settings, id: string): Request =>
  put(account, settings, 'RT21', '/api/returns/accept', { returns: [{ id, accepted: true }] });
export const rt25 = (account: AccountId, settings: Settings, id: string): Request =>
  put(account, settings, 'RT25', '/api/returns/receive', { returns: [{ id }] });
export const rt26 = (account: AccountId, settings: Settings, id: string, lines: readonly string[]): Request =>
  put(account, settings, 'RT26', '/api/returns/compliance', {
    returns: [{ id, return_lines: lines.map((order_line_id) => ({ order_line_id, compliant: true })) }],
  });
export const rt27 = (account: AccountId, settings: Settings, id: string): Request =>
  put(account, settings, 'RT27', '/api/returns/close', { returns: [{ id }] });
/** The returns of one line, so that a step whose answer was lost is looked for: a poll like any other (§2.3). */
export const rt11 = (account: AccountId, settings: Settings, lineId: string): Request =>
  request({
    account,
    settings,
    call: 'RT11',
    path: '/api/returns',
    query: { order_line_id: lineId, limit: '100' },
    paces: paces.stream('RT11', RETURNS_SPAN, settingsOf(settings).partnerKey === true),
  });

/** One step of a return. A buyer's request is accepted where the node says so, else a person is asked; refusing is the portal's. */
export async function pushReturn(c: Conversation, args: ReturnArgs<MarketReturnFact>): Promise<ReturnDone> {
  const { step, told } = args.fact;
  const { account } = c.order;
  const lines = [...new Set(told.lines.flatMap(({ lineId }) => lineId ?? []))];
  const done = { made: [], step };
  const write = (name: string, call: Request, states: readonly ReturnState[]) =>
    c.write(name, call, {
      read: () => ({ answer: done }),
      proof: { by: 'state', find: () => stands(c, told.id, lines, states) },
      commitsWithin: COMMITS_WITHIN,
    });
  if (step === 'accept') {
    const cause = `return/${told.id}`;
    const allowed = c.order.decisions.some(({ kind, of }) => kind === 'do it' && of === `not decided/${cause}`);
    if (args.requests === 'ask' && !allowed)
      c.ask('not decided', cause, { return: told.id, reason: 'the buyer asks to send goods back', lines });
    await write('RT21', rt21(account, c.settings, told.id), ['open', 'received', 'closed']);
  }
  if (step === 'receive') {
    await write('RT25', rt25(account, c.settings, told.id), ['received', 'closed']);
    if (args.compliant) await write('RT26', rt26(account, c.settings, told.id, lines), ['received', 'closed']);
  }
  if (step === 'close') await write('RT27', rt27(account, c.settings, told.id), ['closed']);
  return done;
}

async function stands(c: Conversation, id: string, lines: readonly string[], states: readonly ReturnState[]): Promise<Found> {
  const { account } = c.order;
  const { seen } = await c.read(rt11(account, c.settings, lines[0] ?? ''), (body) => returns.read(account, body, c.learned));
  const body = seen.find(({ subject }) => subject === `return/${id}`)?.body;
  if (body?.kind !== 'return' || body.told.state === 'cancelled' || body.told.state === 'declined') return 'moot';
  return states.includes(body.told.state) ? { answer: null } : 'absent';
}
