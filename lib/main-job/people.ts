/** Who is at work in the simulated world beside its buyers: merchants in the shop, traders in the marketplace's portal. */
import type { Backstage } from './backstage';

const MINUTE = 60_000;
/** How often they look at each order, in the world's ms. */
const EVERY = 5 * MINUTE;
/** After the last order was placed they look this often once more, so that the late ones have a life too. */
const LATE_ROUNDS = 9;

/** Chances of one deed at each look at an order. Most ship, some think better of it, some goods come back. */
const MERCHANTS = {
  ...{ ship: 0.25, part: 0.2, retrack: 0.02, void: 0.005, deliver: 0.04 },
  ...{ refund: 0.01, cancel: 0.004, takeBack: 0.01 },
};
const TRADERS = {
  ...{ ship: 0.02, deliver: 0.02 },
  ...{ refund: 0.006, cancel: 0.004, takeBack: 0.006 },
};

/**
 * Sets both to work for as long as buyers order (in the world's ms), and a while longer; then all that is left leaves the shop,
 * so that no parcel waits for the rest of its order. `done` when everybody has gone home.
 */
export function atWork(backstage: Backstage, orderingFor: number): { readonly done: Promise<unknown>; stop(): void } {
  const { world, name } = backstage;
  const rounds = Math.ceil(orderingFor / EVERY) + LATE_ROUNDS;
  const merchants = world.merchants({ shopify: name, everyMs: EVERY, rounds, ...MERCHANTS });
  const traders = world.traders({ mirakl: name, everyMs: EVERY, rounds, ...TRADERS });
  return {
    done: Promise.all([merchants.done, traders.done]).then(() => everythingShips(backstage)),
    stop() {
      merchants.stop();
      traders.stop();
    },
  };
}

/** Somebody works in the portal now and then, for as long as the world lives. */
export const inThePortal = ({ world, name }: Backstage): { stop(): void } =>
  world.traders({ mirakl: name, everyMs: 2 * EVERY, rounds: Number.POSITIVE_INFINITY, ...TRADERS });

/** Everything that is still in the shop leaves it; resolves when it has. */
export const everythingShips = ({ world, name }: Backstage): Promise<void> =>
  world.merchants({ shopify: name, everyMs: MINUTE, rounds: 1, ship: 1 }).done;
