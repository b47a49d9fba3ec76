/** The main job judges by the same definitions as the judge, and neither reads the other: random worlds must get one verdict. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { summarise } from '../../lib/main-job/summary';
import type { EffectCount, SimulatedMarketplaceOrder, SimulatedShopOrder } from '../../lib/simulator/port';
import { judge, type OpenCase } from '../judge/judge';
import { count, made, once, open, shopLine, sold } from '../judge/worlds';

const IDS = ['A', 'B', 'C'] as const;
const UNKNOWN = 'NOT-IN-SHOPIFY';
interface Told {
  readonly marketplace: readonly SimulatedMarketplaceOrder[];
  readonly shop: readonly SimulatedShopOrder[];
  readonly counts: readonly EffectCount[];
  readonly openCases: readonly OpenCase[];
  readonly leftOut: readonly string[];
}

/** Both verdicts, as sorted counts of what each holds against the engine. */
function verdicts({ marketplace, shop, counts, openCases, leftOut }: Told) {
  const unknownSkus = new Set([UNKNOWN]);
  const mine = summarise({ marketplace, shop, counts, openCases, leftOut: new Set(leftOut), unknownSkus });
  const ids = (orders: readonly SimulatedMarketplaceOrder[]) => new Set(orders.map(({ id }) => id));
  const theirs = judge(
    { marketplace, shop, counts, overRate: {} },
    { openCases, leftOut: leftOut.map((sourceOrderId) => ({ sourceOrderId, reason: 'because' })) },
    {
      unknownSkus,
      deletedInShop: new Set(shop.filter((one) => one.deletedAt !== null).map((one) => one.sourceIdentifier ?? '')),
      cancelled: ids(marketplace.filter(({ state }) => state === 'CANCELED')),
      portalDecided: ids(marketplace.filter(({ decidedBy }) => decidedBy === 'portal')),
      flowDrops: new Set(),
      // The main job’s flow is the intake: what happens afterwards is wired in example 08.
      intakeOnly: true,
    },
  );
  const counted = ({
    orders,
    duplicates,
    lost,
    unexplained,
    money,
    effects,
  }: Pick<typeof theirs, 'orders' | 'duplicates' | 'lost' | 'unexplained' | 'money' | 'effects'>) => ({
    orders,
    duplicates: duplicates.length,
    lost: lost.length,
    unexplained: unexplained.length,
    money: money.length,
    effects,
  });
  return { mine: counted(mine), theirs: counted(theirs), cases: mine.cases };
}

const moment = fc.constantFrom(3_000, 4_000, 9_000);
const order = (id: string): fc.Arbitrary<SimulatedMarketplaceOrder> =>
  fc
    .record({
      state: fc.constantFrom(
        'SHIPPING',
        'SHIPPING',
        'SHIPPING',
        'CANCELED',
        'REFUSED',
        'WAITING_ACCEPTANCE',
        'WAITING_DEBIT',
        'SHIPPED',
      ),
      sku: fc.constantFrom('LAMP', 'LAMP', UNKNOWN),
      lineState: fc.constantFrom('SHIPPING', 'SHIPPING', 'REFUSED'),
      total: fc.constantFrom('34.90', '34.90', '34.9', '35.00'),
      sellerReference: fc.constantFrom(`#${id}`, `#${id}`, '#other', null),
      decidedBy: fc.constantFrom(
        'api' as const,
        'api' as const,
        'portal' as const,
        'time-out' as const,
        'automatic' as const,
        null,
      ),
      wasReadyToShip: fc.constantFrom(true, true, false),
    })
    .map(({ sku, lineState, ...change }) =>
      sold(id, { ...change, lines: [{ id: `${id}-1`, sku, quantity: 2, state: lineState }] }),
    );
const making = (of: string): fc.Arbitrary<SimulatedShopOrder> =>
  fc
    .record({
      name: fc.constantFrom(`#${of}`, `#${of}`, `#${of}2`),
      createdAt: moment,
      cancelledAt: fc.option(moment, { freq: 6 }),
      deletedAt: fc.option(moment, { freq: 4 }),
      quantity: fc.constantFrom(2, 2, 1),
    })
    .map(({ quantity, ...change }) => made(of, { ...change, lines: [shopLine(quantity)] }));
const world: fc.Arbitrary<Told> = fc.record({
  marketplace: fc.tuple(...IDS.map(order)),
  shop: fc
    .tuple(...[...IDS, 'NOBODY'].map((id) => fc.array(making(id), { maxLength: id === 'NOBODY' ? 1 : 2 })))
    .map((all) => all.flat()),
  counts: fc
    .array(
      fc.tuple(
        fc.constantFrom('accept', 'refuse', 'create', 'reference'),
        fc.constantFrom(...IDS),
        fc.integer({ min: 1, max: 2 }),
      ),
      { maxLength: 8 },
    )
    .map((all) => merged(all)),
  openCases: fc
    .array(
      fc.tuple(
        fc.constantFrom(...IDS, 'X'),
        fc.constantFrom(
          'unknown sku',
          'cancelled after creation',
          'price difference',
          'in doubt',
          'flow error',
          'silent channel',
        ),
      ),
      { maxLength: 2 },
    )
    .map((all) => all.map(([id, kind]) => open(id, kind))),
  leftOut: fc.subarray([...IDS], { maxLength: 1 }),
});
/** A count stands once for each deed and order, as the simulator keeps it. */
const merged = (all: readonly (readonly [string, string, number])[]): EffectCount[] => [
  ...new Map(all.map(([verb, fact, times]) => [`${verb} ${fact}`, count(verb, fact, times)])).values(),
];

const clean: Told = {
  marketplace: [sold('A'), sold('B')],
  shop: [made('A'), made('B')],
  counts: once('A', 'B'),
  openCases: [],
  leftOut: [],
};

describe('the summary of a run', () => {
  it('agrees with the judge on any world', () => {
    fc.assert(
      fc.property(world, (told) => {
        const { mine, theirs } = verdicts(told);
        assert.deepEqual(mine, theirs);
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it('acquits a clean world, and counts its deeds and cases', () => {
    const asked = sold('C', { sellerReference: null, lines: [{ id: 'C-1', sku: UNKNOWN, quantity: 1, state: 'SHIPPING' }] });
    const { mine, cases } = verdicts({
      ...clean,
      marketplace: [...clean.marketplace, asked],
      openCases: [open('C', 'unknown sku')],
    });
    assert.deepEqual(mine, {
      orders: 3,
      duplicates: 0,
      lost: 0,
      unexplained: 0,
      money: 0,
      effects: { 'mirakl.accept': 2, 'shopify.create': 2, 'mirakl.reference': 2 },
    });
    assert.deepEqual(cases, { 'unknown sku': 1 });
  });

  const wrong: readonly (readonly [
    string,
    Partial<Told>,
    Partial<Record<'duplicates' | 'lost' | 'unexplained' | 'money', number>>,
  ])[] = [
    ['a second shop order', { shop: [...clean.shop, made('A', { createdAt: 3_001 })] }, { duplicates: 1 }],
    ['an acceptance and a refusal', { counts: [...clean.counts, count('refuse', 'A')] }, { duplicates: 1 }],
    ['an order that nobody made and nobody is asked about', { shop: [made('B')] }, { lost: 1 }],
    ['a marketplace that was not told', { marketplace: [sold('A', { sellerReference: null }), sold('B')] }, { lost: 1 }],
    ['a case without a cause', { openCases: [open('A', 'in doubt')] }, { unexplained: 1 }],
    ['a case of an account', { openCases: [open('X', 'silent channel')] }, { unexplained: 1 }],
    ['another total', { shop: [made('A', { total: '34.89' }), made('B')] }, { money: 1 }],
  ];
  for (const [what, told, held] of wrong)
    it(`convicts ${what}, as the judge does`, () => {
      const { mine, theirs } = verdicts({ ...clean, ...told });
      assert.deepEqual(mine, theirs);
      const { duplicates, lost, unexplained, money } = mine;
      assert.deepEqual({ duplicates, lost, unexplained, money }, { duplicates: 0, lost: 0, unexplained: 0, money: 0, ...held });
    });
});
