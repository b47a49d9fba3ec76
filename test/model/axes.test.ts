import assert from 'node:assert/strict';
import type { Quantities, Reading, Refund } from '../../lib/model/order';
import { type Fulfilment, fulfilment, type Refunded, type Returned, refunded, returned } from '../../lib/model/phase';
import { counted, euros, reading } from './example';

/** Counters that are not zero. */
const short = (q: Quantities) => Object.fromEntries(Object.entries(q).filter(([, units]) => units !== 0));
const refund = (state: Refund['state'], item: string, change: Partial<Refund> = {}): Refund => ({
  id: `r-${item}`,
  lineId: '1',
  state,
  item: euros(item),
  shipping: euros('0.00'),
  taxes: [],
  quantity: 0,
  at: '2026-03-02T08:00:00Z',
  ...change,
});

describe('how far the units have come', () => {
  const q = (change: Partial<Quantities>) => counted(2, { accepted: 2, ...change });
  const rows: readonly [Fulfilment, readonly Quantities[]][] = [
    ['unfulfilled', [q({})]],
    ['unfulfilled', [counted(2), q({ cancelled: 2 })]],
    ['nothing_to_ship', []],
    ['nothing_to_ship', [counted(2, { refused: 2 })]],
    ['nothing_to_ship', [q({ cancelled: 1, refundedUnshipped: 1, refunded: 1 })]],
    ['partially_shipped', [q({ shipped: 1 })]],
    ['partially_shipped', [q({ shipped: 2 }), q({})]],
    ['partially_shipped', [q({ shipped: 2 }), counted(1)]],
    ['shipped', [q({ shipped: 2 })]],
    ['shipped', [q({ shipped: 1, cancelled: 1 }), q({ cancelled: 2 })]],
    ['partially_delivered', [q({ shipped: 2, delivered: 1 })]],
    ['partially_delivered', [q({ shipped: 1, delivered: 1 })]],
    ['delivered', [q({ shipped: 2, delivered: 2 }), counted(1, { refused: 1 })]],
  ];
  for (const [expected, quantities] of rows)
    it(`${expected}: ${quantities.map((one) => JSON.stringify(short(one))).join(' ') || 'no lines'}`, () =>
      assert.equal(fulfilment(quantities), expected));
});

describe('how far a return has come', () => {
  const q = (change: Partial<Quantities>) => counted(3, { accepted: 3, shipped: 3, delivered: 3, ...change });
  const rows: readonly [Returned, readonly Quantities[]][] = [
    ['none', [q({})]],
    ['requested', [q({ returnAdvised: 2 })]],
    ['in_transit', [q({ returnAdvised: 2, returnReceived: 1 })]],
    ['in_transit', [q({ returnAdvised: 1, returnReceived: 1, restocked: 1, refunded: 1 }), q({ returnAdvised: 1 })]],
    ['received', [q({ returnAdvised: 2, returnReceived: 2, restocked: 1 })]],
    ['received', [q({ returnReceived: 1 })]],
    ['inspected', [q({ returnAdvised: 2, returnReceived: 2, restocked: 1, scrapped: 1, refunded: 1 })]],
    ['closed', [q({ returnAdvised: 2, returnReceived: 2, restocked: 1, scrapped: 1, refunded: 2 })]],
    ['inspected', [counted(3, { accepted: 3, shipped: 2, refundedUnshipped: 1, returnReceived: 1, scrapped: 1, refunded: 1 })]],
  ];
  for (const [expected, quantities] of rows)
    it(`${expected}: ${quantities.map((one) => JSON.stringify(short(one))).join(' ')}`, () =>
      assert.equal(returned(quantities), expected));
});

describe('how far the money went back', () => {
  const rows: readonly [Refunded, string, Reading][] = [
    ['none', 'no refund', reading()],
    ['none', 'one that failed', reading({ refunds: [refund('failed', '10.00')] })],
    ['pending', 'one is under way', reading({ refunds: [refund('done', '10.00'), refund('pending', '5.00')] })],
    ['partial', 'a part of it', reading({ refunds: [refund('done', '34.89')] })],
    [
      'full',
      'all of it, in parts',
      reading({ refunds: [refund('done', '30.00'), refund('done', '0.00', { shipping: euros('4.90') })] }),
    ],
    [
      'full',
      'with the taxes that come on top',
      reading(
        { refunds: [refund('done', '30.00', { taxes: [{ code: 'VAT', rate: null, amount: euros('4.90'), liable: 'seller' }] })] },
        { taxMode: 'exclusive' },
      ),
    ],
    [
      'partial',
      'taxes within are not money of their own',
      reading({
        refunds: [refund('done', '30.00', { taxes: [{ code: 'VAT', rate: null, amount: euros('4.90'), liable: 'seller' }] })],
      }),
    ],
  ];
  for (const [expected, why, body] of rows) it(`${expected}: ${why}`, () => assert.equal(refunded(body), expected));
});
