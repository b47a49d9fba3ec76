import type { BuyerView, OrderView } from '../../desk/wire';
import { allGuards } from '../../engine/guards';
import { look } from '../../engine/look';
import type { Sight } from '../../engine/verb';
import type { Parties, Party, Reading } from '../../model/order';
import type { Observation, OrderRecord } from '../../model/record';
import { MASK } from './mask';
import { expectedOf } from './order-expected';
import { countersOf, moneyOf } from './order-money';
import { timeline } from './order-timeline';
import { thingsOf } from './things';

/** Happenings that are shown at once, the newest. */
const MOST = 500;

/** One order as the desk shows it: what the source states, what comes next, and one timeline of everything that happened. */
export function orderView(record: OrderRecord, facts: readonly Observation[], sight: Sight, show: boolean): OrderView {
  const body = record.observations.order?.body;
  const reading = body?.kind === 'order' ? body : undefined;
  const at = look(record, sight.around, { ...NOBODY, abilities: sight.abilities });
  const { bound, shop, phase } = at.state;
  // A shop order is known by the answer that made it, and is read only later, if ever.
  const shopOrder = bound ?? shop;
  const happened = timeline(record, facts);
  return {
    key: record.key,
    account: record.account,
    number: numberOf(record),
    version: record.version,
    phase,
    expected: expectedOf(at),
    ...(reading ? ofReading(reading) : { deadlines: {}, lines: [] }),
    counters: countersOf(record, at.state),
    ...(reading ? { money: moneyOf(record, reading) } : {}),
    things: thingsOf(record),
    ...(shopOrder ? { shopOrder: { id: shopOrder.id, name: shopOrder.name } } : {}),
    buyer: buyerView(reading?.order.parties, show),
    timeline: happened.slice(-MOST),
    ...(happened.length > MOST ? { cut: true } : {}),
  };
}
/** Whoever only looks holds nothing and waits for nothing. */
const NOBODY = { engine: 'desk', alone: true, lease: 0, grace: 0, guards: allGuards };
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
