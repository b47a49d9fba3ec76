/** What was sold as orderCreate's line items and shipping lines, at the prices of the source (R6). contracts/shopify §4.1. */
import { fraction, isZero, type Money, share } from '../../model/money';
import type { Charge, Tax } from '../../model/order';
import type { Conversation, CreateArgs } from '../port';
import { CHARGE_PROPERTY, LINE_PROPERTY, UNITS_PROPERTY } from './mapping';
import type { Chosen } from './skus';
import { priced, type Sold, type SoldLine, shareTaxes } from './sold';
import { bag, type LineItem, type ShippingLine, type TaxLine } from './variables';

/** Rates in percent by tax code, for taxes that the source states without one. */
export type Rates = ReadonlyMap<string, string>;

/** An unknown rate is asked for by its code, never taken as nothing; a tax of nothing needs none. */
export async function ratesFor(c: Conversation, sold: Sold): Promise<Rates> {
  const rates = new Map<string, string>();
  const taxed = [...sold.lines.map(({ line, taxes }) => ({ title: line.title, taxes })), ...sold.shipping, ...sold.extras];
  for (const { title, tax } of taxed.flatMap(({ title, taxes }) => taxes.map((tax) => ({ title, tax })))) {
    if (tax.rate !== null || isZero(tax.amount) || rates.has(tax.code)) continue;
    const stated = await c.map('tax', tax.code);
    const rate = typeof stated === 'object' && stated !== null && 'rate' in stated ? stated.rate : stated;
    if (typeof rate !== 'string' || !/^\d+(\.\d+)?$/.test(rate)) {
      c.ask('unknown rate', tax.code, { code: tax.code, line: title, amount: tax.amount.amount, currency: tax.amount.currency });
    }
    rates.set(tax.code, rate);
  }
  return rates;
}

function taxLines(taxes: readonly Tax[], rates: Rates): TaxLine[] {
  return taxes.flatMap((tax) => {
    const rate = tax.rate ?? rates.get(tax.code);
    return rate === undefined
      ? []
      : [{ title: tax.code, rate: fraction(rate), priceSet: bag(tax.amount), channelLiable: tax.liable === 'marketplace' }];
  });
}

export function lineItems(sold: Sold, chosen: ReadonlyMap<string, Chosen>, rates: Rates): LineItem[] {
  return [
    ...sold.lines.flatMap((one) => itemsOf(one, chosen.get(one.line.id) ?? 'custom', rates)),
    ...sold.extras.map((charge) => extra(charge, rates)),
  ];
}

interface Row {
  readonly variantId?: string;
  readonly quantity: number;
  readonly unit: Money;
  readonly taxes: readonly Tax[];
  readonly bundled: boolean;
}
function itemsOf(sold: SoldLine, choice: Chosen, rates: Rates): LineItem[] {
  const { line } = sold;
  return rowsOf(sold, choice).map((row) => ({
    ...(row.variantId === undefined
      ? { title: line.title, ...(line.sku.source ? { sku: line.sku.source } : {}) }
      : { variantId: row.variantId }),
    quantity: row.quantity,
    priceSet: bag(row.unit),
    requiresShipping: true,
    taxable: true,
    taxLines: taxLines(row.taxes, rates),
    // Carried so that a fulfilment or a refund finds the source's line again, never by SKU.
    properties: [
      { name: LINE_PROPERTY, value: line.id },
      ...(row.bundled ? [{ name: UNITS_PROPERTY, value: String(sold.units) }] : []),
    ],
  }));
}
/** One line is several rows where it is a bundle, or where its price does not divide by its units. */
function rowsOf(sold: SoldLine, choice: Chosen): Row[] {
  const parts = choice === 'custom' ? [{ variantId: undefined, quantity: 1, share: 1 }] : choice;
  // Shares may be fractions of one; a millionth is fine enough for the weights, the sum is exact either way.
  const weights = parts.map((part) => Math.max(1, Math.round(part.share * 1_000_000)));
  const amounts = share(sold.amount, weights);
  const taxes = shareTaxes(sold.taxes, weights);
  return parts.flatMap((part, n) => {
    const rows = priced(amounts[n] as Money, sold.units * part.quantity);
    const each = shareTaxes(
      taxes[n] ?? [],
      rows.map((row) => row.quantity),
    );
    return rows.map((row, at) => ({
      ...(part.variantId === undefined ? {} : { variantId: part.variantId }),
      quantity: row.quantity,
      unit: row.unit,
      taxes: each[at] ?? [],
      bundled: parts.length > 1 || part.quantity !== 1,
    }));
  });
}

const extra = (charge: Charge, rates: Rates): LineItem => ({
  title: charge.title,
  quantity: 1,
  priceSet: bag(charge.amount),
  requiresShipping: false,
  taxable: charge.taxes.length > 0,
  taxLines: taxLines(charge.taxes, rates),
  properties: charge.lineId === undefined ? [] : [{ name: CHARGE_PROPERTY, value: charge.lineId }],
});

/** Shipping types get the title and code that the node maps them to, else what the marketplace calls them. */
export function shippingLines(sold: Sold, args: CreateArgs, source: string, rates: Rates): ShippingLine[] {
  return sold.shipping.map((charge) => {
    const mapped = args.shippingTitles?.[charge.code ?? ''] ?? args.shippingTitles?.[charge.title];
    const code = mapped?.code ?? charge.code;
    return {
      title: mapped?.title ?? charge.title,
      ...(code ? { code } : {}),
      source,
      priceSet: bag(charge.amount),
      taxLines: taxLines(charge.taxes, rates),
    };
  });
}
