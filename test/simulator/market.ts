/** What tests of the simulated marketplace do and ask again and again. */
import assert from 'node:assert/strict';
import type { SimulatedMarketplaceOrder } from '../../lib/simulator/port';
import type { Exchanged, World } from './world';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const mug = { sku: 'MUG-BLUE', quantity: 2, price: '12.50' };
export const book = { sku: 'BOOK-1', quantity: 1, price: '8.00' };

/** An order that may ship: accepted and paid. */
export async function ready(world: World, wish: Parameters<World['market']['place']>[0] = {}): Promise<string> {
  const id = world.market.place({ lines: [mug, book], ...wish });
  await world.accept(id);
  await world.clock.pass(world.market.world.debitDelay);
  return id;
}
/** The same, sent away in the portal. */
export async function shipped(world: World): Promise<string> {
  const id = await ready(world);
  assert.equal(world.market.shipInPortal(id), true);
  return id;
}
export function seen(world: World, id: string): SimulatedMarketplaceOrder {
  const order = world.market.orders().find((one) => one.id === id);
  assert.ok(order);
  return order;
}
export const put = (world: World, path: string, body?: unknown): Promise<Exchanged> =>
  world.mirakl(path, { method: 'PUT', ...(body === undefined ? {} : { body }) });
export const post = (world: World, path: string, body?: unknown): Promise<Exchanged> =>
  world.mirakl(path, { method: 'POST', ...(body === undefined ? {} : { body }) });
/** What was done, how often; accepting an order is how each begins. */
export const counts = (world: World): readonly string[] =>
  world.simulator
    .counts()
    .filter(({ verb }) => verb !== 'accept')
    .map(({ verb, fact, count }) => `${verb} ${fact} ${count}`);
