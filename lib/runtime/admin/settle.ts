import { type Answer, answerNamed, leftOutOf, rightFor, subjectOf } from '../../desk/answers';
import type { Seen, SettleCommand, Settled } from '../../desk/wire';
import type { Engine } from '../../engine/port';
import type { Case, Instant, OrderRecord } from '../../model/record';
import { doneByHand } from './by-hand';
import { BadCommand } from './commands';
import { decisionValue } from './decision-value';

/** Gives one answer to every case of the command. `may` says whether the person holds the right that the answer takes. */
export async function settle(
  engine: Engine,
  command: SettleCommand,
  by: string,
  now: Instant,
  may: (right: Answer['right']) => boolean,
): Promise<readonly Settled[]> {
  const outcomes: Settled[] = [];
  for (const one of command.cases) outcomes.push(await settleOne(engine, one, command, by, now, may));
  return outcomes;
}

async function settleOne(
  engine: Engine,
  one: Seen,
  command: SettleCommand,
  by: string,
  now: Instant,
  may: (right: Answer['right']) => boolean,
): Promise<Settled> {
  const of = { cause: one.cause, key: one.key };
  try {
    const record = await engine.read(one.key);
    const open = record?.cases[one.cause];
    if (!record || !open) return { ...of, is: 'failed', why: 'no such case' };
    // A case that was closed and opened again, or that happened once more, is not the one that was looked at.
    if (open.closedAt !== undefined)
      return { ...of, is: 'already settled', ...(open.settledBy === undefined ? {} : { by: open.settledBy }) };
    if (open.openedAt !== one.openedAt || open.count !== one.count) return { ...of, is: 'already settled' };
    const answer = answerNamed(open.kind, open.detail, command.answer);
    if (!answer) return { ...of, is: 'failed', why: `"${command.answer}" is no answer to a case of kind "${open.kind}"` };
    const right = rightFor(answer, command.cases.length);
    if (!may(right)) return { ...of, is: 'failed', why: `"${answer.name}" takes the right order-lifecycle.${right}` };
    const is = await carryOut(engine, record, open, answer, command, by, now);
    return { ...of, is };
  } catch (error) {
    return { ...of, is: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOut(
  engine: Engine,
  record: OrderRecord,
  open: Case,
  answer: Answer,
  command: SettleCommand,
  by: string,
  now: Instant,
): Promise<'done' | 'already settled'> {
  const { does } = answer;
  if ('poke' in does) {
    engine.poke(record.key);
    return 'done';
  }
  if (answer.needs === 'reason' && command.reason === undefined) throw new BadCommand(`"${answer.name}" needs a reason`);
  if ('leaveOut' in does) {
    const byHand = does.leaveOut === 'made by hand';
    const what = byHand
      ? doneByHand(open, command.value?.trim() ?? '', command.cases.length)
      : [leftOutOf(open.cause, open.kind, open.detail, does.leaveOut)];
    await engine.leaveOut(record.key, what, command.reason ?? does.why ?? '', by);
    // What was done elsewhere is looked for there.
    if (byHand) engine.poke(record.key);
    return 'done';
  }
  const is = await engine.decide(record.key, {
    kind: does.store,
    of: subjectOf(open.cause, open.kind, open.detail, does.of),
    by,
    ...(command.reason === undefined ? {} : { reason: command.reason }),
    // The engine compares these in the transaction that stores the decision: of two people, one is told.
    value: { cause: open.cause, openedAt: open.openedAt, ...decisionValue(record, open, answer, command, now) },
  });
  // What somebody says is done is looked for at the source, so that the case goes if it is so.
  if (does.store === 'done by hand') engine.poke(record.key);
  return is;
}
