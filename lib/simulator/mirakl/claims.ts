/** The items of OR28 and OR30: parts of lines, read and judged all together, in the order's own tax mode (CONTRACT §4 and §10). */
import { decimalsOf } from '../../model/money';
import { Digits, type Exact, type ExactObject, isObject, sumOf, textOf } from '../exact';
import { isMore, isNothing, less } from './amounts';
import type { Marketplace } from './call';
import { amountIn, currencyOf, linesOf, type MiraklOrder, type Tax } from './order';
import { REASONS } from './platform';
import { datatype, missing, Refusal, type TaxMode } from './refusal';
import { leftOf } from './rights';
import { lineIdOf } from './shipment';
import { claimedTaxes, sentTaxes } from './taxes';

/** One item: what was said, and what it comes to. */
export interface Claim {
  readonly order: MiraklOrder;
  readonly line: ExactObject;
  readonly amount: string;
  readonly shipping: string;
  readonly taxes: readonly Tax[];
  readonly shippingTaxes: readonly Tax[];
  readonly quantity: number;
  readonly reason: string;
  readonly excluded: boolean;
  /** Amounts as they were told, in the request's tax mode. */
  readonly told: { readonly amount: string; readonly shipping: string };
}
export interface Claims {
  readonly mode: TaxMode;
  readonly claims: readonly Claim[];
}

const INTEGER = /^\d{1,9}$/;

/** The members of an item that every claim has. Amounts are JSON numbers; OR28 answers 400 to anything else. */
class Item {
  constructor(
    private readonly body: ExactObject,
    readonly at: string,
  ) {}
  text(field: string): string {
    const value = this.body[field];
    if (value === undefined || value === null || value === '') throw missing(`${this.at}.${field}`);
    if (typeof value !== 'string') throw datatype(`${this.at}.${field}`);
    return value;
  }
  textOrNone(field: string): string | null {
    return this.body[field] === undefined || this.body[field] === null ? null : this.text(field);
  }
  amount(field: string, currency: string): string {
    const value = this.body[field];
    if (value === undefined || value === null) throw missing(`${this.at}.${field}`);
    if (!(value instanceof Digits)) throw datatype(`${this.at}.${field}`);
    const exact = sumOf([value.text], currency);
    if (exact.startsWith('-')) throw new Refusal(`Error with field ${this.at}.${field}. It must not be negative.`);
    if ((exact.split('.')[1] ?? '').length > decimalsOf(currency))
      throw new Refusal(`Error with field ${this.at}.${field}. It has more than ${decimalsOf(currency)} decimals.`);
    return exact;
  }
  quantity(required: boolean): number {
    const value = this.body.quantity;
    if (value === undefined || value === null) {
      if (required) throw missing(`${this.at}.quantity`);
      return 0;
    }
    if (!(value instanceof Digits) || !INTEGER.test(value.text)) throw datatype(`${this.at}.quantity`);
    return Number(value.text);
  }
  flag(field: string): boolean {
    const value = this.body[field];
    if (value === undefined || value === null) return false;
    if (typeof value !== 'boolean') throw datatype(`${this.at}.${field}`);
    return value;
  }
  member(field: string): Exact | undefined {
    return this.body[field];
  }
}

function reasonOf(item: Item, type: 'REFUND' | 'CANCELATION'): string {
  const code = item.text('reason_code');
  const known = REASONS.reasons.find((one) => one.type === type && one.code === code);
  if (!known) throw new Refusal(`The reason with code '${code}' does not exist for the type ${type}`);
  if (!known.is_shop_right) throw new Refusal(`The reason with code '${code}' cannot be used by a shop`);
  return code;
}
function currencyFor(item: Item, order: MiraklOrder, platform: string): string {
  const currency = currencyOf(order.body);
  const told = item.textOrNone('currency_iso_code');
  if (told === null && currency !== platform)
    throw new Refusal(`Error with field ${item.at}.currency_iso_code. It is required: the order is in ${currency}.`);
  if (told !== null && told !== currency) throw new Refusal(`The currency '${told}' is not that of the order`);
  return currency;
}
function modeOf(body: ExactObject, platform: TaxMode): TaxMode {
  const told = body.order_tax_mode;
  if (told === undefined || told === null) return platform;
  if (told !== 'TAX_INCLUDED' && told !== 'TAX_EXCLUDED')
    throw new Refusal(`The value '${textOf(told) ?? ''}' is not valid for the parameter : order_tax_mode`);
  return told;
}

/** Reads all items; throws Refusal at the first that cannot be. Items of the same line count together. */
export function claimsOf(kind: 'refund' | 'cancelation', body: Exact, marketplace: Marketplace): Claims {
  const list = `${kind}s`;
  const items = isObject(body) ? body[list] : undefined;
  if (!isObject(body) || !Array.isArray(items)) throw datatype(list);
  if (items.length === 0) throw new Refusal(`Error with field ${list}. It must not be empty.`);
  const mode = modeOf(body, marketplace.taxMode());
  const { orderLevelTaxes } = marketplace.world;
  if (kind === 'cancelation' && orderLevelTaxes && mode !== marketplace.taxMode())
    throw new Refusal(`The order tax mode must be ${marketplace.taxMode()}`);
  const spent = new Map<ExactObject, Claim[]>();
  const claims = items.map((given, index) => {
    const at = `${list}[${index}]`;
    if (!isObject(given)) throw datatype(at);
    const claim = claimOf(kind, new Item(given, at), mode, marketplace, spent);
    spent.set(claim.line, [...(spent.get(claim.line) ?? []), claim]);
    return claim;
  });
  return { mode, claims };
}

function claimOf(
  kind: 'refund' | 'cancelation',
  item: Item,
  mode: TaxMode,
  marketplace: Marketplace,
  spent: ReadonlyMap<ExactObject, readonly Claim[]>,
): Claim {
  const lineId = item.text('order_line_id');
  const order = marketplace.ofLine(lineId);
  const line = order && linesOf(order).find((one) => lineIdOf(one) === lineId);
  if (!order || !line) throw new Refusal(`Order line with id '${lineId}' not found`, 404);
  const currency = currencyFor(item, order, marketplace.currency);
  const [amount, shipping] = [item.amount('amount', currency), item.amount('shipping_amount', currency)];
  const quantity = item.quantity(kind === 'cancelation');
  const reason = reasonOf(item, kind === 'refund' ? 'REFUND' : 'CANCELATION');
  const fees = item.member('fees');
  if (fees !== undefined && fees !== null && !Array.isArray(fees)) throw datatype(`${item.at}.fees`);
  if (Array.isArray(fees) && fees.length > 0) throw new Refusal(`The order line '${lineId}' has no such fee`);
  if (kind === 'refund' && line.can_refund !== true)
    throw new Refusal(`The order line '${lineId}' cannot be refunded in its current state`);

  const own: TaxMode = order.body.order_tax_mode === 'TAX_EXCLUDED' ? 'TAX_EXCLUDED' : 'TAX_INCLUDED';
  const mayNotSend = kind === 'cancelation' && marketplace.world.orderLevelTaxes && mode === 'TAX_EXCLUDED';
  const already = spent.get(line) ?? [];
  const left = leftOf(line, currency);
  const part = (field: 'taxes' | 'shipping_taxes', price: 'price' | 'shipping_price', told: string) => {
    const sent = sentTaxes(item.member(field), `${item.at}.${field}`, currency, mayNotSend);
    const before = already.flatMap((one) => (field === 'taxes' ? one.taxes : one.shippingTaxes));
    const rest = (field === 'taxes' ? left.taxes : left.shippingTaxes).map((tax) => ({
      ...tax,
      amount: less(
        tax.amount,
        sumOf(
          before.filter((one) => one.code === tax.code).map((one) => one.amount),
          currency,
        ),
        currency,
      ),
    }));
    return claimedTaxes({ line, field, price: amountIn(line, price), told, sent, left: rest, mode, own, currency, at: item.at });
  };
  const taxes = part('taxes', 'price', amount);
  const shippingTaxes = part('shipping_taxes', 'shipping_price', shipping);
  const converted = (told: string, of: readonly Tax[]) => {
    const tax = sumOf(
      of.map((one) => one.amount),
      currency,
    );
    if (mode === own) return told;
    return own === 'TAX_INCLUDED' ? sumOf([told, tax], currency) : less(told, tax, currency);
  };
  const claim: Claim = {
    order,
    line,
    amount: converted(amount, taxes),
    shipping: converted(shipping, shippingTaxes),
    taxes,
    shippingTaxes,
    quantity,
    reason,
    excluded: kind === 'refund' && item.flag('excluded_from_shipment'),
    told: { amount, shipping },
  };
  within(claim, already, left, kind, currency);
  return claim;
}

/** No more than is left of the line; and something at all. */
function within(claim: Claim, already: readonly Claim[], left: ReturnType<typeof leftOf>, kind: string, currency: string): void {
  const total = (field: 'amount' | 'shipping') =>
    sumOf(
      [...already, claim].map((one) => one[field]),
      currency,
    );
  const id = lineIdOf(claim.line);
  if (kind === 'refund' && isNothing(claim.amount) && isNothing(claim.shipping))
    throw new Refusal(`The refund of the order line '${id}' must be greater than zero`);
  for (const [field, name] of [
    ['amount', 'amount'],
    ['shipping', 'shipping amount'],
  ] as const)
    if (isMore(total(field), left[field]))
      throw new Refusal(`The ${name} of the ${kind} exceeds what is left of the order line '${id}' (${left[field]} ${currency})`);
}
