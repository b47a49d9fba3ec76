/** What each answer stores, and what is refused, over a fake engine. */
import assert from 'node:assert/strict';
import type { AnswerName } from '../../lib/desk/answers';
import { answersOf } from '../../lib/desk/answers';
import type { Settled } from '../../lib/desk/wire';
import type { CaseDetail, CaseKind } from '../../lib/model/record';
import { asking } from './asking';
import { MIRAKL, NOW, SHOP } from './fake-engine';
import { type Harness, harness } from './harness';
import { rows } from './stored';

describe('settling cases', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
  });
  afterEach(() => desk.close());
  const { post, seen, settle } = asking(() => desk);

  const effect = 'order.create/1';
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
