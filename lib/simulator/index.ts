/** The simulated world: every outside system in one process, reached by `wire` as over HTTP. Deterministic, given clock and chance. */
import { Books } from './books';
import type { Host } from './exchange';
import { Mishaps } from './faults';
import { createMarketplace, KNOWN_SKUS, type MiraklHost } from './mirakl/marketplace';
import { startTraders } from './mirakl/traders';
import { startPeople } from './people';
import type { Simulator, SimulatorOptions } from './port';
import { startMerchants } from './shopify/merchants';
import { createShop, type ShopHost } from './shopify/shop';
import { createWire } from './wire';

export { ExchangeError } from './exchange';
export type { MiraklHost } from './mirakl/marketplace';
export { KNOWN_SKUS } from './mirakl/marketplace';
export type * from './port';
export { serveSimulator } from './serve';
export type { ShopHost } from './shopify/shop';

/** The simulator as it is made: its systems have a few settings beyond the port's. */
export interface SimulatedWorld extends Simulator {
  mirakl(name: string): MiraklHost;
  shopify(name: string): ShopHost;
}

/** Makes a world. A system exists from the first time it is asked for by its name. */
export function createSimulator({ clock, random, faults = {} }: SimulatorOptions): SimulatedWorld {
  const books = new Books();
  const mishaps = new Mishaps(random);
  mishaps.faults = faults;
  const hosts = new Map<string, Host>();
  const marketplaces = new Map<string, MiraklHost>();
  const shops = new Map<string, ShopHost>();

  const once = <T extends { readonly host: string }>(
    known: Map<string, T>,
    name: string,
    make: () => { readonly simulator: T; readonly host: Host },
  ): T => {
    const there = known.get(name);
    if (there) return there;
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name))
      throw new RangeError(`"${name}" is no name for a simulated system: small letters, digits and hyphens only`);
    const { simulator, host } = make();
    known.set(name, simulator);
    hosts.set(host.host, host);
    return simulator;
  };

  const simulator: SimulatedWorld = {
    wire: createWire({ clock, books, mishaps, hosts, onCall: () => simulator.onCall }),
    mirakl: (name) => once(marketplaces, name, () => createMarketplace({ name, clock, random, books })),
    shopify: (name) =>
      once(shops, name, () => {
        const shop = createShop({ name, clock, random, books, deliver: () => simulator.deliver });
        for (const sku of KNOWN_SKUS) shop.simulator.catalogue.addVariant(sku);
        return shop;
      }),
    get faults() {
      return mishaps.faults;
    },
    set faults(next) {
      mishaps.faults = next;
    },
    script: (script) => mishaps.script(script),
    people: (options) => startPeople(options, simulator.mirakl(options.mirakl), clock, random),
    merchants: (options) => startMerchants(options, simulator.shopify(options.shopify), clock, random),
    traders: (options) => startTraders(options, simulator.mirakl(options.mirakl), clock, random),
    counts: () => books.counts(),
    arrivals: books.arrivals,
    overRate: () => books.overRate(),
  };
  return simulator;
}
