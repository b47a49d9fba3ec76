import assert from 'node:assert/strict';
import { bound, marketOrder, type Scene, scenes } from './scene';
import type { Stage } from './stage';

const several: Scene['options'] = { world: ['several parcels'] };
const parcels = (stage: Stage, id: string) =>
  marketOrder(stage, id).shipments.map(({ status, tracking, lines }) => [
    status,
    tracking,
    lines.reduce((sum, one) => sum + one.quantity, 0),
  ]);
let order = { id: '', shop: '' };
const line = (stage: Stage, n: number): string => {
  const made = stage.shopify.orders().find(({ id }) => id === order.shop);
  return made?.lines[n]?.id ?? assert.fail('no such line');
};

scenes('Shipped in the shop', [
  {
    name: 'the whole order with its number: carrier, number and shipment reach the marketplace once',
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
      await stage.until('shipped', () => marketOrder(stage, order.id).state !== 'SHIPPING');
    },
    stands(stage) {
      assert.equal(marketOrder(stage, order.id).state, 'SHIPPED');
      assert.deepEqual(parcels(stage, order.id), [['SHIPPED', 'N-1', 3]]);
    },
  },
  {
    name: 'in two parcels where the marketplace takes one shipment: told when all of it has left',
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.fulfil(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 2 }], carrier: 'DHL', number: 'N-1' });
      await stage.minutes(30);
      assert.equal(marketOrder(stage, order.id).state, 'SHIPPING');
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-2' });
      await stage.until('shipped', () => marketOrder(stage, order.id).state !== 'SHIPPING');
    },
    stands(stage) {
      assert.deepEqual(parcels(stage, order.id), [['SHIPPED', 'N-1', 3]]);
    },
  },
  {
    name: 'in two parcels where it takes several: each at once',
    options: several,
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.fulfil(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 1 }], carrier: 'DHL', number: 'N-1' });
      await stage.until('the first', () => marketOrder(stage, order.id).shipments.length === 1);
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-2' });
      await stage.until('the second', () => marketOrder(stage, order.id).shipments.length === 2);
    },
    stands(stage) {
      assert.deepEqual(parcels(stage, order.id), [
        ['SHIPPED', 'N-1', 1],
        ['SHIPPED', 'N-2', 2],
      ]);
      assert.equal(marketOrder(stage, order.id).state, 'SHIPPED');
    },
  },
  {
    name: 'a number that comes later, and one that is changed, are updates of the one shipment',
    async plays(stage) {
      order = await bound(stage);
      const made = stage.shopify.fulfil(order.shop) ?? assert.fail('not fulfilled');
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
      stage.shopify.retrack(made, { carrier: 'DHL', number: 'LATE' });
      await stage.until('the number', () => marketOrder(stage, order.id).shipments[0]?.tracking === 'LATE');
      stage.shopify.retrack(made, { carrier: 'DHL', number: 'OTHER' });
      await stage.until('the other number', () => marketOrder(stage, order.id).shipments[0]?.tracking === 'OTHER');
    },
    stands(stage) {
      assert.deepEqual(parcels(stage, order.id), [['SHIPPED', 'OTHER', 3]]);
    },
  },
  {
    name: 'voided and shipped again: the same parcel with another number',
    options: several,
    async plays(stage) {
      order = await bound(stage);
      const made = stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'FIRST' }) ?? assert.fail('not fulfilled');
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
      stage.shopify.voidFulfilment(made);
      await stage.minutes(5);
      stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'SECOND' });
      await stage.until('the second number', () => marketOrder(stage, order.id).shipments[0]?.tracking === 'SECOND');
    },
    stands(stage) {
      assert.deepEqual(parcels(stage, order.id), [['SHIPPED', 'SECOND', 3]]);
    },
  },
  {
    name: 'where the shipping type demands a number, the push waits for it',
    async plays(stage) {
      order = await bound(stage, { lines: [{ sku: 'A', quantity: 1, price: '10.00' }], shippingType: 'EXP' });
      const made = stage.shopify.fulfil(order.shop) ?? assert.fail('not fulfilled');
      await stage.minutes(20);
      assert.equal(marketOrder(stage, order.id).state, 'SHIPPING');
      stage.shopify.retrack(made, { carrier: 'DHL', number: 'N-9' });
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
    },
    stands(stage) {
      assert.deepEqual(parcels(stage, order.id), [['SHIPPED', 'N-9', 1]]);
    },
  },
  {
    name: 'the same SKU on two lines: each line ships by itself',
    options: several,
    async plays(stage) {
      order = await bound(stage, {
        lines: [
          { sku: 'TWICE', quantity: 1, price: '10.00' },
          { sku: 'TWICE', quantity: 1, price: '12.00' },
        ],
      });
      stage.shopify.fulfil(order.shop, {
        lines: [{ lineItemId: line(stage, 1), quantity: 1 }],
        carrier: 'DHL',
        number: 'SECOND',
      });
      await stage.until('told', () => marketOrder(stage, order.id).shipments.length === 1);
    },
    stands(stage) {
      const { shipments, lines } = marketOrder(stage, order.id);
      assert.deepEqual(shipments[0]?.lines, [{ line: lines[1]?.id, quantity: 1 }]);
    },
  },
  {
    name: 'a carrier that is not listed goes by its name',
    async plays(stage) {
      order = await bound(stage);
      stage.shopify.fulfil(order.shop, { carrier: 'Cousin Ed’s Vans', number: 'V-1', url: 'https://vans.example/V-1' });
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
    },
    stands(stage) {
      const [only] = marketOrder(stage, order.id).shipments;
      assert.deepEqual([only?.carrierCode, only?.carrierName, only?.tracking], [null, 'Cousin Ed’s Vans', 'V-1']);
    },
  },
]);

scenes('Shipped all at once', [
  {
    // Of a page that was given up half-way the first ones counted as read, and were never read again.
    name: 'and the shop fails while they are read: each is told',
    async plays(stage) {
      const all: { readonly id: string; readonly shop: string }[] = [];
      for (let n = 0; n < 6; n += 1) all.push(await bound(stage));
      await stage.minutes(15);
      for (const { shop } of all) stage.shopify.fulfil(shop, { carrier: 'DHL', number: `N-${shop}` });
      stage.simulator.script({ system: 'shopify', call: 'order', nth: 4, does: '5xx before' });
      await stage.until('shipped', () => all.every(({ id }) => marketOrder(stage, id).state === 'SHIPPED'), 120);
    },
    stands(stage) {
      for (const { shipments } of stage.market.orders()) assert.equal(shipments.length, 1);
    },
  },
]);

const made = (stage: Stage) =>
  stage.shopify
    .orders()
    .find(({ id }) => id === order.shop)
    ?.fulfilments.map(({ state, numbers, carrier, lines }) => [
      state,
      carrier,
      numbers.join('+'),
      lines.reduce((sum, one) => sum + one.quantity, 0),
    ]);

scenes('Shipped elsewhere', [
  {
    name: 'in the marketplace’s portal: mirrored in the shop once, and not told back',
    async plays(stage) {
      order = await bound(stage);
      stage.market.shipInPortal(order.id, { carrier: 'DHL', tracking: 'P-1' });
      await stage.until('fulfilled', () => (made(stage)?.length ?? 0) > 0);
    },
    stands(stage) {
      assert.deepEqual(made(stage), [['open', 'DHL', 'P-1', 3]]);
      assert.equal(
        stage.told.some((event) => event.startsWith('shipment.created')),
        false,
        'our own echo is no news',
      );
    },
  },
  {
    name: 'by a warehouse: made in the shop once, and then told to the marketplace',
    async plays(stage) {
      order = await bound(stage);
      const record = await stage.record(order.id);
      const body = record.observations.order?.body;
      const lines = body?.kind === 'order' ? body.order.lines.map((line) => ({ lineId: line.id, quantity: line.quantity })) : [];
      const shipment = {
        id: 'warehouse:W-1',
        state: 'open',
        at: '2026-03-02T09:00:00Z',
        lines,
        carrier: { name: 'UPS' },
        numbers: ['W-1'],
        urls: [],
      } as const;
      // Told until it is stored: the one who takes it may die before.
      await stage.until('told', async () => {
        await Promise.race([
          stage.engine.tell(record.key, 'parcel/warehouse:W-1', { kind: 'parcel', by: 'warehouse', shipment }),
          stage.minutes(1),
        ]);
        return (await stage.record(order.id)).observations['parcel/warehouse:W-1'] !== undefined;
      });
      await stage.until('asked for', async () => {
        await Promise.race([
          stage.engine.effect('shop.fulfil', record.key, { notify: false }, undefined, 'warehouse:W-1'),
          stage.minutes(1),
        ]);
        return (made(stage)?.length ?? 0) > 0;
      });
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
    },
    stands(stage) {
      assert.deepEqual(made(stage), [['open', 'UPS', 'W-1', 3]]);
      assert.deepEqual(parcels(stage, order.id), [['SHIPPED', 'W-1', 3]]);
    },
  },
]);
