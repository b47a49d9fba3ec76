/** Every button ends its case: what waits for a person, was refused, or is in doubt. */
import assert from 'node:assert/strict';
import { inShop, refunds } from '../life/given-back';
import { marketOrder } from '../life/scene';
import {
  begin,
  during,
  ends,
  leave,
  lineOf,
  open,
  order,
  press,
  ship,
  shipped,
  sourceLine,
  stage,
  step,
  wiring,
} from './pressing';

describe('every button ends its case, also where it waits or was refused', function () {
  this.timeout(60_000);
  afterEach(() => stage.end());

  describe('a return that a buyer asks for', () => {
    const back = step('return.push', { restock: false, requests: 'ask', compliant: false });
    const asked = async (): Promise<void> => {
      await shipped({
        wiring: wiring({
          'marketplace.return': [...back, ...step('shop.return', { restock: false, requests: 'ask', compliant: false })],
        }),
      });
      assert.ok(stage.mirakl.announceReturn(order.id, [{ line: sourceLine(0), quantity: 1 }]));
      await open('not decided/return/');
    };
    const state = () => marketOrder(stage, order.id).returns[0]?.state;
    it('accept return', async () => {
      await asked();
      await ends('not decided/return/', 'accept return');
      assert.equal(state(), 'IN_PROGRESS');
    });
    it('leave out: it is the portal’s to decide', async () => {
      await asked();
      await ends('not decided/return/', 'leave out', leave);
      assert.equal(state(), 'WAITING_ACCEPTANCE');
    });
  });

  describe('a number that the marketplace demands', () => {
    const without = async (): Promise<void> => {
      await begin({}, { lines: [{ sku: 'A', quantity: 1, price: '10.00' }], shippingType: 'EXP' });
      await ship({ carrier: 'DHL' });
      await stage.until('the deadline to come near', async () => (await stage.cases()).length > 0, 6000);
    };
    it('name number', async () => {
      await without();
      await ends('not decided/number', 'name number', { value: 'LATE-1' });
      assert.equal(marketOrder(stage, order.id).shipments[0]?.tracking, 'LATE-1');
    });
  });

  describe('a rule that forbids it', () => {
    it('leave out: a refund after the order was closed', async () => {
      await shipped();
      stage.mirakl.markDelivered(order.id);
      await stage.minutes(5);
      stage.mirakl.close(order.id);
      await stage.minutes(10);
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: lineOf(0), quantity: 1 }] });
      await ends('rule broken/R10/refund.push/', 'leave out', leave);
      assert.deepEqual(refunds(stage, order.id), []);
    });
  });

  describe('refused by the platform', () => {
    /** The marketplace takes no other number of what has left. */
    const late = async (): Promise<void> => {
      await begin({
        prepare: (mirakl) => {
          mirakl.world.trackingAfterShipment = false;
        },
      });
      const made = stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' }) ?? assert.fail('not fulfilled');
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
      stage.shopify.retrack(made, { carrier: 'DHL', number: 'N-2' });
      await open('refused/parcel.push/');
    };
    it('try again: where it is taken now', async () => {
      await late();
      stage.mirakl.world.trackingAfterShipment = true;
      await ends('refused/parcel.push/', 'try again');
      assert.equal(marketOrder(stage, order.id).shipments[0]?.tracking, 'N-2');
    });
    it('settled in portal', async () => {
      await late();
      await ends('refused/parcel.push/', 'settled in portal');
    });
    /** A warehouse ships what left by hand already: more than there is to ship in the shop. */
    const twice = async (): Promise<void> => {
      await begin({ prepare: (mirakl) => void Object.assign(mirakl.world, { multiShipment: true }) });
      const { key } = await stage.record(order.id);
      const shipment = {
        id: 'warehouse:W-1',
        state: 'open',
        at: '2026-03-02T09:00:00Z',
        lines: [{ lineId: sourceLine(0), quantity: 5 }],
        numbers: ['W-1'],
        urls: [],
      } as const;
      await during(stage.engine.tell(key, 'parcel/warehouse:W-1', { kind: 'parcel', by: 'warehouse', shipment }));
      await during(stage.engine.effect('shop.fulfil', key, { notify: false }, undefined, 'warehouse:W-1'));
      await open('refused/fulfil/');
    };
    it('a shipment, settled in Shopify by hand: what was made there is not told as another parcel', async () => {
      await twice();
      const made = stage.shopify.fulfil(order.shop, { carrier: 'UPS', number: 'W-1' }) ?? assert.fail('not fulfilled');
      await ends('refused/fulfil/', 'settled in portal', { value: made.slice(made.lastIndexOf('/') + 1) });
      assert.deepEqual(marketOrder(stage, order.id).shipments, []);
    });
    it('leave out', async () => {
      await late();
      await ends('refused/parcel.push/', 'leave out', leave);
      assert.equal(marketOrder(stage, order.id).shipments[0]?.tracking, 'N-1');
    });
  });

  describe('in doubt', () => {
    /** The refund's answer is lost, or the refund itself, and the order cannot be read for a day. */
    const lost = async (does: 'lost answer' | 'lost request'): Promise<void> => {
      await shipped();
      await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
      stage.simulator.script({ system: 'mirakl', call: 'OR28', nth: 1, does });
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: lineOf(0), quantity: 1 }] });
      const sent = async () =>
        Object.values((await stage.record(order.id)).effects).some(
          ({ id, writes }) => id.startsWith('refund.push/') && writes.length > 0,
        );
      for (let n = 0; n < 5000 && !(await sent()); n += 1) await stage.clock.run(stage.clock.now() + 500);
      for (let nth = 1; nth < 2000; nth += 1) stage.simulator.script({ system: 'mirakl', call: 'OR11', nth, does: '5xx before' });
      await open('in doubt/refund.push/');
    };
    it('it happened: the refund that a person saw is ours, and is not made in the shop once more', async () => {
      await lost('lost answer');
      const [made] = marketOrder(stage, order.id).refunds;
      await press('in doubt/refund.push/', 'it happened', { value: made?.id ?? assert.fail('no refund') });
      await calm();
      const { effects } = await stage.record(order.id);
      const [write] = Object.values(effects).find(({ verb }) => verb === 'refund.push')?.writes ?? [];
      assert.deepEqual([write?.known, write?.record], ['by a person', made?.id]);
    });
    it('send again: it did not happen, so it is sent once more', async () => {
      await lost('lost request');
      assert.deepEqual(refunds(stage, order.id), []);
      await press('in doubt/refund.push/', 'send again', { reason: 'it is not there' });
      await calm();
      const { effects } = await stage.record(order.id);
      const [write] = Object.values(effects).find(({ verb }) => verb === 'refund.push')?.writes ?? [];
      assert.deepEqual([write?.attempt.n, write?.earlier?.map(({ n, resolved }) => [n, resolved])], [2, [[1, 'absent']]]);
    });
    it('ask again: nothing is sent, and the proof ends it', async () => {
      await lost('lost answer');
      await press('in doubt/refund.push/', 'ask again');
      await calm();
    });
    /** Read again at last: one refund on each side, and nothing is asked. */
    const calm = async (): Promise<void> => {
      await stage.until('calm', async () => refunds(stage, order.id).length > 0 && (await stage.cases()).length === 0, 6000);
      await stage.minutes(120);
      assert.deepEqual(await stage.cases(), []);
      assert.deepEqual([inShop(stage, order.id).length, refunds(stage, order.id).length], [1, 1]);
    };
  });
});
