/** orderCreate: what is refused, and the order that results (CONTRACT §4.1). All or nothing. */
import { compared } from '../exact';
import { isoOf } from '../exchange';
import type { Args } from './coerce';
import type { UserError } from './errors';
import type { ShopOrder } from './order';
import { type CreateParts, input, inputs, Reading, strings, text } from './reading';
import { claimed, routed } from './routing';
import { availableOf } from './stock';

/** Reads and judges the arguments of orderCreate: the order, or every reason why not. Stock is claimed with the order. */
export function createdOrder(args: Args, parts: CreateParts): ShopOrder | readonly UserError[] {
  const order = input(args.order) ?? {};
  const { rules, now } = parts;
  const shop = text(order.currency) ?? rules.currency;
  const reading = new Reading(parts, { shop, presentment: text(order.presentmentCurrency) ?? shop });
  if (rules.dormant) reading.wrong('SHOP_DORMANT', 'Shop is dormant');
  if (inputs(order.lineItems).length === 0) reading.wrong('INVALID', 'Line items must have at least one line item', 'lineItems');
  if (order.customer && text(order.customerId) !== null)
    reading.wrong('REDUNDANT_CUSTOMER_FIELDS', 'Only one of customer and customerId can be provided', 'customer');
  const processedAt = text(order.processedAt);
  if (processedAt !== null && Number.isNaN(Date.parse(processedAt)))
    reading.wrong('PROCESSED_AT_INVALID', 'Processed at is invalid', 'processedAt');

  const lines = inputs(order.lineItems).map((line, index) => reading.line(line, index));
  const shippingLines = inputs(order.shippingLines).map((line, index) => reading.shipping(line, index));
  const taxLines = reading.taxLines(order.taxLines, 'taxLines');
  const onLines = [...lines, ...shippingLines].some((line) => line.taxLines.length > 0);
  if (taxLines.length > 0 && onLines)
    reading.wrong('INVALID', 'Tax lines must be given on the order or on its lines, not on both', 'taxLines');
  const metafields = inputs(order.metafields).map((one, index) => reading.metafield(one, index));
  const transactions = inputs(order.transactions).map((one, index) => reading.transaction(one, index));
  const discount = reading.discount(order, lines, shippingLines);
  if (compared(discount.shop, '0') < 0) reading.wrong('INVALID', 'Discount must not be negative', 'discountCode');
  const [shippingAddress, billingAddress] = [
    reading.address(order.shippingAddress, 'shippingAddress'),
    reading.address(order.billingAddress, 'billingAddress'),
  ];
  const phone = text(order.phone);
  if (rules.refusesPhonesWithLetters && phone !== null && /\p{L}/u.test(phone))
    reading.wrong('INVALID', 'Phone is invalid', 'phone');

  const behaviour = text(input(args.options)?.inventoryBehaviour) ?? 'BYPASS';
  if (behaviour === 'DECREMENT_OBEYING_POLICY') {
    for (const [index, line] of lines.entries()) {
      const asked = lines.filter((one) => one.variant === line.variant).reduce((sum, one) => sum + one.quantity, 0);
      if (line.variant?.policy === 'DENY' && availableOf(line.variant) < asked)
        reading.wrong('INVENTORY_CLAIM_FAILED', 'Unable to reserve inventory', 'lineItems', index);
    }
  }
  if (reading.errors.length > 0) return reading.errors;
  const fulfilmentOrders = routed(lines, parts.catalogue.stock, parts.number, now);
  if (behaviour !== 'BYPASS') claimed(fulfilmentOrders, parts.catalogue.stock, now);
  const tags = [
    ...new Set(
      strings(order.tags)
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    ),
  ];
  // A moment in the future is put back to now since 2026-07 (CONTRACT §3.2).
  const processed = processedAt === null || Date.parse(processedAt) > now ? isoOf(now) : isoOf(Date.parse(processedAt));
  return {
    number: parts.number(),
    name: text(order.name) ?? parts.orderName(),
    createdAt: now,
    updatedAt: now,
    processedAt: processed,
    currencies: reading.currencies,
    taxesIncluded: order.taxesIncluded === true,
    test: order.test === true,
    sourceIdentifier: text(order.sourceIdentifier),
    sourceName: text(order.sourceName),
    billingAddress,
    shippingAddress,
    lines,
    shippingLines,
    taxLines,
    discount,
    statedStatus: text(order.financialStatus),
    decremented: behaviour !== 'BYPASS',
    email: text(order.email),
    phone,
    poNumber: text(order.poNumber),
    note: text(order.note),
    tags,
    attributes: inputs(order.customAttributes).map((one) => ({ key: String(one.key), value: String(one.value) })),
    metafields,
    transactions,
    fulfilmentOrders,
    fulfilments: [],
    refunds: [],
    returns: [],
    closedAt: order.closedAt ? Date.parse(String(order.closedAt)) : null,
    cancelledAt: null,
    cancelReason: null,
    deletedAt: null,
    index: [{ at: now, tags, updatedAt: now }],
  };
}
