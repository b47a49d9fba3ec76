/** Goods on their way: shipments of an order, and how they bring it to SHIPPED, RECEIVED and CLOSED (CONTRACT §3 and §5). */
import type { Agenda } from '../agenda';
import { isoOf } from '../exchange';
import type { Numbers } from './numbers';
import { changed, lineState, linesOf, type MiraklOrder, moveLine, stateOf } from './order';
import { restate, workflowOf } from './rights';
import {
  lineIdOf,
  openUnits,
  type Shipment,
  type ShipmentLine,
  type ShipmentStatus,
  shippedUnits,
  standingLines,
  type Tracking,
  unshippedUnits,
} from './shipment';
import { shownTracking, showTracking } from './tracking';
import type { MiraklWorld } from './world';

type By = Shipment['by'];
/** What a new shipment is made of. */
export interface Packed {
  readonly lines: readonly ShipmentLine[];
  readonly tracking: Tracking | null;
  readonly invoice?: string;
  readonly warehouse?: string;
}
const ON_THE_WAY = new Set(['SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED']);
const SHIPPED_LINE = new Set(['SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED']);

export class Parcels {
  /** Called when an order has left whole. */
  onShipped: (order: MiraklOrder, at: number) => void = () => {};

  constructor(
    private readonly world: MiraklWorld,
    private readonly agenda: Agenda,
    private readonly numbers: Numbers,
  ) {}

  open(order: MiraklOrder, line: Parameters<typeof openUnits>[1]): number {
    return openUnits(order, line, this.world.cancelationReducesQuantity);
  }

  /** A shipment is made; its goods have not left. */
  pack(order: MiraklOrder, { lines, tracking, invoice, warehouse }: Packed, by: By, at: number): Shipment {
    const shipment: Shipment = {
      id: this.numbers.uuid(),
      place: this.numbers.next('shipment'),
      order: order.id,
      createdAt: at,
      updatedAt: at,
      status: 'SHIPPING',
      lines,
      tracking,
      shippedAt: null,
      by,
      ...(invoice === undefined ? {} : { invoice }),
      ...(warehouse === undefined ? {} : { warehouse }),
    };
    order.shipments.push(shipment);
    if (tracking) showTracking(order.body, tracking);
    this.settle(order, at);
    return shipment;
  }

  track(order: MiraklOrder, shipment: Shipment, tracking: Tracking, at: number): void {
    shipment.tracking = tracking;
    shipment.updatedAt = at;
    showTracking(order.body, tracking);
    changed(order, at);
  }

  /** OR23: the order's tracking; with it that of its shipment where it has only one. */
  trackOrder(order: MiraklOrder, tracking: Tracking, at: number): void {
    const [only, second] = order.shipments;
    if (only && !second) this.track(order, only, tracking, at);
    else {
      showTracking(order.body, tracking);
      changed(order, at);
    }
  }

  ship(order: MiraklOrder, shipment: Shipment, at: number): void {
    shipment.status = 'SHIPPED';
    shipment.shippedAt = at;
    shipment.updatedAt = at;
    this.settle(order, at);
  }

  /** OR24: whatever has not left leaves now. */
  shipRest(order: MiraklOrder, by: By, at: number): void {
    const lines = this.rest(order);
    if (lines.length > 0) this.pack(order, { lines, tracking: shownTracking(order.body) }, by, at);
    for (const shipment of order.shipments) if (shipment.status === 'SHIPPING') this.ship(order, shipment, at);
  }
  /** What is in no shipment yet. */
  rest(order: MiraklOrder): ShipmentLine[] {
    return standingLines(order)
      .map((line) => ({ line: lineIdOf(line), quantity: this.open(order, line) }))
      .filter(({ quantity }) => quantity > 0);
  }

  /** States of lines and order after units left, were cancelled, or will not leave any more. */
  settle(order: MiraklOrder, at: number): void {
    const reduced = this.world.cancelationReducesQuantity;
    const standing = standingLines(order);
    const unshipped = (line: (typeof standing)[number]) => unshippedUnits(order, line, reduced);
    for (const line of standing) {
      if (lineState(line) !== 'SHIPPING' || unshipped(line) > 0 || shippedUnits(order, line) === 0) continue;
      line.shipped_date = isoOf(at);
      moveLine(line, 'SHIPPED', at);
    }
    if (stateOf(order) === 'SHIPPING' && standing.every((line) => unshipped(line) === 0)) {
      if (standing.some((line) => shippedUnits(order, line) > 0)) this.left(order, at);
      else if (standing.length > 0 && standing.every((line) => lineState(line) === 'REFUNDED')) order.body.order_state = 'CLOSED';
    }
    restate(order, reduced);
    changed(order, at);
  }

  private left(order: MiraklOrder, at: number): void {
    order.body.order_state = 'SHIPPED';
    // All units of such a line were refunded out of the shipment: its order leaves without it.
    for (const line of standingLines(order)) if (lineState(line) === 'SHIPPING') moveLine(line, 'REFUNDED', at);
    if (workflowOf(order) === 'PAY_ON_SHIPMENT') order.body.customer_debited_date = isoOf(at);
    this.planTravel(order, at);
    this.onShipped(order, at);
  }
  private planTravel(order: MiraklOrder, at: number): void {
    const { toCollectAfter, receivedAfter } = this.world;
    if (toCollectAfter !== null) this.plan(order, at + toCollectAfter, (then) => this.offerForCollection(order, then));
    if (receivedAfter !== null) this.plan(order, at + receivedAfter, (then) => this.deliver(order, then));
  }

  /** It lies where the buyer collects it. */
  private offerForCollection(order: MiraklOrder, at: number): void {
    if (stateOf(order) === 'SHIPPED') this.move(order, ['SHIPPED'], 'TO_COLLECT', at);
  }
  /** The buyer has it; false where it was not on its way. */
  deliver(order: MiraklOrder, at: number): boolean {
    if (stateOf(order) !== 'SHIPPED' && stateOf(order) !== 'TO_COLLECT') return false;
    for (const line of linesOf(order)) if (['SHIPPED', 'TO_COLLECT'].includes(lineState(line))) line.received_date = isoOf(at);
    if (['PAY_ON_DELIVERY', 'PAY_ON_DUE_DATE'].includes(workflowOf(order))) order.body.customer_debited_date ??= isoOf(at);
    this.move(order, ['SHIPPED', 'TO_COLLECT'], 'RECEIVED', at);
    this.planClosing(order, at);
    return true;
  }
  planClosing(order: MiraklOrder, at: number): void {
    const { closedAfter } = this.world;
    if (closedAfter !== null) this.plan(order, at + closedAfter, (then) => this.close(order, then));
  }
  /** End of its life: nothing can be refunded any more. False while it is not received, or an incident is open. */
  close(order: MiraklOrder, at: number): boolean {
    if (stateOf(order) !== 'RECEIVED' || linesOf(order).some((line) => lineState(line) === 'INCIDENT_OPEN')) return false;
    for (const line of linesOf(order)) {
      if (lineState(line) !== 'RECEIVED') continue;
      line.order_line_state_reason_code = 'AUTO_CLOSED';
      line.order_line_state_reason_label = 'Closed automatically';
    }
    this.move(order, ['RECEIVED'], 'CLOSED', at);
    return true;
  }

  private move(order: MiraklOrder, from: readonly string[], to: ShipmentStatus, at: number): void {
    order.body.order_state = to;
    for (const line of linesOf(order)) if (from.includes(lineState(line))) moveLine(line, to, at);
    for (const shipment of order.shipments) {
      if (!from.includes(shipment.status)) continue;
      shipment.status = to;
      shipment.updatedAt = at;
    }
    restate(order, this.world.cancelationReducesQuantity);
    changed(order, at);
  }

  /** What comes here as shipped was shipped in the portal; an order on its way travels on. */
  takeOver(order: MiraklOrder, at: number): void {
    const state = stateOf(order);
    const left = ON_THE_WAY.has(state);
    const lines = standingLines(order)
      .filter((line) => left || SHIPPED_LINE.has(lineState(line)))
      .map((line) => ({ line: lineIdOf(line), quantity: unshippedUnits(order, line, this.world.cancelationReducesQuantity) }))
      .filter(({ quantity }) => quantity > 0);
    if (lines.length > 0)
      order.shipments.push({
        id: this.numbers.uuid(),
        place: this.numbers.next('shipment'),
        order: order.id,
        createdAt: at,
        updatedAt: at,
        status: left ? (state as ShipmentStatus) : 'SHIPPED',
        lines,
        tracking: shownTracking(order.body),
        shippedAt: at,
        by: 'portal',
      });
    if (state === 'SHIPPED' || state === 'TO_COLLECT') this.planTravel(order, at);
    if (state === 'RECEIVED') this.planClosing(order, at);
  }

  private plan(order: MiraklOrder, at: number, happens: (at: number) => void): void {
    const { life } = order;
    this.agenda.add(at, (then) => {
      if (order.life === life) happens(then);
    });
  }
}
