/** An order as the simulated marketplace holds it: the body that OR11 serves, and what only the marketplace knows. */
import { Digits, type ExactObject, isObject, objectsOf, sumOf, textOf } from '../exact';
import { isoOf } from '../exchange';
import type { SimulatedMarketplaceOrder } from '../port';

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

/** A line's amounts move to its cancelations, and are gone from its own totals (CONTRACT §10.4). */
export function cancelLine(line: ExactObject, id: string, currency: string, at: number): void {
  const nothing = () => new Digits(sumOf([], currency));
  const part = (field: string) => new Digits(textOf(line[field]) ?? '0');
  const withoutRule = (taxes: ExactObject[]): ExactObject[] => taxes.map(({ tax_calculation_rule: _, ...tax }) => tax);
  line.cancelations = [
    ...objectsOf(line.cancelations),
    {
      id,
      amount: part('price'),
      shipping_amount: part('shipping_price'),
      quantity: line.quantity ?? new Digits('1'),
      reason_code: '34',
      taxes: withoutRule(objectsOf(line.taxes)),
      shipping_taxes: withoutRule(objectsOf(line.shipping_taxes)),
      fees: [],
      created_date: isoOf(at),
      commission_amount: part('commission_fee'),
      commission_taxes: objectsOf(line.commission_taxes).map(({ rate: _, ...tax }) => tax),
      commission_total_amount: part('total_commission'),
    },
  ];
  for (const field of ['price', 'shipping_price', 'total_price', 'commission_fee', 'commission_vat', 'total_commission']) {
    if (field in line) line[field] = nothing();
  }
  line.commission_taxes = objectsOf(line.commission_taxes).map((tax) => ({ ...tax, amount: nothing() }));
  line.taxes = [];
  line.shipping_taxes = [];
  line.can_refund = false;
  line.order_line_state_reason_code = '34';
  line.order_line_state_reason_label = 'Cancelled by the client prior to shipping';
  moveLine(line, 'CANCELED', at);
}

/** The order as the judge sees it. */
export function seenOrder(order: MiraklOrder): SimulatedMarketplaceOrder {
  return {
    id: order.id,
    state: stateOf(order),
    createdAt: order.createdAt,
    updatedAt: order.changes.at(-1) ?? order.createdAt,
    currency: currencyOf(order.body),
    total: totalOf(order.body),
    lines: linesOf(order).map((line) => ({
      id: textOf(line.order_line_id) ?? '',
      sku: textOf(line.offer_sku) ?? '',
      quantity: Number(textOf(line.quantity) ?? '0'),
      state: lineState(line),
    })),
    sellerReference: textIn(order.body, 'references', 'order_reference_for_seller'),
    decidedBy: order.decidedBy,
    wasReadyToShip: order.wasReadyToShip,
  };
}
