/** What an order is now: the facts of its record folded. Pure, no clock; the order in which facts came does not matter. */
import type { Money } from './money';
import type { Acceptance, AccountId, Line, LineId, Payment, Quantities, Reading, ShopReading, Stage, Unreadable } from './order';
import { type Phase, phaseOf } from './phase';
import { undecided } from './quantities';
import type { Effect, OrderRecord, RecordId, Subject, Write } from './record';

/** The order in the shop, as the answer of the write that made it says. */
export interface Bound {
  readonly id: RecordId;
  readonly name: string;
  readonly total: Money;
  readonly store: AccountId;
}
export interface OrderState {
  /** Null where nothing was read yet, or where the newest reading could not be understood. */
  readonly reading: Reading | null;
  readonly unreadable: Unreadable | null;
  readonly shop: ShopReading | null;
  /** The source's own word; `unknown` without a reading. */
  readonly stage: Stage;
  /** Of the source, or of our decision where the source was not heard of since. */
  readonly acceptance: Acceptance;
  readonly payment: Payment;
  readonly quantities: Readonly<Record<LineId, Quantities>>;
  readonly phase: Phase;
  /** Of the generation that is called for: null while an order is to be made again and is not made yet. */
  readonly bound: Bound | null;
  /** What the marketplace knows of us: that the lines were decided, and the reference that it was told. */
  readonly told: { readonly accepted: boolean; readonly reference: string | null };
  readonly merchantLines: readonly Line[];
  /** Something to do for it: merchant lines, not a test, and not one that may only be watched. */
  readonly eligible: boolean;
}

/** A write that was answered is the receipt, whatever becomes of its effect. */
export const answered = (write: Write): boolean => write.answer !== undefined || write.answeredAt !== undefined;
export const receipts = (record: OrderRecord, verb: string): readonly { readonly effect: Effect; readonly write: Write }[] =>
  Object.values(record.effects).flatMap((effect) =>
    effect.verb === verb ? effect.writes.filter(answered).map((write) => ({ effect, write })) : [],
  );

/** "Make it again" is a person's decision, so a fact, so a generation of its own. The first is 1. */
export const generationOf = (record: OrderRecord): number =>
  1 + record.decisions.filter((decision) => decision.kind === 'new generation' && decision.of.startsWith('order.create/')).length;

/** What a reading of the shop's order is about: the order of that generation. */
export const shopSubject = (generation: number): Subject => (generation === 1 ? 'shop' : `shop/${generation}`);

/** Folds a record. */
export function stateOf(record: OrderRecord): OrderState {
  const told = record.observations.order?.body;
  const reading = told?.kind === 'order' ? told : null;
  const shop = record.observations[shopSubject(generationOf(record))]?.body;
  const decision = decisionTold(record);
  const stage = reading?.stage ?? 'unknown';
  const payment = reading?.payment ?? 'unknown';
  const acceptance = acceptanceOf(reading, decision);
  const quantities = quantitiesOf(reading, decision);
  const merchantLines = (reading?.order.lines ?? []).filter((line) => line.fulfilledBy === 'merchant');
  return {
    reading,
    unreadable: told?.kind === 'unreadable' ? told : null,
    shop: shop?.kind === 'shop' ? shop : null,
    stage,
    acceptance,
    payment,
    quantities,
    phase: phaseOf({ reading, stage, acceptance, payment, quantities }),
    bound: boundOf(record),
    told: {
      accepted: decision !== null || isDecided(reading),
      reference: referenceTold(record) ?? reading?.sellerReference ?? null,
    },
    merchantLines,
    eligible: merchantLines.length > 0 && reading?.order.test === false && stage !== 'observed_only',
  };
}

type Told = readonly { readonly lineId: LineId; readonly accepted: boolean }[];

/** What the marketplace was told of the lines: as its answer states it (somebody else may have decided), else as we asked. */
export const decisionOf = (effect: Effect, write: Write): Told => linesOf(write.answer) ?? linesOf(effect.args) ?? [];
function decisionTold(record: OrderRecord): Told | null {
  const told = receipts(record, 'order.accept');
  return told.length === 0 ? null : told.flatMap(({ effect, write }) => decisionOf(effect, write));
}
function linesOf(from: unknown): Told | null {
  const lines = (from as { readonly lines?: unknown } | null | undefined)?.lines;
  if (!Array.isArray(lines)) return null;
  return lines.filter((line): line is Told[number] => typeof line?.lineId === 'string' && typeof line.accepted === 'boolean');
}

function acceptanceOf(reading: Reading | null, decision: Told | null): Acceptance {
  const read = reading?.acceptance ?? 'pending';
  if (read !== 'pending' || decision === null) return read;
  const accepted = decision.filter((line) => line.accepted).length;
  if (accepted === decision.length) return 'accepted';
  return accepted === 0 ? 'refused' : 'partially_accepted';
}

/** The source's counters; a line that it shows as undecided is moved by what it was told. */
function quantitiesOf(reading: Reading | null, decision: Told | null): Readonly<Record<LineId, Quantities>> {
  const read = reading?.quantities ?? {};
  if (decision === null || reading?.acceptance !== 'pending') return read;
  const moved: Record<LineId, Quantities> = { ...read };
  for (const { lineId, accepted } of decision) {
    const q = read[lineId];
    if (q) moved[lineId] = accepted ? { ...q, accepted: q.accepted + undecided(q) } : { ...q, refused: q.refused + undecided(q) };
  }
  return moved;
}

const PAST_ACCEPTANCE: readonly Stage[] = [
  'awaiting_payment',
  'ready_to_ship',
  'shipped',
  'to_collect',
  'delivered',
  'closed',
  'refused',
];
function isDecided(reading: Reading | null): boolean {
  if (!reading) return false;
  const { acceptance } = reading;
  return (
    PAST_ACCEPTANCE.includes(reading.stage) ||
    acceptance === 'accepted' ||
    acceptance === 'partially_accepted' ||
    acceptance === 'refused'
  );
}

function boundOf(record: OrderRecord): Bound | null {
  const key = String(generationOf(record));
  for (const { effect, write } of receipts(record, 'order.create')) {
    const made = effect.key === key ? madeOf(write.answer) : null;
    if (made) return { ...made, store: effect.target };
  }
  return null;
}
/** What the write that makes a shop order answered; null where it is the answer of another write. */
export function madeOf(answer: unknown): Omit<Bound, 'store'> | null {
  const made = answer as Partial<Omit<Bound, 'store'>> | null | undefined;
  if (typeof made?.id !== 'string' || typeof made.name !== 'string' || typeof made.total?.amount !== 'string') return null;
  return { id: made.id, name: made.name, total: made.total };
}

/** The reference that an acknowledgement tells: its argument, which is its key. */
export function referenceOf(effect: Effect): string {
  const told = (effect.args as { readonly reference?: unknown } | null | undefined)?.reference;
  return typeof told === 'string' ? told : effect.key;
}

/** The reference that was told last; an order that was made again was told again. */
function referenceTold(record: OrderRecord): string | null {
  let last: { readonly at: number; readonly reference: string } | null = null;
  for (const { effect, write } of receipts(record, 'order.acknowledge')) {
    const reference = referenceOf(effect);
    const at = write.answeredAt ?? 0;
    if (last === null || at > last.at || (at === last.at && reference > last.reference)) last = { at, reference };
  }
  return last?.reference ?? null;
}
