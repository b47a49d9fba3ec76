/** The life of an order (CONTRACT §3): decided by the seller or by the clock, debited, ready to ship, shipped, cancelled. */
import type { Agenda } from '../agenda';
import { type ExactObject, isObject, textOf } from '../exact';
import { isoOf } from '../exchange';
import type { MiraklSimulator, SimulatedMarketplaceOrder } from '../port';
import { addressOf } from './newcomer';
import { cancelLine, changed, currencyOf, lineState, linesOf, type MiraklOrder, moveLine, retotal, stateOf } from './order';

type World = MiraklSimulator['world'];
type DecidedBy = Exclude<SimulatedMarketplaceOrder['decidedBy'], null>;

const BEFORE_SHIPMENT = new Set(['STAGING', 'WAITING_ACCEPTANCE', 'WAITING_DEBIT', 'WAITING_DEBIT_PAYMENT', 'SHIPPING']);

export class Life {
  private cancelations = 7000;
  private addresses = 0;

  constructor(
    private readonly world: World,
    private readonly agenda: Agenda,
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
    if (state === 'SHIPPING') order.wasReadyToShip = true;
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
    order.body.can_shop_ship = true;
    for (const line of linesOf(order)) if (lineState(line) === 'SHIPPING') line.can_refund = true;
    const { customer } = order.body;
    if (isObject(customer)) {
      const address = addressOf(this.addresses);
      this.addresses += 1;
      customer.billing_address ??= { ...address };
      customer.shipping_address ??= { ...address };
    }
    order.wasReadyToShip = true;
    changed(order, at);
  }

  private move(order: MiraklOrder, from: string, to: string, at: number): void {
    if (stateOf(order) === from) order.body.order_state = to;
    for (const line of linesOf(order)) if (lineState(line) === from) moveLine(line, to, at);
  }

  /** The buyer or the operator cancels: possible until the goods have left. */
  cancel(order: MiraklOrder, at: number): boolean {
    if (!BEFORE_SHIPMENT.has(stateOf(order))) return false;
    order.life += 1;
    for (const line of linesOf(order)) {
      if (!BEFORE_SHIPMENT.has(lineState(line))) continue;
      this.cancelations += 1;
      cancelLine(line, String(this.cancelations), currencyOf(order.body), at);
    }
    order.body.order_state = 'CANCELED';
    order.body.can_cancel = false;
    order.body.can_shop_ship = false;
    retotal(order.body);
    changed(order, at);
    return true;
  }

  /** The seller confirms the shipment in the marketplace's portal. */
  ship(order: MiraklOrder, at: number): boolean {
    if (stateOf(order) !== 'SHIPPING') return false;
    for (const line of linesOf(order)) if (lineState(line) === 'SHIPPING') line.shipped_date = isoOf(at);
    this.move(order, 'SHIPPING', 'SHIPPED', at);
    order.body.can_shop_ship = false;
    changed(order, at);
    return true;
  }

  private plan(order: MiraklOrder, at: number, happens: (at: number) => void): void {
    const { life } = order;
    this.agenda.add(at, (then) => {
      if (order.life === life) happens(then);
    });
  }
}
