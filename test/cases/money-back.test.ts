import assert from 'node:assert/strict';
import { marketOrder, shopOrder } from '../life/scene';
import { Stage } from '../life/stage';
import { adopted, calls } from './adopted';
import { caseIt } from './world';

const amounts = (stage: Stage, id: string) =>
  marketOrder(stage, id).refunds.map(({ line, amount, shipping, taxes }) => [
    line,
    amount,
    shipping,
    taxes.map((tax) => `${tax.code} ${tax.amount}`).join(),
  ]);

describe('field cases: money back', function () {
  this.timeout(30_000);
  caseIt('refund-gross-on-net-order', '20.00 with tax is 18.35 and 1.65 before tax, never 21.80', async () => {
    const { stage, id, shop } = await adopted('refund-gross-on-net-order');
    assert.ok(stage.shopify.refund(shop, { amount: '20.00', note: 'late' }));
    await stage.until('refunded', () => amounts(stage, id).length > 0);
    await stage.rest();
    assert.deepEqual(amounts(stage, id), [['MK7903-A-1', '18.35', '0.00', 'VAT9 1.65']]);
    assert.deepEqual([calls(stage, 'OR28'), await stage.cases(), stage.broken], [1, [], []]);
    stage.end();
  });
  caseIt('refund-shipping-once', 'shipping goes back with the first refund, and no more of it whoever asks', async () => {
    const { stage, id, key, shop, lines } = await adopted('refund-shipping-once');
    const units = (n: number) => [{ lineItemId: lines[n]?.id ?? '', quantity: 1 }];
    assert.ok(stage.shopify.refund(shop, { lines: units(0), shipping: true }));
    await stage.until('the first', () => amounts(stage, id).length === 2);
    assert.ok(stage.shopify.refund(shop, { lines: units(1) }));
    await stage.until('the second', () => amounts(stage, id).length === 3);
    const again = await stage.engine.effect('refund.push', key, { reasons: {}, reason: '17', goodwill: 'ask', restock: false });
    assert.equal(again.is === 'confirmed' || again.is === 'void', true);
    await stage.rest();
    assert.deepEqual(
      amounts(stage, id)
        .map((one) => one.slice(0, 3))
        .sort(),
      [
        ['MK7904-A-1', '15.00', '2.45'],
        ['MK7904-A-2', '0.00', '2.45'],
        ['MK7904-A-2', '25.00', '0.00'],
      ],
    );
    assert.deepEqual([calls(stage, 'OR28'), await stage.cases(), stage.broken], [2, [], []]);
    stage.end();
  });
  caseIt('money-yen', 'a third of 5940 is 1980, in a currency without decimals', async () => {
    const { stage, id, shop, lines } = await adopted('money-yen');
    assert.equal(shopOrder(stage, id)?.total, '6490');
    assert.ok(stage.shopify.refund(shop, { lines: [{ lineItemId: lines[0]?.id ?? '', quantity: 1 }], restock: 'cancel' }));
    await stage.until('refunded', () => amounts(stage, id).length > 0);
    await stage.rest();
    assert.deepEqual(amounts(stage, id), [['MK8101-A-1', '1980', '0', 'JCT 180']]);
    assert.deepEqual([await stage.cases(), stage.broken], [[], []]);
    stage.end();
  });
  caseIt('stock-cancel-restocks-twice', 'a cancellation that both sides tell of stocks its units once', async () => {
    const stage = new Stage({ seed: 5 });
    stage.shopify.catalogue.addVariant('BOX-M');
    const [place] = stage.shopify.locations();
    assert.ok(stage.shopify.setStock('BOX-M', place?.id ?? '', 20));
    const available = () => stage.shopify.stock().find(({ sku }) => sku === 'BOX-M')?.available;
    await stage.minutes(2);
    const id = stage.mirakl.place({ lines: [{ sku: 'BOX-M', quantity: 5, price: '8.00' }] });
    await stage.until('in the shop', () => shopOrder(stage, id) !== undefined);
    assert.equal(available(), 15);
    assert.ok(stage.mirakl.cancelInPortal(id));
    await stage.until('cancelled', () => shopOrder(stage, id)?.cancelledAt !== null);
    await stage.rest();
    assert.equal(available(), 20);
    assert.deepEqual([calls(stage, 'orderCancel'), calls(stage, 'refundCreate'), calls(stage, 'OR28')], [1, 0, 0]);
    assert.deepEqual([await stage.cases(), stage.broken], [[], []]);
    stage.end();
  });
});
