/** ST01, ST23, ST24: shipments are made, tracked and sent off; each is refused by itself inside a 2xx (CONTRACT §5). */
import { Digits, type ExactObject, isObject, objectsOf, textOf } from '../exact';
import type { HttpAnswer, HttpRequest } from '../exchange';
import { itemsOf, type Outcome, outcomes } from './batch';
import { type Call, type Marketplace, withBody } from './call';
import { needsTracking, TRACKING_IS_MANDATORY } from './dispatch';
import { linesOf, type MiraklOrder, stateOf } from './order';
import type { Packed } from './parcels';
import { datatype, orRefused, Refusal } from './refusal';
import { isOwnFulfilment } from './rights';
import { lineIdOf, type Shipment, type ShipmentLine, standingLines } from './shipment';
import { shipmentView } from './shipment-view';
import { inWords, trackingOf } from './tracking';

const ENDED = new Set(['CANCELED', 'CLOSED']);
const INVOICE = /^[0-9a-zA-Z_-]{0,255}$/;
const POSITIVE = /^[1-9]\d{0,8}$/;

function create(marketplace: Marketplace, request: HttpRequest): HttpAnswer {
  return withBody(request, (body) =>
    orRefused(() => {
      const items = itemsOf(body, 'shipments', 1000);
      for (const [index, item] of items.entries()) shaped(item, `shipments[${index}]`);
      return outcomes(
        'shipment',
        items.map((item) => ({
          key: { order_id: textOf(item.order_id) ?? '' },
          outcome: created(marketplace, item, request.now),
        })),
        201,
      );
    }),
  );
}
/** What the vendor's schema demands of an item: else the whole call is refused. */
function shaped(item: ExactObject, at: string): void {
  if (typeof item.order_id !== 'string' || item.order_id === '') throw datatype(`${at}.order_id`);
  const lines = item.shipment_lines;
  if (!Array.isArray(lines) || !lines.every(isObject)) throw datatype(`${at}.shipment_lines`);
  if (lines.length === 0) throw new Refusal(`Error with field ${at}.shipment_lines. It must not be empty.`);
  for (const [index, line] of objectsOf(lines).entries()) {
    if (!(line.quantity instanceof Digits) || !POSITIVE.test(line.quantity.text))
      throw new Refusal(`Error with field ${at}.shipment_lines[${index}].quantity. It must be greater than or equal to 1.`);
  }
  if (item.shipped !== undefined && item.shipped !== null && typeof item.shipped !== 'boolean') throw datatype(`${at}.shipped`);
  if (item.tracking !== undefined && item.tracking !== null && !isObject(item.tracking)) throw datatype(`${at}.tracking`);
  const invoice = item.invoice_reference;
  if (invoice !== undefined && invoice !== null && (typeof invoice !== 'string' || !INVOICE.test(invoice)))
    throw new Refusal(`Error with field ${at}.invoice_reference. It must match "[0-9a-zA-Z_-]*".`);
}

function created(marketplace: Marketplace, item: ExactObject, now: number): Outcome {
  const { parcels, books, world } = marketplace;
  const id = textOf(item.order_id) ?? '';
  const order = marketplace.find(id);
  if (!order) return { fault: `Order with id '${id}' not found` };
  if (stateOf(order) !== 'SHIPPING') return { fault: `The order status must be 'SHIPPING' but it is '${stateOf(order)}'.` };
  if (!isOwnFulfilment(order)) return { fault: 'An unauthorized action has been requested on a fulfilled order' };
  const lines = packedLines(marketplace, order, objectsOf(item.shipment_lines));
  if (typeof lines === 'string') return { fault: lines };
  const tracking = isObject(item.tracking) ? trackingOf(item.tracking, 'tracking_url', world.alternativeCarriers) : null;
  if (typeof tracking === 'string') return { fault: tracking };
  const leaves = item.shipped === true;
  if (leaves && needsTracking(order) && (tracking?.number ?? null) === null) return { fault: TRACKING_IS_MANDATORY };
  const invoice = textOf(item.invoice_reference);
  const from = isObject(item.shipping_from) && isObject(item.shipping_from.warehouse) ? item.shipping_from.warehouse : {};
  const warehouse = textOf(from.code);
  const packed: Packed = {
    lines,
    tracking,
    ...(invoice === null ? {} : { invoice }),
    ...(warehouse === null ? {} : { warehouse }),
  };
  const shipment = parcels.pack(order, packed, 'api', now);
  const contents = [...lines].sort((a, b) => (a.line < b.line ? -1 : 1)).map(({ line, quantity }) => `${line}x${quantity}`);
  const fact = `${id} ${contents.join(',')} ${inWords(tracking)}`;
  books.count('mirakl', 'shipment', fact);
  if (leaves) {
    parcels.ship(order, shipment, now);
    books.count('mirakl', 'ship', fact);
  }
  return { done: shipmentView(order, shipment) };
}

/** What of an order goes into a shipment; a string says why it cannot. */
function packedLines(marketplace: Marketplace, order: MiraklOrder, given: readonly ExactObject[]): ShipmentLine[] | string {
  const packed: ShipmentLine[] = [];
  for (const item of given) {
    const [id, sku] = [textOf(item.order_line_id), textOf(item.offer_sku)];
    if (id === null && sku === null) return 'The order line id or the offer sku is mandatory';
    const line = linesOf(order).find((one) => (id === null ? textOf(one.offer_sku) === sku : lineIdOf(one) === id));
    if (!line) return `Order line '${id ?? sku ?? ''}' not found in the order '${order.id}'`;
    const lineId = lineIdOf(line);
    const quantity = Number(textOf(item.quantity) ?? '0');
    const before = packed.filter((one) => one.line === lineId).reduce((sum, one) => sum + one.quantity, 0);
    const open = standingLines(order).includes(line) ? marketplace.parcels.open(order, line) : 0;
    if (before + quantity > open)
      return `The quantity ${before + quantity} of the order line '${lineId}' exceeds what is left to ship: ${open}`;
    const reference = textOf(item.package_reference);
    packed.push({ line: lineId, quantity, ...(reference === null ? {} : { package: reference }) });
  }
  return packed;
}

/** Calls about shipments that exist: each by its id. */
function each(
  marketplace: Marketplace,
  request: HttpRequest,
  shape: (item: ExactObject, at: string) => void,
  deed: (order: MiraklOrder, shipment: Shipment, item: ExactObject) => string | null,
): HttpAnswer {
  return withBody(request, (body) =>
    orRefused(() => {
      const items = itemsOf(body, 'shipments', 1000);
      for (const [index, item] of items.entries()) {
        if (typeof item.id !== 'string' || item.id === '') throw datatype(`shipments[${index}].id`);
        shape(item, `shipments[${index}]`);
      }
      return outcomes(
        'shipment',
        items.map((item) => {
          const id = textOf(item.id) ?? '';
          const found = shipmentOf(marketplace, id);
          const fault = found ? deed(found.order, found.shipment, item) : `Shipment with id '${id}' not found`;
          return { key: { id }, outcome: fault === null ? { done: { id } } : { fault } };
        }),
        200,
      );
    }),
  );
}
function shipmentOf(marketplace: Marketplace, id: string): { order: MiraklOrder; shipment: Shipment } | undefined {
  for (const order of marketplace.all()) {
    const shipment = order.shipments.find((one) => one.id === id);
    if (shipment) return { order, shipment };
  }
  return undefined;
}

const track = (marketplace: Marketplace, request: HttpRequest): HttpAnswer =>
  each(
    marketplace,
    request,
    (item, at) => {
      if (!isObject(item.tracking)) throw datatype(`${at}.tracking`);
    },
    (order, shipment, item) => {
      if (ENDED.has(shipment.status)) return `The tracking of a shipment in status '${shipment.status}' cannot be updated.`;
      const given = isObject(item.tracking) ? item.tracking : {};
      const tracking = trackingOf(given, 'tracking_url', marketplace.world.alternativeCarriers);
      if (typeof tracking === 'string') return tracking;
      marketplace.parcels.track(order, shipment, tracking, request.now);
      marketplace.books.count('mirakl', 'tracking', `${order.id} ${shipment.id} ${inWords(tracking)}`);
      return null;
    },
  );

const ship = (marketplace: Marketplace, request: HttpRequest): HttpAnswer =>
  each(
    marketplace,
    request,
    () => {},
    (order, shipment) => {
      if (shipment.status !== 'SHIPPING') return `The shipment status must be 'SHIPPING' but it is '${shipment.status}'.`;
      if (needsTracking(order) && (shipment.tracking?.number ?? null) === null) return TRACKING_IS_MANDATORY;
      marketplace.parcels.ship(order, shipment, request.now);
      marketplace.books.count('mirakl', 'ship', `${order.id} ${shipment.id}`);
      return null;
    },
  );

const exists = ({ world }: Marketplace): boolean => world.multiShipment;
export const packing: readonly Call[] = [
  { call: 'ST01', method: 'POST', path: /^\/api\/shipments$/, exists, answer: create },
  { call: 'ST23', method: 'POST', path: /^\/api\/shipments\/tracking$/, exists, answer: track },
  { call: 'ST24', method: 'PUT', path: /^\/api\/shipments\/ship$/, exists, answer: ship },
];
