import type { ToldOrder } from './message';

export type Acceptance =
  | {
      readonly is: 'decided';
      readonly lines: readonly { readonly lineId: string; readonly accepted: boolean }[];
      readonly accepted: number;
    }
  /** A person, or another part of the flow, decides. */
  | { readonly is: 'to decide'; readonly unknown: readonly string[] };
export interface AcceptanceRule {
  readonly rule: 'always' | 'sku known' | 'manual';
  readonly unknown: 'to decide' | 'refuse lines' | 'refuse order';
}
/** Decides every line of an order. `known`: the SKUs that the shop has, where the rule asks for it. */
export function accept(
  order: Pick<ToldOrder, 'lines'>,
  { rule, unknown }: AcceptanceRule,
  known?: ReadonlySet<string>,
): Acceptance {
  if (rule === 'manual') return { is: 'to decide', unknown: [] };
  const missing = known ? order.lines.filter((line) => line.fulfilledBy === 'merchant' && !known.has(line.sku.source)) : [];
  if (missing.length > 0 && unknown === 'to decide') return { is: 'to decide', unknown: missing.map((line) => line.sku.source) };
  const lines = order.lines.map((line) => ({
    lineId: line.id,
    accepted: missing.length === 0 || (unknown === 'refuse lines' && !missing.includes(line)),
  }));
  return { is: 'decided', lines, accepted: lines.filter(({ accepted }) => accepted).length };
}
