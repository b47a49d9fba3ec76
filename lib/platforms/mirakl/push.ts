/** Telling a marketplace of a parcel: ST01 and ST23 where it takes several shipments an order, else OR23 and OR24. contracts/mirakl §4, §5. */
import { z } from 'zod';
import type { Carrier, Units } from '../../model/life';
import type { AccountId, Reading } from '../../model/order';
import { type Parcel, sameUnits } from '../../model/parcels';
import type { OrderRecord } from '../../model/record';
import { type Conversation, type Found, type PushParcelArgs, type PushResult, Refused } from '../port';
import { or11ByIds, sh12, sh21 } from './calls';
import { or23, or24, st01, st11, st23, type Tracking } from './calls-ship';
import { learnedOf } from './learned';
import { COMMITS_WITHIN, DAILY, NUMBER_MARGIN, TRACKING_AFTER_SHIPMENT } from './mapping';
import { readPage } from './reading';

const carriers = z.looseObject({ carriers: z.array(z.looseObject({ code: z.string(), label: z.string() })) });
const types = z.looseObject({
  shipping_types: z.array(z.looseObject({ code: z.string(), mandatory_tracking: z.boolean() })).nullish(),
});
const shipments = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      order_id: z.string().nullish(),
      status: z.string(),
      shipment_lines: z.array(z.looseObject({ order_line_id: z.string().nullish(), quantity: z.number().int() })).nullish(),
      tracking: z
        .looseObject({
          carrier_code: z.string().nullish(),
          carrier_name: z.string().nullish(),
          tracking_number: z.string().nullish(),
        })
        .nullish(),
    }),
  ),
});
const made = z.looseObject({ shipment_success: z.array(z.looseObject({ id: z.string() })).min(1) });

/**
 * A parcel with its carrier and number; where it was told before, what is new about it. Waits for a number that the shipping
 * type demands until the deadline less a margin, then asks. A carrier that the marketplace does not list is told by name, by a
 * code of the settings, or asked about.
 */
export async function pushParcel(c: Conversation, args: PushParcelArgs): Promise<PushResult> {
  const { told, toldAs } = args.fact;
  const reading = readingOf(c.order);
  const parcel = numbered(c, args.fact.parcel);
  await numberFirst(c, reading, parcel);
  const tracking = await trackingOf(c, args, parcel);
  const result = (ids: readonly string[]): PushResult => ({
    made: ids,
    carrier: tracking.carrier_code ?? tracking.carrier_name ?? null,
    number: tracking.tracking_number ?? null,
    unsent: parcel.unsent,
  });
  if (learnedOf(c.learned).multiShipment !== true) return byOrder(c, reading, tracking, told, result([]));
  if (told && toldAs !== undefined) {
    await c.write('ST23', st23(c.order.account, c.settings, toldAs, tracking), {
      read: () => ({ answer: null }),
      proof: { by: 'state', find: () => shipmentSays(c, reading, toldAs, tracking) },
      commitsWithin: COMMITS_WITHIN,
    });
    return result([toldAs]);
  }
  const id = await byShipment(c, reading, parcel, tracking);
  return result([id]);
}

/** OR23 before OR24: OR24 has no body, and fails where tracking is mandatory and missing. */
async function byOrder(
  c: Conversation,
  reading: Reading,
  tracking: Tracking,
  told: boolean,
  done: PushResult,
): Promise<PushResult> {
  const { account, sourceOrderId } = reading.order;
  const shipped = told || reading.stage !== 'ready_to_ship';
  if (shipped && !TRACKING_AFTER_SHIPMENT)
    c.ask('refused', 'tracking after shipment', { call: 'OR23', number: tracking.tracking_number ?? null });
  if (Object.keys(tracking).length > 0)
    await c.write('OR23', or23(account, c.settings, sourceOrderId, tracking), {
      read: () => ({ answer: null }),
      proof: { by: 'state', find: () => orderSays(c, reading, (now) => now.tracking?.number === tracking.tracking_number) },
      commitsWithin: COMMITS_WITHIN,
    });
  if (shipped) return done;
  try {
    await c.write('OR24', or24(account, c.settings, sourceOrderId), {
      read: () => ({ answer: null }),
      proof: { by: 'state', find: () => orderSays(c, reading, (now) => PAST.has(now.stage)) },
      commitsWithin: COMMITS_WITHIN,
    });
  } catch (error) {
    // Somebody shipped it in the portal meanwhile: that it is shipped is all that was to be told.
    if (!(error instanceof Refused) || (await orderSays(c, reading, (now) => PAST.has(now.stage))) === 'absent') throw error;
  }
  return done;
}
const PAST: ReadonlySet<Reading['stage']> = new Set(['shipped', 'to_collect', 'delivered', 'closed']);

async function byShipment(c: Conversation, reading: Reading, parcel: Parcel, tracking: Tracking): Promise<string> {
  const { account, sourceOrderId } = reading.order;
  const { answer } = await c.write('ST01', st01(account, c.settings, sourceOrderId, parcel.lines, tracking), {
    read: (body) => {
      const id = made.parse(body).shipment_success[0]?.id ?? '';
      return { answer: id, record: id };
    },
    proof: {
      by: 'likeness',
      before: async () => (await shipmentsOf(c, account, sourceOrderId)).map(({ id }) => id),
      find: async () =>
        (await shipmentsOf(c, account, sourceOrderId))
          .filter((one) => sameUnits(one.lines, parcel.lines) && one.number === (tracking.tracking_number ?? undefined))
          .map(({ id }) => ({ record: id, answer: id })),
    },
    commitsWithin: COMMITS_WITHIN,
    said: ([id = '']) => id,
  });
  return answer;
}

interface Told {
  readonly id: string;
  readonly lines: readonly Units[];
  readonly carrier: Carrier;
  readonly number: string | undefined;
}
const shipmentsOf = (c: Conversation, account: AccountId, orderId: string): Promise<readonly Told[]> =>
  c.read(st11(account, c.settings, orderId), (body) =>
    shipments
      .parse(body)
      .data.filter(({ status }) => status !== 'CANCELED')
      .map(({ id, shipment_lines, tracking }) => ({
        id,
        lines: (shipment_lines ?? []).map(({ order_line_id, quantity }) => ({ lineId: order_line_id ?? '', quantity })),
        carrier: {
          ...(tracking?.carrier_code ? { code: tracking.carrier_code } : {}),
          ...(tracking?.carrier_name ? { name: tracking.carrier_name } : {}),
        },
        number: tracking?.tracking_number ?? undefined,
      })),
  );
async function shipmentSays(c: Conversation, reading: Reading, id: string, tracking: Tracking): Promise<Found> {
  const { account, sourceOrderId } = reading.order;
  const one = (await shipmentsOf(c, account, sourceOrderId)).find((shipment) => shipment.id === id);
  if (!one) return 'moot';
  return one.number === (tracking.tracking_number ?? undefined) ? { answer: null } : 'absent';
}
async function orderSays(c: Conversation, reading: Reading, is: (now: Reading) => boolean): Promise<Found> {
  const { account, sourceOrderId } = reading.order;
  const now = await c.read(or11ByIds(account, c.settings, [sourceOrderId]), (body) => {
    const seen = readPage(account, body, learnedOf(c.learned)).seen.find((one) => one.key === c.order.key)?.body;
    return seen?.kind === 'order' ? seen : undefined;
  });
  if (!now || now.stage === 'cancelled' || now.stage === 'refused') return 'moot';
  return is(now) ? { answer: null } : 'absent';
}

/** The number that a person named for a parcel that the shop has none of. */
function numbered(c: Conversation, parcel: Parcel): Parcel {
  const { number, shipment } = (said(c, NUMBER_ASKED) ?? {}) as { readonly number?: string; readonly shipment?: string };
  return parcel.number === undefined && number !== undefined && shipment === parcel.shipment ? { ...parcel, number } : parcel;
}
const NUMBER_ASKED = 'not decided/number';
/** What a person answered to a question of this cause, the last of them. */
const said = (c: Conversation, cause: string): unknown =>
  c.order.decisions.findLast(({ kind, of }) => kind === 'do it' && of === cause)?.value;

/** A shipping type may demand a number: it is waited for while there is time. */
async function numberFirst(c: Conversation, reading: Reading, parcel: Parcel): Promise<void> {
  const { account, shipping, deadlines } = reading.order;
  if (parcel.number !== undefined || shipping.code === undefined) return;
  const demanding = await c.read(sh12(account, c.settings), (body) => types.parse(body).shipping_types ?? [], {
    name: 'shipping types',
    maxAge: DAILY,
  });
  if (!demanding.some(({ code, mandatory_tracking }) => code === shipping.code && mandatory_tracking)) return;
  const latest = deadlines.shipBy === undefined ? undefined : Date.parse(deadlines.shipBy) - NUMBER_MARGIN;
  c.waitUntil(latest, 'the marketplace demands a tracking number', {
    kind: 'not decided',
    about: 'number',
    detail: { shipment: parcel.shipment, waits: 'a tracking number' },
  });
}

/** The carrier as the marketplace lists it (by the node's table, the account's map, its code or its label), else by the node's rule. */
async function trackingOf(c: Conversation, args: PushParcelArgs, parcel: Parcel): Promise<Tracking> {
  const number = parcel.number === undefined ? {} : { tracking_number: parcel.number };
  const name = parcel.carrier?.name ?? parcel.carrier?.code;
  if (name === undefined && parcel.number === undefined) return {};
  const listed = await c.read(sh21(c.order.account, c.settings), (body) => carriers.parse(body).carriers, {
    name: 'carriers',
    maxAge: DAILY,
  });
  const mapped = name === undefined ? undefined : (args.carriers[name] ?? (await c.map('carrier', name)));
  const wanted = typeof mapped === 'string' && mapped !== '' ? mapped : (parcel.carrier?.code ?? name);
  const same = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase();
  const known = listed.find(({ code }) => same(code, wanted)) ?? listed.find(({ label }) => same(label, wanted));
  if (known) return { carrier_code: known.code, ...number };
  const own = learnedOf(c.learned).ownCarriers !== false;
  const cause = `carrier/${name ?? 'none'}`;
  const { carrier, byName } = (said(c, `unmapped/${cause}`) ?? {}) as { readonly carrier?: string; readonly byName?: boolean };
  const named = carrier === undefined ? undefined : listed.find(({ code, label }) => same(code, carrier) || same(label, carrier));
  if (named) return { carrier_code: named.code, ...number };
  if (args.unlisted === 'use code' && args.code) return { carrier_code: args.code, ...number };
  if ((args.unlisted === 'send name' || byName) && own && name !== undefined)
    return { carrier_name: name, ...(parcel.url === undefined ? {} : { carrier_url: parcel.url }), ...number };
  return c.ask('unmapped', cause, {
    what: 'carrier',
    value: name ?? '',
    byName: own && name !== undefined,
    reason: own ? 'the node asks' : 'the marketplace takes carriers of its own list only',
  });
}
function readingOf(record: OrderRecord): Reading {
  const body = record.observations.order?.body;
  if (body?.kind !== 'order') throw new Error(`order ${record.key} has no reading yet: nothing can be told of it`);
  return body;
}
