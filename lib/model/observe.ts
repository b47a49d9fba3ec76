/** Which of two readings of one thing holds (R14), and how the content of a reading is told apart. Pure. */
import { createHash } from 'node:crypto';
import type { Body } from './order';
import type { Observation } from './record';

type Seen = Pick<Observation, 'version' | 'sentAt' | 'hash'>;

// Date.parse also reads "5" and "1/2" as days: only what is written as ISO 8601 counts as an instant.
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** The instant that a version states, or null. One without a zone is read as UTC, so that two machines read it alike. */
function instantOf(version: string): number | null {
  const parts = ISO.exec(version);
  if (!parts) return null;
  const at = Date.parse(parts[1] === undefined ? `${version}Z` : version);
  return Number.isNaN(at) ? null : at;
}

/**
 * Orders two versions: negative, zero or positive. Instants where both read as such ("2026-01-01T01:00:00+01:00" is
 * "2026-01-01T00:00:00Z"), else texts. One that is no instant stands below every one that is: without that the order would
 * run in circles, and which reading holds would depend on which came first.
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [instantOf(a), instantOf(b)];
  if (x !== null && y !== null) return x - y;
  if (x !== null || y !== null) return x === null ? -1 : 1;
  return a < b ? -1 : 1;
}

/** True where `a` holds against `b`: the greater version, else the one asked later, else the greater hash. */
export function wins(a: Seen, b: Seen): boolean {
  const byVersion = compareVersions(a.version, b.version);
  if (byVersion !== 0) return byVersion > 0;
  if (a.sentAt !== b.sentAt) return a.sentAt > b.sentAt;
  return a.hash > b.hash;
}

/** Equal versions with other content: the source changed without saying so, and the thing is read again (R14). */
export const ties = (a: Seen, b: Seen): boolean => compareVersions(a.version, b.version) === 0 && a.hash !== b.hash;

/**
 * Of a body: sha256 in hex over its JSON. Bodies are built by one translation, so equal content has its keys in one order; a
 * version that builds them otherwise reads everything once more, which is harmless.
 */
export const hashOf = (body: Body): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');
