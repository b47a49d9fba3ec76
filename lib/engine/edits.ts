/** Units that a committed edit took off the shop's order: a cancellation, with its money (MODEL.md). Pure. */

import type { ShopLine, ShopReading, Units } from '../model/life';
import type { LineId } from '../model/order';
import type { Effect, OrderRecord } from '../model/record';
import type { OrderState } from '../model/state';
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

/** In units of the source's lines, those that were not told yet. Of a bundle whole ones. */
export function editedAway(order: OrderRecord, shop: ShopReading, { quantities }: OrderState): readonly Units[] {
  const parts = new Map<LineId, Map<string, { all: number; removed: number }>>();
  for (const line of shop.lines) {
    if (line.lineId === null) continue;
    const ofLine = parts.get(line.lineId) ?? new Map<string, { all: number; removed: number }>();
    const part = ofLine.get(line.sku) ?? { all: 0, removed: 0 };
    ofLine.set(line.sku, { all: part.all + line.quantity, removed: part.removed + removedOf(shop, line) });
    parts.set(line.lineId, ofLine);
  }
  const told = editsTold(order).flatMap((effect) => factOf<CancellationFact>(effect)?.units ?? []);
  return [...parts].flatMap(([lineId, ofLine]) => {
    const sold = quantities[lineId]?.accepted ?? 0;
    const counted = [...ofLine.values()].map(({ all, removed }) =>
      ofLine.size === 1 || all === 0 ? removed : Math.floor((removed * sold) / all),
    );
    const known = told.filter((one) => one.lineId === lineId).reduce((sum, one) => sum + one.quantity, 0);
    const quantity = Math.min(...counted) - known;
    return quantity > 0 ? [{ lineId, quantity }] : [];
  });
}

export const editNamed = (n: number): string => `edit-${n}`;
export const editsTold = (order: OrderRecord): readonly Effect[] =>
  Object.values(order.effects).filter(
    ({ verb, about, state }) => verb === 'cancel.push' && about?.startsWith('edit-') === true && state === 'confirmed',
  );
/** What went back at the marketplace for units that were edited away: the shop's own refund of it comes without lines, later. */
export const givenForEdits = (order: OrderRecord): readonly string[] =>
  editsTold(order).flatMap((effect) => (effect.result as Partial<GivenBack> | undefined)?.total?.amount ?? []);
