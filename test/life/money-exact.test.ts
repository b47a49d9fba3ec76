/** Money to the last minor unit on both sides, in both tax modes, both tax rules, and currencies of none, two and three decimals. */
import assert from 'node:assert/strict';
import { bound, marketOrder, type Scene, scenes, shopOrder } from './scene';
import type { Stage } from './stage';

interface Kind {
  readonly mode: 'TAX_INCLUDED' | 'TAX_EXCLUDED';
  readonly rule: 'NONE' | 'PROPORTIONAL_TO_AMOUNT';
  readonly currency: string;
  readonly prices: readonly [string, string, string];
}
const MONEY: readonly (readonly [currency: string, prices: Kind['prices']])[] = [
  ['EUR', ['3.33', '7.77', '1.01']],
  ['JPY', ['333', '777', '101']],
  ['KWD', ['3.337', '7.773', '1.019']],
];
const KINDS: readonly Kind[] = (['TAX_INCLUDED', 'TAX_EXCLUDED'] as const).flatMap((mode) =>
  (['NONE', 'PROPORTIONAL_TO_AMOUNT'] as const).flatMap((rule) =>
    MONEY.map(([currency, prices]) => ({ mode, rule, currency, prices })),
  ),
);
const minor = (amounts: readonly string[]): bigint => amounts.reduce((sum, one) => sum + BigInt(one.replace('.', '')), 0n);
let order = { id: '', shop: '' };
const inShop = (stage: Stage) => shopOrder(stage, order.id) ?? assert.fail('not in the shop');

/** What the marketplace gave back, taxes beside the amounts included. */
function back(stage: Stage, { mode }: Kind): bigint {
  return minor(
    marketOrder(stage, order.id).refunds.flatMap(({ amount, shipping, taxes, shippingTaxes }) => [
      amount,
      shipping,
      ...(mode === 'TAX_EXCLUDED' ? [...taxes, ...shippingTaxes].map((tax) => tax.amount) : []),
    ]),
  );
}
const scene = (kind: Kind): Scene => ({
  name: `${kind.currency}, ${kind.mode}, taxes by rule ${kind.rule}: unit by unit, then shipping, until nothing is left`,
  alike: true,
  options: {
    world: [
      ...(kind.mode === 'TAX_EXCLUDED' ? (['prices before tax'] as const) : []),
      ...(kind.rule === 'NONE' ? (['taxes are told'] as const) : []),
    ],
  },
  async plays(stage) {
    const [a, b, shipping] = kind.prices;
    order = await bound(stage, {
      currency: kind.currency,
      lines: [
        { sku: 'A', quantity: 3, price: a },
        { sku: 'B', quantity: 1, price: b },
      ],
      shipping,
    });
    stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
    await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
    for (const sku of ['A', 'A', 'B', 'A']) {
      const line = inShop(stage).lines.find((one) => one.sku === sku && one.current > 0);
      assert.ok(line && stage.shopify.refund(order.shop, { lines: [{ lineItemId: line.id, quantity: 1 }] }));
      await stage.minutes(3);
    }
    assert.ok(stage.shopify.refund(order.shop, { shipping: true }));
    await stage.until('all of it', () => marketOrder(stage, order.id).refunds.length === 5);
  },
  stands(stage) {
    assert.equal(back(stage, kind), minor(inShop(stage).refunds.map(({ amount }) => amount)));
  },
});

scenes('Refunded to the last unit', KINDS.map(scene));
