/** Why money goes back, in the marketplace's codes (RE01). contracts/mirakl §9. */
import { z } from 'zod';
import type { Why } from '../giving-back';
import type { Conversation } from '../port';
import { re01 } from './calls';
import { DAILY } from './mapping';

const reasons = z.looseObject({
  reasons: z.array(z.looseObject({ code: z.string(), type: z.string(), is_shop_right: z.boolean().nullish() })),
});
export type ReasonType = 'REFUND' | 'CANCELATION';

/**
 * The code for a refund or a cancellation: by the node's table, the account's map `reason`, then the node's code for every other.
 * Of several codes with commas between them the first of this type that the shop may give. Asks where there is none.
 */
export async function reasonFor(
  c: Conversation,
  type: ReasonType,
  why: Why,
  { reasons: table, reason }: { readonly reasons: Readonly<Record<string, string>>; readonly reason?: string },
): Promise<string> {
  const { kind } = why;
  const codes = await chosen(c, why, table, reason);
  const unmapped = (because: string): never =>
    c.ask('unmapped', `reason/${kind}`, { what: 'reason', value: kind, type, code: codes.join(', ') || null, reason: because });
  if (codes.length === 0) return unmapped('no code is mapped to it');
  const allowed = await c.read(
    re01(c.order.account, c.settings),
    (body) => reasons.parse(body).reasons.filter((one) => one.type === type && one.is_shop_right !== false),
    { name: 'reasons', maxAge: DAILY },
  );
  const code = codes.find((one) => allowed.some((other) => other.code === one));
  return code ?? unmapped(`the marketplace lets the shop give no such reason (${type})`);
}

async function chosen(
  c: Conversation,
  { kind, words }: Why,
  table: Readonly<Record<string, string>>,
  rest: string | undefined,
): Promise<readonly string[]> {
  const known = new Map(Object.entries(table).map(([word, code]) => [word.trim().toLowerCase(), codesOf(code)]));
  for (const word of words) {
    const codes = known.get(word.trim().toLowerCase()) ?? [];
    if (codes.length > 0) return codes;
  }
  const asked = `unmapped/reason/${kind}`;
  const said = c.order.decisions.findLast((one) => one.kind === 'do it' && one.of === asked)?.value;
  const { reason } = (said ?? {}) as { readonly reason?: string };
  if (reason !== undefined) return codesOf(reason);
  for (const word of words) {
    const code = await c.map('reason', word);
    if (typeof code === 'string' && code !== '') return codesOf(code);
  }
  return codesOf(rest ?? '');
}
/** The editor's list names them with their type: `REFUND:17`. */
const codesOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((code) => code.trim().replace(/^[A-Z_]+:/, ''))
    .filter(Boolean);
