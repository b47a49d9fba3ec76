import type { BuyerView, Happening, OrderView } from '../../desk/wire';
import type { Parties, Party, Reading } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import { stateOf } from '../../model/state';
import { MASK } from './mask';

/** One order as the desk shows it: what the source states, and one timeline of everything that happened. */
export function orderView(record: OrderRecord, show: boolean): OrderView {
  const body = record.observations.order?.body;
  const reading = body?.kind === 'order' ? body : undefined;
  const { bound, shop } = stateOf(record);
  // A shop order is known by the answer that made it, and is read only later, if ever.
  const shopOrder = bound ?? shop;
  return {
    key: record.key,
    account: record.account,
    number: numberOf(record),
    version: record.version,
    ...(reading ? ofReading(reading) : { deadlines: {}, lines: [] }),
    ...(shopOrder ? { shopOrder: { id: shopOrder.id, name: shopOrder.name } } : {}),
    buyer: buyerView(reading?.order.parties, show),
    timeline: timeline(record),
  };
}
/** The source's own number: what people look for. */
export const numberOf = ({ key, account }: Pick<OrderRecord, 'key' | 'account'>): string =>
  key.startsWith(`${account}:`) ? key.slice(account.length + 1) : key;

function ofReading({ order, stage, acceptance, payment, lineStates }: Reading) {
  return {
    stage,
    acceptance,
    payment,
    marketplace: order.channel.label ?? order.channel.marketplace,
    orderedAt: order.orderedAt,
    deadlines: Object.fromEntries(
      Object.entries(order.deadlines).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    lines: order.lines.map((line) => ({
      id: line.id,
      sku: line.sku.source,
      ...(line.sku.gtin === undefined ? {} : { gtin: line.sku.gtin }),
      title: line.title,
      quantity: line.quantity,
      price: line.price,
      ...(lineStates[line.id] === undefined ? {} : { state: lineStates[line.id] }),
    })),
    totals: order.totals,
  };
}

function buyerView(parties: { readonly personal: Parties | null } | undefined, show: boolean): BuyerView {
  if (!parties) return { is: 'unknown' };
  if (!parties.personal) return { is: 'erased' };
  const party = parties.personal.shipTo ?? parties.personal.buyer ?? parties.personal.billTo;
  if (!party) return { is: 'unknown' };
  return show ? shown(party) : { is: 'masked', name: MASK, place: party.country || MASK, lines: [], contact: [] };
}
function shown(party: Party): BuyerView {
  const place = [party.postalCode, party.city, party.region, party.country || party.countryLabel].filter(Boolean).join(' ');
  return {
    is: 'shown',
    name: [party.name, party.company].filter(Boolean).join(', '),
    place,
    lines: party.lines,
    contact: [party.phone, party.email].filter((one): one is string => Boolean(one)),
  };
}

function timeline(record: OrderRecord): readonly Happening[] {
  const all: Happening[] = [];
  for (const [subject, seen] of Object.entries(record.observations)) {
    if (seen)
      all.push({
        at: seen.answeredAt,
        what: 'read',
        detail: { subject, version: seen.version, ...(seen.body.kind === 'order' ? { stage: seen.body.stage } : {}) },
      });
  }
  for (const decision of record.decisions) {
    all.push({
      at: decision.at,
      what: 'decision',
      detail: { by: decision.by, kind: decision.kind, of: decision.of, reason: decision.reason ?? null },
    });
  }
  for (const effect of Object.values(record.effects)) {
    for (const write of effect.writes) {
      const outcome = write.answeredAt === undefined ? (write.attempt.resolved ?? 'in doubt') : 'answered';
      all.push({
        at: write.attempt.at,
        what: 'call',
        detail: {
          effect: effect.id,
          verb: effect.verb,
          call: write.call,
          n: write.attempt.n,
          outcome,
          record: write.record ?? null,
        },
      });
    }
    if (effect.refusal) {
      const { at, call, code, text } = effect.refusal;
      all.push({
        at,
        what: 'call',
        detail: { effect: effect.id, verb: effect.verb, call, n: effect.tries, outcome: 'refused', code, text },
      });
    }
  }
  for (const delivery of Object.values(record.deliveries)) {
    all.push({
      at: delivery.at,
      what: 'delivery',
      detail: {
        node: delivery.listener,
        event: delivery.event,
        state: delivery.state,
        run: delivery.run,
        error: delivery.error?.text ?? null,
      },
    });
  }
  for (const one of Object.values(record.cases)) {
    all.push({ at: one.openedAt, what: 'case opened', detail: { ...one.detail, kind: one.kind, cause: one.cause } });
    if (one.closedAt !== undefined)
      all.push({
        at: one.closedAt,
        what: 'case closed',
        detail: { ...one.detail, kind: one.kind, cause: one.cause, by: one.settledBy ?? null },
      });
  }
  return all.sort((a, b) => a.at - b.at);
}
