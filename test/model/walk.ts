/**
 * A source's own life of an order, walked by numbers: what it shows one after another, and the phase that each stands for.
 * It knows the phase from where it walked, never from `phase.ts`.
 */
import type { Line, LineState, Order, Quantities, Reading, Stage, Unreadable } from '../../lib/model/order';
import type { Phase } from '../../lib/model/phase';
import { counted, line, reading } from './example';

/** What the source shows at one time, and what of it was our doing. */
export interface Shown {
  readonly body: Reading | Unreadable;
  readonly phase: Phase;
  /** Where our answered decision brought the order here: the lines as we told them, and the phase while the source lags behind. */
  readonly told?: { readonly lines: readonly { readonly lineId: string; readonly accepted: boolean }[]; readonly phase: Phase };
}
type Place = 'watched' | 'waiting' | 'paying' | 'ready' | 'partly' | 'shipped' | 'delivered' | 'closed' | 'refused' | 'cancelled';
interface Spot {
  readonly place: Place;
  readonly stage: Stage;
  readonly acceptance: Reading['acceptance'];
  readonly payment: Reading['payment'];
  readonly units: readonly Quantities[];
  readonly told?: readonly boolean[];
  /** What can be seen, though nothing of the above moved. */
  readonly touched: number;
  readonly unreadable?: boolean;
}
type Step = (spot: Spot, n: number) => Spot;

const PHASES: Readonly<Record<Place, Phase>> = {
  watched: 'on_hold',
  waiting: 'awaiting_acceptance',
  paying: 'awaiting_payment',
  ready: 'ready_to_ship',
  partly: 'partially_shipped',
  shipped: 'shipped',
  delivered: 'delivered',
  closed: 'closed',
  refused: 'refused',
  cancelled: 'cancelled',
};
const left = (q: Quantities): number => q.accepted - q.cancelled - q.refundedUnshipped - q.shipped;

const touch: Step = (spot) => ({ ...spot, touched: spot.touched + 1 });
const garble: Step = (spot) => ({ ...spot, touched: spot.touched + 1, unreadable: true });
/** Bit i of n: whether line i is accepted. */
const decide =
  (by: 'us' | 'portal' | 'nobody had to'): Step =>
  (spot, n) => {
    const yes = spot.units.map((_, at) => by === 'nobody had to' || ((n >> at) & 1) === 1);
    const any = yes.includes(true);
    const units = spot.units.map((q, at) => (yes[at] ? { ...q, accepted: q.ordered } : { ...q, refused: q.ordered }));
    const told = by === 'us' ? { told: yes } : {};
    if (!any) return { ...spot, place: 'refused', stage: 'refused', acceptance: 'refused', payment: 'voided', units, ...told };
    const acceptance = by === 'nobody had to' ? 'not_required' : yes.includes(false) ? 'partially_accepted' : 'accepted';
    return { ...spot, place: 'paying', stage: 'awaiting_payment', acceptance, units, ...told };
  };
const expire: Step = (spot) => ({
  ...spot,
  place: 'refused',
  stage: 'refused',
  acceptance: 'expired',
  payment: 'voided',
  units: spot.units.map((q) => ({ ...q, refused: q.ordered })),
});
const pay: Step = (spot) => ({ ...spot, place: 'ready', stage: 'ready_to_ship', payment: 'captured' });
const cancel: Step = (spot) => ({
  ...spot,
  place: 'cancelled',
  stage: 'cancelled',
  payment: 'voided',
  units: spot.units.map((q) => ({ ...q, accepted: q.ordered - q.refused, cancelled: q.ordered - q.refused - q.shipped })),
});
/** One unit of the first line that has one left. */
const one =
  (counter: 'shipped' | 'cancelled'): Step =>
  (spot) => {
    const at = spot.units.findIndex((q) => left(q) > 0);
    return arrived({ ...spot, units: spot.units.map((q, n) => (n === at ? { ...q, [counter]: q[counter] + 1 } : q)) });
  };
const shipAll: Step = (spot) => arrived({ ...spot, units: spot.units.map((q) => ({ ...q, shipped: q.shipped + left(q) })) });
function arrived(spot: Spot): Spot {
  const rest = spot.units.reduce((all, q) => all + left(q), 0);
  const shipped = spot.units.reduce((all, q) => all + q.shipped, 0);
  if (rest > 0) return { ...spot, place: shipped > 0 ? 'partly' : 'ready' };
  return shipped > 0 ? { ...spot, place: 'shipped', stage: 'shipped' } : { ...spot, place: 'cancelled', stage: 'ready_to_ship' };
}
const deliver: Step = (spot) => ({
  ...spot,
  place: 'delivered',
  stage: 'delivered',
  units: spot.units.map((q) => ({ ...q, delivered: q.shipped })),
});
const close: Step = (spot) => ({ ...spot, place: 'closed', stage: 'closed' });
const giveBack: Step = (spot) => ({
  ...spot,
  touched: spot.touched + 1,
  units: spot.units.map((q) => ({
    ...q,
    returnAdvised: q.shipped,
    returnReceived: q.delivered,
    restocked: q.delivered,
    refunded: Math.max(q.refunded, q.delivered),
  })),
});

const WAYS: Readonly<Record<Place, readonly Step[]>> = {
  watched: [(spot) => ({ ...spot, place: 'waiting', stage: 'awaiting_acceptance' }), cancel, touch],
  waiting: [decide('us'), decide('us'), decide('portal'), decide('nobody had to'), expire, cancel, touch, garble],
  paying: [pay, pay, cancel, touch],
  ready: [one('shipped'), one('cancelled'), shipAll, cancel, touch, garble],
  partly: [one('shipped'), one('cancelled'), shipAll, touch],
  shipped: [deliver, close, touch, garble],
  delivered: [close, giveBack, touch],
  closed: [touch, giveBack],
  refused: [touch],
  cancelled: [touch],
};

export interface Walk {
  /** Units of each line. */
  readonly lines: readonly number[];
  readonly gate: Order['paymentGate'];
  readonly watched: boolean;
  readonly ways: readonly number[];
}
/** What the source shows, oldest first. */
export function walk({ lines, gate, watched, ways }: Walk): readonly Shown[] {
  const sold = lines.map((units, at) => line(String(at + 1), units));
  let spot: Spot = {
    place: watched ? 'watched' : 'waiting',
    stage: watched ? 'observed_only' : 'awaiting_acceptance',
    acceptance: 'pending',
    payment: 'awaiting',
    units: lines.map((units) => counted(units)),
    touched: 0,
  };
  const shown: Shown[] = [show(spot, sold, gate)];
  for (const n of ways) {
    const { told: _, unreadable: __, ...now } = spot;
    const steps = WAYS[now.place];
    spot = (steps[n % steps.length] as Step)(now, Math.floor(n / steps.length));
    shown.push(show(spot, sold, gate));
  }
  return shown;
}

function show(spot: Spot, sold: readonly Line[], gate: Order['paymentGate']): Shown {
  const phaseOf = (place: Place): Phase => (place === 'paying' && gate === 'after_ship' ? 'ready_to_ship' : PHASES[place]);
  if (spot.unreadable) {
    return {
      body: { kind: 'unreadable', field: 'order_lines', text: `garbled ${spot.touched}`, raw: { personal: null } },
      phase: 'on_hold',
    };
  }
  const body = reading(
    {
      stage: spot.stage,
      acceptance: spot.acceptance,
      payment: spot.payment,
      quantities: Object.fromEntries(sold.map((one, at) => [one.id, spot.units[at] as Quantities])),
      lineStates: Object.fromEntries(sold.map((one, at) => [one.id, lineState(spot.units[at] as Quantities)])),
      incident: spot.touched % 2 === 1,
      ...(spot.touched > 0 ? { sellerReference: `touched ${spot.touched}` } : {}),
    },
    { lines: sold, paymentGate: gate },
  );
  const told = spot.told && {
    lines: sold.map((one, at) => ({ lineId: one.id, accepted: spot.told?.[at] === true })),
    phase: phaseOf(spot.place),
  };
  return { body, phase: phaseOf(spot.place), ...(told ? { told } : {}) };
}
function lineState(q: Quantities): LineState {
  if (q.refused > 0) return 'refused';
  if (q.accepted === 0) return 'pending';
  if (q.cancelled === q.ordered) return 'cancelled';
  return q.shipped > 0 ? 'shipped' : 'accepted';
}
