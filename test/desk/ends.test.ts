/** Every button ends its case: money, carriers, reasons, and what a flow let pass. */
import assert from 'node:assert/strict';
import { MapChanges } from '../../lib/runtime/admin/maps';
import { inShop, refunds, shopOf } from '../life/given-back';
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
  refund,
  ship,
  shipped,
  sourceLine,
  stage,
  step,
  wiring,
} from './pressing';

describe('every button ends its case', function () {
  this.timeout(60_000);
  afterEach(() => stage.end());

  describe('more is refunded than is left', () => {
    /** Everything goes back in the shop, and in the portal 15.00 of it. */
    const over = async (): Promise<void> => {
      await shipped({ wiring: wiring({ 'marketplace.refunded': [] }) });
      const lines = [0, 1].map((n) => ({ lineItemId: lineOf(n), quantity: n === 0 ? 2 : 1 }));
      assert.ok(stage.mirakl.refundInPortal(order.id, sourceLine(0), { amount: '15.00' }));
      await stage.minutes(5);
      stage.shopify.refund(order.shop, { lines, shipping: true });
      await open('over-refund/refund.push/');
    };
    const told = () => refunds(stage, order.id).filter(([, , , , by]) => by === 'api').length;
    it('refund what is left', async () => {
      await over();
      await press('over-refund/', 'refund what is left');
      await stage.until('told', () => told() > 0);
    });
    for (const [answer, given] of [
      ['goodwill', {}],
      ['reject', leave],
    ] as const)
      it(`${answer}: nothing is sent`, async () => {
        await over();
        const whole = await press('over-refund/', answer, given);
        await stage.until('to end', async () => !(await stage.cases()).includes(whole));
        await stage.minutes(60);
        assert.equal(told(), 0);
      });
  });

  describe('a refund without lines', () => {
    const goodwill = async (): Promise<void> => {
      await shipped({ wiring: wiring({ 'refund.created': refund({}) }) });
      stage.shopify.refund(order.shop, { amount: '5.10' });
    };
    const amounts = () => refunds(stage, order.id).map(([line, amount, shipping]) => [line, amount, shipping]);
    it('share over lines', async () => {
      await goodwill();
      await ends('refund without lines/', 'share over lines');
      assert.deepEqual(amounts(), [
        [0, '4.00', '0.00'],
        [1, '1.10', '0.00'],
      ]);
    });
    it('allocate: as a person says, to lines and to shipping', async () => {
      await goodwill();
      const value = JSON.stringify([
        { lineId: sourceLine(1), amount: '2.10' },
        { lineId: null, amount: '3.00' },
      ]);
      await ends('refund without lines/', 'allocate', { value });
      const sum = (n: 1 | 2) => amounts().reduce((all, row) => all + Number(String(row[n]).replace('.', '')), 0);
      assert.deepEqual([sum(1), sum(2)], [210, 300]);
      assert.deepEqual(
        amounts()
          .filter(([line]) => line === 1)
          .map(([, amount]) => amount),
        ['2.10'],
      );
    });
    it('reject: this one is not told, the next one is asked about', async () => {
      await goodwill();
      await ends('refund without lines/', 'reject', leave);
      assert.deepEqual(amounts(), []);
      stage.shopify.refund(order.shop, { amount: '1.00' });
      await ends('refund without lines/', 'share over lines');
      assert.equal(amounts().length, 2);
    });
  });

  describe('a carrier that nobody mapped', () => {
    const vans = async (): Promise<void> => {
      const push = step('parcel.push', { carriers: {}, unlisted: 'ask' });
      await shipped(
        { wiring: wiring({ 'shipment.created': push, 'shipment.tracking': push }) },
        { carrier: 'Ed’s Vans', number: 'V-1', url: 'https://vans.example/V-1' },
      );
    };
    const parcel = () => {
      const [only] = marketOrder(stage, order.id).shipments;
      return [only?.carrierCode ?? null, only?.carrierName ?? null, only?.tracking ?? null];
    };
    it('send name', async () => {
      await vans();
      await ends('unmapped/carrier/', 'send name');
      assert.deepEqual(parcel(), [null, 'Ed’s Vans', 'V-1']);
    });
    it('name carrier', async () => {
      await vans();
      await ends('unmapped/carrier/', 'name carrier', { value: 'UPS' });
      assert.equal(parcel()[0], 'UPS');
    });
    it('map: for every order', async () => {
      await vans();
      const { account } = await open('unmapped/carrier/');
      const entry = { account, name: 'carrier', from: 'Ed’s Vans', to: 'DHL', was: null } as const;
      assert.deepEqual(await during(new MapChanges().change(stage.engine, stage.ledger, entry, 'anna', stage.clock.now())), {
        is: 'done',
        released: 1,
      });
      await stage.until('shipped', () => parcel()[0] === 'DHL');
      assert.deepEqual(await stage.cases(), []);
    });
    it('leave out: the marketplace is not told', async () => {
      await vans();
      await ends('unmapped/carrier/', 'leave out', leave);
      assert.equal(marketOrder(stage, order.id).state, 'SHIPPING');
    });
  });

  describe('a reason that nobody mapped', () => {
    const asked = async (): Promise<void> => {
      await shipped({ wiring: wiring({ 'refund.created': refund({ reason: '' }) }) });
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: lineOf(0), quantity: 1 }] });
      await open('unmapped/reason/');
    };
    const reasons = () => marketOrder(stage, order.id).refunds.map(({ reason }) => reason);
    it('name reason', async () => {
      await asked();
      await ends('unmapped/reason/', 'name reason', { value: '19' });
      assert.deepEqual(reasons(), ['19']);
    });
    it('map', async () => {
      await asked();
      const { account, detail } = await open('unmapped/reason/');
      const entry = { account, name: 'reason', from: String(detail.value), to: '17', was: null } as const;
      await during(new MapChanges().change(stage.engine, stage.ledger, entry, 'anna', stage.clock.now()));
      await stage.until('told', () => reasons().length > 0);
      assert.deepEqual([reasons(), await stage.cases()], [['17'], []]);
    });
    it('leave out', async () => {
      await asked();
      await ends('unmapped/reason/', 'leave out', leave);
      assert.deepEqual(reasons(), []);
    });
  });

  describe('your flow let this pass', () => {
    /** Wired, and not behind its event. */
    const passing = (event: string, verb: string, args: object) => ({
      wiring: wiring({ [event]: [], 'marketplace.document': step(verb, args), 'order.edited': step(verb, args) }),
    });
    const giving = { reasons: {}, reason: '17', goodwill: 'proportional', restock: false };
    const refunded = async (): Promise<void> => {
      await shipped(passing('refund.created', 'refund.push', giving));
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: lineOf(0), quantity: 1 }] });
    };
    it('refund.push: do it now', async () => {
      await refunded();
      await ends('flow let this pass/refund.push/', 'do it now');
      assert.deepEqual(refunds(stage, order.id), [[0, '10.00', '0.00', 1, 'api']]);
    });
    it('refund.push: leave out ends this one; the next one is asked about', async () => {
      await refunded();
      await ends('flow let this pass/refund.push/', 'leave out', leave);
      stage.shopify.refund(order.shop, { lines: [{ lineItemId: lineOf(1), quantity: 1 }] });
      await ends('flow let this pass/refund.push/', 'do it now');
      assert.deepEqual(refunds(stage, order.id), [[1, '5.50', '0.00', 1, 'api']]);
    });
    it('parcel.push', async () => {
      await begin({
        wiring: wiring({
          'shipment.created': [],
          'shipment.tracking': [],
          'order.edited': step('parcel.push', { carriers: {}, unlisted: 'send name' }),
        }),
      });
      await ship();
      await ends('flow let this pass/parcel.push/', 'do it now');
      assert.equal(marketOrder(stage, order.id).state, 'SHIPPED');
    });
    it('cancel.push', async () => {
      await begin(passing('order.cancelled', 'cancel.push', { ...giving, reason: '16, 34' }));
      stage.shopify.cancelOrder(order.shop);
      await ends('flow let this pass/cancel.push/', 'do it now');
      assert.equal(marketOrder(stage, order.id).refunds.length + marketOrder(stage, order.id).cancellations.length, 2);
    });
    it('shop.refund', async () => {
      await shipped(passing('marketplace.refunded', 'shop.refund', giving));
      stage.mirakl.refundInPortal(order.id, sourceLine(0), { amount: '7.00' });
      await ends('flow let this pass/shop.refund/', 'do it now');
      assert.deepEqual(
        inShop(stage, order.id).map(([amount]) => amount),
        ['7.00'],
      );
    });
    it('shop.cancel', async () => {
      await begin({
        ...passing('marketplace.cancelled', 'shop.cancel', giving),
        prepare: (mirakl) => {
          mirakl.world.paymentWorkflow = 'PAY_ON_DELIVERY';
        },
      });
      assert.ok(stage.mirakl.cancelInPortal(order.id));
      await ends('flow let this pass/shop.cancel/', 'do it now');
      assert.notEqual(stage.shopify.orders().find(({ id }) => id === order.shop)?.cancelledAt, null);
    });
    it('shop.fulfil', async () => {
      await begin(passing('marketplace.shipped', 'shop.fulfil', { notify: false }));
      stage.mirakl.shipInPortal(order.id, { carrier: 'DHL', tracking: 'P-1' });
      await ends('flow let this pass/shop.fulfil/', 'do it now');
      assert.equal(shopOf(stage, order.id).fulfilments.length, 1);
    });
  });

  describe('money that went back differs', () => {
    /** The shop takes two units off, the portal too, with the shipping. */
    const apart = async (): Promise<void> => {
      await begin();
      assert.ok(stage.shopify.refund(order.shop, { lines: [{ lineItemId: lineOf(0), quantity: 2 }], restock: 'cancel' }));
      assert.ok(stage.mirakl.cancelInPortal(order.id, [{ line: sourceLine(0), quantity: 2 }]));
    };
    it('leave as is', async () => {
      await apart();
      await ends('price difference/given back/3.90', 'leave as is');
    });
    it('ignore', async () => {
      await apart();
      await ends('price difference/given back/3.90', 'ignore', { reason: 'settled by mail' });
    });
  });
});
