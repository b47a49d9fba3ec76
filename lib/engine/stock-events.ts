import type { Delivery } from '../model/record';
import type { Happening } from './events';
import type { Look } from './look';

const TYPE = 'stock.changed';

/** A shop's stock has changed, so many times by now. What stands is told to whoever comes later as well. */
export function stockHappenings({ order }: Look): readonly Happening[] {
  const seen = order.observations.stock;
  if (seen?.body.kind !== 'table') return [];
  const { wave } = seen.body;
  return [{ key: 'stock', type: TYPE, at: seen.answeredAt, about: String(wave), until: Number.POSITIVE_INFINITY, recurs: true }];
}

/** The waves that a delivery tells of: after `from`, up to `to`. */
export function rangeOf({ about = '' }: Pick<Delivery, 'about'>): { readonly from: number; readonly to: number } {
  const [from = '', to = ''] = about.split('-');
  return { from: Number(from), to: Number(to) };
}
/** What the next one tells of: whatever came after the last that went well. */
export function rangeAfter(before: Delivery | undefined, to: string): string {
  if (!before) return `0-${to}`;
  const { from, to: told } = rangeOf(before);
  return `${before.state === 'done' ? told : from}-${to}`;
}
export const isStock = ({ type }: Pick<Delivery, 'type'>): boolean => type === TYPE;
