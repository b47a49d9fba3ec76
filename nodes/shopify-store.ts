import { z } from 'zod';
import { misconfigured } from '../lib/model/errors';
import { shopify } from '../lib/platforms/shopify';
import { flag } from '../lib/runtime/settings';
import { accountNode, baseOf } from '../lib/runtime/settings-node';

const ANSWERS_WITHIN = 30_000;
const HEADER = 'x-shopify-access-token';
/** The little of a simulated world that a store knows. */
interface World {
  shopify(name: string): { readonly token: string; readonly clientSecret: string };
}

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
    /** Beside polling, which misses nothing. */
    webhooks: z.enum(['off', 'own port', 'node-red']).default('off'),
    webhookPort: z.coerce.number().int().min(1).max(65_535).default(1881),
    /** How the internet reaches it. */
    webhookAddress: z.string().default(''),
  }),
  credentials: ['clientSecret', 'token', 'webhookSecret'],
  open({ settings, credentials }) {
    const { platform, world, address, signIn, clientId, ...own } = settings;
    const held = { platform: shopify, settings: own, timeout: ANSWERS_WITHIN };
    const { webhooks: by, webhookPort: port, webhookAddress } = own;
    if (platform === 'simulator') {
      const auth = (simulated: World) => ({ by: 'header', name: HEADER, value: simulated.shopify(world).token }) as const;
      const secrets = (simulated: World) => [simulated.shopify(world).clientSecret];
      const webhooks = by === 'off' ? {} : { webhooks: { by, port, address: `https://${world}.webhooks.simulator`, secrets } };
      return { ...held, base: `https://${world}.myshopify.simulator`, auth, world, ...webhooks };
    }
    // While a secret is rotated Shopify signs with the older one until that is revoked.
    const given = signIn === 'client' ? [credentials.clientSecret, credentials.webhookSecret] : [credentials.webhookSecret];
    // An older app has one field for both. What is blank is no secret: anybody could sign with it.
    const secrets = given.flatMap((secret) => (secret ?? '').split(/[\s,;]+/).filter(Boolean));
    const webhooks = by === 'off' ? {} : { webhooks: { by, port, address: webhookAddress.trim(), secrets } };
    const base = baseOf(/[.:]/.test(address) || address === '' ? address : `${address}.myshopify.com`, 'The Shopify store');
    if (signIn === 'token') {
      if (!credentials.token)
        throw misconfigured('token', 'The Shopify store has no access token. Enter it, or sign in by client id and secret.');
      return { ...held, base, auth: { by: 'header', name: HEADER, value: credentials.token }, ...webhooks };
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
      ...webhooks,
    };
  },
});
