/** The rows of a deploy: what is in the flows now, what sleeps, what was removed. Pure; every driver folds here. */
import type { Instant, Listener, Span, Wired } from '../model/record';

/** A row as it is deployed: how long it has been there is the ledger's. */
export type Bare<T extends Span> = Omit<T, 'since' | 'until' | 'present'>;

export const listenerId = ({ id }: { readonly id: string }): string => id;
/** A verb may stand at several nodes and for several accounts; each is a row. */
export const wiredId = ({ verb, account, node }: Pick<Wired, 'verb' | 'account' | 'node'>): string =>
  `${verb}|${account}|${node}`;

/**
 * Given rows are present, unless their node is disabled: those sleep and keep their row. A row not given and not disabled is
 * removed (`until`). `since` begins anew for new rows and for those that come back after removal: what came between is a gap.
 */
function fold<T extends Span>(
  known: readonly T[],
  given: readonly Bare<T>[],
  idOf: (row: Bare<T>) => string,
  sleeps: (row: Bare<T>) => boolean,
  now: Instant,
): T[] {
  const rest = new Map(given.map((row) => [idOf(row), row]));
  const rows: T[] = [];
  for (const old of known) {
    const row = rest.get(idOf(old));
    rest.delete(idOf(old));
    const asleep = sleeps(row ?? old);
    if (row === undefined && !asleep) rows.push({ ...old, present: false, until: old.until ?? now });
    else rows.push({ ...(row ?? old), since: old.until === null ? old.since : now, until: null, present: !asleep } as T);
  }
  for (const row of rest.values()) rows.push({ ...row, since: now, until: null, present: !sleeps(row) } as unknown as T);
  return rows;
}

/** `disabled` names listeners by id and wired verbs by their node. */
export const foldListeners = (
  known: readonly Listener[],
  given: readonly Bare<Listener>[],
  disabled: ReadonlySet<string>,
  now: Instant,
): Listener[] => fold<Listener>(known, given, listenerId, ({ id }) => disabled.has(id), now);
export const foldWired = (
  known: readonly Wired[],
  given: readonly Bare<Wired>[],
  disabled: ReadonlySet<string>,
  now: Instant,
): Wired[] => fold<Wired>(known, given, wiredId, ({ node }) => disabled.has(node), now);
