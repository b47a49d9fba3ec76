import type { CaseDetail, CaseKind } from '../../model/record';
import type { CaseView } from '../wire';
import { moreUrgent } from './sentences';

/** Cases that one sentence describes: "12 orders wait for SKU X". */
export interface Group {
  readonly id: string;
  readonly kind: CaseKind;
  readonly detail: CaseDetail;
  readonly cases: readonly CaseView[];
}
/** All groups of one kind. */
export interface Arranged {
  readonly kind: CaseKind;
  readonly cases: number;
  readonly groups: readonly Group[];
}
/** Parameters that only say which order it is; everything else is in the sentence. */
const OWN = new Set(['effect', 'duty', 'delivery', 'line', 'deadline', 'return']);

/** By kind, and in each by cause; the most urgent first throughout. */
export function arrange(cases: readonly CaseView[]): readonly Arranged[] {
  const kinds = new Map<CaseKind, Map<string, CaseView[]>>();
  for (const one of [...cases].sort(moreUrgent)) {
    const groups = kinds.get(one.kind) ?? new Map<string, CaseView[]>();
    kinds.set(one.kind, groups);
    const cause = JSON.stringify([one.account, Object.entries(one.detail).filter(([name]) => !OWN.has(name))]);
    groups.set(cause, [...(groups.get(cause) ?? []), one]);
  }
  return [...kinds].map(([kind, groups]) => ({
    kind,
    cases: [...groups.values()].reduce((sum, group) => sum + group.length, 0),
    groups: [...groups].map(([cause, group]) => ({ id: `${kind}${cause}`, kind, detail: group[0]?.detail ?? {}, cases: group })),
  }));
}

export const idOf = ({ key, cause, openedAt }: Pick<CaseView, 'key' | 'cause' | 'openedAt'>): string =>
  JSON.stringify([key, cause, openedAt]);

/** What is shown while no row may move: the rows as they stood, those that are settled marked, and how many came since. */
export function merge(
  stood: readonly CaseView[],
  fresh: readonly CaseView[],
): { readonly rows: readonly CaseView[]; readonly arrived: number; readonly gone: ReadonlySet<string> } {
  const now = new Map(fresh.map((one) => [idOf(one), one]));
  const before = new Set(stood.map(idOf));
  return {
    rows: stood.map((one) => now.get(idOf(one)) ?? one),
    arrived: fresh.filter((one) => !before.has(idOf(one))).length,
    gone: new Set([...before].filter((id) => !now.has(id))),
  };
}
