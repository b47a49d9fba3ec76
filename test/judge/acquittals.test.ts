import assert from 'node:assert/strict';
import { convictions, judge } from './judge';
import { count, court, made, once, open, shopLine, sold, type Told } from './worlds';

const ids = (...all: readonly string[]): ReadonlySet<string> => new Set(all);
const cancelled = { state: 'CANCELED', total: '0.00', lines: [{ id: 'A-1', sku: 'LAMP', quantity: 2, state: 'CANCELED' }] };
const again = [made('A', { deletedAt: 4_000 }), made('A', { name: '#A2', createdAt: 4_000 }), made('B')];

describe('the judge acquits', () => {
  const undecided = { state: 'REFUSED', decidedBy: 'time-out' as const, wasReadyToShip: false, sellerReference: null };
  const unmade = sold('A', { sellerReference: null });
  const worlds: readonly (readonly [string, Told])[] = [
    ['a world where everything stands once', {}],
    ['a world without orders', { marketplace: [], shop: [], counts: [] }],
    ['a rate that was kept', { overRate: { 'mirakl OR11': 0 } }],
    ['an amount that is written otherwise', { shop: [made('A', { total: '34.9' }), made('B', { total: '034.900' })] }],
    [
      'an order that is left out',
      {
        marketplace: [unmade, sold('B')],
        shop: [made('B')],
        counts: [...once('B'), count('accept', 'A')],
        leftOut: [{ sourceOrderId: 'A', reason: 'not ours' }],
      },
    ],
    [
      'an order placed before the account was live',
      {
        marketplace: [sold('A', { sellerReference: null, createdAt: 999 }), sold('B')],
        shop: [made('B')],
        injected: { liveSince: 1_000 },
      },
    ],
    [
      'an unknown SKU that a person is asked about',
      {
        marketplace: [unmade, sold('B')],
        shop: [made('B')],
        openCases: [open('A', 'unknown sku')],
        injected: { unknownSkus: ids('LAMP') },
      },
    ],
    [
      'an order that the flow let pass, and a person is asked',
      {
        marketplace: [unmade, sold('B')],
        shop: [made('B')],
        openCases: [open('A', 'flow let this pass')],
        injected: { flowDrops: ids('A') },
      },
    ],
    [
      'an order that expired because the flow let it pass',
      { marketplace: [sold('A', undecided), sold('B')], shop: [made('B')], injected: { flowDrops: ids('A') } },
    ],
    [
      'a cancellation before anything was made',
      {
        marketplace: [sold('A', { ...cancelled, sellerReference: null }), sold('B')],
        shop: [made('B')],
        injected: { cancelled: ids('A') },
      },
    ],
    [
      'a cancellation after, and a person is asked',
      {
        marketplace: [sold('A', cancelled), sold('B')],
        openCases: [open('A', 'cancelled after creation'), open('A', 'price difference')],
        injected: { cancelled: ids('A') },
      },
    ],
    [
      'a cancellation that was carried through to the shop',
      {
        marketplace: [sold('A', cancelled), sold('B')],
        shop: [made('A', { cancelledAt: 6_000 }), made('B')],
        injected: { cancelled: ids('A') },
      },
    ],
    [
      'an order refused in the portal',
      {
        marketplace: [
          sold('A', { state: 'REFUSED', decidedBy: 'portal', wasReadyToShip: false, sellerReference: null }),
          sold('B'),
        ],
        shop: [made('B')],
        counts: once('B'),
        injected: { portalDecided: ids('A') },
      },
    ],
    [
      'an order accepted in the portal',
      {
        marketplace: [sold('A', { decidedBy: 'portal' }), sold('B')],
        counts: [...once('B'), count('create', 'A'), count('reference', 'A')],
        injected: { portalDecided: ids('A') },
      },
    ],
    [
      'an order that waits for its money',
      {
        marketplace: [sold('A', { state: 'WAITING_DEBIT_PAYMENT', wasReadyToShip: false, sellerReference: null }), sold('B')],
        shop: [made('B')],
      },
    ],
    [
      'a shop order that a person deleted',
      { shop: [made('A', { deletedAt: 9_000 }), made('B')], injected: { deletedInShop: ids('A') } },
    ],
    [
      'one that a person deleted and had made again',
      {
        shop: again,
        marketplace: [sold('A', { sellerReference: '#A2' }), sold('B')],
        injected: { deletedInShop: ids('A') },
        counts: [...once('B'), count('accept', 'A'), count('create', 'A', 2), count('reference', 'A', 2)],
      },
    ],
    [
      'lines that were refused and are not in the shop order',
      {
        marketplace: [
          sold('A', { lines: [...sold('A').lines, { id: 'A-2', sku: 'VASE', quantity: 3, state: 'REFUSED' }] }),
          sold('B'),
        ],
      },
    ],
    ['one line as two in the shop', { shop: [made('A', { lines: [1, 1].map((quantity) => shopLine(quantity)) }), made('B')] }],
    ['a shop order of the shop itself', { shop: [made('A'), made('B'), made('X', { sourceIdentifier: null })] }],
    [
      'a difference in money that a person is asked about',
      {
        shop: [made('A', { total: '30.00' }), made('B')],
        openCases: [open('A', 'price difference')],
        injected: { oddities: ids('A') },
      },
    ],
    [
      'an account that was cut off',
      {
        openCases: [{ key: 'mirakl:bazaar', kind: 'silent channel', cause: 'silent channel', detail: {} }],
        injected: { cutOff: ids('mirakl:bazaar') },
      },
    ],
    [
      'an entry without an order id that is kept for a person',
      {
        openCases: [{ key: 'mirakl:bazaar', kind: 'unreadable', cause: 'unreadable/order_id', detail: {} }],
        injected: { oddities: ids('mirakl:bazaar') },
      },
    ],
    ...(
      [
        'refused',
        'in doubt',
        'maybe exists',
        'arrived late',
        'not decided',
        'unmapped',
        'unknown value',
        'unknown rate',
        'unreadable',
      ] as const
    ).map((kind): readonly [string, Told] => [
      `a case "${kind}" that the world gave cause for`,
      {
        openCases: [open('A', kind)],
        injected: {
          refusals: ids('A'),
          unanswered: ids('A'),
          shippedElsewhere: ids('A'),
          neverPaid: ids('A'),
          oddities: ids('A'),
        },
      },
    ]),
  ];
  for (const [what, told] of worlds) it(what, () => assert.deepEqual(convictions(judge(...court(told))), []));

  it('and each of these only for its reason: without it, it convicts', () => {
    for (const [what, told] of worlds) {
      if (!told.injected) continue;
      const { injected: _, ...bare } = told;
      // What is only there to allow for something else that did not happen in that world:
      if (
        what === 'an order refused in the portal' ||
        what === 'an order accepted in the portal' ||
        what.startsWith('a cancellation before') ||
        what.startsWith('a cancellation that')
      )
        continue;
      assert.notDeepEqual(convictions(judge(...court(bare))), [], what);
    }
  });
});
