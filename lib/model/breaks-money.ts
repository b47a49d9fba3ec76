/** What breaks the rules about money that goes back, and units that never ship (R8, R9, R10, R19). Pure. */
import { first, readingOf } from './breaks';
import { capturedOf, givenOf, type LineMoney, leftOf, minorOf } from './buckets';
import type { ShopReading } from './life';
import { minor } from './money';
import type { Effect, OrderRecord } from './record';
import { answered, generationOf, shopSubject } from './state';

const shopOf = (record: OrderRecord): ShopReading | null => {
  const body = record.observations[shopSubject(generationOf(record))]?.body;
  return body?.kind === 'shop' ? body : null;
};
const told = (record: OrderRecord, ...verbs: readonly string[]): readonly Effect[] =>
  Object.values(record.effects).filter(({ verb, writes }) => verbs.includes(verb) && writes.some(answered));
const factOf = (effect: Effect): Readonly<Record<string, unknown>> =>
  (effect.args as { readonly fact?: Readonly<Record<string, unknown>> } | null | undefined)?.fact ?? {};
const texts = (of: unknown): readonly string[] => (Array.isArray(of) ? of : [of]).filter((one) => typeof one === 'string');

/** The ids of the refunds that an effect carries to the other side. */
function carried(effect: Effect): readonly string[] {
  const { refund, refunds, cancellation } = factOf(effect);
  const ofObject = (of: unknown): unknown => (typeof of === 'object' && of !== null ? (of as { readonly id?: unknown }).id : of);
  return [...texts(ofObject(refund)), ...texts(refunds ?? []), ...texts(ofObject(cancellation))];
}
const madeOf = (effect: Effect): readonly string[] =>
  [...effect.writes.map(({ answer }) => answer), effect.result].flatMap((answer) =>
    texts((answer as { readonly made?: unknown } | null | undefined)?.made ?? []),
  );
const TO_MARKETPLACE = ['refund.push', 'cancel.push'];
const TO_SHOP = ['shop.refund', 'shop.cancel'];

/** One way once, and never back: what we made on one side is no fact of that side. */
export function refundedOnce(record: OrderRecord): string | null {
  for (const [there, back] of [
    [TO_MARKETPLACE, TO_SHOP],
    [TO_SHOP, TO_MARKETPLACE],
  ] as const) {
    const ours = new Map(told(record, ...back).flatMap((effect) => madeOf(effect).map((id) => [id, effect.id] as const)));
    const by = new Map<string, string>();
    const wrong = first(told(record, ...there), (effect) =>
      first(carried(effect), (id) => {
        const before = by.get(id);
        by.set(id, effect.id);
        if (before !== undefined) return `${id} was carried over by ${before} and by ${effect.id}`;
        return ours.has(id) ? `${effect.id} carries back ${id}, which ${ours.get(id)} made` : null;
      }),
    );
    if (wrong !== null) return wrong;
  }
  return null;
}

/** At the source per line and bucket, a minor unit a refund allowed; in the shop against the order's total. */
export function withinCaptured(record: OrderRecord): string | null {
  const shop = shopOf(record);
  if (shop) {
    const back = shop.refunds.filter(({ state }) => state !== 'failed').reduce((sum, { total }) => sum + minor(total), 0n);
    if (back > minor(shop.total)) return `${shop.name} was refunded beyond its total of ${shop.total.amount}`;
  }
  const reading = readingOf(record.observations.order);
  if (reading?.payment !== 'captured') return null;
  const { currency } = reading.order;
  const given = givenOf(reading, []);
  return first(leftOf(capturedOf(reading), given, currency), (line) => {
    const allowed = BigInt(given.filter(({ lineId }) => lineId === line.lineId).length);
    // Where nothing was given back nothing can be too much, whatever price the source states (one below zero too).
    if (allowed === 0n) return null;
    return first(bucketsOf(line), ([bucket, left]) =>
      minorOf(left, currency) < -allowed
        ? `line ${line.lineId} was refunded beyond its ${bucket} by ${left.replace('-', '')}`
        : null,
    );
  });
}
const bucketsOf = (line: LineMoney): readonly (readonly [bucket: string, left: string])[] => [
  ['price', line.item],
  ['shipping', line.shipping],
  ...[...line.taxes, ...line.shippingTaxes]
    .filter(({ computed }) => !computed)
    .map(({ code, amount }) => [`tax ${code}`, amount] as const),
  ...line.fees.map(({ code, amount }) => [`fee ${code}`, amount] as const),
];

/** What we told: a cancellation of units that had left in the shop before it was sent, a refund of money that has not come. */
export function toldTooLate(record: OrderRecord): string | null {
  const reading = readingOf(record.observations.order);
  if (reading?.payment === 'awaiting' || reading?.payment === 'authorised') {
    const early = told(record, 'refund.push')[0];
    if (early) return `${early.id} was told, and the payment is ${reading.payment}`;
  }
  const shop = shopOf(record);
  if (!shop || !reading) return null;
  return first(told(record, 'cancel.push'), (effect) => {
    if ((effect.result as { readonly by?: unknown } | null | undefined)?.by !== 'cancellation') return null;
    const at = effect.writes[0]?.attempt.at ?? 0;
    const units = factOf(effect).units;
    return first(Array.isArray(units) ? units : [], ({ lineId, quantity }: { lineId: string; quantity: number }) => {
      const left = shop.shipments
        .filter((shipment) => shipment.state === 'open' && Date.parse(shipment.at) < at)
        .flatMap(({ lines }) => lines.filter((line) => line.lineId === lineId))
        .reduce((sum, line) => sum + line.quantity, 0);
      const sold = reading.quantities[lineId]?.accepted ?? 0;
      return left + quantity > sold ? `${effect.id} cancelled ${quantity} of line ${lineId}, of which ${left} had left` : null;
    });
  });
}

/** Of the shop's own lines: what went back into stock with refunds is no more than was sold. */
export function restockedOnce(record: OrderRecord): string | null {
  const shop = shopOf(record);
  return first(shop?.lines ?? [], ({ id, quantity }) => {
    const back = (shop?.refunds ?? [])
      .filter(({ state }) => state !== 'failed')
      .flatMap(({ lines }) => lines.filter((line) => line.shopLine === id && line.restock !== 'none'))
      .reduce((sum, line) => sum + line.quantity, 0);
    return back > quantity ? `${back} units of ${id} went back into stock, of ${quantity}` : null;
  });
}
