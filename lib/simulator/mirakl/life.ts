/** The life of an order (CONTRACT §3): decided by the seller or by the clock, debited, ready to ship, shipped, cancelled. */
import type { Agenda } from '../agenda';
import { Digits, type ExactObject, isObject, textOf } from '../exact';
import { isoOf } from '../exchange';
import type { SimulatedMarketplaceOrder } from '../port';
import { addressOf } from './newcomer';
import type { Numbers } from './numbers';
import {
  cancelPart,
  changed,
  currencyOf,
  endLine,
  lineState,
  linesOf,
  type MiraklOrder,
  moveLine,
  type Part,
  retotal,
  stateOf,
} from './order';
import type { Parcels } from './parcels';
import { REASONS } from './platform';
import type { Refunds } from './refunds';
import { leftOf, restate } from './rights';
import { lineIdOf, shippedUnits, standingLines, unitsOf, unshippedUnits } from './shipment';
import type { MiraklWorld } from './world';

type DecidedBy = Exclude<SimulatedMarketplaceOrder['decidedBy'], null>;

const BEFORE_SHIPMENT = new Set(['STAGING', 'WAITING_ACCEPTANCE', 'WAITING_DEBIT', 'WAITING_DEBIT_PAYMENT', 'SHIPPING']);

export class Life {
  private addresses = 0;

  constructor(
    private readonly world: MiraklWorld,
    private readonly agenda: Agenda,
    private readonly numbers: Numbers,
    private readonly parcels: Parcels,
    private readonly refunds: Refunds,
  ) {}

  /** An order comes to live here in the state that its body states: plans what the clock will do with it. */
  begin(order: MiraklOrder, at: number): void {
    order.life += 1;
    const state = stateOf(order);
    if (state === 'WAITING_ACCEPTANCE') {
      if (this.world.automaticAcceptance) this.decide(order, () => true, 'automatic', at);
      else this.plan(order, at + this.world.acceptWithin, (then) => this.expire(order, then));
    }
    if (state === 'WAITING_DEBIT' || state === 'WAITING_DEBIT_PAYMENT') this.debit(order, at, state);
    if (state === 'SHIPPING') this.isReady(order, at);
    this.parcels.takeOver(order, at);
    this.refunds.takeOver(order, at);
  }
  private isReady(order: MiraklOrder, at: number): void {
    order.wasReadyToShip = true;
    order.ready ??= { at, place: this.numbers.next('ready') };
  }

  /** Every line is accepted or refused; with one line accepted the order goes on to its debit. */
  decide(order: MiraklOrder, accepted: (lineId: string) => boolean, by: DecidedBy, at: number): void {
    order.decidedBy = by;
    if (by === 'api' || by === 'portal') order.body.acceptance_decision_date = isoOf(at);
    const afterwards = this.afterAcceptance(order.body);
    let any = false;
    for (const line of linesOf(order).filter((one) => lineState(one) === 'WAITING_ACCEPTANCE')) {
      const yes = accepted(textOf(line.order_line_id) ?? '');
      any ||= yes;
      moveLine(line, yes ? afterwards : 'REFUSED', at);
    }
    order.life += 1;
    if (linesOf(order).some((line) => lineState(line) === 'REFUSED')) retotal(order.body);
    order.body.order_state = any ? afterwards : 'REFUSED';
    if (any && afterwards === 'SHIPPING') this.ready(order, at);
    else {
      changed(order, at);
      if (any) this.debit(order, at, afterwards);
    }
  }

  /** Nobody decided in time: every line is refused. */
  private expire(order: MiraklOrder, at: number): void {
    for (const line of linesOf(order)) {
      line.order_line_state_reason_code = 'ACCEPTANCE_TIMEOUT';
      line.order_line_state_reason_label = 'Acceptance time-out';
    }
    this.decide(order, () => false, 'time-out', at);
  }

  /** Only payment on acceptance waits for a debit (CONTRACT §3, inferred there). */
  private afterAcceptance(body: ExactObject): string {
    const workflow = textOf(body.payment_workflow) ?? 'PAY_ON_ACCEPTANCE';
    return workflow === 'PAY_ON_ACCEPTANCE' ? 'WAITING_DEBIT' : 'SHIPPING';
  }

  private debit(order: MiraklOrder, at: number, from: string): void {
    const { debitDelay } = this.world;
    if (from === 'WAITING_DEBIT') {
      this.plan(order, at + Math.floor(debitDelay / 2), (then) => {
        this.move(order, 'WAITING_DEBIT', 'WAITING_DEBIT_PAYMENT', then);
        changed(order, then);
      });
    }
    this.plan(order, at + debitDelay, (then) => {
      order.body.customer_debited_date = isoOf(then);
      for (const line of linesOf(order)) if (lineState(line).startsWith('WAITING_DEBIT')) line.debited_date = isoOf(then);
      this.ready(order, then);
    });
  }

  /** The money is secured: the address is given out and the goods may go. */
  private ready(order: MiraklOrder, at: number): void {
    this.move(order, 'WAITING_DEBIT', 'SHIPPING', at);
    this.move(order, 'WAITING_DEBIT_PAYMENT', 'SHIPPING', at);
    order.body.order_state = 'SHIPPING';
    const { customer } = order.body;
    if (isObject(customer)) {
      const address = addressOf(this.addresses);
      this.addresses += 1;
      customer.billing_address ??= { ...address };
      customer.shipping_address ??= { ...address };
    }
    this.isReady(order, at);
    restate(order, this.world.cancelationReducesQuantity);
    changed(order, at);
  }

  private move(order: MiraklOrder, from: string, to: string, at: number): void {
    if (stateOf(order) === from) order.body.order_state = to;
    for (const line of linesOf(order)) if (lineState(line) === from) moveLine(line, to, at);
  }

  /** The whole order is cancelled: possible until any goods have left. */
  cancel(order: MiraklOrder, by: 'api' | 'portal', at: number): boolean {
    if (!BEFORE_SHIPMENT.has(stateOf(order)) || order.shipments.some((shipment) => shipment.shippedAt !== null)) return false;
    order.life += 1;
    const currency = currencyOf(order.body);
    const reduced = this.world.cancelationReducesQuantity;
    const lines = linesOf(order).filter((line) => BEFORE_SHIPMENT.has(lineState(line)));
    this.cancelParts(
      order,
      lines.map((line) => ({ line, ...leftOf(line, currency), quantity: unshippedUnits(order, line, reduced), reason: '34' })),
      by,
      at,
    );
    return true;
  }

  /** Parts of lines are cancelled; returns the ids of the cancelations. Nothing left of a line ends it, and the last line the order. */
  cancelParts(
    order: MiraklOrder,
    parts: readonly (Part & { readonly line: ExactObject })[],
    by: 'api' | 'portal',
    at: number,
  ): string[] {
    const currency = currencyOf(order.body);
    const reduced = this.world.cancelationReducesQuantity;
    const ids = parts.map((part) => {
      const { line } = part;
      const id = String(this.numbers.next('cancelation', 7001));
      if (by === 'api') order.byApi.add(id);
      const last = part.quantity >= unshippedUnits(order, line, reduced) && shippedUnits(order, line) === 0;
      cancelPart(line, part, id, currency, at);
      if (reduced) line.quantity = new Digits(String(Math.max(0, unitsOf(line) - part.quantity)));
      const label = REASONS.reasons.find((one) => one.type === 'CANCELATION' && one.code === part.reason)?.label ?? part.reason;
      if (last) endLine(line, { code: part.reason, label }, at);
      return id;
    });
    const standing = new Set(standingLines(order).map(lineIdOf));
    for (const shipment of order.shipments)
      if (shipment.shippedAt === null && !shipment.lines.some((one) => standing.has(one.line))) shipment.status = 'CANCELED';
    if (standingLines(order).length === 0) order.body.order_state = 'CANCELED';
    retotal(order.body);
    this.parcels.settle(order, at);
    return ids;
  }
  private plan(order: MiraklOrder, at: number, happens: (at: number) => void): void {
    const { life } = order;
    this.agenda.add(at, (then) => {
      if (order.life === life) happens(then);
    });
  }
}
