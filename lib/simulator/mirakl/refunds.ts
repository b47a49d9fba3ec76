/** Money that goes back: refunds of lines, and how they come to REFUNDED (CONTRACT §3 and §10.3). */
import type { Agenda } from '../agenda';
import { Digits, type ExactObject, objectsOf, textOf } from '../exact';
import { isoOf } from '../exchange';
import type { Numbers } from './numbers';
import { commissionOf, currencyOf, lineState, linesOf, type MiraklOrder, moveLine, type Part, taxBodies } from './order';
import type { Parcels } from './parcels';
import { anyLeft } from './rights';
import { lineIdOf } from './shipment';
import type { MiraklWorld } from './world';

/** One line of a refund. */
export interface Refunded extends Part {
  readonly line: ExactObject;
  /** The units will not be shipped. */
  readonly excluded: boolean;
}
export interface RefundIds {
  readonly id: string;
  readonly orderRefundId: string;
}
const DONE = 'REFUNDED';

export class Refunds {
  /** Called when a refund has been paid. */
  onPaid: (order: MiraklOrder, line: ExactObject, refund: ExactObject, at: number) => void = () => {};

  constructor(
    private readonly world: MiraklWorld,
    private readonly agenda: Agenda,
    private readonly numbers: Numbers,
    private readonly parcels: Parcels,
  ) {}

  /** Refunds made at the same time on one order have one `order_refund_id`. */
  make(order: MiraklOrder, parts: readonly Refunded[], by: 'api' | 'portal', at: number): RefundIds[] {
    const orderRefundId = this.numbers.uuid();
    const ids = parts.map((part) => {
      const id = String(this.numbers.next('refund', 9001));
      this.write(order, part, { id, orderRefundId }, at);
      if (by === 'api') order.byApi.add(id);
      this.plan(order, id, 'WAITING_REFUND', at);
      return { id, orderRefundId };
    });
    this.parcels.settle(order, at);
    return ids;
  }

  private write(order: MiraklOrder, part: Refunded, { id, orderRefundId }: RefundIds, at: number): void {
    const { line } = part;
    const commission = commissionOf(line, part.amount, currencyOf(order.body));
    line.refunds = [
      ...objectsOf(line.refunds),
      {
        amount: new Digits(part.amount),
        commission_amount: new Digits(commission.fee),
        commission_tax_amount: new Digits(commission.tax),
        commission_taxes: commission.taxes.map(({ code, amount }) => ({ amount: new Digits(amount), code })),
        commission_total_amount: new Digits(commission.total),
        created_date: isoOf(at),
        fees: [],
        id,
        order_refund_id: orderRefundId,
        quantity: new Digits(String(part.quantity)),
        reason_code: part.reason,
        refund_state: 'WAITING_REFUND',
        shipping_amount: new Digits(part.shipping),
        shipping_taxes: taxBodies(part.shippingTaxes),
        state: 'WAITING_REFUND',
        taxes: taxBodies(part.taxes),
      },
    ];
    if (part.excluded) order.excluded.set(id, { line: lineIdOf(line), quantity: part.quantity });
    line.last_updated_date = isoOf(at);
  }

  /** Half of the delay until the payment is asked for, half until it is confirmed. */
  private plan(order: MiraklOrder, id: string, from: string, at: number): void {
    const { refundDelay } = this.world;
    if (from === 'WAITING_REFUND')
      this.agenda.add(at + Math.floor(refundDelay / 2), (then) => this.move(order, id, 'WAITING_REFUND_PAYMENT', then));
    this.agenda.add(at + refundDelay, (then) => this.move(order, id, DONE, then));
  }
  private move(order: MiraklOrder, id: string, to: string, at: number): void {
    for (const line of linesOf(order)) {
      const refund = objectsOf(line.refunds).find((one) => textOf(one.id) === id);
      if (!refund || refund.refund_state === DONE) continue;
      refund.refund_state = to;
      refund.state = to;
      if (to === DONE) {
        refund.transaction_date = isoOf(at);
        refund.transaction_number = `TRX-${id}`;
        const paid = objectsOf(line.refunds).every((one) => one.refund_state === DONE);
        if (paid && !anyLeft(line, currencyOf(order.body)) && lineState(line) !== 'INCIDENT_OPEN') moveLine(line, DONE, at);
        this.onPaid(order, line, refund, at);
      }
      this.parcels.settle(order, at);
    }
  }

  /** Refunds of an order that comes here unpaid will be paid. */
  takeOver(order: MiraklOrder, at: number): void {
    for (const line of linesOf(order))
      for (const refund of objectsOf(line.refunds)) {
        const state = textOf(refund.refund_state) ?? DONE;
        const id = textOf(refund.id);
        if (id !== null && state.startsWith('WAITING_REFUND')) this.plan(order, id, state, at);
      }
  }
}
