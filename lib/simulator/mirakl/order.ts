/** An order as the simulated marketplace holds it: the body that OR11 serves, and what only the marketplace knows. */
import { Digits, type ExactObject, isObject, objectsOf, sumOf, textOf } from '../exact';
import { isoOf } from '../exchange';
import type { SimulatedMarketplaceOrder } from '../port';
import { isNothing, less, shareOf } from './amounts';
import type { Shipment } from './shipment';

export interface MiraklOrder {
  readonly id: string;
  body: ExactObject;
  createdAt: number;
  /** When it changed, oldest first. Listings see a change only after the world's visibility lag. */
  readonly changes: number[];
  decidedBy: SimulatedMarketplaceOrder['decidedBy'];
  wasReadyToShip: boolean;
  /** Rises when the order is taken over anew: what an earlier life still had on the agenda then does nothing. */
  life: number;
  /** When it came to SHIPPING, and where that puts it in listings. */
  ready: { readonly at: number; readonly place: number } | null;
  readonly shipments: Shipment[];
  /** By id of the refund: units that it took out of what is still to ship. */
  readonly excluded: Map<string, { readonly line: string; readonly quantity: number }>;
  /** Ids of refunds and cancelations that came by the API; all others were made in the portal. */
  readonly byApi: Set<string>;
  /** The body as text, until it changes. */
  text?: string;
}

export const stateOf = (order: MiraklOrder): string => textOf(order.body.order_state) ?? '';
export const linesOf = (order: MiraklOrder): ExactObject[] => objectsOf(order.body.order_lines);
export const lineState = (line: ExactObject): string => textOf(line.order_line_state) ?? '';
export const currencyOf = (body: ExactObject): string => textOf(body.currency_iso_code) ?? 'EUR';
export const textIn = (body: ExactObject, parent: string, name: string): string | null =>
  isObject(body[parent]) ? textOf(body[parent][name]) : null;

/** Notes a change: the body's own update date moves, and sweeps by update date will see it. */
export function changed(order: MiraklOrder, at: number): void {
  order.body.last_updated_date = isoOf(at);
  order.changes.push(at);
  delete order.text;
}

/** Moves a line to a state. */
export function moveLine(line: ExactObject, state: string, at: number): void {
  line.order_line_state = state;
  line.last_updated_date = isoOf(at);
}

/** Order totals are those of the lines that were not refused (CONTRACT §10.5). */
export function retotal(body: ExactObject): void {
  const currency = currencyOf(body);
  const standing = objectsOf(body.order_lines).filter((line) => lineState(line) !== 'REFUSED');
  for (const field of ['price', 'shipping_price', 'total_price', 'total_commission']) {
    body[field] = new Digits(
      sumOf(
        standing.map((line) => textOf(line[field]) ?? '0'),
        currency,
      ),
    );
  }
}

const GONE = new Set(['REFUSED', 'CANCELED']);

/** What the buyer pays, tax included: in TAX_EXCLUDED orders taxes come on top (CONTRACT §10.1). */
export function totalOf(body: ExactObject): string {
  const currency = currencyOf(body);
  const total = textOf(body.total_price) ?? '0';
  if (body.order_tax_mode !== 'TAX_EXCLUDED') return sumOf([total], currency);
  const orderTaxes = objectsOf(body.order_taxes).map((tax) => textOf(tax.total_amount) ?? '0');
  const lineTaxes = objectsOf(body.order_lines)
    .filter((line) => !GONE.has(lineState(line)))
    .flatMap((line) => [...objectsOf(line.taxes), ...objectsOf(line.shipping_taxes)])
    .map((tax) => textOf(tax.amount) ?? '0');
  return sumOf([total, ...(orderTaxes.length > 0 ? orderTaxes : lineTaxes)], currency);
}

/** A tax and how much of it. */
export interface Tax {
  readonly code: string;
  readonly amount: string;
  readonly rate?: string;
}
/** A part of a line that is cancelled or refunded: amounts in the order's own tax mode. */
export interface Part {
  readonly amount: string;
  readonly shipping: string;
  readonly taxes: readonly Tax[];
  readonly shippingTaxes: readonly Tax[];
  readonly quantity: number;
  readonly reason: string;
}

export const amountIn = (body: ExactObject, field: string): string => textOf(body[field]) ?? '0';
export const taxesIn = (body: ExactObject, field: 'taxes' | 'shipping_taxes'): Tax[] =>
  objectsOf(body[field]).map((tax) => {
    const rate = textOf(tax.rate);
    return { code: textOf(tax.code) ?? '', amount: amountIn(tax, 'amount'), ...(rate === null ? {} : { rate }) };
  });
export const taxBodies = (taxes: readonly Tax[]): ExactObject[] =>
  taxes.map(({ code, amount, rate }) => ({
    amount: new Digits(amount),
    code,
    ...(rate === undefined ? {} : { rate: new Digits(rate) }),
  }));

/** The part of a line's commission that goes with a part of its price. */
export function commissionOf(line: ExactObject, amount: string, currency: string) {
  const [fee, price] = [amountIn(line, 'commission_fee'), amountIn(line, 'price')];
  const share = shareOf(fee, amount, price, currency);
  const taxes = objectsOf(line.commission_taxes).map((tax) => ({
    code: textOf(tax.code) ?? '',
    amount: shareOf(amountIn(tax, 'amount'), amount, price, currency),
  }));
  const tax = sumOf(
    taxes.map((one) => one.amount),
    currency,
  );
  return { fee: share, taxes, tax, total: sumOf([share, tax], currency) };
}

/** Amounts move from a line to its cancelations, and are gone from its own totals (CONTRACT §10.4). */
export function cancelPart(line: ExactObject, part: Part, id: string, currency: string, at: number): void {
  const commission = commissionOf(line, part.amount, currency);
  line.cancelations = [
    ...objectsOf(line.cancelations),
    {
      id,
      amount: new Digits(part.amount),
      shipping_amount: new Digits(part.shipping),
      quantity: new Digits(String(part.quantity)),
      reason_code: part.reason,
      taxes: taxBodies(part.taxes),
      shipping_taxes: taxBodies(part.shippingTaxes),
      fees: [],
      created_date: isoOf(at),
      commission_amount: new Digits(commission.fee),
      commission_taxes: commission.taxes.map(({ code, amount }) => ({ amount: new Digits(amount), code })),
      commission_total_amount: new Digits(commission.total),
    },
  ];
  const take = (body: ExactObject, field: string, amount: string) => {
    if (field in body) body[field] = new Digits(less(amountIn(body, field), amount, currency));
  };
  take(line, 'price', part.amount);
  take(line, 'shipping_price', part.shipping);
  take(line, 'total_price', sumOf([part.amount, part.shipping], currency));
  take(line, 'commission_fee', commission.fee);
  take(line, 'commission_vat', commission.tax);
  take(line, 'total_commission', commission.total);
  for (const tax of objectsOf(line.commission_taxes))
    take(tax, 'amount', commission.taxes.find((one) => one.code === textOf(tax.code))?.amount ?? '0');
  for (const [field, taken] of [
    ['taxes', part.taxes],
    ['shipping_taxes', part.shippingTaxes],
  ] as const) {
    const taxes = objectsOf(line[field]);
    for (const tax of taxes) take(tax, 'amount', taken.find((one) => one.code === textOf(tax.code))?.amount ?? '0');
    line[field] = taxes.filter((tax) => !isNothing(amountIn(tax, 'amount')));
  }
  line.last_updated_date = isoOf(at);
}

/** Nothing of the line stands any more. */
export function endLine(line: ExactObject, reason: { readonly code: string; readonly label: string }, at: number): void {
  line.can_refund = false;
  line.order_line_state_reason_code = reason.code;
  line.order_line_state_reason_label = reason.label;
  moveLine(line, 'CANCELED', at);
}
