/** Records that break the rules about money that goes back, and such as look like them and break nothing. */
import type { ShopReading, ShopRefund } from '../../lib/model/life';
import type { Conviction } from './convictions';
import { ACCOUNT, effect, euros, reading, record, refunded, STORE, seen, shopReading, write } from './example';

/** The order in the shop, with refunds and shipments as given. */
const inTheShop = (change: Partial<ShopReading>): ShopReading =>
  shopReading({ lines: [{ id: 's1', lineId: '1', sku: 'SKU-1', quantity: 2, current: 2, unfulfilled: 2 }], ...change });
const shopRefund = (id: string, total: string, quantity: number, restock: 'none' | 'cancel' | 'return'): ShopRefund => ({
  id,
  at: '2026-03-02T08:00:00Z',
  state: 'done',
  total: euros(total),
  lines: [{ lineId: '1', shopLine: 's1', quantity, amount: euros(total), tax: euros('0.00'), restock }],
  shipping: euros('0.00'),
  shippingTax: euros('0.00'),
  adjustment: euros('0.00'),
});
/** A step of money that was carried to the other side. */
const gaveBack = (verb: string, key: string, fact: object, made: readonly string[] = [], by = 'refund') =>
  effect(verb, key, {
    target: verb.startsWith('shop.') ? STORE : ACCOUNT,
    args: { fact },
    state: 'confirmed',
    writes: [write(verb, { by, made })],
    result: { by, made },
  });

export const moneyConvictions: readonly Conviction[] = [
  {
    rule: 'R8',
    what: 'a refund of the shop is told twice',
    record: record({
      effects: [
        gaveBack('refund.push', '7', { refund: 'S7' }, ['m1']),
        gaveBack('cancel.push', '7', { refunds: ['S7'] }, ['m2']),
      ],
    }),
  },
  {
    rule: 'R8',
    what: 'a refund of the marketplace is made twice',
    record: record({
      effects: ['1', '2'].map((key) => gaveBack('shop.refund', key, { refund: { id: 'm1' } }, [`S${key}`])),
    }),
  },
  {
    rule: 'R8',
    what: 'the echo of our own refund is carried back',
    record: record({
      effects: [
        gaveBack('refund.push', '7', { refund: 'S7' }, ['m1']),
        gaveBack('shop.refund', 'm1', { refund: { id: 'm1' } }, ['S8']),
      ],
    }),
  },
  {
    rule: 'R8',
    what: 'the refund of our own cancellation is told',
    record: record({
      effects: [
        gaveBack('shop.cancel', 'whole', { order: 'o' }, ['S7'], 'cancellation'),
        gaveBack('refund.push', '7', { refund: 'S7' }, ['m1']),
      ],
    }),
  },
  {
    rule: 'R9',
    what: 'a line is refunded beyond its price',
    record: record({ seen: [seen(reading({ refunds: [refunded, { ...refunded, id: 'r2', item: euros('10.03') }] }))] }),
  },
  {
    rule: 'R9',
    what: 'shipping is refunded that was never paid',
    record: record({ seen: [seen(reading({ refunds: [{ ...refunded, shipping: euros('1.00') }] }))] }),
  },
  {
    rule: 'R9',
    what: 'the shop’s order is refunded beyond its total',
    record: record({
      seen: [
        seen(reading()),
        seen(inTheShop({ refunds: [shopRefund('a', '30.00', 0, 'none'), shopRefund('b', '4.91', 0, 'none')] })),
      ],
    }),
  },
  {
    rule: 'R10',
    what: 'a refund was told before the money came',
    record: record({
      seen: [seen(reading({ payment: 'awaiting' }))],
      effects: [gaveBack('refund.push', '7', { refund: 'S7' }, ['m1'])],
    }),
  },
  {
    rule: 'R10',
    what: 'units were cancelled that had left the shop before',
    record: record({
      seen: [
        seen(reading()),
        seen(
          inTheShop({
            shipments: [
              {
                id: 'f',
                state: 'open',
                at: '1970-01-01T00:00:01Z',
                lines: [{ lineId: '1', quantity: 1 }],
                numbers: [],
                urls: [],
              },
            ],
          }),
        ),
      ],
      effects: [gaveBack('cancel.push', 'whole', { refunds: [], units: [{ lineId: '1', quantity: 2 }] }, ['m1'], 'cancellation')],
    }),
  },
  {
    rule: 'R19',
    what: 'units go back into stock twice',
    record: record({
      seen: [
        seen(reading()),
        seen(inTheShop({ refunds: [shopRefund('a', '10.00', 2, 'cancel'), shopRefund('b', '0.00', 1, 'return')] })),
      ],
    }),
  },
];

export const moneyAcquittals: readonly Omit<Conviction, 'rule'>[] = [
  {
    what: 'refunds both ways, each carried over once',
    record: record({
      seen: [seen(reading({ refunds: [refunded] })), seen(inTheShop({ refunds: [shopRefund('S7', '10.00', 1, 'return')] }))],
      effects: [
        gaveBack('refund.push', '7', { refund: 'S7' }, ['m1']),
        gaveBack('shop.refund', 'm2', { refund: { id: 'm2' } }, ['S8']),
      ],
    }),
  },
  {
    what: 'units were cancelled that left afterwards, or were made void',
    record: record({
      seen: [
        seen(reading()),
        seen(
          inTheShop({
            shipments: [
              {
                id: 'f',
                state: 'voided',
                at: '1970-01-01T00:00:01Z',
                lines: [{ lineId: '1', quantity: 2 }],
                numbers: [],
                urls: [],
              },
              {
                id: 'g',
                state: 'open',
                at: '2026-03-02T08:00:00Z',
                lines: [{ lineId: '1', quantity: 2 }],
                numbers: [],
                urls: [],
              },
            ],
          }),
        ),
      ],
      effects: [gaveBack('cancel.push', 'whole', { refunds: [], units: [{ lineId: '1', quantity: 2 }] }, ['m1'], 'cancellation')],
    }),
  },
];
