import { z } from 'zod';
import { misconfigured } from '../lib/model/errors';
import { mirakl } from '../lib/platforms/mirakl';
import { count, flag, list } from '../lib/runtime/settings';
import { accountNode, baseOf } from '../lib/runtime/settings-node';

const ANSWERS_WITHIN = 30_000;

export = accountNode({
  type: 'marketplace-account',
  settings: z.object({
    platform: z.enum(['mirakl', 'simulator of mirakl']).default('mirakl'),
    address: z.string().default(''),
    shopId: z.coerce.string().default(''),
    /** The name of the simulated world. */
    world: z.string().default('demo'),
    channel: z.string().default(''),
    channelTags: list,
    partnerKey: flag(false),
    acceptWithinHours: count(0),
    marketplaceTaxCodes: list,
    operatorFulfils: list,
  }),
  credentials: ['key'],
  open({ settings, credentials }) {
    const { platform, world, shopId, acceptWithinHours, operatorFulfils, address: _, ...own } = settings;
    const told = {
      ...own,
      operatorFulfils,
      ...(shopId ? { shopId } : {}),
      ...(acceptWithinHours > 0 ? { acceptWithinHours } : {}),
    };
    if (platform === 'simulator of mirakl') {
      const base = `https://${world}.mirakl.simulator`;
      const auth = (simulated: { mirakl(name: string): { readonly key: string } }) =>
        ({ by: 'header', name: 'authorization', value: simulated.mirakl(world).key }) as const;
      return { platform: mirakl, settings: { ...told, address: base }, base, auth, timeout: ANSWERS_WITHIN, world };
    }
    const base = baseOf(settings.address, 'The marketplace account');
    if (!credentials.key)
      throw misconfigured(
        'key',
        'The marketplace account has no key. Enter the API key that the marketplace shows in its portal.',
      );
    return {
      platform: mirakl,
      settings: { ...told, address: base },
      base,
      auth: { by: 'header', name: 'authorization', value: credentials.key },
      timeout: ANSWERS_WITHIN,
    };
  },
});
