/** Parts that several of Shopify's answers have, and what is read off them alike. contracts/shopify §4 to §6. */
import { z } from 'zod';
import { type Money, money } from '../../model/money';
import { UNITS_PROPERTY } from './mapping';

export const text = z.string();
export const count = z.number().int();
export const byId = z.looseObject({ id: text });
/** Inner lists are asked for to their end: one that has more is not read in part. */
export const all = <T extends z.ZodType>(node: T) =>
  z
    .looseObject({ nodes: z.array(node), pageInfo: z.looseObject({ hasNextPage: z.literal(false) }).optional() })
    .transform(({ nodes }) => nodes);

export const bag = z.looseObject({
  presentmentMoney: z.looseObject({ amount: z.union([text, z.number()]), currencyCode: text }),
});
/** In the order's own currency. Throws NotMoney. */
export const moneyOf = ({ presentmentMoney: { amount, currencyCode } }: z.output<typeof bag>): Money =>
  money(amount, currencyCode);

export const attributes = z.array(z.looseObject({ key: text, value: text.nullish() }));
interface Attributed {
  readonly customAttributes: z.output<typeof attributes>;
}
/** What we wrote on a line when the order was made. */
export const attribute = ({ customAttributes }: Attributed, name: string): string | undefined =>
  customAttributes.find(({ key }) => key === name)?.value ?? undefined;
/** Stands on the parts of a bundle: the units of the source's line. */
export function bundledIn(line: Attributed): { readonly units?: number } {
  const stated = Number(attribute(line, UNITS_PROPERTY));
  return Number.isInteger(stated) && stated > 0 ? { units: stated } : {};
}

/** Of a return, or of what was sent back: which line of the order it is. */
export const ofLine = z.looseObject({ lineItem: byId });
export const returnLine = z.looseObject({
  id: text,
  quantity: count,
  processedQuantity: count.optional(),
  returnReasonNote: text.nullish(),
  fulfillmentLineItem: ofLine.optional(),
});
/** A line of the shop's order with its counters. */
export const soldLine = z.looseObject({
  id: text,
  sku: text.nullish(),
  quantity: count,
  currentQuantity: count,
  unfulfilledQuantity: count,
  variant: byId.nullish(),
  customAttributes: attributes,
});
/** Lines of one source line and one part are the same goods at different prices. */
export const partOf = ({ id, sku, variant }: Pick<z.output<typeof soldLine>, 'id' | 'sku' | 'variant'>): string =>
  variant?.id ?? sku ?? id;
