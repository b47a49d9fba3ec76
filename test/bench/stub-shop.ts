/** The platforms of our flow in the benchmark: Mirakl as it is, and a shop whose order takes four writes to the stub. */
import type { Request } from '../../lib/model/call';
import type { AccountId } from '../../lib/model/order';
import { mirakl } from '../../lib/platforms/mirakl';
import type { Conversation, CreateResult, Platform } from '../../lib/platforms/port';
import { shopify } from '../../lib/platforms/shopify';
import type { Transport } from '../../lib/transport/port';
import { callOf, STEPS } from './contender';

/** The shop that the stub stands for. */
export const STORE: AccountId = 'shopify:stub.example:1';

/** The marketplace takes neither acceptance nor reference: all calls are the shop's. */
export const marketplace: Platform = {
  ...mirakl,
  abilities: { ...mirakl.abilities, acceptanceSent: 'never', referencesPerCall: 0 },
};
const { prepare: _, learn: __, ...shopAsItIs } = shopify;
/** The stub takes the four calls and has nothing to prepare or to learn. */
export const shop: Platform = {
  ...shopAsItIs,
  createOrder: fourWrites,
  identify: async () => ({ platform: 'shopify', host: 'stub.example', shopId: '1' }),
};

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

/** Budgets off: what is measured is what a call costs, not what a vendor allows. */
export const unpaced = (transport: Transport): Transport => ({
  reserve: async () => 0,
  release: () => undefined,
  send: (request, notAfter) => transport.send({ ...request, paces: [] }, notAfter),
});
