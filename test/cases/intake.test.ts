import assert from 'node:assert/strict';
import { faultsOf } from '../proof/simulate';
import { caseIt, casesOf, creations, ordersOf, play } from './world';

/** One of the case's orders as the template of others: another id, another SKU. */
const like = (text: string, from: string, to: string, change: (text: string) => string = (same) => same): { text: string } => ({
  text: change(text.replaceAll(from, to)),
});
const template = () => {
  const [order] = ordersOf('tax-rate-kept');
  assert.ok(order);
  return order;
};

describe('field cases: intake', function () {
  this.timeout(240_000);

  caseIt(
    'intake-page-drift',
    'orders that change while pages are read are not passed unseen, and none is made twice',
    async () => {
      const { id, text } = template();
      const many = Array.from({ length: 230 }, (_, n) => like(text, id, `DRIFT${String(n).padStart(3, '0')}-A`));
      let pages = 0;
      const played = await play(many, {
        between: (wire) => async (request) => {
          const answer = await wire(request);
          // Between two pages an early order leaves the state that a filter would ask for, and all later ones move up.
          if (request.url.includes('/api/orders?') && request.method === 'GET') pages += 1;
          return answer;
        },
      });
      assert.ok(pages > 3);
      assert.equal(played.shopify.orders().length, 230);
      assert.equal(new Set(played.shopify.orders().map((one) => one.sourceIdentifier)).size, 230);
      const asked = played.simulator.arrivals.filter(({ call }) => call === 'OR11');
      assert.ok(asked.length > 0);
      assert.deepEqual(await faultsOf(played), []);
    },
  );

  caseIt(
    'intake-failing-order-blocks',
    'one order with an unknown SKU stops no other, is one case after many polls, and goes on when its SKU is mapped',
    async () => {
      const { id, text } = template();
      const sku = /"offer_sku":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
      const orders = [
        like(text, id, 'BLOCK1-A', (t) => t.replaceAll(sku, 'NOBODY-KNOWS')),
        like(text, id, 'BLOCK2-A'),
        like(text, id, 'BLOCK3-A'),
      ];
      let variant = '';
      const played = await play(orders, {
        prepare: (_, shop) => {
          shop.catalogue.unknown.add('NOBODY-KNOWS');
          variant = shop.catalogue.addVariant('STANDS-FOR-IT');
        },
      });
      assert.deepEqual(
        played.shopify
          .orders()
          .map((one) => one.sourceIdentifier?.slice(-8))
          .sort(),
        ['BLOCK2-A', 'BLOCK3-A'],
      );
      const open = (await played.ledger.openCases(10)).filter(({ kind }) => kind === 'unknown sku');
      assert.equal(open.length, 1);
      const [one] = open;
      assert.ok(one && one.count === 1 && one.key.endsWith('BLOCK1-A'));
      assert.ok(played.simulator.arrivals.filter(({ call }) => call === 'OR11').length >= 5, 'polled at least five times');
      assert.equal(played.mirakl.orders().find((order) => order.id === 'BLOCK1-A')?.sellerReference, null, 'not acknowledged');

      // A person maps the SKU; nothing of the flow is touched.
      const settled = await play(orders, {
        prepare: (_, shop) => {
          shop.catalogue.unknown.add('NOBODY-KNOWS');
          shop.catalogue.addVariant('STANDS-FOR-IT');
        },
        person: async (engine, cases) => {
          for (const unknown of cases) {
            if (unknown.kind !== 'unknown sku') continue;
            const value = {
              lineId: String(unknown.detail.line),
              sku: 'NOBODY-KNOWS',
              always: true,
              variantId: variant,
              to: { variantId: variant },
            };
            await engine.decide(unknown.key, { kind: 'use sku', of: unknown.cause, by: 'eva', value });
          }
        },
      });
      assert.equal(settled.shopify.orders().length, 3);
      assert.deepEqual(await casesOf(settled), []);
      assert.ok(settled.mirakl.orders().every((order) => order.sellerReference !== null));
    },
  );

  caseIt(
    'intake-same-reference',
    'two orders that share a buyer-facing number are two orders, and a look-up returns both',
    async () => {
      const { id, text } = template();
      const commercial = /"commercial_id":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
      const shared = (to: string) => like(text, id, to, (t) => t.replaceAll(`"${commercial}"`, '"10020777"'));
      const played = await play([shared('SAME1-A'), shared('SAME2-A')]);
      assert.equal(played.shopify.orders().length, 2);
      assert.deepEqual((await played.ledger.find({ id: '10020777' })).map((key) => key.slice(-7)).sort(), ['SAME1-A', 'SAME2-A']);
      assert.equal(new Set(played.mirakl.orders().map((order) => order.sellerReference)).size, 2);
    },
  );

  caseIt(
    'time-change-during-sweep',
    'an order that changes between two pages is seen at the latest with the next poll',
    async () => {
      const { id, text } = template();
      const waiting = ordersOf('accept-and-create-race')[0]?.text ?? text;
      const waitingId = /"order_id":\s*"([^"]+)"/.exec(waiting)?.[1] ?? id;
      const many = [
        ...Array.from({ length: 120 }, (_, n) => like(text, id, `TIME${String(n).padStart(3, '0')}-A`)),
        like(waiting, waitingId, 'LATE-A'),
      ];
      const played = await play(many);
      const cursor = await played.ledger.cursor(played.marketplace, 'orders');
      assert.ok(
        cursor.from !== null && cursor.completeTo !== null && cursor.from < cursor.completeTo,
        'the next window begins before this one ended',
      );
      assert.equal(played.shopify.orders().filter((one) => one.sourceIdentifier?.endsWith('LATE-A')).length, 1);
      assert.equal(creations(played).length, 121);
    },
  );

  caseIt(
    'accept-and-create-race',
    'one OR21 and one orderCreate, over kills and with two engines on one ledger, and nothing is created before SHIPPING',
    async () => {
      const [waiting] = ordersOf('accept-and-create-race');
      assert.ok(waiting);
      for (let seed = 1; seed <= 200; seed += 1) {
        const played = await play([waiting], { seed, kills: seed % 3, lives: 60, engines: 1 + (seed % 2), hours: 3 });
        const counts = played.simulator
          .counts()
          .map(({ verb, count }) => `${verb} ${count}`)
          .sort();
        assert.deepEqual(counts, ['accept 1', 'create 1', 'reference 1'], `seed ${seed}`);
        const [made] = played.shopify.orders();
        assert.equal(made?.total, '39.80');
        const calls = played.simulator.arrivals.filter(({ committed }) => committed).map(({ call }) => call);
        assert.ok(calls.indexOf('OR21') < calls.indexOf('orderCreate'));
      }
    },
  );
});
