import assert from 'node:assert/strict';
import { differ } from './decimal';
import { convictions, judge, type Verdict } from './judge';
import { count, court, made, once, open, shopLine, sold, type Told } from './worlds';

type Kind = 'duplicates' | 'lost' | 'unexplained' | 'money' | 'rates';
const ids = (...all: readonly string[]): ReadonlySet<string> => new Set(all);
const cancelled = { state: 'CANCELED', total: '0.00', lines: [{ id: 'A-1', sku: 'LAMP', quantity: 2, state: 'CANCELED' }] };
const again = [made('A', { deletedAt: 4_000 }), made('A', { name: '#A2', createdAt: 4_000 }), made('B')];

describe('the judge convicts', () => {
  const worlds: readonly (readonly [Kind, string, Told, RegExp])[] = [
    [
      'duplicates',
      'two standing shop orders of one order',
      { shop: [made('A'), made('A', { name: '#A2', createdAt: 3_001 }), made('B')] },
      /^A: .*#A2.*while #A stood/,
    ],
    ['duplicates', 'two made at the same moment', { shop: [made('A'), made('A', { name: '#A2' }), made('B')] }, /^A: /],
    [
      'duplicates',
      'a second one, though the first was deleted afterwards',
      {
        shop: [made('A', { deletedAt: 9_000 }), made('A', { name: '#A2', createdAt: 4_000 }), made('B')],
        injected: { deletedInShop: ids('A') },
        marketplace: [sold('A', { sellerReference: '#A2' }), sold('B')],
      },
      /while #A stood/,
    ],
    [
      'duplicates',
      'one made again that nobody deleted',
      {
        shop: [made('A', { cancelledAt: 3_500 }), made('A', { name: '#A2', createdAt: 4_000 }), made('B')],
        marketplace: [sold('A', { sellerReference: '#A2' }), sold('B')],
      },
      /nobody deleted/,
    ],
    ['duplicates', 'an acceptance executed twice', { counts: [...once('A', 'B'), count('accept', 'A')] }, /decision of A/],
    [
      'duplicates',
      'an acceptance and a refusal of one order',
      { counts: [...once('A', 'B'), count('refuse', 'A')] },
      /decision of A/,
    ],
    ['duplicates', 'a decision of ours after the one in the portal', { injected: { portalDecided: ids('A') } }, /decision of A/],
    [
      'duplicates',
      'a creation executed twice, though only one stands',
      { counts: [...once('B'), count('accept', 'A'), count('create', 'A', 2), count('reference', 'A')] },
      /create of A was done 1 times too often/,
    ],
    [
      'duplicates',
      'a reference told twice',
      { counts: [...once('A', 'B'), count('reference', 'B', 2)] },
      /reference of B was done 2 times/,
    ],
    [
      'duplicates',
      'a third reference of an order that was made again once',
      {
        shop: again,
        marketplace: [sold('A', { sellerReference: '#A2' }), sold('B')],
        injected: { deletedInShop: ids('A') },
        counts: [...once('B'), count('accept', 'A'), count('create', 'A', 2), count('reference', 'A', 3)],
      },
      /reference of A/,
    ],
    [
      'lost',
      'an order that was ready to ship and has no shop order',
      { shop: [made('B')], marketplace: [sold('A', { sellerReference: null }), sold('B')] },
      /^A was ready to ship/,
    ],
    [
      'lost',
      'one that has since been shipped elsewhere',
      { shop: [made('B')], marketplace: [sold('A', { sellerReference: null, state: 'SHIPPED' }), sold('B')] },
      /^A was ready to ship/,
    ],
    [
      'lost',
      'a shop order that is gone and that nobody deleted',
      { shop: [made('A', { deletedAt: 9_000 }), made('B')] },
      /^A has no shop order any more/,
    ],
    [
      'lost',
      'a bound order of which the marketplace was not told',
      { marketplace: [sold('A', { sellerReference: null }), sold('B')] },
      /^A is shop order #A, and the marketplace was not told/,
    ],
    [
      'lost',
      'a marketplace that was told another name',
      { marketplace: [sold('A', { sellerReference: '#X' }), sold('B')] },
      /was told #X/,
    ],
    [
      'lost',
      'an order made again of which the marketplace knows the old name',
      { shop: again, injected: { deletedInShop: ids('A') } },
      /^A is shop order #A2.*told #A$/,
    ],
    [
      'lost',
      'an order that expired undecided',
      {
        shop: [made('B')],
        marketplace: [
          sold('A', { state: 'REFUSED', decidedBy: 'time-out', wasReadyToShip: false, sellerReference: null }),
          sold('B'),
        ],
      },
      /^A expired/,
    ],
    [
      'lost',
      'an order that still waits for a decision',
      {
        shop: [made('B')],
        marketplace: [
          sold('A', { state: 'WAITING_ACCEPTANCE', decidedBy: null, wasReadyToShip: false, sellerReference: null }),
          sold('B'),
        ],
      },
      /^A still waits/,
    ],
    [
      'lost',
      'a cancelled order whose shop order stands',
      { marketplace: [sold('A', cancelled), sold('B')], injected: { cancelled: ids('A') } },
      /^A was cancelled/,
    ],
    [
      'lost',
      'a line that the shop order lacks',
      { shop: [made('A', { lines: [shopLine(1)] }), made('B')] },
      /^A sold 2 units, shop order #A has 1/,
    ],
    ['unexplained', 'a case of an order that nothing was done to', { openCases: [open('A', 'flow error')] }, /:A: flow error/],
    [
      'unexplained',
      'an unknown SKU that the shop knows',
      { openCases: [open('A', 'unknown sku')], injected: { unknownSkus: ids('VASE') } },
      /unknown sku/,
    ],
    [
      'unexplained',
      'a cancellation of what was never made',
      {
        shop: [made('B')],
        marketplace: [sold('A', cancelled), sold('B')],
        openCases: [open('A', 'cancelled after creation')],
        injected: { cancelled: ids('A') },
      },
      /cancelled after creation/,
    ],
    [
      'unexplained',
      'a broken rule, whatever was done',
      {
        openCases: [open('A', 'rule broken')],
        injected: { oddities: ids('A'), refusals: ids('A'), flowDrops: ids('A'), unanswered: ids('A') },
      },
      /rule broken/,
    ],
    [
      'unexplained',
      'a kind of case that it does not know',
      { openCases: [open('A', 'of a new kind')], injected: { oddities: ids('A') } },
      /of a new kind/,
    ],
    [
      'unexplained',
      'an account that nobody cut off',
      { openCases: [{ key: 'mirakl:bazaar', kind: 'silent channel', cause: 'silent channel', detail: {} }] },
      /silent channel/,
    ],
    ['unexplained', 'a shop order of no marketplace order', { shop: [made('A'), made('B'), made('C')] }, /of C/],
    [
      'unexplained',
      'a shop order made before the order was ready',
      { marketplace: [sold('A', { wasReadyToShip: false }), sold('B')] },
      /^A: .*never ready/,
    ],
    [
      'money',
      'a cent too little',
      { shop: [made('A', { total: '34.89' }), made('B')] },
      /^A costs 34.90 EUR, shop order #A 34.89/,
    ],
    ['money', 'another currency', { shop: [made('A', { currency: 'USD' }), made('B')] }, /USD/],
    [
      'money',
      'a digit that no double would show',
      {
        marketplace: [sold('A', { total: '9007199254740993.01' }), sold('B')],
        shop: [made('A', { total: '9007199254740993.02' }), made('B')],
      },
      /^A costs/,
    ],
    ['rates', 'a call above its published rate', { overRate: { 'mirakl OR11': 1 } }, /^mirakl OR11: 1 /],
  ];
  for (const [kind, what, told, says] of worlds) {
    it(`${kind}: ${what}`, () => {
      const verdict = judge(...court(told));
      assert.equal(verdict[kind].length, 1, JSON.stringify(verdict));
      assert.match(verdict[kind][0] ?? '', says);
      // One wrong, one conviction: it is called by one name and said once.
      assert.deepEqual(convictions(verdict), [`${kind}: ${verdict[kind][0]}`]);
    });
  }
});

describe('the verdict', () => {
  it('counts the orders and what the systems did', () => {
    const verdict: Verdict = judge(...court({ counts: [...once('A', 'B'), count('refuse', 'C')] }));
    assert.equal(verdict.orders, 2);
    assert.deepEqual(verdict.effects, { 'mirakl.accept': 2, 'shopify.create': 2, 'mirakl.reference': 2, 'mirakl.refuse': 1 });
  });
  it('tells orders apart whose ids hold colons, or end alike', () => {
    const odd = ['A', 'X:A'];
    const verdict = judge(
      ...court({
        marketplace: odd.map((id) => sold(id)),
        shop: odd.map((id) => made(id)),
        counts: once(...odd),
        openCases: [open('X:A', 'flow error')],
        injected: { flowDrops: ids('X:A') },
      }),
    );
    assert.deepEqual(convictions(verdict), []);
    const other = judge(
      ...court({
        marketplace: odd.map((id) => sold(id)),
        shop: odd.map((id) => made(id)),
        counts: once(...odd),
        openCases: [open('X:A', 'flow error')],
        injected: { flowDrops: ids('A') },
      }),
    );
    assert.equal(other.unexplained.length, 1);
  });
  it('compares amounts as text', () => {
    for (const [a, b] of [
      ['1', '1.00'],
      ['0.10', '.1'.padStart(3, '0')],
      ['-0.00', '0'],
      ['+2.5', '2.50'],
      ['100', '0100.0'],
    ] as const)
      assert.equal(differ(a, b), false, `${a} ${b}`);
    for (const [a, b] of [
      ['1', '10'],
      ['1.01', '1.1'],
      ['-1', '1'],
      ['0.001', '0'],
    ] as const)
      assert.equal(differ(a, b), true, `${a} ${b}`);
    assert.throws(() => differ('12,50', '12.50'), /"12,50" is no decimal amount/);
  });
});
