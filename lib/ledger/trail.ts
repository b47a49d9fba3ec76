/** The audit's words and its chain. Rows hold ids, states and versions only; nothing of a person. */
import { createHash } from 'node:crypto';
import type { AccountRow } from '../model/record';
import type { AuditRow, Ledger, Patch } from './port';

/** Who observes: readings come by sweeps, hints and proofs, on nobody's order. */
export const READER = 'reading';

export const observed = ({ subject, version }: { readonly subject: string; readonly version: string }): string =>
  `observed ${subject} ${version}`;
export const accountSet = (row: AccountRow): string => `account ${row.mode}${row.stopped === undefined ? '' : ', stopped'}`;
export const deployed = (listeners: number, wired: number, disabled: number): string =>
  `deployed ${listeners} listeners, ${wired} wired, ${disabled} disabled`;
export const erased = (entries: number): string => `erased ${entries} personal entries`;

/** What one commit did, in one line; empty where it only moved the alarm. */
export function committed({ effects = [], deliveries = [], cases = [], decisions = [], observations = [] }: Patch): string {
  const parts: string[] = [];
  for (const o of observations) parts.push(observed(o));
  for (const d of decisions) parts.push(`decided ${d.kind}: ${d.of}`);
  for (const e of effects) parts.push(`effect ${e.id} ${e.state}, ${e.writes.length} writes`);
  for (const d of deliveries) parts.push(`delivery ${d.id} ${d.state}, run ${d.run}`);
  for (const c of cases) parts.push(`case ${c.cause} ${c.closedAt === undefined ? 'open' : 'closed'}`);
  return parts.join('; ');
}

/** The link of one row: sha256 over the seal before it and the row's own words. */
export const sealOf = (before: string, { n, at, by, key, what }: Omit<AuditRow, 'seal'>): string =>
  createHash('sha256')
    .update(`${before}\n${JSON.stringify([n, at, by, key, what])}`)
    .digest('hex');

export type Verdict =
  | { readonly whole: true; readonly sealed: number; readonly head: string | null }
  | { readonly whole: false; readonly n: number; readonly why: string };

/**
 * Recomputes the chain from the first row. `head`: a seal that was exported earlier; without it, rows cut off at the end
 * cannot be noticed. Reads in steps, so it may run beside the engine.
 */
export async function verifyAudit(ledger: Pick<Ledger, 'audit'>, head?: string): Promise<Verdict> {
  const step = 1000;
  let [before, n, sealed, open, met] = ['', 0, 0, false, head === undefined];
  for (;;) {
    const rows = await ledger.audit(n, step);
    for (const row of rows) {
      if (row.n !== n + 1) return { whole: false, n: n + 1, why: 'this row is missing' };
      n = row.n;
      if (row.seal === null) {
        open = true;
        continue;
      }
      if (open) return { whole: false, n, why: 'sealed after a row that is not' };
      before = sealOf(before, row);
      if (before !== row.seal) return { whole: false, n, why: 'this row, or its seal, was changed' };
      met ||= before === head;
      sealed += 1;
    }
    if (rows.length < step) break;
  }
  if (!met) return { whole: false, n: n + 1, why: 'the exported head is not in the chain: rows at the end are missing' };
  return { whole: true, sealed, head: sealed === 0 ? null : before };
}
