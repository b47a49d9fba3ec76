/**
 * Loaded into Node-RED before our nodes: they find the stub's shop where Shopify is, budgets are off, and accounts are live
 * from the start. Everything else is what a user runs.
 */
import { mirakl } from '../../lib/platforms/mirakl';
import { shopify } from '../../lib/platforms/shopify';
import { realParts } from '../../lib/runtime/parts';
import { marketplace, shop, unpaced } from './stub-shop';

const { createEngine, createTransport } = realParts;

Object.assign(mirakl, marketplace);
Object.assign(shopify, { prepare: undefined, learn: undefined, ...shop });
Object.assign(realParts, {
  createTransport: (...given: Parameters<typeof createTransport>) => unpaced(createTransport(...given)),
  createEngine(...given: Parameters<typeof createEngine>) {
    const engine = createEngine(...given);
    const { account } = engine;
    engine.account = (id, platform) => account.call(engine, id, platform, true);
    return engine;
  },
});
