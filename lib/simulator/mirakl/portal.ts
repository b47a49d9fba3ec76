/** What people do with an order outside the API: the seller and the operator in the portal, the buyer with the goods. */
import { type ExactObject, isObject, sumOf } from '../exact';
import type { MiraklSimulator } from '../port';
import { isMore, less, shareOf } from './amounts';
import type { Life } from './life';
import {
  amountIn,
  changed,
  currencyOf,
  lineState,
  linesOf,
  type MiraklOrder,
  moveLine,
  stateOf,
  type Tax,
  taxesIn,
} from './order';
import type { Parcels } from './parcels';
import type { Refunds } from './refunds';
import { leftOf, restate } from './rights';
import { lineIdOf, type ShipmentLine, type Tracking, unitsOf } from './shipment';
import { shownTracking, showTracking, trackingOf } from './tracking';
import type { MiraklWorld } from './world';

type Shipment = NonNullable<Parameters<MiraklSimulator['shipInPortal']>[1]>;
type Tracked = Parameters<MiraklSimulator['changeTracking']>[1];
type Refund = Parameters<MiraklSimulator['refundInPortal']>[2];

const AFTER_SHIPMENT = new Set(['SHIPPED', 'TO_COLLECT', 'RECEIVED']);

export interface PortalParts {
  readonly world: MiraklWorld;
  readonly life: Life;
  readonly parcels: Parcels;
  readonly refunds: Refunds;
}

/** A carrier as a person picks it: the portal never refuses a name. */
function picked({ carrier, carrierName, tracking }: Tracked): Tracking | null {
  if (carrier === undefined && carrierName === undefined && tracking === undefined) return null;
  const given: ExactObject = {
    ...(carrier === undefined ? { carrier_name: carrierName ?? 'Other' } : { carrier_code: carrier }),
    ...(tracking === undefined ? {} : { tracking_number: tracking }),
  };
  const read = trackingOf(given, 'tracking_url', true);
  if (typeof read === 'string') throw new RangeError(read);
  return read;
}

export class Portal {
  constructor(private readonly parts: PortalParts) {}

  ship(order: MiraklOrder, { lines, ...tracked }: Shipment, at: number): boolean {
    const { parcels, world } = this.parts;
    if (stateOf(order) !== 'SHIPPING') return false;
    const tracking = picked(tracked);
    if (lines === undefined) {
      if (tracking) showTracking(order.body, tracking);
      parcels.shipRest(order, 'portal', at);
      return true;
    }
    const wanted = lines.map((one) => ({ line: lineIdOf(this.lineOf(order, one.line)), quantity: one.quantity }));
    if (!this.isOpen(order, wanted)) return false;
    const rest = parcels.rest(order);
    const whole = rest.every((one) => wanted.some(({ line, quantity }) => line === one.line && quantity === one.quantity));
    if (!world.multiShipment && !whole) return false;
    parcels.ship(order, parcels.pack(order, { lines: wanted, tracking }, 'portal', at), at);
    return true;
  }
  private isOpen(order: MiraklOrder, wanted: readonly ShipmentLine[]): boolean {
    const rest = this.parts.parcels.rest(order);
    const open = (line: string) => rest.find((one) => one.line === line)?.quantity ?? 0;
    const asked = (line: string) => wanted.reduce((sum, one) => sum + (one.line === line ? one.quantity : 0), 0);
    return wanted.length > 0 && wanted.every(({ line, quantity }) => quantity > 0 && asked(line) <= open(line));
  }

  track(order: MiraklOrder, { shipment, ...to }: Tracked, at: number): boolean {
    const before = shownTracking(order.body);
    const tracking = picked({
      ...(to.carrier !== undefined || to.carrierName !== undefined || before === null
        ? {}
        : before.carrierCode === null
          ? { carrierName: before.carrierName ?? 'Other' }
          : { carrier: before.carrierCode }),
      ...(before?.number ? { tracking: before.number } : {}),
      ...to,
    });
    const one = shipment === undefined ? undefined : order.shipments.find(({ id }) => id === shipment);
    if (!tracking || (shipment !== undefined && !one)) return false;
    if (stateOf(order) !== 'SHIPPING' && !AFTER_SHIPMENT.has(stateOf(order))) return false;
    if (one) this.parts.parcels.track(order, one, tracking, at);
    else this.parts.parcels.trackOrder(order, tracking, at);
    return true;
  }

  refund(order: MiraklOrder, lineId: string, refund: Refund, at: number): string | null {
    const line = this.lineOf(order, lineId);
    const currency = currencyOf(order.body);
    const [amount, shipping] = [sumOf([refund.amount], currency), sumOf([refund.shipping ?? '0'], currency)];
    const left = leftOf(line, currency);
    if (line.can_refund !== true || isMore(amount, left.amount) || isMore(shipping, left.shipping)) return null;
    const quantity = refund.quantity ?? 0;
    if (refund.excludedFromShipment && quantity > this.parts.parcels.open(order, line)) return null;
    const part = {
      line,
      amount,
      shipping,
      taxes: refund.taxes ?? taxShares(line, 'taxes', amount, amountIn(line, 'price'), left.taxes, currency),
      shippingTaxes: taxShares(line, 'shipping_taxes', shipping, amountIn(line, 'shipping_price'), left.shippingTaxes, currency),
      quantity,
      reason: refund.reason ?? '19',
      excluded: refund.excludedFromShipment ?? false,
    };
    return this.parts.refunds.make(order, [part], 'portal', at)[0]?.id ?? null;
  }

  cancel(order: MiraklOrder, lines: readonly ShipmentLine[] | undefined, reason: string, at: number): boolean {
    const { life } = this.parts;
    if (lines === undefined) return life.cancel(order, 'portal', at);
    if (stateOf(order) !== 'SHIPPING' || !this.isOpen(order, lines)) return false;
    const currency = currencyOf(order.body);
    const parts = lines.map(({ line: lineId, quantity }) => {
      const line = this.lineOf(order, lineId);
      const left = leftOf(line, currency);
      // Units take their part of the price with them; the last ones take all that is left, shipping too.
      const last = quantity === this.parts.parcels.open(order, line) && !order.shipments.some((one) => holds(one.lines, lineId));
      const share = shareOf(amountIn(line, 'price'), String(quantity), String(this.priced(line)), currency);
      const amount = last || isMore(share, left.amount) ? left.amount : share;
      const taxes = last ? left.taxes : taxShares(line, 'taxes', amount, amountIn(line, 'price'), left.taxes, currency);
      const shipping = last ? left.shipping : sumOf([], currency);
      return { line, amount, shipping, taxes, shippingTaxes: last ? left.shippingTaxes : [], quantity, reason };
    });
    life.cancelParts(order, parts, 'portal', at);
    return true;
  }
  /** Units that the line's price stands for. */
  private priced(line: ExactObject): number {
    if (this.parts.world.cancelationReducesQuantity) return unitsOf(line);
    const gone = Array.isArray(line.cancelations) ? line.cancelations.filter(isObject) : [];
    return gone.reduce((units, one) => units - Number(amountIn(one, 'quantity')), unitsOf(line));
  }

  openIncident(order: MiraklOrder, lineId: string, at: number): boolean {
    const line = this.lineOf(order, lineId);
    if (!AFTER_SHIPMENT.has(lineState(line))) return false;
    return this.moved(order, line, 'INCIDENT_OPEN', at);
  }
  /** The line is again where its order is. */
  resolveIncident(order: MiraklOrder, lineId: string, at: number): boolean {
    const line = this.lineOf(order, lineId);
    if (lineState(line) !== 'INCIDENT_OPEN') return false;
    this.moved(order, line, AFTER_SHIPMENT.has(stateOf(order)) ? stateOf(order) : 'SHIPPED', at);
    if (stateOf(order) === 'RECEIVED') this.parts.parcels.planClosing(order, at);
    return true;
  }
  private moved(order: MiraklOrder, line: ExactObject, state: string, at: number): true {
    moveLine(line, state, at);
    restate(order, this.parts.world.cancelationReducesQuantity);
    changed(order, at);
    return true;
  }

  changeAddress(order: MiraklOrder, to: Readonly<Record<string, string>>, at: number): boolean {
    const { customer } = order.body;
    if (!isObject(customer) || !isObject(customer.shipping_address)) return false;
    customer.shipping_address = { ...customer.shipping_address, ...to };
    changed(order, at);
    return true;
  }

  private lineOf(order: MiraklOrder, id: string): ExactObject {
    const line = linesOf(order).find((one) => lineIdOf(one) === id);
    if (!line) throw new RangeError(`the order "${order.id}" has no line "${id}"`);
    return line;
  }
}

const holds = (lines: readonly ShipmentLine[], id: string): boolean => lines.some(({ line }) => line === id);

/** The part of each tax that goes with a part of a price, at most what is left of it. */
function taxShares(
  line: ExactObject,
  field: 'taxes' | 'shipping_taxes',
  part: string,
  whole: string,
  left: readonly Tax[],
  currency: string,
): Tax[] {
  return taxesIn(line, field).map((tax) => {
    const share = shareOf(tax.amount, part, whole, currency);
    const rest = left.find((one) => one.code === tax.code)?.amount ?? less('0', '0', currency);
    return { ...tax, amount: isMore(share, rest) ? rest : share };
  });
}
