/** An order as the simulated shop holds it. */
import { decimalsOf } from '../../model/money';
import { compared, negated, sumOf } from '../exact';
import { type Amounts, type Currencies, shareOfAmounts, sumOfAmounts, timesOfAmounts } from './amounts';
import { currentQuantity, type Fulfilment, type FulfilmentOrder, type Refund, type Return } from './life';
import type { Variant } from './stock';

export interface TaxLine {
  readonly title: string;
  readonly rate: string;
  readonly channelLiable: boolean;
  readonly amounts: Amounts;
}
export interface Attribute {
  readonly key: string;
  readonly value: string;
}
export interface OrderLine {
  readonly number: number;
  readonly title: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly variant: Variant | null;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly vendor: string | null;
  readonly unit: Amounts;
  readonly attributes: readonly Attribute[];
  readonly taxLines: readonly TaxLine[];
  /** Units that an edit took away. */
  removed: number;
}
export interface ShippingLine {
  readonly number: number;
  readonly title: string;
  readonly code: string | null;
  readonly source: string | null;
  readonly amounts: Amounts;
  readonly taxLines: readonly TaxLine[];
}
export interface Transaction {
  readonly number: number;
  readonly kind: string;
  status: string;
  readonly gateway: string;
  readonly processedAt: string;
  readonly test: boolean;
  readonly amounts: Amounts;
  readonly parent: number | null;
}
export interface Metafield {
  readonly number: number;
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
}
export type Address = Readonly<Record<string, string | null>>;

export interface ShopOrder {
  readonly number: number;
  readonly name: string;
  readonly createdAt: number;
  readonly processedAt: string;
  readonly currencies: Currencies;
  readonly taxesIncluded: boolean;
  readonly test: boolean;
  readonly sourceIdentifier: string | null;
  readonly sourceName: string | null;
  readonly billingAddress: Address | null;
  lines: readonly OrderLine[];
  readonly shippingLines: readonly ShippingLine[];
  readonly taxLines: readonly TaxLine[];
  readonly discount: Amounts;
  /** What was stated where there are no transactions. */
  readonly statedStatus: string | null;
  readonly decremented: boolean;
  shippingAddress: Address | null;
  email: string | null;
  phone: string | null;
  poNumber: string | null;
  note: string | null;
  tags: readonly string[];
  attributes: readonly Attribute[];
  metafields: readonly Metafield[];
  transactions: readonly Transaction[];
  fulfilmentOrders: readonly FulfilmentOrder[];
  fulfilments: readonly Fulfilment[];
  refunds: readonly Refund[];
  returns: readonly Return[];
  updatedAt: number;
  closedAt: number | null;
  cancelledAt: number | null;
  cancelReason: string | null;
  deletedAt: number | null;
  /** What the search index was told, oldest first; a search sees an entry only after the lag. */
  readonly index: { readonly at: number; readonly tags: readonly string[]; readonly updatedAt: number }[];
}

/** Notes a change at an instant, also for the search index. */
export function touched(order: ShopOrder, at: number): void {
  order.updatedAt = at;
  order.index.push({ at, tags: order.tags, updatedAt: at });
}

export const lineTotal = (order: ShopOrder, line: OrderLine): Amounts =>
  timesOfAmounts(line.unit, line.quantity, order.currencies);
const minus = (amounts: Amounts): Amounts => ({ shop: negated(amounts.shop), presentment: negated(amounts.presentment) });
const allTaxes = (order: ShopOrder): readonly TaxLine[] => [
  ...order.taxLines,
  ...order.lines.flatMap((line) => line.taxLines),
  ...order.shippingLines.flatMap((line) => line.taxLines),
];

/** What units of a line that are no longer wanted take off the total. */
function goneWith(order: ShopOrder, line: OrderLine, units: number): Amounts {
  if (units === 0) return sumOfAmounts([], order.currencies);
  const taxes = order.taxesIncluded
    ? []
    : line.taxLines.map((tax) => shareOfAmounts(tax.amounts, units, line.quantity, order.currencies));
  return sumOfAmounts([timesOfAmounts(line.unit, units, order.currencies), ...taxes], order.currencies);
}

/** The order's sums, from the amounts that were given: nothing is calculated beyond adding them up. */
export function sumsOf(order: ShopOrder) {
  const { currencies } = order;
  const sum = (amounts: readonly Amounts[]) => sumOfAmounts(amounts, currencies);
  const subtotal = sum([...order.lines.map((line) => lineTotal(order, line)), minus(order.discount)]);
  const shipping = sum(order.shippingLines.map((line) => line.amounts));
  const tax = sum(allTaxes(order).map((line) => line.amounts));
  const total = sum([subtotal, shipping, ...(order.taxesIncluded ? [] : [tax])]);
  const of = (...kinds: string[]) =>
    sum(order.transactions.filter((one) => one.status === 'SUCCESS' && kinds.includes(one.kind)).map((one) => one.amounts));
  const received = of('SALE', 'CAPTURE');
  const refunded = of('REFUND');
  const settled = order.transactions.length === 0 && order.statedStatus === 'PAID';
  const gone = sum(order.lines.map((line) => goneWith(order, line, line.removed)));
  const outstanding = settled || order.cancelledAt !== null ? sum([]) : sum([total, minus(gone), minus(received)]);
  const current = sum([
    total,
    ...order.lines.map((line) => minus(goneWith(order, line, line.quantity - currentQuantity(order, line)))),
  ]);
  const net = sum([received, minus(refunded)]);
  return { subtotal, shipping, tax, total, received, refunded, outstanding, current, net, discount: order.discount };
}

/** displayFinancialStatus: from the transactions, else as stated, else null (CONTRACT §4.1). */
export function financialStatus(order: ShopOrder): string | null {
  if (order.transactions.length === 0) return order.statedStatus;
  const { total, received, refunded } = sumsOf(order);
  if (compared(refunded.shop, '0') > 0) return compared(refunded.shop, received.shop) >= 0 ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  if (compared(received.shop, '0') > 0 || compared(total.shop, '0') === 0)
    return compared(received.shop, total.shop) >= 0 ? 'PAID' : 'PARTIALLY_PAID';
  return order.transactions.some((one) => one.kind === 'AUTHORIZATION' && one.status === 'SUCCESS') ? 'AUTHORIZED' : 'PENDING';
}

/** Whether an amount has no more digits than its currency. */
export const fits = (amount: string, currency: string): boolean =>
  (sumOf([amount], currency).split('.')[1] ?? '').length <= decimalsOf(currency);
