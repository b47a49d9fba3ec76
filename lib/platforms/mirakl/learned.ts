/** What an account knows of its marketplace: PC01's answer, and those settings that a reading needs. Kept by the engine as `learned`. */
import { z } from 'zod';
import { wordOf } from './mapping';

const settings = z.looseObject({
  shopId: z.union([z.string(), z.number()]).transform(String).optional(),
  /** "External Partner" keys may poll every 15 minutes only. */
  partnerKey: z.boolean().optional(),
  /** What the merchant calls this marketplace; PC01's name where empty. */
  channel: z.string().optional(),
  /** Tax codes that the marketplace remits itself. */
  marketplaceTaxCodes: z.array(z.string()).optional(),
  /** Fulfilment centres of the operator, or true: every one that is not DEFAULT. */
  operatorFulfils: z.union([z.boolean(), z.array(z.string())]).optional(),
  /** The operator's time-out for a decision, which no call states. */
  acceptWithinHours: z.number().positive().optional(),
  /** The marketplace's or its portal's address; `base` where the runtime has reduced it already. */
  address: z.string().optional(),
  base: z.string().optional(),
});
export type MiraklSettings = z.output<typeof settings>;
/** Settings as the settings node holds them; a field of the wrong type counts as not set. */
export function settingsOf(given: Readonly<Record<string, unknown>>): MiraklSettings {
  const read = settings.safeParse(given);
  if (read.success) return read.data;
  const wrong = new Set(read.error.issues.map((issue) => String(issue.path[0])));
  return settings.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
}

export const configuration = z.looseObject({
  platform_name: z.string().nullish(),
  features: z.looseObject({
    order_tax_mode: z.string().nullish(),
    disable_seller_alternative_carrier: z.boolean().nullish(),
    offer_prices_decimals: z.union([z.string(), z.number()]).nullish(),
    order_workflows: z
      .looseObject({
        order_acceptance: z.string().nullish(),
        shipping_and_billing_details_before_acceptance: z.boolean().nullish(),
      })
      .nullish(),
    shipment: z.looseObject({ multi_shipment: z.boolean().nullish() }).nullish(),
    returns: z.looseObject({ marketplace: z.boolean().nullish() }).nullish(),
  }),
});
const learned = z.looseObject({
  name: z.string().optional(),
  taxMode: z.enum(['inclusive', 'exclusive']).optional(),
  acceptance: z.enum(['automatic', 'manual', 'per shop']).optional(),
  addressBeforeAcceptance: z.boolean().optional(),
  ownCarriers: z.boolean().optional(),
  multiShipment: z.boolean().optional(),
  returns: z.boolean().optional(),
  priceDecimals: z.number().optional(),
  marketplaceTaxCodes: z.array(z.string()).optional(),
  operatorFulfils: z.union([z.boolean(), z.array(z.string())]).optional(),
  acceptWithinHours: z.number().optional(),
});
export type Learned = z.output<typeof learned>;

/** What was kept; nothing where nothing was learned yet. */
export const learnedOf = (kept: unknown): Learned => learned.safeParse(kept ?? {}).data ?? {};

const TAX_MODES: Readonly<Record<string, Learned['taxMode']>> = { TAX_INCLUDED: 'inclusive', TAX_EXCLUDED: 'exclusive' };
const ACCEPTANCE: Readonly<Record<string, Learned['acceptance']>> = {
  AUTOMATIC: 'automatic',
  NOT_AUTOMATIC: 'manual',
  BOTH: 'per shop',
};
export const taxModeOf = (stated: string | null | undefined): Learned['taxMode'] => wordOf(TAX_MODES, stated ?? '');

export function learnFrom(body: unknown, given: Readonly<Record<string, unknown>>): Learned {
  const { platform_name, features } = configuration.parse(body);
  const own = settingsOf(given);
  const decimals =
    features.offer_prices_decimals === null || features.offer_prices_decimals === undefined
      ? Number.NaN
      : Number(features.offer_prices_decimals);
  return defined({
    name: own.channel || platform_name || undefined,
    taxMode: taxModeOf(features.order_tax_mode),
    acceptance: wordOf(ACCEPTANCE, features.order_workflows?.order_acceptance ?? ''),
    addressBeforeAcceptance: features.order_workflows?.shipping_and_billing_details_before_acceptance ?? undefined,
    ownCarriers:
      features.disable_seller_alternative_carrier === undefined ? undefined : !features.disable_seller_alternative_carrier,
    multiShipment: features.shipment?.multi_shipment ?? undefined,
    returns: features.returns?.marketplace ?? undefined,
    priceDecimals: Number.isInteger(decimals) ? decimals : undefined,
    marketplaceTaxCodes: own.marketplaceTaxCodes,
    operatorFulfils: own.operatorFulfils,
    acceptWithinHours: own.acceptWithinHours,
  });
}
/** Leaves out what is undefined: plain JSON has no such value. */
function defined(of: { [K in keyof Learned]: Learned[K] | undefined }): Learned {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
}
