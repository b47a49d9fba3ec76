/** An order's units and money: what was sold of each line, what became of it, what may still go back. */
import type { BucketView, LineCounters, MoneyView } from '../../desk/wire';
import { givenByUs } from '../../engine/giving-back';
import { capturedOf, givenOf, grossOf, type LineMoney, leftOf, minorOf, nothingOf, textOf } from '../../model/buckets';
import type { Reading } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import { generationOf, type OrderState, shopSubject } from '../../model/state';

const ZERO: LineCounters = { ordered: 0, shipped: 0, cancelled: 0, refunded: 0, returned: 0 };

/** By the source's counters; what has left or come back in the shop, and is not told there yet, stands beside. */
export function countersOf(record: OrderRecord, { quantities, reading }: OrderState): Readonly<Record<string, LineCounters>> {
  const body = record.observations[shopSubject(generationOf(record))]?.body;
  const shop = body?.kind === 'shop' ? body : undefined;
  const told = Object.values(record.observations).flatMap((seen) => (seen?.body.kind === 'return' ? [seen.body.told] : []));
  const counters: Record<string, LineCounters> = {};
  for (const { id, quantity } of reading?.order.lines ?? []) {
    const counted = quantities[id];
    const of = (lines: readonly { readonly lineId: string | null; readonly quantity: number }[]): number =>
      lines.reduce((all, line) => (line.lineId === id ? all + line.quantity : all), 0);
    const back = told.flatMap(({ lines }) => lines).reduce((all, line) => (line.lineId === id ? all + line.received : all), 0);
    const inShop = of((shop?.shipments ?? []).filter(({ state }) => state === 'open').flatMap(({ lines }) => lines));
    const shipped = counted?.shipped ?? 0;
    counters[id] = {
      ...ZERO,
      ordered: quantity,
      shipped,
      cancelled: (counted?.cancelled ?? 0) + (counted?.refundedUnshipped ?? 0) + (counted?.refused ?? 0),
      refunded: counted?.refunded ?? 0,
      returned: Math.max(counted?.returnReceived ?? 0, back),
      ...(inShop === shipped || !shop ? {} : { shippedInShop: inShop }),
    };
  }
  return counters;
}

/** Money per bucket, over all lines that still stand, in the order's currency. */
export function moneyOf(record: OrderRecord, reading: Reading): MoneyView {
  const { currency, taxMode } = reading.order;
  const captured = capturedOf(reading);
  const given = givenOf(reading, givenByUs(record));
  const left = leftOf(captured, given, currency);
  const amount = (of: readonly string[]) => ({
    amount: textOf(
      of.reduce((all, one) => all + minorOf(one, currency), 0n),
      currency,
    ),
    currency,
  });
  const buckets = BUCKETS.map(
    ([bucket, partsOf]): BucketView => ({
      bucket,
      captured: amount(captured.flatMap(partsOf)),
      refunded: amount(given.flatMap(partsOf)),
      left: amount(left.flatMap(partsOf)),
    }),
  );
  const gross = (of: readonly LineMoney[]) => ({
    amount: textOf(
      of.reduce((all, one) => all + grossOf(one, taxMode, currency), 0n),
      currency,
    ),
    currency,
  });
  const none = nothingOf(currency);
  const named = ({ captured: a, refunded: b }: BucketView): boolean => a.amount !== none || b.amount !== none;
  return {
    taxMode,
    debited: reading.payment === 'captured' || reading.payment === 'unknown',
    buckets: buckets.filter(named),
    total: { captured: gross(captured), refunded: gross(given), left: gross(left) },
    left: Object.fromEntries(left.map((line) => [line.lineId, gross([{ ...line, shipping: none, shippingTaxes: [] }])])),
    shipping: gross(left.map((line) => ({ ...line, item: none, taxes: [], fees: [] }))),
  };
}
type PartsOf = (line: LineMoney) => readonly string[];
const BUCKETS: readonly (readonly [BucketView['bucket'], PartsOf])[] = [
  ['item', ({ item }) => [item]],
  ['item tax', ({ taxes }) => taxes.map(({ amount }) => amount)],
  ['shipping', ({ shipping }) => [shipping]],
  ['shipping tax', ({ shippingTaxes }) => shippingTaxes.map(({ amount }) => amount)],
  ['fee', ({ fees }) => fees.map(({ amount }) => amount)],
];
