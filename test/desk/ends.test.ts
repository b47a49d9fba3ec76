/** Every button ends its case: pressed against the whole engine and both simulated sides, in virtual time. */
import assert from 'node:assert/strict';
import type { AnswerName } from '../../lib/desk/answers';
import type { AccountId } from '../../lib/model/order';
import { MapChanges } from '../../lib/runtime/admin/maps';
import { settle } from '../../lib/runtime/admin/settle';
import type { Step, Wiring } from '../life/flow';
import { inShop, refunds, shopOf } from '../life/given-back';
import { bound, marketOrder } from '../life/scene';
import { Stage, type StageOptions } from '../life/stage';
import { everythingWired } from '../life/wired';

let stage: Stage;
let order = { id: '', shop: '' };
const begin = async (options: Omit<StageOptions, 'seed'> = {}, place?: Parameters<typeof bound>[1]): Promise<void> => {
  stage = new Stage({ seed: 1, ...options });
  order = await bound(stage, place);
};
const ship = async (parcel: Parameters<Stage['shopify']['fulfil']>[1] = { carrier: 'DHL', number: 'N-1' }): Promise<void> => {
  stage.shopify.fulfil(order.shop, parcel);
  await stage.minutes(3);
};
const shipped = async (options?: Omit<StageOptions, 'seed'>, parcel?: Parameters<typeof ship>[0]): Promise<void> => {
  await begin(options);
  await ship(parcel);
};
/** The order's open case whose cause begins so; waited for. */
async function open(cause: string) {
  const find = async () => (await stage.ledger.openCases(1000)).find((one) => one.cause.startsWith(cause));
  await stage.until(`a case ${cause}`, async () => (await find()) !== undefined);
  return (await find()) ?? assert.fail(cause);
}
/** Virtual time passes while it is carried out. */
async function during<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const settled = work.finally(() => {
    done = true;
  });
  while (!done) await Promise.race([settled, stage.minutes(1)]);
  return settled;
}
async function press(cause: string, answer: AnswerName, given: { readonly reason?: string; readonly value?: string } = {}) {
  const { key, cause: whole, openedAt, count } = await open(cause);
  const command = { cases: [{ key, cause: whole, openedAt, count }], answer, ...given };
  const outcomes = await during(settle(stage.engine, command, 'anna', stage.clock.now(), () => true));
  assert.deepEqual(outcomes, [{ cause: whole, key, is: 'done' }]);
  return whole;
}
/** The button is pressed, the case goes, and nothing else is asked. */
async function ends(cause: string, answer: AnswerName, given?: Parameters<typeof press>[2]): Promise<void> {
  const whole = await press(cause, answer, given);
  await stage.until(`${whole} to end`, async () => !(await stage.cases()).includes(whole), 60);
  await stage.minutes(90);
  assert.deepEqual(await stage.cases(), []);
  assert.deepEqual(stage.broken, []);
}
const wiring =
  (change: Wiring) =>
  (store: AccountId, marketplace: AccountId): Wiring => ({ ...everythingWired(store, marketplace), ...change });
const step = (verb: string, args: object): readonly Step[] => [{ verb, args: () => args }];
const refund = (more: object) => step('refund.push', { reasons: {}, reason: '17', goodwill: 'ask', restock: false, ...more });
const lineOf = (n: number): string => shopOf(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
const sourceLine = (n: number): string => marketOrder(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
const leave = { reason: 'settled with the buyer' };

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
