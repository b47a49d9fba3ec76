/** Money of the simulated marketplace goes back, or never comes: OR28, OR29, OR30, and what people do in the portal. */
import assert from 'node:assert/strict';
import { ready as bought, counts, put, seen } from './market';
import { json, World } from './world';

interface Part {
  readonly id: string;
  readonly amount: number;
  readonly shipping_amount: number;
  readonly taxes: readonly { readonly code: string; readonly amount: number }[];
  readonly refund_state?: string;
  readonly commission_total_amount: number;
}
interface Order {
  readonly order_state: string;
  readonly can_cancel: boolean;
  readonly can_shop_ship: boolean;
  readonly fully_refunded: boolean;
  readonly total_price: number;
  readonly order_lines: readonly {
    readonly order_line_state: string;
    readonly can_refund: boolean;
    readonly quantity: number;
    readonly price: number;
    readonly total_price: number;
    readonly refunds: readonly Part[];
    readonly cancelations: readonly Part[];
  }[];
}
const read = async (world: World, id: string): Promise<Order> => {
  const [order] = json<{ readonly orders: readonly Order[] }>(await world.mirakl(`/api/orders?order_ids=${id}`)).orders;
  assert.ok(order);
  return order;
};
const ready = (world: World, wish: Parameters<typeof bought>[1] = {}) => bought(world, { shipping: '6.00', ...wish });
const refund = (world: World, items: readonly Readonly<Record<string, unknown>>[], mode?: string) =>
  put(world, '/api/orders/refund', { ...(mode === undefined ? {} : { order_tax_mode: mode }), refunds: items });
const cancel = (world: World, items: readonly Readonly<Record<string, unknown>>[]) =>
  put(world, '/api/orders/cancel', { cancelations: items });

describe('simulator: refunds', () => {
  it('leave the line as it was, and come to REFUNDED', async () => {
    const world = new World();
    const id = await ready(world);
    const answer = await refund(world, [
      { order_line_id: `${id}-1`, amount: 12.5, shipping_amount: 3, quantity: 1, reason_code: '17' },
      { order_line_id: `${id}-2`, amount: 1, shipping_amount: 0, reason_code: '19' },
    ]);
    const { refunds } = json<{ readonly refunds: readonly { readonly refund_id: string; readonly order_refund_id: string }[] }>(
      answer,
    );
    assert.equal(refunds.length, 2);
    assert.equal(refunds[0]?.order_refund_id, refunds[1]?.order_refund_id, 'made at the same time');
    const states: (string | undefined)[] = [];
    for (let step = 0; step < 3; step += 1) {
      states.push((await read(world, id)).order_lines[0]?.refunds[0]?.refund_state);
      await world.clock.pass(world.market.world.refundDelay / 2);
    }
    assert.deepEqual(states, ['WAITING_REFUND', 'WAITING_REFUND_PAYMENT', 'REFUNDED']);
    const order = await read(world, id);
    const [line] = order.order_lines;
    assert.deepEqual([line?.price, line?.quantity, line?.total_price, order.total_price], [25, 2, 31, 39]);
    const [made] = line?.refunds ?? [];
    assert.deepEqual(
      [made?.id, made?.amount, made?.shipping_amount, made?.taxes, made?.commission_total_amount],
      [refunds[0]?.refund_id, 12.5, 3, [{ amount: 2.09, code: 'VAT20', rate: 20 }], 2.26],
      'taxes and commission go with the part',
    );
    assert.deepEqual([order.fully_refunded, line?.can_refund], [false, true]);
    assert.deepEqual(
      seen(world, id).refunds.map(({ line: of, amount, shipping, by, state }) => [of, amount, shipping, by, state]),
      [
        [`${id}-1`, '12.50', '3.00', 'api', 'REFUNDED'],
        [`${id}-2`, '1.00', '0.00', 'api', 'REFUNDED'],
      ],
    );
    assert.deepEqual(counts(world), [`refund ${id} ${id}-1 12.50+3.00 x1 17 1`, `refund ${id} ${id}-2 1.00+0.00 x0 19 1`]);
  });

  it('are counted twice where they are made twice', async () => {
    const world = new World();
    const id = await ready(world);
    const again = () => refund(world, [{ order_line_id: `${id}-1`, amount: 5, shipping_amount: 0, reason_code: '19' }]);
    assert.deepEqual([(await again()).status, (await again()).status], [200, 200]);
    assert.deepEqual(counts(world), [`refund ${id} ${id}-1 5.00+0.00 x0 19 2`]);
  });

  it('of everything end the refunding', async () => {
    const world = new World();
    const id = await ready(world);
    world.market.shipInPortal(id);
    await refund(world, [
      { order_line_id: `${id}-1`, amount: 25, shipping_amount: 6, reason_code: '17' },
      { order_line_id: `${id}-2`, amount: 8, shipping_amount: 0, reason_code: '17' },
    ]);
    await world.clock.pass(world.market.world.refundDelay);
    const order = await read(world, id);
    assert.deepEqual([order.order_state, order.fully_refunded], ['SHIPPED', true]);
    assert.deepEqual(
      order.order_lines.map((line) => [line.order_line_state, line.can_refund]),
      [
        ['REFUNDED', false],
        ['REFUNDED', false],
      ],
    );
  });

  it('take units out of what is still to ship where they say so', async () => {
    const world = new World();
    const id = await ready(world);
    const excluded = (line: number, amount: number, shipping: number, quantity: number) => ({
      order_line_id: `${id}-${line}`,
      amount,
      shipping_amount: shipping,
      quantity,
      reason_code: '15',
      excluded_from_shipment: true,
    });
    assert.equal((await refund(world, [excluded(1, 12.5, 0, 1)])).status, 200);
    assert.equal((await refund(world, [excluded(1, 5, 0, 2)])).status, 400, 'only one unit is left to ship');
    world.market.shipInPortal(id);
    assert.deepEqual(
      seen(world, id).shipments.flatMap((shipment) => shipment.lines),
      [
        { line: `${id}-1`, quantity: 1 },
        { line: `${id}-2`, quantity: 1 },
      ],
    );
    const whole = await ready(world);
    const rest = [excluded(1, 25, 6, 2), excluded(2, 8, 0, 1)].map((item) => ({
      ...item,
      order_line_id: item.order_line_id.replace(id, whole),
    }));
    await refund(world, rest);
    assert.equal((await read(world, whole)).can_shop_ship, false);
    assert.equal((await put(world, `/api/orders/${whole}/ship`)).status, 400);
    await world.clock.pass(world.market.world.refundDelay);
    assert.equal(seen(world, whole).state, 'CLOSED', 'nothing of it will ever leave');
  });

  it('let an order leave without a line of which no unit is left to ship', async () => {
    const world = new World();
    const id = await ready(world);
    const item = {
      order_line_id: `${id}-1`,
      amount: 5,
      shipping_amount: 0,
      quantity: 2,
      reason_code: '15',
      excluded_from_shipment: true,
    };
    await refund(world, [item]);
    world.market.shipInPortal(id);
    const order = await read(world, id);
    assert.deepEqual(
      [order.order_state, ...order.order_lines.map((line) => [line.order_line_state, line.can_refund])],
      ['SHIPPED', ['REFUNDED', true], ['SHIPPED', true]],
      'and what is left of its money can still be refunded',
    );
  });

  it('are taken in the other tax mode too, and kept in the order’s own', async () => {
    const world = new World();
    const id = await ready(world);
    const answer = await refund(
      world,
      [{ order_line_id: `${id}-2`, amount: 6.67, shipping_amount: 0, reason_code: '19' }],
      'TAX_EXCLUDED',
    );
    assert.equal(json<{ readonly order_tax_mode: string }>(answer).order_tax_mode, 'TAX_EXCLUDED');
    assert.deepEqual(
      seen(world, id).refunds.map(({ amount, taxes }) => [amount, taxes]),
      [['8.00', [{ code: 'VAT20', amount: '1.33' }]]],
    );
    assert.deepEqual(counts(world), [`refund ${id} ${id}-2 6.67+0.00 x0 19 1`]);
  });

  it('give back a tax that is not proportional only where it is told', async () => {
    const world = new World();
    world.market.world.taxRule = 'NONE';
    const id = await ready(world);
    const item = { order_line_id: `${id}-2`, amount: 2, shipping_amount: 0, reason_code: '19' };
    assert.equal((await refund(world, [item])).status, 400);
    assert.equal((await refund(world, [{ ...item, taxes: [] }])).status, 200);
    assert.equal((await refund(world, [{ ...item, taxes: [{ code: 'VAT20', amount: '0.33' }] }])).status, 200);
    assert.deepEqual(
      seen(world, id).refunds.map(({ taxes }) => taxes),
      [[{ code: 'VAT20', amount: '0.00' }], [{ code: 'VAT20', amount: '0.33' }]],
    );
  });

  it('in the portal are nobody’s effect', async () => {
    const world = new World();
    const id = await ready(world);
    assert.equal(world.market.refundInPortal(id, `${id}-1`, { amount: '25.01' }), null);
    assert.equal(
      typeof world.market.refundInPortal(id, `${id}-1`, { amount: '12.50', shipping: '1', quantity: 1, reason: '17' }),
      'string',
    );
    assert.deepEqual(
      seen(world, id).refunds.map(({ by, amount, shipping, reason }) => [by, amount, shipping, reason]),
      [['portal', '12.50', '1.00', '17']],
    );
    assert.deepEqual(counts(world), []);
  });
});

describe('simulator: cancelations', () => {
  const onDelivery = async () => {
    const world = new World();
    world.market.world.paymentWorkflow = 'PAY_ON_DELIVERY';
    return { world, id: await ready(world) };
  };

  it('are possible where nobody has paid yet', async () => {
    const { world, id } = await onDelivery();
    const order = await read(world, id);
    assert.deepEqual([order.can_cancel, order.order_lines[0]?.can_refund], [true, false]);
    assert.equal((await put(world, `/api/orders/${id}/cancel`)).status, 204);
    assert.equal(seen(world, id).state, 'CANCELED');
    assert.deepEqual(
      seen(world, id).cancellations.map(({ line, amount, shipping, quantity, by }) => [line, amount, shipping, quantity, by]),
      [
        [`${id}-1`, '25.00', '6.00', 2, 'api'],
        [`${id}-2`, '8.00', '0.00', 1, 'api'],
      ],
    );
    assert.deepEqual(counts(world), [`cancel ${id} 1`]);
    assert.equal((await put(world, `/api/orders/${id}/cancel`)).status, 400);
  });

  it('of a part take its amounts out of line and order, and leave the rest to ship', async () => {
    const { world, id } = await onDelivery();
    const item = { order_line_id: `${id}-1`, amount: 12.5, shipping_amount: 0, quantity: 1, reason_code: '35' };
    const { cancelations } = json<{ readonly cancelations: readonly { readonly cancelation_id: string }[] }>(
      await cancel(world, [item]),
    );
    const order = await read(world, id);
    const [line] = order.order_lines;
    assert.deepEqual(
      [line?.order_line_state, line?.quantity, line?.price, line?.total_price, order.total_price, line?.cancelations[0]?.id],
      ['SHIPPING', 2, 12.5, 18.5, 26.5, cancelations[0]?.cancelation_id],
    );
    assert.equal((await cancel(world, [{ ...item, quantity: 2 }])).status, 400, 'one unit is left');
    assert.equal((await cancel(world, [{ ...item, shipping_amount: 6 }])).status, 200);
    assert.deepEqual(
      seen(world, id).lines.map(({ state }) => state),
      ['CANCELED', 'SHIPPING'],
    );
    world.market.shipInPortal(id);
    assert.deepEqual([seen(world, id).state, seen(world, id).total], ['SHIPPED', '8.00']);
  });

  it('reduce the quantity where the operator’s version does', async () => {
    const { world, id } = await onDelivery();
    world.market.world.cancelationReducesQuantity = true;
    await cancel(world, [{ order_line_id: `${id}-1`, amount: 12.5, shipping_amount: 0, quantity: 1, reason_code: '35' }]);
    assert.equal((await read(world, id)).order_lines[0]?.quantity, 1);
    world.market.shipInPortal(id);
    assert.deepEqual(
      seen(world, id).shipments[0]?.lines.map(({ quantity }) => quantity),
      [1, 1],
    );
  });

  it('in the portal are for any order that has not left, in part too', async () => {
    const world = new World();
    const id = await ready(world);
    assert.equal((await read(world, id)).can_cancel, false, 'it is paid');
    assert.equal(world.market.cancelInPortal(id, [{ line: `${id}-1`, quantity: 3 }]), false);
    assert.equal(world.market.cancelInPortal(id, [{ line: `${id}-1`, quantity: 1 }]), true);
    assert.equal(world.market.cancelInPortal(id, [{ line: `${id}-1`, quantity: 1 }]), true);
    assert.deepEqual(
      seen(world, id).cancellations.map(({ amount, shipping, by }) => [amount, shipping, by]),
      [
        ['12.50', '0.00', 'portal'],
        ['12.50', '6.00', 'portal'],
      ],
    );
    assert.equal(world.market.cancelInPortal(id), true);
    assert.deepEqual([seen(world, id).state, seen(world, id).total], ['CANCELED', '0.00']);
    assert.equal(world.market.cancelInPortal(id), false);
  });
});
