/** What the last line of a run says: the judge's verdict as figures, with what people did taken from the world itself. */
import assert from 'node:assert/strict';
import { summarise } from '../../lib/main-job/summary';
import type { EffectCount, SimulatedMarketplaceOrder, SimulatedShopOrder } from '../../lib/simulator/port';
import type { OpenCase } from '../judge/judge';
import { count, made, once, open, shopLine, sold } from '../judge/worlds';

const UNKNOWN = 'NOT-IN-SHOPIFY';
interface Told {
  readonly marketplace?: readonly SimulatedMarketplaceOrder[];
  readonly shop?: readonly SimulatedShopOrder[];
  readonly counts?: readonly EffectCount[];
  readonly openCases?: readonly OpenCase[];
  readonly leftOut?: readonly string[];
  readonly overRate?: Readonly<Record<string, number>>;
  readonly paymentWorkflow?: string;
}
/** Two orders, each accepted, made and told once; what is given stands in its place. */
const summary = (told: Told) =>
  summarise({
    world: { counts: () => told.counts ?? once('A', 'B'), overRate: () => told.overRate ?? {} },
    marketplace: {
      orders: () => told.marketplace ?? [sold('A'), sold('B')],
      world: { paymentWorkflow: told.paymentWorkflow ?? 'PAY_ON_ACCEPTANCE' },
    },
    shop: { orders: () => told.shop ?? [made('A'), made('B')], catalogue: { unknown: new Set([UNKNOWN]) } },
    openCases: told.openCases ?? [],
    leftOut: new Map((told.leftOut ?? []).map((id) => [id, 'by hand'])),
  });
const parcel = { id: 'S1', by: 'api', carrierCode: null, carrierName: 'UPS', trackingUrl: null, createdAt: 4_000 } as const;
const lines = [{ line: 'A-1', quantity: 2 }];
const left = { ...parcel, status: 'SHIPPED', lines, tracking: 'P1', shippedAt: 5_000 };
const fulfilled: SimulatedShopOrder['fulfilments'][number] = {
  ...{ id: 'gid://shopify/Fulfillment/1', state: 'open', createdAt: 4_000, updatedAt: 4_000, deliveredAt: null },
  ...{ carrier: 'UPS', numbers: ['P1'], urls: [], location: 'gid://shopify/Location/1' },
  lines: [{ lineItemId: 'gid://shopify/LineItem/1', sku: 'LAMP', quantity: 2 }],
};
/** All of it has left the shop. */
const gone = made('A', { fulfilments: [fulfilled], lines: [{ ...shopLine(2), unfulfilled: 0 }] });

describe('the summary of a run', () => {
  it('finds nothing in a clean world, and names every deed, what was never done too', () => {
    const asked = sold('C', { sellerReference: null, lines: [{ id: 'C-1', sku: UNKNOWN, quantity: 1, state: 'SHIPPING' }] });
    const { figures, faults } = summary({
      marketplace: [sold('A'), sold('B'), asked],
      openCases: [open('C', 'unknown sku')],
    });
    assert.deepEqual(faults, []);
    const { effects, ...rest } = figures;
    assert.deepEqual(rest, {
      ...{ orders: 3, duplicates: 0, lost: 0, unexplained: 0, wrongMoney: 0, overRate: 0 },
      cases: { 'unknown sku': 1 },
    });
    assert.deepEqual(Object.fromEntries(Object.entries(effects).filter(([, times]) => times > 0)), {
      ...{ 'mirakl.accept': 2, 'shopify.create': 2, 'mirakl.reference': 2 },
    });
    for (const deed of ['mirakl.ship', 'shopify.refund', 'mirakl.refund', 'shopify.cancel', 'mirakl.return accept'])
      assert.equal(effects[deed], 0, deed);
  });

  it('counts a parcel that both sides know, and takes it as told', () => {
    const { figures, faults } = summary({
      marketplace: [sold('A', { state: 'SHIPPED', shipments: [left] }), sold('B')],
      shop: [gone, made('B')],
      counts: [...once('A', 'B'), count('ship', 'A'), count('tracking', 'A UPS P1')],
    });
    assert.deepEqual(faults, []);
    assert.equal(figures.effects['mirakl.ship'], 1);
  });

  it('knows from the world what people did, so that it explains their cases', () => {
    const cancelled = summary({
      marketplace: [sold('A', { state: 'CANCELED' }), sold('B')],
      openCases: [open('A', 'cancelled after creation')],
    });
    assert.deepEqual(cancelled.faults, []);
    const decided = sold('A', { decidedBy: 'portal' });
    const twice = summary({ marketplace: [decided, sold('B')] });
    assert.equal(twice.figures.duplicates, 1, 'a decision of ours after the portal’s');
    const refusal = { rule: 'R10', effect: 'refund.push/1' };
    const unpaid = { openCases: [open('A', 'rule broken', refusal)] };
    assert.equal(summary(unpaid).figures.unexplained, 1);
    assert.deepEqual(summary({ ...unpaid, paymentWorkflow: 'PAY_ON_DELIVERY' }).faults, []);
    const again = [made('A', { deletedAt: 4_000 }), made('A', { createdAt: 6_000 }), made('B')];
    const counts = [...once('A', 'B'), count('create', 'A'), count('reference', 'A')];
    assert.equal(summary({ shop: again, counts }).figures.duplicates, 0, 'made again after a person deleted it');
  });

  const wrong: readonly (readonly [string, Told, Partial<ReturnType<typeof summary>['figures']>])[] = [
    ['a second shop order', { shop: [made('A'), made('A', { createdAt: 3_001 }), made('B')] }, { duplicates: 1 }],
    ['an order that nobody made and nobody is asked about', { shop: [made('B')] }, { lost: 1 }],
    ['a case without a cause', { openCases: [open('A', 'in doubt')] }, { unexplained: 1 }],
    ['another total', { shop: [made('A', { total: '34.89' }), made('B')] }, { wrongMoney: 1 }],
    ['goods that left and were not told', { shop: [gone, made('B')] }, { lost: 1 }],
    ['a call above a published rate', { overRate: { 'mirakl OR11': 2 } }, { overRate: 2 }],
  ];
  for (const [what, told, held] of wrong)
    it(`holds ${what} against the run, in words and as a figure`, () => {
      const { figures, faults } = summary(told);
      const { duplicates, lost, unexplained, wrongMoney, overRate } = figures;
      assert.deepEqual(
        { duplicates, lost, unexplained, wrongMoney, overRate },
        { duplicates: 0, lost: 0, unexplained: 0, wrongMoney: 0, overRate: 0, ...held },
      );
      assert.equal(faults.length, 1);
    });

  it('misses nothing that was left out on purpose', () => {
    assert.deepEqual(summary({ shop: [made('B')], counts: once('B'), leftOut: ['A'] }).faults, []);
  });
});
