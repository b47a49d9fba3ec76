import assert from 'node:assert/strict';
import { minor } from '../../../lib/model/money';
import { mirakl } from '../../../lib/platforms/mirakl';
import type { Read } from '../../../lib/platforms/port';
import { exact } from '../converse';
import { ACCOUNT, pageOf } from '../orders';
import { cases, contracts, names, needs, text } from '../sources';

type Body = {
  readonly orders: readonly { readonly order_id: string; readonly order_lines: readonly { readonly order_line_id: string }[] }[];
};

/** Every OR11 answer within a document, wherever it stands. */
function answersIn(value: unknown): Body[] {
  if (Array.isArray(value)) return value.flatMap(answersIn);
  if (typeof value !== 'object' || value === null) return [];
  const { orders } = value as { orders?: unknown };
  const is =
    Array.isArray(orders) &&
    orders.some((one) => typeof one === 'object' && one !== null && 'order_lines' in one && 'order_id' in one);
  return is ? [value as Body] : Object.values(value).flatMap(answersIn);
}
function readWhole(body: Body, learned: unknown): readonly Read[] {
  const page = mirakl.intake?.read(ACCOUNT, body, learned);
  assert.ok(page);
  assert.deepEqual(page.stray, []);
  const seen = page.seen.map((one) => {
    assert.equal(one.body.kind, 'order', JSON.stringify(one.body));
    return one;
  });
  const lines = seen.flatMap((one) => (one.body.kind === 'order' ? one.body.order.lines.map((line) => line.id) : []));
  assert.deepEqual(
    lines,
    body.orders.flatMap((order) => order.order_lines.map((line) => line.order_line_id)),
  );
  return seen;
}

describe('Mirakl: the vendor’s answers', () => {
  it('are read without losing a line, and their totals add up', function () {
    needs(this, contracts);
    const files = names(contracts, 'mirakl', 'fixtures').filter((file) => file.startsWith('or11'));
    assert.ok(files.length >= 4);
    for (const file of files) {
      for (const { body } of answersIn(exact(text(contracts, 'mirakl', 'fixtures', file))).flatMap((answer) =>
        readWhole(answer, {}),
      )) {
        assert.ok(body.kind === 'order');
        assert.deepEqual([file, body.differences, body.unknown], [file, [], []]);
      }
    }
  });

  it('of the field cases are read without losing a line', function () {
    needs(this, cases);
    const read = names(cases, 'inputs').flatMap((file) =>
      answersIn(exact(text(cases, 'inputs', file))).flatMap((answer) => readWhole(answer, { taxMode: 'inclusive' })),
    );
    assert.ok(read.length >= 10);
  });

  it('tax-rate-kept: no rate is recomputed, no cent moves', function () {
    needs(this, cases);
    const [one] = pageOf(text(cases, 'inputs', 'tax-rate-kept.json')).seen;
    assert.ok(one?.body.kind === 'order');
    const { lines, charges, totals } = one.body.order;
    assert.deepEqual(lines[0]?.taxes, [
      { code: 'VATHIGH', rate: '21.00', amount: { amount: '0.87', currency: 'EUR' }, liable: 'seller' },
    ]);
    assert.deepEqual(
      charges[0]?.taxes.map((tax) => [tax.rate, tax.amount.amount]),
      [['21.00', '0.69']],
    );
    assert.deepEqual([totals.grand.amount, totals.tax.amount], ['8.94', '1.56']);
  });

  it('money-yen: no decimals, and half a yen is refused with its field', function () {
    needs(this, cases);
    const source = text(cases, 'inputs', 'money-yen.json');
    const [one] = pageOf(source).seen;
    assert.ok(one?.body.kind === 'order');
    assert.deepEqual(
      [one.body.order.lines[0]?.price.amount, one.body.order.totals.shipping.amount, one.body.order.totals.grand.amount],
      ['5940', '550', '6490'],
    );
    assert.equal(minor(one.body.order.totals.grand), 6490n);
    const [half] = pageOf(source.replace('"price_unit": 1980', '"price_unit": 0.5')).seen;
    assert.ok(half?.body.kind === 'unreadable');
    assert.equal(half.body.field, 'order_lines[0].price_unit');
    assert.match(half.body.text, /"0\.5" is no amount in JPY, which has 0 decimals/);
  });

  it('accept-and-create-race: nothing to create before SHIPPING, and one key for both readings', function () {
    needs(this, cases);
    const bodies = answersIn(exact(text(cases, 'inputs', 'accept-and-create-race.json')));
    const readings = bodies
      .flatMap((body) => readWhole(body, {}))
      .map(({ key, body }) => {
        assert.ok(body.kind === 'order');
        return [
          key,
          body.stage,
          body.acceptance,
          body.order.parties.personal?.shipTo !== undefined,
          body.order.totals.grand.amount,
        ];
      });
    assert.deepEqual(readings, [
      [`${ACCOUNT}:MK7501-A`, 'awaiting_acceptance', 'pending', false, '39.80'],
      [`${ACCOUNT}:MK7501-A`, 'ready_to_ship', 'accepted', true, '39.80'],
    ]);
  });
});
