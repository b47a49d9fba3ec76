/** What is ended on purpose: everything, a verb, or one step of it; and what takes that back. */
import assert from 'node:assert/strict';
import { Books } from '../../lib/engine/books';
import { callEffect } from '../../lib/engine/calls';
import { Deliveries } from '../../lib/engine/deliveries';
import { look } from '../../lib/engine/look';
import { questions } from '../../lib/engine/questions';
import { leftOut } from '../../lib/engine/verb';
import { memoryLedger } from '../../lib/ledger';
import type { Stage } from '../../lib/model/order';
import type { Decision, DecisionKind } from '../../lib/model/record';
import { ACCOUNT, around, created, effect, NOW, observation, policy, record, write } from './records';

type Decided = readonly (readonly [DecisionKind, string])[];
const decisions = (decided: Decided): readonly Decision[] =>
  decided.map(([kind, of], n) => ({ at: NOW + n, by: 'eva', kind, of }));

describe('what is left out', () => {
  /** Of these: the verb as a whole, its steps 7 and 8, a step of a verb whose name begins alike, and another verb's. */
  const asked = [
    ['refund', undefined],
    ['refund', 'refund/7'],
    ['refund', 'refund/8'],
    ['refund', 'refund/7/2'],
    ['refunds', 'refunds/7'],
    ['cancel', 'cancel/7'],
  ] as const;
  const table: readonly (readonly [string, Decided, readonly string[]])[] = [
    ['nothing', [], []],
    ['one step leaves the others', [['leave out', 'refund/7']], ['refund/7']],
    ['the verb is all its steps', [['leave out', 'refund']], ['refund', 'refund/7', 'refund/8', 'refund/7/2']],
    ['everything', [['leave out', '*']], ['refund', 'refund/7', 'refund/8', 'refund/7/2', 'refunds/7', 'cancel/7']],
    [
      'one step is done all the same',
      [
        ['leave out', 'refund'],
        ['do it', 'refund/7'],
      ],
      ['refund', 'refund/8', 'refund/7/2'],
    ],
    [
      'the verb is done all the same',
      [
        ['leave out', 'refund/7'],
        ['leave out', '*'],
        ['do it', 'refund'],
      ],
      ['refunds/7', 'cancel/7'],
    ],
    [
      'imported after all',
      [
        ['leave out', '*'],
        ['import', '*'],
      ],
      [],
    ],
    [
      'left out again',
      [
        ['leave out', 'refund/7'],
        ['do it', 'refund/7'],
        ['leave out', 'refund/7'],
      ],
      ['refund/7'],
    ],
    [
      'made again',
      [
        ['leave out', 'refund'],
        ['new generation', 'refund/7'],
      ],
      [],
    ],
  ];
  for (const [what, decided, out] of table)
    it(what, () => {
      const order = record({ decisions: decisions(decided) });
      assert.deepEqual(
        asked.flatMap(([verb, step]) => (leftOut(order, verb, step) ? [step ?? verb] : [])),
        out,
      );
    });
});

describe('one step left out, in the order’s life', () => {
  const bound = effect('order.create', {
    state: 'confirmed',
    writes: [write({ answer: created, answeredAt: NOW - 39_000, record: created.id })],
  });
  const seen = (stage: Stage, decided: Decided, change: Parameters<typeof record>[0] = {}) =>
    look(record({ decisions: decisions(decided), ...change }, stage), around(), policy());
  const due = (...of: Parameters<typeof seen>): readonly string[] => seen(...of).duties.map(({ id }) => id);

  it('a creation that was rejected is left out; made again it is another one', () => {
    assert.deepEqual(due('ready_to_ship', [['leave out', 'order.create/1']]), []);
    assert.deepEqual(
      due('ready_to_ship', [
        ['new generation', 'order.create/1'],
        ['leave out', 'order.create/1'],
      ]),
      ['order.create/2'],
    );
  });
  it('a reference that was left out leaves that of the order made again', () => {
    const effects = { [bound.id]: bound };
    assert.deepEqual(due('ready_to_ship', [], { effects }), ['order.acknowledge/#1001']);
    assert.deepEqual(due('ready_to_ship', [['leave out', 'order.acknowledge/#1001']], { effects }), []);
    assert.deepEqual(due('ready_to_ship', [['leave out', 'order.acknowledge/#1000']], { effects }), ['order.acknowledge/#1001']);
  });
  it('an order that came late is asked about, whatever else was left out', () => {
    const asks = (...decided: Decided) => questions(seen('shipped', decided)).map(({ kind }) => kind);
    assert.deepEqual(asks(['leave out', 'order.accept/1']), ['arrived late']);
    assert.deepEqual(asks(['leave out', 'order.create/1']), []);
    assert.deepEqual(asks(['leave out', 'order.create']), []);
  });
  it('a node is told that its own step was left out, not that another was', async () => {
    const ledger = memoryLedger();
    const books = new Books(ledger, policy(), () => undefined);
    const key = `${ACCOUNT}:A-1`;
    await ledger.append([{ key, account: ACCOUNT, observation: observation('shipped', 'v', NOW - 200), refs: [] }], NOW);
    const page = await books.open(key);
    assert.ok(page);
    await books.record(page, () => ({ decisions: decisions([['leave out', 'refund.push/7']]), by: 'engine' }));
    const clock = { now: () => NOW, sleep: async () => undefined };
    const way = {
      books,
      deliveries: new Deliveries(books, { hand: () => false, resume: () => false }, clock, policy(), 20, () => undefined),
      clock,
      policy: policy(),
      by: 'engine',
      carry: async () => null,
    };
    const told = async (refund?: string) => {
      const outcome = await callEffect(way, 'refund.push', key, {}, undefined, refund);
      return 'why' in outcome ? outcome.why : outcome.is;
    };
    assert.equal(await told('gid://shopify/Refund/7'), 'left out');
    assert.equal(await told('gid://shopify/Refund/77'), 'not due (shipped)');
    assert.equal(await told(), 'left out');
  });
});
