import type { AnswerName } from '../../desk/answers';
import { type ImportCommand, MAP_NAMES, type MapCommand, type ModeCommand, type Seen, type SettleCommand } from '../../desk/wire';
import type { Mode } from '../../model/record';

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
export function importCommand(body: unknown): ImportCommand {
  const keys = field(body, 'keys');
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MOST_AT_ONCE)
    throw new BadCommand(`"keys" must list 1 to ${MOST_AT_ONCE} orders`);
  return { account: string(body, 'account'), keys: keys.map((key) => string({ key }, 'key')) };
}
export function mapCommand(body: unknown): MapCommand {
  const name = MAP_NAMES.find((one) => one === field(body, 'name'));
  if (name === undefined) throw new BadCommand(`"name" must be one of ${MAP_NAMES.join(', ')}`);
  const orNull = (of: string): string | null => (field(body, of) === null ? null : string(body, of).trim());
  const from = string(body, 'from').trim();
  const to = orNull('to');
  if (from === '' || from.length > 200) throw new BadCommand('"from" must be a text of 1 to 200 characters');
  if (to === '') throw new BadCommand('"to" must be a text, or null to remove the entry');
  return { account: string(body, 'account'), name, from, to, was: orNull('was') };
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
export const textOf = (body: unknown): string => string(body, 'text');
export const accountOf = (body: unknown): string => string(body, 'account');
