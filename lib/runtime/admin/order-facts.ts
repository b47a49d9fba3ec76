/** What both sides told of an order, reading by reading, as the changes that people speak of. Pure; names nobody. */
import type { Happening } from '../../desk/wire';
import type { Return, Shipment, ShopReading } from '../../model/life';
import type { Money } from '../../model/money';
import { wins } from '../../model/observe';
import type { Body, DocumentReading, Reading, Unreadable } from '../../model/order';
import type { CaseDetail, Observation, Subject } from '../../model/record';
import { grossOf } from './things';

type Told = { readonly fact: string } & CaseDetail;
type Side = 'marketplace' | 'shop' | 'warehouse';

/** `facts`: every reading that is kept. `ours`: ids of what effects made. */
export function factsTold(facts: readonly Observation[], ours: ReadonlySet<string>): readonly Happening[] {
  const bySubject = new Map<Subject, Observation[]>();
  for (const seen of facts) bySubject.set(seen.subject, [...(bySubject.get(seen.subject) ?? []), seen]);
  // Where the marketplace tells of each parcel, what it says of the whole order's number is one of theirs.
  const parcels = facts.some(({ body }) => body.kind === 'parcel' && body.by === 'marketplace');
  return [...bySubject].flatMap(([subject, seen]) => {
    const inOrder = seen.sort((a, b) => (wins(a, b) ? 1 : -1));
    return inOrder.flatMap(({ body, answeredAt }, n) =>
      changes(subject, body, inOrder[n - 1]?.body, parcels).map(
        (told): Happening => ({
          at: answeredAt,
          what: 'fact',
          detail: typeof told.id === 'string' && ours.has(told.id) ? { ...told, ours: true } : told,
        }),
      ),
    );
  });
}

function changes(subject: Subject, body: Body, before: Body | undefined, parcels: boolean): readonly Told[] {
  switch (body.kind) {
    case 'unreadable':
      return [unreadable(subject, body)];
    case 'order':
      return ofOrder(body, before?.kind === 'order' ? before : undefined, parcels);
    case 'shop':
      return ofShop(body, before?.kind === 'shop' ? before : undefined);
    case 'parcel':
      return ofShipment(body.shipment, before?.kind === 'parcel' ? before.shipment : undefined, body.by);
    case 'return':
      return ofReturn(body.told, before?.kind === 'return' ? before.told : undefined, 'marketplace');
    case 'document':
      return ofDocument(body, before?.kind === 'document' ? before : undefined);
    case 'table':
      return [];
  }
}
const unreadable = (subject: Subject, { field, text }: Unreadable): Told => ({ fact: 'unreadable', subject, field, text });
const amountOf = (name: string, { amount, currency }: Money): CaseDetail => ({ [name]: amount, currency });

function* each<T extends { readonly id: string }>(
  now: readonly T[],
  before: readonly T[],
): Generator<readonly [T, T | undefined]> {
  const known = new Map(before.map((one) => [one.id, one]));
  for (const one of now) yield [one, known.get(one.id)];
}

function ofOrder(now: Reading, before: Reading | undefined, parcels: boolean): readonly Told[] {
  const told: Told[] = [];
  const side = 'marketplace';
  if (!before) told.push({ fact: 'read', side, stage: now.stage });
  else if (now.stage !== before.stage) told.push({ fact: 'stage', side, stage: now.stage, was: before.stage });
  if (before && now.payment !== before.payment) told.push({ fact: 'payment', side, payment: now.payment });
  if (before && now.order.deadlines.shipBy !== before.order.deadlines.shipBy)
    told.push({ fact: 'deadline', side, deadline: 'shipBy', by: now.order.deadlines.shipBy ?? null });
  if (before && moved(now, before)) told.push({ fact: 'address', side });
  if (!parcels && now.tracking?.number !== undefined && now.tracking.number !== before?.tracking?.number)
    told.push({
      fact: before?.tracking?.number === undefined ? 'tracking' : 'number',
      side,
      numbers: [now.tracking.number],
      carrier: now.tracking.carrier ?? null,
    });
  for (const [one, was] of each(now.refunds, before?.refunds ?? [])) {
    if (was?.state === one.state) continue;
    const amount = amountOf('amount', grossOf(one, now.order));
    told.push({ fact: 'refund', side, id: one.id, state: one.state, units: one.quantity, ...amount });
  }
  for (const [one, was] of each(now.cancellations, before?.cancellations ?? []))
    if (!was)
      told.push({
        fact: 'units cancelled',
        side,
        id: one.id,
        units: one.quantity,
        ...amountOf('amount', grossOf(one, now.order)),
      });
  if (now.incident !== (before?.incident ?? false)) told.push({ fact: now.incident ? 'incident' : 'incident over', side });
  if (now.sellerReference !== undefined && now.sellerReference !== before?.sellerReference)
    told.push({ fact: 'reference', side, reference: now.sellerReference });
  return told;
}
/** Compared, never shown; an erased person moved nowhere. */
function moved(now: Reading, before: Reading): boolean {
  const [here, there] = [now, before].map(({ order }) => order.parties.personal?.shipTo);
  return here !== undefined && there !== undefined && JSON.stringify(here) !== JSON.stringify(there);
}

function ofShop(now: ShopReading, before: ShopReading | undefined): readonly Told[] {
  const told: Told[] = [];
  const side = 'shop';
  if (!before) told.push({ fact: 'in the shop', side, id: now.id, name: now.name, ...amountOf('total', now.total) });
  for (const [one, was] of each(now.shipments, before?.shipments ?? [])) told.push(...ofShipment(one, was, side));
  for (const [one, was] of each(now.refunds, before?.refunds ?? [])) {
    if (was?.state === one.state) continue;
    const units = one.lines.reduce((all, { quantity }) => all + quantity, 0);
    told.push({ fact: 'refund', side, id: one.id, state: one.state, units, ...amountOf('amount', one.total) });
  }
  for (const [one, was] of each(now.returns, before?.returns ?? [])) told.push(...ofReturn(one, was, side));
  if (now.cancelledAt !== undefined && before?.cancelledAt === undefined)
    told.push({ fact: 'cancelled', side, reason: now.cancelReason ?? null });
  if (now.deleted && !before?.deleted) told.push({ fact: 'deleted', side });
  if (before && isEdited(now, before)) told.push({ fact: 'edited', side });
  if (before && now.note !== before.note) told.push({ fact: 'note', side });
  return told;
}
/** Lines came, or units left without a refund of them. */
function isEdited(now: ShopReading, before: ShopReading): boolean {
  if (now.refunds.length !== before.refunds.length || now.cancelledAt !== before.cancelledAt) return false;
  return [...each(now.lines, before.lines)].some(([line, was]) => line.current !== (was?.current ?? 0));
}

function ofShipment(now: Shipment, before: Shipment | undefined, side: Side): readonly Told[] {
  const told: Told[] = [];
  const carrier = now.carrier?.name ?? now.carrier?.code ?? null;
  const of = { side, id: now.id, numbers: now.numbers, carrier };
  const units = now.lines.reduce((all, { quantity }) => all + quantity, 0);
  if (!before) told.push({ fact: 'shipped', ...of, units });
  if (now.state === 'voided' && before?.state !== 'voided') told.push({ fact: 'voided', ...of });
  else if (before && now.numbers.join() !== before.numbers.join())
    told.push({ fact: before.numbers.length === 0 ? 'tracking' : 'number', ...of, was: before.numbers });
  else if (before && carrier !== (before.carrier?.name ?? before.carrier?.code ?? null)) told.push({ fact: 'carrier', ...of });
  if (now.deliveredAt !== undefined && before?.deliveredAt === undefined) told.push({ fact: 'delivered', ...of });
  return told;
}
function ofReturn(now: Return, before: Return | undefined, side: Side): readonly Told[] {
  if (now.state === before?.state) return [];
  const units = now.lines.reduce((all, { quantity }) => all + quantity, 0);
  return [{ fact: 'return', side, id: now.id, name: now.name ?? null, state: now.state, units, first: before === undefined }];
}
function ofDocument({ wanted }: DocumentReading, before: DocumentReading | undefined): readonly Told[] {
  if (wanted.state === before?.wanted.state) return [];
  return [{ fact: 'document', side: 'marketplace', document: wanted.is, state: wanted.state, number: wanted.number ?? null }];
}
