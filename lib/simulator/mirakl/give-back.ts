/** OR28, OR29, OR30: money goes back, or never comes. Refused whole, a call changes nothing. */
import { Digits, type ExactObject, writeExact } from '../exact';
import type { HttpAnswer, HttpRequest } from '../exchange';
import { done, ok, refused } from './answers';
import { type Call, type Marketplace, withBody } from './call';
import { type Claim, type Claims, claimsOf } from './claims';
import { currencyOf, type MiraklOrder, stateOf, taxBodies } from './order';
import { orRefused, Refusal } from './refusal';
import { lineIdOf, shippedUnits, standingLines } from './shipment';

/** An item in the answer: as it was told, with what it came to. */
function answered({ claim }: { readonly claim: Claim }): ExactObject {
  return {
    amount: new Digits(claim.told.amount),
    currency_iso_code: currencyOf(claim.order.body),
    fees: [],
    order_line_id: lineIdOf(claim.line),
    quantity: new Digits(String(claim.quantity)),
    reason_code: claim.reason,
    shipping_amount: new Digits(claim.told.shipping),
    shipping_taxes: taxBodies(claim.shippingTaxes),
    taxes: taxBodies(claim.taxes),
  };
}
/** What was told, for the books: the same twice is the same fact twice. */
const fact = ({ order, line, told, quantity, reason }: Claim): string =>
  `${order.id} ${lineIdOf(line)} ${told.amount}+${told.shipping} x${quantity} ${reason}`;

function perOrder(claims: readonly Claim[]): Map<MiraklOrder, Claim[]> {
  const orders = new Map<MiraklOrder, Claim[]>();
  for (const claim of claims) orders.set(claim.order, [...(orders.get(claim.order) ?? []), claim]);
  return orders;
}

/** Units that are taken out of the shipment must still be there to ship. */
function stillToShip(claims: readonly Claim[], { parcels }: Marketplace): void {
  for (const { order, line } of claims) {
    const units = claims.filter((one) => one.line === line).reduce((sum, one) => sum + one.quantity, 0);
    if (units > parcels.open(order, line))
      throw new Refusal(`The quantity ${units} exceeds what is left to ship of the order line '${lineIdOf(line)}'`);
  }
}

function refund(marketplace: Marketplace, request: HttpRequest): HttpAnswer {
  return withBody(request, (body) =>
    orRefused(() => {
      const { mode, claims } = claimsOf('refund', body, marketplace);
      stillToShip(
        claims.filter((claim) => claim.excluded),
        marketplace,
      );
      const ids = new Map<Claim, { readonly id: string; readonly orderRefundId: string }>();
      for (const [order, parts] of perOrder(claims)) {
        const made = marketplace.refunds.make(order, parts, 'api', request.now);
        for (const [index, claim] of parts.entries()) ids.set(claim, made[index] as { id: string; orderRefundId: string });
      }
      for (const claim of claims) marketplace.books.count('mirakl', 'refund', fact(claim));
      const refunds = claims.map((claim) => ({
        ...answered({ claim }),
        excluded_from_shipment: claim.excluded,
        order_refund_id: ids.get(claim)?.orderRefundId ?? '',
        refund_id: ids.get(claim)?.id ?? '',
      }));
      return ok(writeExact({ order_tax_mode: mode, refunds }), {}, true);
    }),
  );
}

function mayCancel(marketplace: Marketplace, { claims }: Claims): void {
  if (!marketplace.world.partialCancelation) throw new Refusal('Partial cancelation is not enabled on this platform');
  for (const { order, line, quantity } of claims) {
    if (order.body.can_cancel !== true) throw new Refusal(`The order '${order.id}' cannot be canceled in its current state`);
    if (quantity === 0)
      throw new Refusal(`The quantity to cancel of the order line '${lineIdOf(line)}' must be greater than zero`);
  }
  stillToShip(claims, marketplace);
}
function cancelLines(marketplace: Marketplace, request: HttpRequest): HttpAnswer {
  return withBody(request, (body) =>
    orRefused(() => {
      const read = claimsOf('cancelation', body, marketplace);
      mayCancel(marketplace, read);
      const ids = new Map<Claim, string>();
      for (const [order, parts] of perOrder(read.claims)) {
        const made = marketplace.life.cancelParts(order, parts, 'api', request.now);
        for (const [index, claim] of parts.entries()) ids.set(claim, made[index] ?? '');
      }
      for (const claim of read.claims) marketplace.books.count('mirakl', 'cancel', fact(claim));
      const cancelations = read.claims.map((claim) => ({ ...answered({ claim }), cancelation_id: ids.get(claim) ?? '' }));
      return ok(writeExact({ cancelations, order_tax_mode: read.mode }), {}, true);
    }),
  );
}

function cancelOrder(marketplace: Marketplace, { now }: HttpRequest, id = ''): HttpAnswer {
  const order = marketplace.find(id);
  if (!order) return refused(404, `Order with id '${id}' not found`);
  const shipped = standingLines(order).some((line) => shippedUnits(order, line) > 0);
  if (order.body.can_cancel !== true || shipped)
    return refused(400, `The order '${id}' cannot be canceled: it is in state '${stateOf(order)}'`);
  marketplace.life.cancel(order, 'api', now);
  marketplace.books.count('mirakl', 'cancel', id);
  return done();
}

export const givingBack: readonly Call[] = [
  { call: 'OR28', method: 'PUT', path: /^\/api\/orders\/refund$/, answer: refund },
  { call: 'OR30', method: 'PUT', path: /^\/api\/orders\/cancel$/, answer: cancelLines },
  { call: 'OR29', method: 'PUT', path: /^\/api\/orders\/([^/]+)\/cancel$/, answer: cancelOrder },
];
