/** Units that a committed edit took off the shop's order: a cancellation, with its money (MODEL.md). Pure. */

import { wholeUnits } from '../model/asked';
import type { ShopLine, ShopReading, Units } from '../model/life';
import type { LineId } from '../model/order';
import type { Effect, OrderRecord } from '../model/record';
import type { CancellationFact, GivenBack } from '../platforms/giving-back';
import { factOf } from './echo';

/** Of one of the shop's lines: what is gone and was not refunded. */
export function removedOf({ refunds }: Pick<ShopReading, 'refunds'>, { id, quantity, current }: ShopLine): number {
  const refunded = refunds
    .filter(({ state }) => state !== 'failed')
    .flatMap(({ lines }) => lines)
    .filter(({ shopLine }) => shopLine === id)
    .reduce((sum, one) => sum + one.quantity, 0);
  return Math.max(0, quantity - current - refunded);
}

/**
 * In units of the source's lines, those that were not told yet. Of a bundle whole ones. `sold`: what the marketplace still has of a
 * line; where it cancelled units itself, and the shop has taken away as many, they are the same ones.
 */
export function editedAway(
  order: OrderRecord,
  shop: ShopReading,
  sold: (lineId: LineId) => number | undefined,
): readonly Units[] {
  const told = editsTold(order).flatMap((effect) => {
    const fact = factOf<CancellationFact>(effect);
    return fact ? [...fact.units, ...fact.shipped] : [];
  });
  const lineIds = new Set(shop.lines.flatMap(({ lineId }) => lineId ?? []));
  return [...lineIds].flatMap((lineId) => {
    const rows = shop.lines.filter((line) => line.lineId === lineId);
    const removed = wholeUnits(rows.map((line) => ({ ...line, counted: removedOf(shop, line) })));
    const known = told.filter((one) => one.lineId === lineId).reduce((sum, one) => sum + one.quantity, 0);
    const here = wholeUnits(rows.map((line) => ({ ...line, counted: line.current })));
    const quantity = Math.min(removed - known, (sold(lineId) ?? Number.POSITIVE_INFINITY) - here);
    return quantity > 0 ? [{ lineId, quantity }] : [];
  });
}

export const editNamed = (n: number): string => `edit-${n}`;
export const isEdit = ({ verb, about }: Pick<Effect, 'verb' | 'about'>): boolean =>
  verb === 'cancel.push' && about?.startsWith('edit-') === true;
export const editsTold = (order: OrderRecord): readonly Effect[] =>
  Object.values(order.effects).filter((effect) => isEdit(effect) && effect.state === 'confirmed');
/** What went back at the marketplace for units that were edited away: the shop's own refund of it comes without lines, later. */
export const givenForEdits = (order: OrderRecord): readonly string[] =>
  editsTold(order).flatMap((effect) => (effect.result as Partial<GivenBack> | undefined)?.total?.amount ?? []);
