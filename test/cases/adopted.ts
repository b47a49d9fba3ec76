/** A case's order in the shop, in a world where everything is wired. */
import assert from 'node:assert/strict';
import { shopOrder } from '../life/scene';
import { Stage } from '../life/stage';
import { ordersOf } from './world';

/** The case's order in the shop, whatever its state at the marketplace; and the bodies of OR28 and OR30 as they went out. */
export async function adopted(id: string, prepare?: (stage: Stage) => void) {
  const stage = new Stage({ seed: 5, start: Date.parse('2026-10-01T08:00:00Z') });
  prepare?.(stage);
  const [order] = ordersOf(id);
  assert.ok(order);
  stage.mirakl.adopt(order.text);
  const key = `${stage.marketplace}:${order.id}`;
  await stage.until('read', async () => (await stage.engine.read(key)) !== null);
  // It had shipped before we came: a person has it made for the books.
  await stage.engine.decide(key, { kind: 'do it', of: 'order.create', by: 'someone' });
  await stage.until('in the shop', () => shopOrder(stage, order.id) !== undefined);
  const shop = shopOrder(stage, order.id) ?? assert.fail('not in the shop');
  return { stage, id: order.id, key, shop: shop.id, lines: shop.lines };
}
export const calls = (stage: Stage, call: string): number => stage.simulator.arrivals.filter((one) => one.call === call).length;
