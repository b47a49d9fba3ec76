/** An order as the judge sees it: what the marketplace knows, whoever did it. */
import { objectsOf, textOf } from '../exact';
import type { SimulatedMarketplaceOrder } from '../port';
import { amountIn, currencyOf, lineState, linesOf, type MiraklOrder, stateOf, type Tax, taxesIn, textIn, totalOf } from './order';
import type { Return } from './returns';
import { lineIdOf, unitsOf } from './shipment';

export function seenOrder(order: MiraklOrder, returns: readonly Return[]): SimulatedMarketplaceOrder {
  const { body } = order;
  const by = (id: string) => (order.byApi.has(id) ? ('api' as const) : ('portal' as const));
  const amounts = (taxes: readonly Tax[]) => taxes.map(({ code, amount }) => ({ code, amount }));
  const parts = (field: 'refunds' | 'cancelations') =>
    linesOf(order).flatMap((line) =>
      objectsOf(line[field]).map((one) => {
        const id = textOf(one.id) ?? '';
        return {
          id,
          line: lineIdOf(line),
          at: Date.parse(textOf(one.created_date) ?? ''),
          amount: amountIn(one, 'amount'),
          shipping: amountIn(one, 'shipping_amount'),
          taxes: amounts(taxesIn(one, 'taxes')),
          shippingTaxes: amounts(taxesIn(one, 'shipping_taxes')),
          quantity: Number(textOf(one.quantity) ?? '0'),
          reason: textOf(one.reason_code) ?? '',
          excludedFromShipment: order.excluded.has(id),
          by: by(id),
          state: textOf(one.refund_state) ?? 'CANCELED',
        };
      }),
    );
  return {
    id: order.id,
    state: stateOf(order),
    createdAt: order.createdAt,
    updatedAt: order.changes.at(-1) ?? order.createdAt,
    currency: currencyOf(body),
    total: totalOf(body),
    lines: linesOf(order).map((line) => ({
      id: lineIdOf(line),
      sku: textOf(line.offer_sku) ?? '',
      quantity: unitsOf(line),
      state: lineState(line),
    })),
    sellerReference: textIn(body, 'references', 'order_reference_for_seller'),
    decidedBy: order.decidedBy,
    wasReadyToShip: order.wasReadyToShip,
    shipments: order.shipments.map(({ id, status, lines, tracking, createdAt, shippedAt, by: who }) => ({
      id,
      status,
      lines: lines.map(({ line, quantity }) => ({ line, quantity })),
      carrierCode: tracking?.carrierCode ?? null,
      carrierName: tracking?.carrierName ?? null,
      tracking: tracking?.number ?? null,
      trackingUrl: tracking?.url ?? null,
      createdAt,
      shippedAt,
      by: who,
    })),
    refunds: parts('refunds'),
    cancellations: parts('cancelations'),
    returns: returns.map(({ id, state, rma, lines, createdAt, updatedAt, decidedBy }) => ({
      id,
      state,
      rma,
      lines: lines.map(({ line, quantity, reason, compliance }) => ({
        line,
        quantity,
        reason,
        compliant: compliance === null ? null : compliance.compliant,
      })),
      createdAt,
      updatedAt,
      decidedBy,
    })),
  };
}
