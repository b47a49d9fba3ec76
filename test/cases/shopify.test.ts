import assert from 'node:assert/strict';
import { readJson } from '../../lib/model/json';
import { mirakl } from '../../lib/platforms/mirakl';
import { shopify } from '../../lib/platforms/shopify';
import { faultsOf } from '../proof/simulate';
import { caseIt, casesOf, creations, ordersOf, play, textOf } from './world';

const creates = (played: Awaited<ReturnType<typeof play>>): number =>
  played.simulator.arrivals.filter(({ call }) => call === 'orderCreate').length;

describe('field cases: what reaches Shopify', () => {
  caseIt(
    'shopify-null-payload-yet-created',
    'a null payload with an error is in doubt, settled by the found order, and no second creation leaves',
    async () => {
      const [order] = ordersOf('shopify-null-payload-yet-created');
      assert.ok(order);
      let looked = 0;
      const played = await play([order], {
        between: (wire) => async (request) => {
          const answer = await wire(request);
          // The order is there, and for the first two looks it is not found; then it is.
          if (request.body?.includes('orderByIdentifier') && looked < 2) {
            looked += 1;
            return { ...answer, text: JSON.stringify({ data: { orderByIdentifier: null } }) };
          }
          if (request.body?.includes('orderCreate('))
            return {
              ...answer,
              text: JSON.stringify({
                data: { orderCreate: null },
                errors: [{ message: 'Internal error', path: ['orderCreate'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
              }),
            };
          return answer;
        },
      });
      assert.equal(creates(played), 1);
      assert.deepEqual(
        played.shopify.orders().map(({ total }) => total),
        ['167.90'],
      );
      assert.equal(played.mirakl.orders()[0]?.sellerReference, played.shopify.orders()[0]?.name);
      assert.deepEqual(await casesOf(played), []);
    },
  );
  caseIt('shopify-null-payload-yet-created', 'sister case: an id with an error beside it is done', async () => {
    const [order] = ordersOf('shopify-null-payload-yet-created');
    assert.ok(order);
    const played = await play([order], {
      between: (wire) => async (request) => {
        const answer = await wire(request);
        if (!request.body?.includes('orderCreate(')) return answer;
        const body = JSON.parse(answer.text) as Record<string, unknown>;
        return {
          ...answer,
          text: JSON.stringify({
            ...body,
            errors: [
              { message: 'Access denied', path: ['orderCreate', 'order', 'customer'], extensions: { code: 'ACCESS_DENIED' } },
            ],
          }),
        };
      },
    });
    assert.deepEqual([creates(played), played.shopify.orders().length, await casesOf(played)], [1, 1, []]);
  });

  caseIt(
    'shopify-phone-extension',
    'a phone with an extension loses no order, and the number stands in no log, status, case or error',
    async () => {
      const played = await play(ordersOf('shopify-phone-extension'), {
        prepare: (_, shop) => Object.assign(shop.world, { refusesPhonesWithLetters: true }),
      });
      assert.equal(played.shopify.orders().length, 1);
      const [variables] = creations(played);
      const order = (
        variables as unknown as {
          order: { shippingAddress: { phone?: string }; customAttributes: { key: string; value: string }[] };
        }
      ).order;
      assert.ok(order.shippingAddress.phone === undefined || /^\+14165550142$/.test(order.shippingAddress.phone));
      assert.ok(
        order.customAttributes.some(({ value }) => value.includes('01234')),
        'the raw extension is kept as an attribute',
      );
      assert.doesNotMatch(played.log, /555/);
      assert.doesNotMatch(JSON.stringify(await casesOf(played)), /555/);
      assert.doesNotMatch(JSON.stringify((await played.ledger.audit(0, 1_000)).map(({ what, by }) => [what, by])), /555/);
    },
  );

  caseIt('tax-rate-kept', 'the rate is 21, the amounts are the marketplace’s, nothing is computed from them', async () => {
    const played = await play(ordersOf('tax-rate-kept'));
    const text = JSON.stringify(creations(played)[0]);
    assert.equal(played.shopify.orders()[0]?.total, '8.94');
    const rates = [...text.matchAll(/"rate":"?([0-9.]+)/g)].map(([, rate]) => rate);
    assert.ok(rates.length >= 2 && rates.every((rate) => rate === '0.21'), rates.join());
    for (const amount of ['0.87', '0.69']) assert.ok(text.includes(`"${amount}"`), amount);
    for (const wrong of ['21.12', '21.17', '0.2112', '0.2117']) assert.ok(!text.includes(wrong));
  });

  caseIt(
    'money-yen',
    'a currency without decimals stays without, and half a yen is refused on reading with its field',
    async () => {
      const orders = ordersOf('money-yen');
      const played = await play(orders);
      assert.equal(played.shopify.orders()[0]?.total, '6490');
      const text = JSON.stringify(creations(played)[0]);
      for (const wrong of ['649000', '64.90', '6490.0', '594000']) assert.ok(!text.includes(wrong), wrong);
      const record = (await played.ledger.orders(1))[0];
      const body = record?.observations.order?.body;
      assert.ok(body?.kind === 'order');
      assert.deepEqual(
        [body.order.totals.goods.amount, body.order.totals.shipping.amount, body.order.totals.grand.amount],
        ['5940', '550', '6490'],
      );
      const [order] = orders;
      assert.ok(order);
      const half = readJson(
        `{"orders":[${order.text.replace(/"price_unit":\s*1980(\.0+)?/, '"price_unit":0.5')}],"total_count":1}`,
      );
      const [read] = mirakl.intake?.read('mirakl:x:1', half, null).seen ?? [];
      assert.ok(read?.body.kind === 'unreadable');
      assert.match(`${read.body.field} ${read.body.text}`, /price_unit/);
    },
  );

  caseIt('security-name-is-markup', 'markup in names stays text on its way, and stands in no case or log', async () => {
    const played = await play(ordersOf('security-name-is-markup'));
    assert.deepEqual(await faultsOf(played), []);
    const text = JSON.stringify(creations(played)[0]);
    assert.ok(
      textOf('security-name-is-markup').includes('onerror=alert(1)') && text.includes('onerror=alert(1)'),
      'unchanged, as text',
    );
    assert.ok(text.includes('{{7*7}}') && !text.includes('49'.repeat(2)));
    for (const seen of [played.log, JSON.stringify(await casesOf(played))]) assert.doesNotMatch(seen, /alert\(|evil\.example/);
  });

  caseIt(
    'limits-wait-is-computed',
    'the next call comes no sooner than the bucket can pay, and all orders complete',
    async () => {
      const [order] = ordersOf('tax-rate-kept');
      assert.ok(order);
      const twelve = Array.from({ length: 12 }, (_, n) => ({ text: order.text.replaceAll(order.id, `LIMIT${n}-A`) }));
      const { intake: _, ...creating } = shopify;
      const played = await play(twelve, {
        // Its orders are not read: a whole one costs more points than such a bucket holds.
        shop: creating,
        prepare: (_, shop) => Object.assign(shop.world, { maximumAvailable: 40, restoreRate: 2 }),
      });
      assert.equal(played.shopify.orders().length, 12);
      assert.deepEqual(played.simulator.overRate(), {});
      const times = played.simulator.arrivals.filter(({ call }) => call === 'orderCreate').map(({ at }) => at);
      for (const [n, at] of times.entries())
        if (n > 3)
          assert.ok(at - (times[n - 3] ?? 0) >= 8_000, 'three creations are not paid for in less than the points that they take');
    },
  );
});
