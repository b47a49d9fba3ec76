/**
 * Our flow as the benchmark runs it, without an editor around it: the real engine, ledger, transport and Mirakl intake, and
 * a shop whose order takes four writes, each with its intent stored before and its answer after. Budgets are off.
 */
import { createEngine } from '../../lib/engine/engine';
import type { Connected, Engine, Flow } from '../../lib/engine/port';
import type { Ledger } from '../../lib/ledger/port';
import type { AccountId } from '../../lib/model/order';
import { mirakl } from '../../lib/platforms/mirakl';
import type { CreateArgs } from '../../lib/platforms/port';
import { shopify } from '../../lib/platforms/shopify';
import { axiosWire } from '../../lib/transport/axios-wire';
import type { Connection } from '../../lib/transport/port';
import { systemRandom } from '../../lib/transport/random';
import { realClock } from '../../lib/transport/real-clock';
import { createTransport } from '../../lib/transport/transport';
import type { MarketplacePlace } from './stub';
import { marketplace, STORE, shop, unpaced } from './stub-shop';

const ARGS: CreateArgs = { store: STORE, tags: [], stock: 'bypass', customer: 'none', gateway: 'marketplace', unknownSku: 'ask' };

export interface RunningFlow {
  readonly engine: Engine;
  /** Reads a marketplace that holds so many orders, and resolves when all of them have come to their end. */
  read(place: MarketplacePlace, orders: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens the flow over a ledger; `slots` orders are in it at a time. */
export async function openFlow(ledger: Ledger, stub: string, slots: number): Promise<RunningFlow> {
  const clock = realClock();
  const wire = axiosWire();
  const places = new Map<AccountId, MarketplacePlace>();
  const problems: string[] = [];
  let left = 0;
  let through = (): void => undefined;

  const connected = (id: AccountId): Connected => ({ platform: id === STORE ? shop : marketplace, account: id, settings: {} });
  const connection = (id: AccountId): Connection => {
    const place = places.get(id);
    const { base, key, dialect } = place
      ? { ...place, dialect: mirakl.dialect }
      : { base: stub, key: 'key', dialect: shopify.dialect };
    return { account: id, base, wire, dialect, auth: { by: 'header', name: 'authorization', value: key }, timeout: 30_000 };
  };
  const transport = unpaced(
    createTransport({
      clock,
      random: systemRandom,
      ledger,
      connection,
      log: (level, text) => level !== 'info' && problems.push(text),
    }),
  );
  /** `orders in → create order`, as Node-RED would run it. */
  const flow: Flow = {
    hand(run) {
      void (async () => {
        const outcome = await engine.effect('order.create', run.key, ARGS, run);
        if (outcome.is !== 'confirmed') throw new Error(`${run.key}: ${JSON.stringify(outcome)}; ${problems.join('; ')}`);
        await engine.closed(run);
        if (--left === 0) through();
      })();
      return true;
    },
    resume: () => false,
  };
  const engine = createEngine({
    name: `bench-${process.pid}`,
    clock,
    random: systemRandom,
    transport,
    ledger,
    connected,
    flow,
    slots,
    log: (level, text) => level === 'error' && problems.push(text),
  });
  await engine.start();
  await engine.account(STORE, 'shopify', true);
  await engine.deploy(
    [{ id: 'in', nodeType: 'marketplace-order-in', account: '*', events: ['order.placed'], from: 0 }],
    [{ verb: 'order.create', account: '*', node: 'create', reachedFrom: ['in'], args: ARGS }],
    [],
  );
  return {
    engine,
    async read(place, orders) {
      left = orders;
      const all = new Promise<void>((resolve) => (through = resolve));
      const account: AccountId = `mirakl:${place.host}:${place.shopId}`;
      places.set(account, place);
      await engine.account(account, 'mirakl', true);
      engine.poke(account);
      await all;
    },
    async close() {
      engine.stop();
      clock.stop();
      await wire.close();
      await ledger.close();
    },
  };
}
