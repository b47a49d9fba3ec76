import { z } from 'zod';
import { misconfigured } from '../lib/model/errors';
import { shopify } from '../lib/platforms/shopify';
import { flag } from '../lib/runtime/settings';
import { accountNode, baseOf } from '../lib/runtime/settings-node';

const ANSWERS_WITHIN = 30_000;
const HEADER = 'x-shopify-access-token';

export = accountNode({
  type: 'shopify-store',
  settings: z.object({
    platform: z.enum(['shopify', 'simulator']).default('shopify'),
    address: z.string().default(''),
    signIn: z.enum(['client', 'token']).default('client'),
    clientId: z.string().default(''),
    /** The name of the simulated world. */
    world: z.string().default('demo'),
    location: z.string().default(''),
    stock: z.enum(['decrement-ignoring-policy', 'decrement-obeying-policy', 'bypass']).default('decrement-ignoring-policy'),
    developmentStore: flag(false),
  }),
  credentials: ['clientSecret', 'token'],
  open({ settings, credentials }) {
    const { platform, world, address, signIn, clientId, ...own } = settings;
    const held = { platform: shopify, settings: own, timeout: ANSWERS_WITHIN };
    if (platform === 'simulator') {
      const auth = (simulated: { shopify(name: string): { readonly token: string } }) =>
        ({ by: 'header', name: HEADER, value: simulated.shopify(world).token }) as const;
      return { ...held, base: `https://${world}.myshopify.simulator`, auth, world };
    }
    const base = baseOf(/[.:]/.test(address) || address === '' ? address : `${address}.myshopify.com`, 'The Shopify store');
    if (signIn === 'token') {
      if (!credentials.token)
        throw misconfigured('token', 'The Shopify store has no access token. Enter it, or sign in by client id and secret.');
      return { ...held, base, auth: { by: 'header', name: HEADER, value: credentials.token } };
    }
    if (clientId === '' || !credentials.clientSecret)
      throw misconfigured(
        'clientId',
        'The Shopify store has no client id or no client secret. Take both from the app in the Dev Dashboard.',
      );
    return {
      ...held,
      base,
      auth: {
        by: 'client credentials',
        tokenUrl: `${base}/admin/oauth/access_token`,
        clientId,
        clientSecret: credentials.clientSecret,
        header: HEADER,
      },
    };
  },
});
