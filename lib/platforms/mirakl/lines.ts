/** One order line of OR11: what was sold, how far it is, and what was refunded or cancelled of it. contracts/mirakl §4 and §10. */
import { add, fromMinor, type Money, minor, share, sum, zero } from '../../model/money';
import type { Cancellation, Charge, Line, LineState, Quantities, Refund, Tax } from '../../model/order';
import { amount, instantOf, percent, unitPrice } from './amounts';
import { fieldsOf } from './fields';
import type { Learned } from './learned';
import { COMPUTED_BY_MIRAKL, LINE_STATES, REFUND_STATES, unitsOf, wordOf } from './mapping';
import type { MiraklLine, MiraklTax } from './payload';

export interface ReadLine {
  readonly line: Line;
  readonly state: LineState;
  readonly quantities: Quantities;
  /** Shipping and fees of this line; none where the line was refused or cancelled. */
  readonly charges: readonly Charge[];
  readonly refunds: readonly Refund[];
  readonly cancellations: readonly Cancellation[];
  /** False: refused or cancelled, so the source's totals leave it out. */
  readonly counts: boolean;
  readonly unknown: readonly { readonly field: string; readonly value: string }[];
}
export interface LineContext {
  readonly currency: string;
  readonly learned: Learned;
  readonly fulfilledBy: Line['fulfilledBy'];
  readonly shipping: { readonly code?: string; readonly label?: string };
  readonly updatedAt: string;
}

/** `path` is `order_lines[n]`, for naming what cannot be read. Throws Unread. */
export function readLine(raw: MiraklLine, path: string, around: LineContext): ReadLine {
  const { currency } = around;
  const unknown: { field: string; value: string }[] = [];
  const state = stateOf(raw, path, unknown);
  const counts = state !== 'refused' && state !== 'cancelled';
  const price = amount(`${path}.price`, raw.price, currency);
  const unit = unitPrice(`${path}.price_unit`, raw.price_unit, currency, around.learned.priceDecimals);
  const cancellations = raw.cancelations.map((one, n) => ({
    id: one.id,
    lineId: raw.order_line_id,
    item: amount(`${path}.cancelations[${n}].amount`, one.amount, currency),
    shipping: amount(`${path}.cancelations[${n}].shipping_amount`, one.shipping_amount, currency),
    taxes: [
      ...readTaxes(one.taxes, `${path}.cancelations[${n}].taxes`, around),
      ...readTaxes(one.shipping_taxes, `${path}.cancelations[${n}].shipping_taxes`, around),
    ],
    quantity: one.quantity ?? 0,
    ...(one.reason_code ? { reason: one.reason_code } : {}),
    at: instantOf(one.created_date) ?? around.updatedAt,
  }));
  const refunds = raw.refunds.map((one, n) => readRefund(one, `${path}.refunds[${n}]`, raw.order_line_id, around, unknown));
  const units = unitsOf({
    quantity: raw.quantity,
    stated: cancellations.reduce((all, one) => all + one.quantity, 0),
    price: minor(price),
    unit: unit ? minor(unit) : 0n,
    cancelled: minor(
      sum(
        cancellations.map((one) => one.item),
        currency,
      ),
    ),
    whole: state === 'cancelled',
  });
  const source = raw.offer_sku ?? raw.product_shop_sku ?? '';
  return {
    line: {
      id: raw.order_line_id,
      fulfilledBy: around.fulfilledBy,
      sku: { source },
      title: raw.product_title ?? source,
      quantity: units.ordered,
      unitPrice: unit ?? each(price, units.ordered - units.cancelled),
      price,
      discounts: raw.promotions.map((one, n) => ({
        ...(one.promo_code ? { code: one.promo_code } : {}),
        title: one.configuration?.internal_description ?? one.id ?? 'promotion',
        amount: amount(`${path}.promotions[${n}].deduced_amount`, one.deduced_amount, currency),
      })),
      taxes: readTaxes(raw.taxes, `${path}.taxes`, around),
      ...fieldsOf(raw.order_line_additional_fields),
    },
    state,
    quantities: countersOf(raw, state, units, refunds),
    charges: counts ? readCharges(raw, path, around) : [],
    refunds,
    cancellations,
    counts,
    unknown,
  };
}

const each = (price: Money, units: number): Money =>
  units > 0 ? fromMinor(minor(price) / BigInt(units), price.currency) : zero(price.currency);

function readCharges(raw: MiraklLine, path: string, around: LineContext): Charge[] {
  const { currency, shipping } = around;
  const lineId = raw.order_line_id;
  const carriage: Charge = {
    kind: 'shipping',
    title: shipping.label ?? shipping.code ?? 'Shipping',
    ...(shipping.code ? { code: shipping.code } : {}),
    amount: amount(`${path}.shipping_price`, raw.shipping_price, currency),
    taxes: readTaxes(raw.shipping_taxes, `${path}.shipping_taxes`, around),
    lineId,
  };
  const fees = raw.fees.map(
    (fee, n): Charge => ({
      kind: 'fee',
      title: fee.code,
      code: fee.code,
      amount: amount(`${path}.fees[${n}].amount`, fee.amount, currency),
      taxes: [],
      lineId,
    }),
  );
  return [carriage, ...fees];
}

function readTaxes(taxes: readonly MiraklTax[], path: string, around: LineContext): Tax[] {
  return taxes.map((tax, n) => ({
    code: tax.code,
    rate: percent(`${path}[${n}].rate`, tax.rate),
    amount: amount(`${path}[${n}].amount`, tax.amount, around.currency),
    liable: around.learned.marketplaceTaxCodes?.includes(tax.code) ? 'marketplace' : 'seller',
    ...(tax.tax_calculation_rule === COMPUTED_BY_MIRAKL ? { refundedBy: 'source' as const } : {}),
  }));
}

function readRefund(
  raw: MiraklLine['refunds'][number],
  path: string,
  lineId: string,
  around: LineContext,
  unknown: { field: string; value: string }[],
): Refund {
  const { currency } = around;
  const stated = raw.refund_state ?? raw.state;
  const state = stated === undefined ? (raw.transaction_date ? 'done' : 'pending') : wordOf(REFUND_STATES, stated);
  if (state === undefined && stated !== undefined) unknown.push({ field: `${path}.refund_state`, value: stated });
  const doneAt = state === 'done' ? instantOf(raw.transaction_date) : undefined;
  const fees = raw.fees.map((fee, n) => ({ code: fee.code, amount: amount(`${path}.fees[${n}].amount`, fee.amount, currency) }));
  const shippingTaxes = readTaxes(raw.shipping_taxes, `${path}.shipping_taxes`, around);
  return {
    id: raw.id,
    lineId,
    state: state ?? 'pending',
    // A refunded fee is money back for the line.
    item: add(
      amount(`${path}.amount`, raw.amount, currency),
      sum(
        fees.map((fee) => fee.amount),
        currency,
      ),
    ),
    shipping: amount(`${path}.shipping_amount`, raw.shipping_amount, currency),
    taxes: [...readTaxes(raw.taxes, `${path}.taxes`, around), ...shippingTaxes],
    ...(shippingTaxes.length > 0 ? { shippingTaxes } : {}),
    ...(fees.length > 0 ? { fees } : {}),
    quantity: raw.quantity ?? 0,
    ...(raw.reason_code ? { reason: raw.reason_code } : {}),
    at: instantOf(raw.created_date) ?? around.updatedAt,
    ...(doneAt === undefined ? {} : { doneAt }),
  };
}

function stateOf(raw: MiraklLine, path: string, unknown: { field: string; value: string }[]): LineState {
  const state = wordOf(LINE_STATES, raw.order_line_state);
  if (state === undefined) {
    unknown.push({ field: `${path}.order_line_state`, value: raw.order_line_state });
    return 'unknown';
  }
  if (state !== 'by dates') return state;
  if (raw.received_date) return 'delivered';
  return raw.shipped_date || raw.order_line_state === 'CLOSED' ? 'shipped' : 'accepted';
}

function countersOf(
  raw: MiraklLine,
  state: LineState,
  units: { ordered: number; cancelled: number },
  refunds: readonly Refund[],
): Quantities {
  const { ordered, cancelled } = units;
  const accepted = state === 'pending' || state === 'refused' || state === 'unknown' ? 0 : ordered;
  const gone = state === 'shipped' || state === 'delivered';
  const left = accepted - Math.min(cancelled, accepted);
  // Mirakl's refund quantity is informative and often 0; only a line that is wholly refunded says that its units will not ship.
  const refundedUnshipped = raw.order_line_state === 'REFUNDED' && !gone ? left : 0;
  const stated = refunds.reduce((all, one) => all + (one.state === 'done' ? one.quantity : 0), 0);
  return {
    ordered,
    accepted,
    refused: state === 'refused' ? ordered : 0,
    cancelRequested: 0,
    cancelled: Math.min(cancelled, accepted),
    refundedUnshipped,
    shipped: gone ? left : 0,
    delivered: state === 'delivered' ? left : 0,
    returnAdvised: 0,
    returnReceived: 0,
    restocked: 0,
    scrapped: 0,
    refunded: Math.min(accepted, Math.max(stated, refundedUnshipped)),
    invoiced: 0,
    credited: 0,
  };
}

/**
 * Taxes that the order states as a whole ("order level tax calculation") and its lines do not: shared over the lines by
 * price, to the last minor unit. Whether lines then carry none is [unverified]; where they do, theirs are kept.
 */
export function withOrderTaxes(lines: readonly ReadLine[], taxes: readonly Tax[]): ReadLine[] {
  const bearing = lines.filter((one) => one.counts);
  const stated = bearing.some((one) => one.line.taxes.length > 0 || one.charges.some((charge) => charge.taxes.length > 0));
  if (taxes.length === 0 || stated || bearing.length === 0) return [...lines];
  const prices = bearing.map((one) => minor(one.line.price));
  const weights = prices.every((price) => price <= 0n) ? prices.map(() => 1n) : prices;
  const shares = taxes.map((tax) => share(tax.amount, weights));
  return lines.map((one) => {
    const at = bearing.indexOf(one);
    if (at < 0) return one;
    // The order's own taxes go back by the marketplace's own sums: a line's part of them is told nowhere.
    const own = taxes.map((tax, n) => ({
      ...tax,
      amount: shares[n]?.[at] ?? zero(tax.amount.currency),
      refundedBy: 'source' as const,
    }));
    return { ...one, line: { ...one.line, taxes: own } };
  });
}
