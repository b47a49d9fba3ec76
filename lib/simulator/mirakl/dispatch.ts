/** OR23 and OR24: an order's tracking, and that its goods have left (CONTRACT §4). */
import { isObject, textOf } from '../exact';
import type { HttpAnswer, HttpRequest } from '../exchange';
import { done, refused } from './answers';
import { type Call, type Marketplace, withBody } from './call';
import { type MiraklOrder, stateOf } from './order';
import { SHIPPING_TYPES } from './platform';
import { isOwnFulfilment } from './rights';
import { inWords, shownTracking, trackingOf } from './tracking';

const AFTERWARDS = new Set(['SHIPPED', 'TO_COLLECT', 'RECEIVED']);

/** SH12: the order's shipping type cannot go without a tracking number. */
export const needsTracking = (order: MiraklOrder): boolean =>
  SHIPPING_TYPES.shipping_types.some((type) => type.code === textOf(order.body.shipping_type_code) && type.mandatory_tracking);
export const TRACKING_IS_MANDATORY = 'Tracking details are mandatory for this shipping method';

function track(marketplace: Marketplace, request: HttpRequest, id = ''): HttpAnswer {
  return withBody(request, (body) => {
    const order = marketplace.find(id);
    if (!order) return refused(404, `Order with id '${id}' not found`);
    if (!isObject(body)) return refused(400, 'The body must be an object');
    const tracking = trackingOf(body, 'carrier_url', marketplace.world.alternativeCarriers);
    if (typeof tracking === 'string') return refused(400, tracking);
    const state = stateOf(order);
    if (state !== 'SHIPPING' && !(AFTERWARDS.has(state) && marketplace.world.trackingAfterShipment))
      return refused(400, `The tracking of the order cannot be updated: it is in state '${state}'`);
    if (!isOwnFulfilment(order)) return refused(400, 'An unauthorized action has been requested on a fulfilled order');
    marketplace.parcels.trackOrder(order, tracking, request.now);
    marketplace.books.count('mirakl', 'tracking', `${id} ${inWords(tracking)}`);
    return done();
  });
}

/** A body, if there is one, is ignored. */
function ship(marketplace: Marketplace, { now }: HttpRequest, id = ''): HttpAnswer {
  const order = marketplace.find(id);
  if (!order) return refused(404, `Order with id '${id}' not found`);
  if (stateOf(order) !== 'SHIPPING') return refused(400, `The order status must be 'SHIPPING' but it is '${stateOf(order)}'.`);
  if (order.body.can_shop_ship === false) return refused(400, 'The order cannot be shipped by the shop');
  if (needsTracking(order) && (shownTracking(order.body)?.number ?? null) === null) return refused(400, TRACKING_IS_MANDATORY);
  marketplace.parcels.shipRest(order, 'api', now);
  marketplace.books.count('mirakl', 'ship', id);
  return done();
}

export const dispatching: readonly Call[] = [
  { call: 'OR23', method: 'PUT', path: /^\/api\/orders\/([^/]+)\/tracking$/, answer: track },
  { call: 'OR24', method: 'PUT', path: /^\/api\/orders\/([^/]+)\/ship$/, answer: ship },
];
