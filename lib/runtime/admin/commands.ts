import { type Answer, type AnswerName, answerNamed, subjectOf } from '../../desk/answers';
import type { ModeCommand, Seen, SettleCommand, Settled } from '../../desk/wire';
import type { Engine } from '../../engine/port';
import type { Case, Mode } from '../../model/record';

/** Why a command's body cannot be read, by field; the browser never sends such a one. */
export class BadCommand extends Error {
  override readonly name = 'BadCommand';
}
const MOST_AT_ONCE = 1000;

export function settleCommand(body: unknown): SettleCommand {
  const cases = field(body, 'cases');
  if (!Array.isArray(cases) || cases.length === 0 || cases.length > MOST_AT_ONCE)
    throw new BadCommand(`"cases" must list 1 to ${MOST_AT_ONCE} cases`);
  return {
    cases: cases.map(seen),
    answer: string(body, 'answer') as AnswerName,
    ...optional(body, 'reason'),
    ...optional(body, 'value'),
    ...(field(body, 'always') === true ? { always: true } : {}),
  };
}
export function modeCommand(body: unknown): ModeCommand {
  return { account: string(body, 'account'), mode: mode(body, 'mode'), from: mode(body, 'from') };
}
function seen(one: unknown): Seen {
  return { key: string(one, 'key'), cause: string(one, 'cause'), openedAt: number(one, 'openedAt'), count: number(one, 'count') };
}
const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
function string(body: unknown, name: string): string {
  const value = field(body, name);
  if (typeof value !== 'string' || value === '' || value.length > 2000)
    throw new BadCommand(`"${name}" must be a text of 1 to 2000 characters`);
  return value;
}
function number(body: unknown, name: string): number {
  const value = field(body, name);
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new BadCommand(`"${name}" must be a number`);
  return value;
}
function optional<N extends string>(body: unknown, name: N): { readonly [key in N]?: string } {
  return field(body, name) === undefined ? {} : ({ [name]: string(body, name) } as { readonly [key in N]?: string });
}
function mode(body: unknown, name: string): Mode {
  const value = field(body, name);
  if (value !== 'live' && value !== 'preview' && value !== 'paused')
    throw new BadCommand(`"${name}" must be live, preview or paused`);
  return value;
}
export const keyOf = (body: unknown): string => string(body, 'key');

/** Gives one answer to every case of the command. `may` says whether the person holds the right that the answer takes. */
export async function settle(
  engine: Engine,
  command: SettleCommand,
  by: string,
  may: (answer: Answer) => boolean,
): Promise<readonly Settled[]> {
  const outcomes: Settled[] = [];
  for (const one of command.cases) outcomes.push(await settleOne(engine, one, command, by, may));
  return outcomes;
}

async function settleOne(
  engine: Engine,
  one: Seen,
  command: SettleCommand,
  by: string,
  may: (answer: Answer) => boolean,
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
    if (!may(answer)) return { ...of, is: 'failed', why: `"${answer.name}" takes the right order-lifecycle.${answer.right}` };
    const is = await carryOut(engine, record.key, record.account, open, answer, command, by);
    return { ...of, is };
  } catch (error) {
    return { ...of, is: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOut(
  engine: Engine,
  key: string,
  account: string,
  open: Case,
  answer: Answer,
  command: SettleCommand,
  by: string,
): Promise<'done' | 'already settled'> {
  const { does } = answer;
  if ('poke' in does) {
    engine.poke(account);
    return 'done';
  }
  if (answer.needs === 'reason' && command.reason === undefined) throw new BadCommand(`"${answer.name}" needs a reason`);
  if ('leaveOut' in does) {
    const what = subjectOf(open.cause, open.kind, open.detail, does.leaveOut);
    await engine.leaveOut(key, [what], command.reason ?? '', by);
    return 'done';
  }
  return engine.decide(key, {
    kind: does.store,
    of: subjectOf(open.cause, open.kind, open.detail, does.of),
    by,
    ...(command.reason === undefined ? {} : { reason: command.reason }),
    // The engine compares these in the transaction that stores the decision: of two people, one is told.
    value: { cause: open.cause, openedAt: open.openedAt, ...decisionValue(open, answer, command) },
  });
}

/** What the decision holds beside its kind, in the words of the engine and of the platforms that read it. */
function decisionValue(open: Case, answer: Answer, command: SettleCommand): Readonly<Record<string, unknown>> {
  const kind = 'store' in answer.does ? answer.does.value : undefined;
  if (kind === undefined) return {};
  const given = command.value?.trim() ?? '';
  if (answer.needs !== 'nothing' && answer.needs !== 'reason' && given === '')
    throw new BadCommand(`"${answer.name}" needs a value`);
  const line = { lineId: open.detail.line ?? null, sku: open.detail.sku ?? null };
  const always = answer.always === 'only' || (answer.always === 'offered' && command.always === true);
  switch (kind) {
    case 'record':
      return { record: recordOf(given, text(open, 'call')) };
    case 'variant':
      return { ...line, always, variantId: variantOf(given), to: variantOf(given) };
    case 'free line':
      return { ...line, always, variantId: 'custom', to: 'custom' };
    case 'bundle':
      return { ...line, always, to: parts(given) };
  }
}
const text = (open: Case, name: string): string | undefined => {
  const value = open.detail[name];
  return typeof value === 'string' ? value : undefined;
};

/** People read numbers off the address bar of Shopify's admin; the API names the same thing by a gid. */
const gid = (type: string, given: string): string => (/^\d+$/.test(given) ? `gid://shopify/${type}/${given}` : given);
const recordOf = (given: string, call: string | undefined): string => (call === 'orderCreate' ? gid('Order', given) : given);
function variantOf(given: string): string {
  const named = gid('ProductVariant', given.split(/\s/)[0] ?? '');
  if (!/^gid:\/\/shopify\/ProductVariant\/\d+$/.test(named)) {
    throw new BadCommand(
      `"${given}" is no variant of Shopify; give the number at the end of the variant's address in Shopify's admin`,
    );
  }
  return named;
}

/** One variant and, after a space, how many of it: `4711 2`. The line's price is shared by units. */
function parts(given: string): readonly { readonly variantId: string; readonly quantity: number; readonly share: number }[] {
  return given
    .split('\n')
    .map((row) => row.trim())
    .filter(Boolean)
    .map((row) => {
      const [, variant = row, count = '1'] = /^(\S+)(?:\s+[x×]?(\d{1,6}))?$/u.exec(row) ?? [];
      const quantity = Number(count);
      if (quantity < 1)
        throw new BadCommand(`"${row}": a bundle holds at least one of each; write the variant and how many, "${variant} 2"`);
      return { variantId: variantOf(variant), quantity, share: quantity };
    });
}
