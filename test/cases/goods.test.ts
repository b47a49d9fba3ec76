import assert from 'node:assert/strict';
import { askedOf } from '../../lib/model/asked';
import { writeJson } from '../../lib/model/json';
import { mirakl } from '../../lib/platforms/mirakl';
import { shopify } from '../../lib/platforms/shopify';
import { lifeDocuments } from '../../lib/platforms/shopify/documents-life';
import { marketOrder, shopOrder } from '../life/scene';
import { Stage } from '../life/stage';
import { everythingWired } from '../life/wired';
import { converse } from '../platforms/converse';
import { leftIn, REASONS } from '../platforms/mirakl/giving-back';
import { ACCOUNT, answerOf, digits, line, order, readingOf, tax } from '../platforms/orders';
import { adopted, calls } from './adopted';
import { caseIt, textOf } from './world';

const shippedThere = (stage: Stage, id: string) =>
  marketOrder(stage, id).shipments.flatMap(({ lines }) => lines.map((one) => [one.line, one.quantity]));

describe('field cases: goods', function () {
  this.timeout(30_000);
  caseIt('ship-same-sku-two-lines', 'the line that left is named, and not the other of the same SKU', async () => {
    const { stage, id, shop, lines } = await adopted('ship-same-sku-two-lines', ({ mirakl: { world } }) => {
      world.multiShipment = true;
    });
    assert.deepEqual(new Set(lines.map(({ sku }) => sku)), new Set(['CUP-WHITE']));
    const second = [{ lineItemId: lines[1]?.id ?? '', quantity: 2 }];
    assert.ok(stage.shopify.fulfil(shop, { carrier: 'Colissimo', number: '6A00000000601', lines: second }));
    await stage.until('told', () => shippedThere(stage, id).length > 0);
    await stage.rest();
    assert.deepEqual(shippedThere(stage, id), [['MK7601-A-2', 2]]);
    assert.deepEqual([calls(stage, 'ST01'), calls(stage, 'OR24'), await stage.cases(), stage.broken], [1, 0, [], []]);
    assert.deepEqual(
      marketOrder(stage, id).lines.map(({ id: name, state }) => [name, state]),
      [
        ['MK7601-A-1', 'SHIPPING'],
        ['MK7601-A-2', 'SHIPPED'],
      ],
    );
    stage.end();
  });
  caseIt(
    'ship-same-sku-two-lines',
    'where all of it is one shipment, nothing is told before the other line leaves too',
    async () => {
      const { stage, id, shop, lines } = await adopted('ship-same-sku-two-lines');
      const leaves = (n: number, quantity: number) =>
        stage.shopify.fulfil(shop, {
          carrier: 'Colissimo',
          number: `6A${n}`,
          lines: [{ lineItemId: lines[n]?.id ?? '', quantity }],
        });
      assert.ok(leaves(1, 2));
      await stage.minutes(300);
      assert.deepEqual([shippedThere(stage, id), calls(stage, 'OR24')], [[], 0]);
      assert.ok(leaves(0, 1));
      await stage.until('told', () => shippedThere(stage, id).length > 0);
      await stage.rest();
      assert.deepEqual([marketOrder(stage, id).state, calls(stage, 'OR24'), stage.broken], ['SHIPPED', 1, []]);
      stage.end();
    },
  );

  caseIt('return-damaged-not-restocked', 'what the clerk did not stock is stocked by nothing that comes later', async () => {
    const restocking = (store: string, marketplace: string) =>
      Object.fromEntries(
        Object.entries(everythingWired(store, marketplace)).map(([type, steps]) => [
          type,
          steps.map(({ verb, args }) => ({
            verb,
            args: (...of: Parameters<typeof args>) => ({ ...(args(...of) as object), restock: true }),
          })),
        ]),
      );
    const stage = new Stage({ seed: 5, wiring: restocking });
    const { shopify: shop, mirakl: market } = stage;
    shop.catalogue.addVariant('JUG-2L');
    assert.ok(shop.setStock('JUG-2L', shop.locations()[0]?.id ?? '', 7));
    const available = () => shop.stock().find(({ sku }) => sku === 'JUG-2L')?.available;
    await stage.minutes(2);
    const id = market.place({ lines: [{ sku: 'JUG-2L', quantity: 1, price: '27.00' }] });
    await stage.until('in the shop', () => shopOrder(stage, id) !== undefined);
    const made = () => shopOrder(stage, id) ?? assert.fail('not in the shop');
    assert.equal(available(), 6);
    assert.ok(shop.fulfil(made().id, { carrier: 'DHL', number: 'N-1' }));
    await stage.until('shipped', () => marketOrder(stage, id).state === 'SHIPPED');
    const back = market.announceReturn(id, [{ line: marketOrder(stage, id).lines[0]?.id ?? '', quantity: 1 }]);
    assert.ok(back);
    await stage.until('opened', () => made().returns.length === 1);

    const refund = shop.refund(made().id, { lines: [{ lineItemId: made().lines[0]?.id ?? '', quantity: 1 }], restock: 'none' });
    assert.ok(refund);
    await stage.until('refunded', () => marketOrder(stage, id).refunds.length === 1);
    shop.receiveReturn(made().returns[0]?.id ?? '', { restock: false, close: true });
    await stage.minutes(30);
    market.receiveInPortal(back);
    await stage.minutes(60);
    market.close(id);
    // The first webhook again.
    await Promise.all([stage.engine.hint(stage.store, 'order', [made().id]), stage.minutes(60)]);
    await stage.rest();
    assert.deepEqual(
      [available(), marketOrder(stage, id).refunds.length, made().refunds.length, calls(stage, 'refundCreate'), stage.broken],
      [6, 1, 1, 0, []],
    );
    assert.deepEqual(
      made().returns.map(({ lines }) => lines.map(({ quantity, received }) => [quantity, received])),
      [[[1, 1]]],
    );
    stage.end();
  });

  caseIt('money-two-currencies', 'the buyer’s currency goes back, whatever the shop’s books are kept in', async () => {
    const told = JSON.parse(textOf('money-two-currencies'));
    const [unit] = told.refund_line_items;
    const [transaction] = told.transactions;
    const both = ({ shop_money, presentment_money }: Record<string, { amount: string; currency_code: string }>) => ({
      shopMoney: { amount: shop_money?.amount, currencyCode: shop_money?.currency_code },
      presentmentMoney: { amount: presentment_money?.amount, currencyCode: presentment_money?.currency_code },
    });
    const item = { id: unit.line_item.admin_graphql_api_id };
    const total = both(unit.subtotal_set);
    const none = { nodes: [] };
    const { seen } =
      shopify.intake?.read(
        'shopify:example.myshopify.com:1',
        {
          order: {
            id: `gid://shopify/Order/${told.order_id}`,
            name: '#1103',
            updatedAt: told.created_at,
            tags: [],
            totalPriceSet: total,
            metafield: { value: `${ACCOUNT}:MK1-A` },
            lineItems: {
              nodes: [
                {
                  ...item,
                  sku: unit.line_item.sku,
                  quantity: unit.line_item.quantity,
                  currentQuantity: unit.line_item.quantity,
                  unfulfilledQuantity: 0,
                  variant: null,
                  customAttributes: [{ key: '_marketplace_line', value: 'MK1-A-1' }],
                },
              ],
            },
            fulfillments: [],
            refunds: [
              {
                id: told.admin_graphql_api_id,
                createdAt: told.created_at,
                totalRefundedSet: total,
                refundLineItems: {
                  nodes: [
                    {
                      quantity: unit.quantity,
                      restockType: 'NO_RESTOCK',
                      subtotalSet: total,
                      totalTaxSet: both(unit.total_tax_set),
                      lineItem: item,
                    },
                  ],
                },
                refundShippingLines: none,
                orderAdjustments: none,
                transactions: { nodes: [{ kind: 'REFUND', status: 'SUCCESS', amountSet: total }] },
              },
            ],
            returns: none,
            fulfillmentOrders: none,
          },
        },
        {},
      ) ?? assert.fail('Shopify has no intake');
    const shop = seen[0]?.body;
    assert.ok(shop?.kind === 'shop', JSON.stringify(shop));
    const [refund] = shop.refunds;
    assert.ok(refund);
    assert.deepEqual(
      [refund.total, refund.lines[0]?.tax],
      [
        { amount: transaction.amount, currency: transaction.currency },
        { amount: '3.00', currency: 'EUR' },
      ],
    );

    const sold = {
      order_state: 'SHIPPED',
      price: digits('36.00'),
      total_price: digits('36.00'),
      order_lines: [
        line(1, {
          order_line_state: 'SHIPPED',
          quantity: 2,
          price_unit: digits('18.00'),
          price: digits('36.00'),
          total_price: digits('36.00'),
          taxes: [tax('6.00')],
        }),
      ],
    };
    const reading = readingOf(sold);
    const fact = {
      effect: 'refund.push/1',
      refund: refund.id,
      asked: askedOf(refund, reading, shop.lines, () => false),
      left: leftIn(reading),
      cutBefore: '0',
      stage: reading.stage,
      why: { kind: 'refund' as const, words: ['refund'] },
    };
    const script = converse(
      mirakl.pushRefund,
      { reasons: {}, reason: '15', goodwill: 'ask' as const, restock: false, fact },
      { platform: mirakl, reading },
    )
      .reads('RE01', REASONS)
      .reads('OR11', answerOf(order(sold)))
      .writes('OR28', (body) => {
        const { refunds } = JSON.parse(writeJson(body));
        assert.deepEqual(
          refunds.map((one: Record<string, unknown>) => [one.amount, one.currency_iso_code, one.quantity, one.taxes]),
          [[18, 'EUR', 1, [{ code: 'VAT20', amount: 3 }]]],
        );
      })
      .answers(200, { order_tax_mode: 'TAX_INCLUDED', refunds: [{ refund_id: '901', order_line_id: 'MK1-A-1' }] });
    await script.returns({
      by: 'refund',
      made: ['901'],
      given: [
        {
          record: '901',
          lineId: 'MK1-A-1',
          item: '18.00',
          taxes: [{ code: 'VAT20', amount: '3.00' }],
          shipping: '0.00',
          shippingTaxes: [],
          fees: [],
        },
      ],
      total: { amount: '18.00', currency: 'EUR' },
    });
    assert.doesNotMatch(JSON.stringify([shop, script.requests]), /USD|19\.64|3\.27/);
    assert.doesNotMatch(
      Object.values(lifeDocuments)
        .map(({ text }) => text)
        .join(),
      /shopMoney/,
    );
  });
});
