/** What each answer stores, and what is refused, over a fake engine. */
import assert from 'node:assert/strict';
import type { AnswerName } from '../../lib/desk/answers';
import { answersOf } from '../../lib/desk/answers';
import type { Settled } from '../../lib/desk/wire';
import type { CaseDetail, CaseKind } from '../../lib/model/record';
import { asking } from './asking';
import { MIRAKL, NOW, SHOP } from './fake-engine';
import { type Harness, harness } from './harness';

describe('settling cases', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
  });
  afterEach(() => desk.close());
  const { post, seen, settle } = asking(() => desk);

  const effect = 'order.create/1';
  const rows: readonly (readonly [CaseKind, CaseDetail, AnswerName, Record<string, unknown>, Record<string, unknown>])[] = [
    [
      'unknown sku',
      { line: 'A-1', sku: 'CUP' },
      'use variant',
      { value: '4711', always: true },
      {
        kind: 'use sku',
        of: 'unknown sku/1',
        value: {
          lineId: 'A-1',
          sku: 'CUP',
          always: true,
          variantId: 'gid://shopify/ProductVariant/4711',
          to: 'gid://shopify/ProductVariant/4711',
        },
      },
    ],
    [
      'unknown sku',
      { line: 'A-1', sku: 'CUP' },
      'use variant',
      { value: 'gid://shopify/ProductVariant/9 Cup, red' },
      {
        kind: 'use sku',
        of: 'unknown sku/1',
        value: {
          lineId: 'A-1',
          sku: 'CUP',
          always: false,
          variantId: 'gid://shopify/ProductVariant/9',
          to: 'gid://shopify/ProductVariant/9',
        },
      },
    ],
    [
      'unknown sku',
      { line: 'A-1', sku: 'CUP' },
      'free line',
      {},
      {
        kind: 'use sku',
        of: 'unknown sku/1',
        value: { lineId: 'A-1', sku: 'CUP', always: false, variantId: 'custom', to: 'custom' },
      },
    ],
    [
      'unknown sku',
      { line: 'A-1', sku: 'SET' },
      'bundle',
      { value: '1 2\n\n3', always: true },
      {
        kind: 'use sku',
        of: 'unknown sku/1',
        value: {
          lineId: 'A-1',
          sku: 'SET',
          always: true,
          to: [
            { variantId: 'gid://shopify/ProductVariant/1', quantity: 2, share: 2 },
            { variantId: 'gid://shopify/ProductVariant/3', quantity: 1, share: 1 },
          ],
        },
      },
    ],
    [
      'unknown sku',
      { line: 'A-1', sku: 'SET' },
      'bundle',
      { value: 'gid://shopify/ProductVariant/1 2 66.5\n3 x1 33.5 %' },
      {
        kind: 'use sku',
        of: 'unknown sku/1',
        value: {
          lineId: 'A-1',
          sku: 'SET',
          always: false,
          to: [
            { variantId: 'gid://shopify/ProductVariant/1', quantity: 2, share: 66.5 },
            { variantId: 'gid://shopify/ProductVariant/3', quantity: 1, share: 33.5 },
          ],
        },
      },
    ],
    ['refused', { effect, call: 'orderCreate' }, 'try again', {}, { kind: 'do it', of: effect }],
    ['refused', { effect, call: 'orderCreate' }, 'start over', {}, { kind: 'start over', of: effect }],
    ['refused', { effect, call: 'orderCreate' }, 'settled in portal', {}, { kind: 'done by hand', of: 'refused/1' }],
    ['in doubt', { effect, call: 'orderCreate' }, 'ask again', {}, { kind: 'do it', of: effect }],
    [
      'in doubt',
      { effect, call: 'orderCreate' },
      'it happened',
      { value: '#1042 5678901234' },
      {
        kind: 'it happened',
        of: effect,
        value: {
          record: 'gid://shopify/Order/5678901234',
          answer: { id: 'gid://shopify/Order/5678901234', name: '#1042', total: { amount: '36.70', currency: 'EUR' } },
        },
      },
    ],
    ['in doubt', { effect: 'order.accept/1', call: 'OR21' }, 'it happened', {}, { kind: 'it happened', of: 'order.accept/1' }],
    [
      'in doubt',
      { effect, call: 'orderCreate' },
      'send again',
      { reason: 'looked' },
      { kind: 'it did not', of: effect, reason: 'looked' },
    ],
    [
      'maybe exists',
      { id: 'gid://shopify/Order/5', shopOrder: '#5' },
      'same order',
      {},
      { kind: 'it happened', of: 'maybe exists/1' },
    ],
    [
      'maybe exists',
      { id: 'gid://shopify/Order/5', shopOrder: '#5' },
      'different order',
      {},
      { kind: 'it did not', of: 'maybe exists/1' },
    ],
    ['unknown rate', { code: 'ECO' }, 'try again', {}, { kind: 'do it', of: 'unknown rate/1' }],
    ['flow let this pass', { duty: effect, verb: 'order.create' }, 'do it now', {}, { kind: 'do it', of: effect }],
    ['flow error', { delivery: 'n1|placed', node: 'n1' }, 'start over', {}, { kind: 'failed flow', of: 'n1|placed' }],
    ['price difference', { field: 'grand' }, 'accept difference', {}, { kind: 'do it', of: 'price difference/1' }],
    ['arrived late', { stage: 'shipped' }, 'create anyway', {}, { kind: 'do it', of: 'order.create' }],
    [
      'cancelled after creation',
      { shopOrder: '#1' },
      'done by hand',
      {},
      { kind: 'done by hand', of: 'cancelled after creation/1' },
    ],
    [
      'unknown value',
      { field: 'state', value: 'X' },
      'ignore',
      { reason: 'harmless' },
      { kind: 'dismiss', of: 'unknown value/1', reason: 'harmless' },
    ],
    [
      'unknown sku',
      { line: 'A-1', sku: 'CUP' },
      'snooze',
      { value: String(NOW + 3_600_000) },
      { kind: 'snooze', of: 'unknown sku/1', value: { until: NOW + 3_600_000 } },
    ],
    ['unknown sku', { sku: 'CUP' }, 'show again', {}, { kind: 'snooze', of: 'unknown sku/1', value: { until: null } }],
    [
      'unknown sku',
      { sku: 'CUP' },
      'assign',
      { value: ' Ben ' },
      { kind: 'assign', of: 'unknown sku/1', value: { owner: 'Ben' } },
    ],
    ['unknown sku', { sku: 'CUP' }, 'assign', {}, { kind: 'assign', of: 'unknown sku/1', value: { owner: null } }],
    [
      'unknown sku',
      { sku: 'CUP' },
      'note',
      { reason: 'asked the supplier' },
      { kind: 'note', of: 'unknown sku/1', reason: 'asked the supplier' },
    ],
    ['unreadable', { field: 'f', text: 't' }, 'mark done', {}, { kind: 'done by hand', of: 'unreadable/1' }],
    [
      'in doubt',
      { effect: 'refund.push/7', call: 'OR28' },
      'it happened',
      { value: '9001, 9002' },
      { kind: 'it happened', of: 'refund.push/7', value: { records: ['9001', '9002'] } },
    ],
    [
      'in doubt',
      { effect: 'shop.refund/9', call: 'refundCreate' },
      'it happened',
      { value: '77' },
      { kind: 'it happened', of: 'shop.refund/9', value: { records: ['gid://shopify/Refund/77'] } },
    ],
    [
      'in doubt',
      { effect: 'cancel.push/whole', call: 'OR29' },
      'it happened',
      {},
      { kind: 'it happened', of: 'cancel.push/whole' },
    ],
    [
      'in doubt',
      { effect: 'stock.push/m', call: 'file of stock', import: '5', status: 'QUEUED' },
      'it happened',
      {},
      { kind: 'it happened', of: 'in doubt/1' },
    ],
    ['over-refund', { effect: 'refund.push/7' }, 'refund what is left', {}, { kind: 'do it', of: 'over-refund/1' }],
    [
      'refund without lines',
      { effect: 'refund.push/7', amount: '5.10', currency: 'EUR' },
      'allocate',
      { value: '[{"lineId":"A-1","amount":"5"},{"lineId":"A-2","amount":"0"},{"lineId":null,"amount":"0.10"}]' },
      {
        kind: 'do it',
        of: 'refund without lines/1',
        value: {
          allocated: [
            { lineId: 'A-1', amount: '5' },
            { lineId: null, amount: '0.10' },
          ],
        },
      },
    ],
    [
      'unmapped',
      { effect: 'parcel.push/1/1', what: 'carrier', value: 'Vans', byName: true },
      'send name',
      {},
      { kind: 'do it', of: 'unmapped/1', value: { byName: true } },
    ],
    [
      'unmapped',
      { effect: 'parcel.push/1/1', what: 'carrier', value: '', byName: false },
      'name carrier',
      { value: ' DHL ' },
      { kind: 'do it', of: 'unmapped/1', value: { carrier: 'DHL' } },
    ],
    [
      'unmapped',
      { effect: 'refund.push/7', what: 'reason', value: 'refund' },
      'name reason',
      { value: '17' },
      { kind: 'do it', of: 'unmapped/1', value: { reason: '17' } },
    ],
    [
      'not decided',
      { effect: 'return.push/R/accept', return: 'R', reason: 'asked' },
      'accept return',
      {},
      { kind: 'do it', of: 'not decided/1' },
    ],
    [
      'not decided',
      { effect: 'parcel.push/1/1', shipment: 'gid://shopify/Fulfillment/1', waits: 'a tracking number' },
      'name number',
      { value: 'N-1' },
      { kind: 'do it', of: 'not decided/1', value: { number: 'N-1', shipment: 'gid://shopify/Fulfillment/1' } },
    ],
  ];
  for (const [kind, detail, answer, given, stored] of rows) {
    it(`${kind}: ${answer} stores "${stored.kind}" of ${stored.of}`, async () => {
      desk.settings = { orderLifecycle: { approveWithoutLogin: true } };
      const cause = desk.engine.open('A', kind, detail);
      assert.deepEqual(await settle('A', answer, given), [{ cause, key: `${MIRAKL}:A`, is: 'done' }]);
      const [decision, ...more] = desk.engine.decided;
      assert.equal(more.length, 0);
      const { value, key, by, ...rest } = decision ?? { value: {}, key: '', by: '' };
      assert.deepEqual([key, by], [`${MIRAKL}:A`, 'anonymous']);
      assert.deepEqual(
        { ...rest, value },
        { ...stored, value: { cause, openedAt: NOW - 12 * 60_000, ...(stored.value as object) } },
      );
    });
  }
  it('leaves out with a reason, never without', async () => {
    desk.engine.open('A', 'flow let this pass', { duty: effect, verb: 'order.create' });
    const [without] = await settle('A', 'leave out');
    assert.equal(without?.is, 'failed');
    assert.match(without?.why ?? '', /needs a reason/);
    assert.equal((await settle('A', 'leave out', { reason: 'sold by phone' }))[0]?.is, 'done');
    assert.deepEqual(desk.engine.leftOut, [
      { key: `${MIRAKL}:A`, verbs: ['order.create'], reason: 'sold by phone', by: 'anonymous' },
    ]);
  });
  it('leaves out one step of a verb that has several, so that the others go on', async () => {
    const steps: readonly (readonly [CaseKind, CaseDetail, AnswerName])[] = [
      ['flow let this pass', { duty: 'refund.push/7', verb: 'refund.push' }, 'leave out'],
      ['refused', { effect: 'return.push/R/close', call: 'RT27' }, 'leave out'],
      ['unmapped', { effect: 'parcel.push/1/1', what: 'carrier', value: 'Vans' }, 'leave out'],
      ['rule broken', { effect: 'refund.push/7', rule: 'R10', text: 't' }, 'leave out'],
      ['not decided', { effect: 'parcel.push/1/1', waits: 'held until complete' }, 'leave out'],
    ];
    for (const [n, [kind, detail, answer]] of steps.entries()) {
      desk.engine.open(`A${n}`, kind, detail);
      await settle(`A${n}`, answer, { reason: 'by phone' });
    }
    assert.deepEqual(
      desk.engine.leftOut.map(({ verbs }) => verbs),
      [['refund.push/7'], ['return.push/R/close'], ['parcel.push/1/1'], ['refund.push/7'], ['parcel.push/1/1']],
    );
  });
  it('settled by hand: the step ends, and what was made there is not carried back', async () => {
    const by: readonly (readonly [string, string, readonly string[]])[] = [
      ['refund.push/7', '9001', ['refund.push/7', 'shop.refund/9001']],
      ['shop.refund/9', '77', ['shop.refund/9', 'refund.push/77', 'cancel.push/77']],
      ['shop.fulfil/W/1', 'gid://shopify/Fulfillment/5', ['shop.fulfil/W/1', 'parcel.push/5/1']],
      ['parcel.push/5/1', '', ['parcel.push/5/1']],
    ];
    for (const [effect, value] of by) {
      desk.engine.open(effect.replaceAll('/', '-'), 'refused', { effect, call: 'c' });
      await settle(effect.replaceAll('/', '-'), 'settled in portal', value === '' ? {} : { value });
    }
    assert.deepEqual(
      desk.engine.leftOut.map(({ verbs, reason }) => [verbs, reason]),
      by.map(([, , verbs]) => [verbs, 'settled in the portal']),
    );
    assert.equal(desk.engine.poked.length, by.length);
  });
  it('keeps a refund as goodwill with the reason that the button says', async () => {
    desk.engine.open('A', 'over-refund', { effect: 'refund.push/7' });
    await settle('A', 'goodwill');
    const [left] = desk.engine.leftOut;
    assert.deepEqual([left?.verbs, left?.reason], [['refund.push/7'], 'goodwill of one side: the other is not told']);
  });
  it('gives no money back in bulk without the right to approve', async () => {
    for (const order of ['A', 'B']) desk.engine.open(order, 'over-refund', { effect: 'refund.push/7' });
    const cases = [await seen('A'), await seen('B')];
    const { body } = await post<Settled[]>('settle', { cases, answer: 'refund what is left' });
    assert.match(body[0]?.why ?? '', /takes the right order-lifecycle\.approve/);
    assert.deepEqual(desk.engine.decided, []);
    assert.equal((await settle('A', 'refund what is left'))[0]?.is, 'done');
    desk.settings = { orderLifecycle: { approveWithoutLogin: true } };
    assert.equal(
      (await post<Settled[]>('settle', { cases: cases.slice(1).concat(cases[1] ?? []), answer: 'refund what is left' })).body[0]
        ?.is,
      'done',
    );
  });
  it('shares an amount to the last cent, over lines of this order alone', async () => {
    desk.engine.open('A', 'refund without lines', { effect: 'refund.push/7', amount: '5.10', currency: 'EUR' });
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['[{"lineId":"A-1","amount":"5.00"}]', /add up to 5\.10 EUR: 0\.10 is left/],
      ['[{"lineId":"A-1","amount":"5.101"}]', /no amount in EUR/],
      ['[{"lineId":"B-1","amount":"5.10"}]', /by line of this order/],
      ['[{"lineId":"A-1","amount":"-5.10"}]', /by line of this order/],
      ['5.10', /by line of this order/],
    ];
    for (const [value, why] of wrong) assert.match((await settle('A', 'allocate', { value }))[0]?.why ?? '', why, value);
    assert.deepEqual(desk.engine.decided, []);
  });
  it('offers no step where there is none, and no button that does nothing', () => {
    const names = (kind: CaseKind, detail: CaseDetail) => answersOf(kind, detail).map(({ name }) => name);
    assert.ok(!names('rule broken', { rule: 'Q2', line: '1', text: 't' }).includes('leave out'));
    assert.ok(!names('unreadable', { subject: 'parcel/1', field: 'f', text: 't' }).includes('leave out'));
    assert.ok(!names('price difference', { shopOrder: '#1' }).includes('leave out'));
    assert.ok(!names('refused', { effect: 'stock.push/m', code: 'NOT_TAKEN' }).includes('leave out'));
    assert.ok(!names('unmapped', { effect: 'stock.push/m', what: 'location', value: 'Attic' }).includes('leave out'));
    assert.ok(
      !names('unmapped', { effect: 'parcel.push/1/1', what: 'carrier', value: 'X', byName: false }).includes('send name'),
    );
  });
  it('rejects a planned effect by its key, so that nothing else of the order is left out', async () => {
    desk.engine.plan({ key: `${MIRAKL}:P`, effect, verb: 'order.create', target: SHOP, calls: [] });
    assert.equal((await settle('P', 'reject', { reason: 'no' }))[0]?.is, 'done');
    assert.deepEqual(desk.engine.leftOut[0]?.verbs, [effect]);
  });
  it('reads one order again, by its key, where nothing is to be decided', async () => {
    desk.engine.open('A', 'unreadable', { field: 'f', text: 't' });
    await settle('A', 'try again');
    assert.deepEqual([desk.engine.poked, desk.engine.decided], [[`${MIRAKL}:A`], []]);
  });
  it('reads the source again where somebody says that it is done, so that the case goes if it is so', async () => {
    desk.engine.open('A', 'refused', { effect, call: 'orderCreate' });
    await settle('A', 'settled in portal');
    assert.deepEqual(desk.engine.poked, [`${MIRAKL}:A`]);
  });
  it('puts off until a moment that is to come, by the ledger’s clock; names and notes are given', async () => {
    desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' });
    for (const value of [String(NOW), 'tomorrow', '-1', '1e20'])
      assert.match((await settle('A', 'snooze', { value }))[0]?.why ?? '', /still to come/, value);
    assert.match((await settle('A', 'assign', { value: 'x'.repeat(101) }))[0]?.why ?? '', /at most 100/);
    assert.match((await settle('A', 'note'))[0]?.why ?? '', /needs a reason/);
    assert.deepEqual(desk.engine.decided, []);
  });
  it('tells the second of two people that it is settled, and by whom', async () => {
    desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' });
    const both = await seen('A');
    desk.engine.close('A', both.cause, 'ben');
    const { body } = await post<Settled[]>('settle', { cases: [both], answer: 'mark done' });
    assert.deepEqual(body, [{ cause: both.cause, key: both.key, is: 'already settled', by: 'ben' }]);
    desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' }, '1', 1);
    assert.equal(
      (await post<Settled[]>('settle', { cases: [both], answer: 'mark done' })).body[0]?.is,
      'already settled',
      'opened anew since',
    );
    assert.deepEqual(desk.engine.decided, []);
  });
  it('takes a selection, and says of each what came of it', async () => {
    for (const order of ['A', 'B', 'C']) desk.engine.open(order, 'unknown sku', { line: '1', sku: 'CUP' });
    const cases = [await seen('A'), await seen('B'), await seen('C'), { ...(await seen('A')), cause: 'no such' }];
    desk.engine.close('B', cases[1]?.cause ?? '');
    const { body } = await post<Settled[]>('settle', { cases, answer: 'free line' });
    assert.deepEqual(
      body.map(({ is }) => is),
      ['done', 'already settled', 'done', 'failed'],
    );
  });
  it('refuses what is no answer to this kind, and what cannot be read', async () => {
    desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' });
    assert.match((await settle('A', 'approve'))[0]?.why ?? '', /no answer to a case of kind "unknown value"/);
    desk.engine.open('B', 'unknown sku', { line: '1', sku: 'CUP' });
    assert.match((await settle('B', 'use variant', { value: 'the red one' }))[0]?.why ?? '', /no variant of Shopify/);
    assert.match((await settle('B', 'bundle', { value: '4711 0' }))[0]?.why ?? '', /at least one/);
    assert.match((await settle('B', 'bundle', { value: '4711 1 0' }))[0]?.why ?? '', /share of the price above 0/);
    desk.engine.open('C', 'in doubt', { effect, call: 'orderCreate' });
    for (const value of ['#1042', '5678901234', 'x y z'])
      assert.match((await settle('C', 'it happened', { value }))[0]?.why ?? '', /does not name a Shopify order/);
    for (const body of [
      {},
      { cases: [], answer: 'ignore' },
      { cases: [{ key: 'k' }], answer: 'ignore' },
      { cases: [{ key: 1, cause: 'c', openedAt: 0, count: 0 }], answer: 'ignore' },
    ]) {
      assert.equal((await post('settle', body)).status, 400, JSON.stringify(body));
    }
    assert.deepEqual(desk.engine.decided, []);
  });
  it('every kind has an answer that anybody with .write can give', () => {
    const kinds: CaseKind[] = [
      'unknown sku',
      'refused',
      'in doubt',
      'flow let this pass',
      'flow error',
      'maybe exists',
      'price difference',
      'unmapped',
      'silent channel',
      'unknown value',
      'planned',
      'unreadable',
      'arrived late',
      'cancelled after creation',
      'not decided',
      'account stopped',
      'rule broken',
      'fault',
      'listener gone',
      'unknown rate',
      'over-refund',
      'refund without lines',
      'changed request',
    ];
    for (const kind of kinds)
      assert.ok(
        answersOf(kind, { effect }).some(({ right }) => right === 'write'),
        kind,
      );
  });
});
