/**
 * Our flow as the benchmark runs it, without an editor around it: the real engine, ledger, transport and Mirakl intake, and
 * a shop whose order takes four writes, each with its intent stored before and its answer after. Budgets are off.
 */
import { createEngine } from '../../lib/engine/engine';
import type { Connected, Engine, Flow } from '../../lib/engine/port';
import type { Ledger } from '../../lib/ledger/port';
import type { Request } from '../../lib/model/call';
import type { AccountId } from '../../lib/model/order';
import { mirakl } from '../../lib/platforms/mirakl';
import type { Conversation, CreateArgs, CreateResult, Platform } from '../../lib/platforms/port';
import { shopify } from '../../lib/platforms/shopify';
import { axiosWire } from '../../lib/transport/axios-wire';
import type { Connection, Transport } from '../../lib/transport/port';
import { systemRandom } from '../../lib/transport/random';
import { realClock } from '../../lib/transport/real-clock';
import { createTransport } from '../../lib/transport/transport';
import { callOf, STEPS } from './contender';
import type { MarketplacePlace } from './stub';

const STORE: AccountId = 'shopify:stub.example:1';
const ARGS: CreateArgs = { store: STORE, tags: [], stock: 'bypass', customer: 'none', gateway: 'marketplace', unknownSku: 'ask' };

/** The marketplace takes neither acceptance nor reference: all calls are the shop's. */
const marketplace: Platform = {
  ...mirakl,
  abilities: { ...mirakl.abilities, acceptanceSent: 'never', referencesPerCall: 0 },
};
const { prepare: _, learn: __, ...shopAsItIs } = shopify;
/** The stub takes the four calls and has nothing to prepare or to learn. */
const shop: Platform = { ...shopAsItIs, createOrder: fourWrites };

async function fourWrites(c: Conversation): Promise<CreateResult> {
  const body = c.order.observations.order?.body;
  if (body?.kind !== 'order') throw new Error(`${c.order.key} has not been read`);
  // The stub does not add up; what it made is worth what was ordered.
  const total = body.order.totals.grand;
  let made: CreateResult | undefined;
  for (const step of STEPS) {
    const request: Request = {
      account: STORE,
      call: step,
      method: 'POST',
      path: '/call',
      body: callOf(c.order.key, step),
      writes: true,
      paces: [],
    };
    const { answer } = await c.write(step, request, {
      read: (body) => ({ answer: { ...resultOf(body, step), total } }),
      proof: { by: 'nobody' },
      commitsWithin: 30_000,
      personal: true,
    });
    made = answer;
  }
  if (!made) throw new Error('an order takes at least one call');
  return made;
}
function resultOf(body: unknown, step: string): Pick<CreateResult, 'id' | 'name'> {
  const made = (body as Readonly<Record<string, { readonly order: { id: string; name: string } }>>)[step];
  if (!made) throw new Error('the stub answered something else');
  return { id: made.order.id, name: made.order.name };
}

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

/** Budgets off: what is measured is what a call costs, not what a vendor allows. */
const unpaced = (transport: Transport): Transport => ({
  reserve: async () => 0,
  release: () => undefined,
  send: (request, notAfter) => transport.send({ ...request, paces: [] }, notAfter),
});
