/** ST11 and ST12: what has been packed, and what is still to ship (CONTRACT §5). */
import { Digits, type ExactObject, isObject, objectsOf, textOf } from '../exact';
import { type HttpAnswer, type HttpRequest, isoOf } from '../exchange';
import type { Call, Marketplace } from './call';
import { linesOf, type MiraklOrder, stateOf, textIn } from './order';
import { rangeOf, repeatedOf } from './parameters';
import { workflowOf } from './rights';
import { seek } from './seek';
import { lineIdOf, type Shipment } from './shipment';

const STATUSES = new Set([
  'SHIPPING',
  'READY_FOR_PICK_UP',
  'SHIPMENT_PREPARED',
  'SHIPPED',
  'TO_COLLECT',
  'RECEIVED',
  'CANCELED',
  'CLOSED',
]);
const DEBITS = new Set([
  'NO_DEBIT',
  'NOT_STARTED',
  'WAITING_TAX_CONFIRMATION',
  'WAITING_OPERATOR_SYSTEM_CONTACT',
  'WAITING_DEBIT_CONFIRMATION',
  'DEBIT_OK',
  'CANCELED',
]);

/** Only payment on shipment debits by shipment. */
function debitOf(order: MiraklOrder, shipment: Shipment): string {
  if (workflowOf(order) !== 'PAY_ON_SHIPMENT') return 'NO_DEBIT';
  if (shipment.status === 'CANCELED') return 'CANCELED';
  return shipment.shippedAt === null ? 'NOT_STARTED' : 'DEBIT_OK';
}
const given = (members: Readonly<Record<string, string | null>>): ExactObject =>
  Object.fromEntries(Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== null));

/** A shipment as ST01 and ST11 show it. */
export function shipmentView(order: MiraklOrder, shipment: Shipment): ExactObject {
  const { tracking, invoice = null, warehouse } = shipment;
  return {
    created_date: isoOf(shipment.createdAt),
    id: shipment.id,
    last_updated_date: isoOf(shipment.updatedAt),
    order_id: order.id,
    shipment_additional_information: [],
    shipment_lines: shipment.lines.map((one) => {
      const line = linesOf(order).find((candidate) => lineIdOf(candidate) === one.line);
      return {
        ...given({ offer_sku: line ? textOf(line.offer_sku) : null, package_reference: one.package ?? null }),
        order_line_id: one.line,
        quantity: new Digits(String(one.quantity)),
      };
    }),
    status: shipment.status,
    status_customer_debit: debitOf(order, shipment),
    ...given({ invoice_reference: invoice, shipped_date: shipment.shippedAt === null ? null : isoOf(shipment.shippedAt) }),
    ...(warehouse === undefined ? {} : { shipping_from: { warehouse: { code: warehouse } } }),
    ...(tracking === null
      ? {}
      : {
          tracking: given({
            carrier_code: tracking.carrierCode,
            carrier_name: tracking.carrierName,
            carrier_standard_code: tracking.standardCode,
            tracking_number: tracking.number,
            tracking_url: tracking.url,
          }),
        }),
  };
}

interface Listed {
  readonly order: MiraklOrder;
  readonly shipment: Shipment;
}
function listShipments(marketplace: Marketplace, { url, now }: HttpRequest): HttpAnswer {
  const items = marketplace
    .all()
    .flatMap((order): Listed[] => order.shipments.map((shipment) => ({ order, shipment })))
    .sort((a, b) => a.shipment.place - b.shipment.place);
  return seek(url, {
    items,
    placeOf: ({ shipment }) => shipment.place,
    sort: 'dateCreated',
    filter: (query) => {
      const orders = repeatedOf(query, 'order_id');
      const states = repeatedOf(query, 'shipment_state_code', STATUSES);
      const debits = repeatedOf(query, 'shipment_customer_debit_state_code', DEBITS);
      const updated = rangeOf(query, 'last_updated_from', 'last_updated_to');
      const listed = (at: number) => at <= now - marketplace.world.visibilityLag;
      return ({ order, shipment }) =>
        (orders?.has(order.id) ?? true) &&
        (states?.has(shipment.status) ?? true) &&
        (debits?.has(debitOf(order, shipment)) ?? true) &&
        (updated === null || (listed(shipment.updatedAt) && updated(shipment.updatedAt)));
    },
    view: ({ order, shipment }) => shipmentView(order, shipment),
  });
}

function listItems(marketplace: Marketplace, { url }: HttpRequest): HttpAnswer {
  const { parcels } = marketplace;
  const items = marketplace
    .all()
    .filter((order) => stateOf(order) === 'SHIPPING' && order.ready !== null && parcels.rest(order).length > 0)
    .sort((a, b) => (a.ready?.place ?? 0) - (b.ready?.place ?? 0));
  return seek(url, {
    items,
    placeOf: (order) => order.ready?.place ?? 0,
    sort: 'shippingDate',
    filter: (query) => {
      const orders = repeatedOf(query, 'order_id');
      const centres = repeatedOf(query, 'fulfillment_center_code');
      const since = rangeOf(query, 'shipping_date_from', 'shipping_date_to');
      return (order) =>
        (orders?.has(order.id) ?? true) && (centres?.has(centreOf(order)) ?? true) && (since?.(order.ready?.at ?? 0) ?? true);
    },
    view: (order) => toShip(order, marketplace),
  });
}
const centreOf = ({ body }: MiraklOrder): string =>
  (isObject(body.fulfillment) ? textIn(body.fulfillment, 'center', 'code') : null) ?? 'DEFAULT';

function toShip(order: MiraklOrder, { parcels }: Marketplace): ExactObject {
  const { body } = order;
  const open = parcels.rest(order);
  const address = isObject(body.customer) && isObject(body.customer.shipping_address) ? body.customer.shipping_address : {};
  return {
    fulfillment: { center: { code: centreOf(order) } },
    order_id: order.id,
    references: given({
      order_reference_for_customer: textIn(body, 'references', 'order_reference_for_customer'),
      order_reference_for_seller: textIn(body, 'references', 'order_reference_for_seller'),
    }),
    shipment_lines: objectsOf(body.order_lines).flatMap((line) => {
      const rest = open.find((one) => one.line === lineIdOf(line));
      if (!rest) return [];
      const names = given({ offer_sku: textOf(line.offer_sku), product_title: textOf(line.product_title) });
      return [{ ...names, order_line_id: rest.line, quantity: new Digits(String(rest.quantity)) }];
    }),
    shipping_address: address,
    shipping_date: isoOf(order.ready?.at ?? order.createdAt),
    ...given({ shipping_deadline: textOf(body.shipping_deadline) }),
    shipping_type_code: textOf(body.shipping_type_code) ?? 'STD',
  };
}

const exists = ({ world }: Marketplace): boolean => world.multiShipment;
/** Pages of a running poll are not counted. */
const isFirstPage = ({ url }: HttpRequest): boolean => !url.searchParams.has('page_token');
export const shipmentLists: readonly Call[] = [
  { call: 'ST11', method: 'GET', path: /^\/api\/shipments$/, exists, answer: listShipments },
  {
    call: 'ST12',
    method: 'GET',
    path: /^\/api\/shipments\/items_to_ship$/,
    pace: { calls: 1, within: 5 * 60_000, counts: isFirstPage },
    exists,
    answer: listItems,
  },
];
