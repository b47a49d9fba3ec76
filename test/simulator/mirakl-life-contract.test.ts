/** Answers of the simulated marketplace about an order's later life are ones that the vendor's own document allows. */

import assert from 'node:assert/strict';
import path from 'node:path';
import { contracts, needs } from './contracts';
import { miraklJudge } from './mirakl-schema';
import { type Called, json, World } from './world';

const MIRAKL = path.join(contracts, 'mirakl');
const MINUTE = 60_000;

describe('simulator: later answers of the marketplace against the OpenAPI document', () => {
  let judge: ReturnType<typeof miraklJudge>;
  before(function () {
    needs(this, MIRAKL);
    judge = miraklJudge();
  });
  /** Calls, judges, and says with which status it was answered. */
  const checked = async (world: World, template: string, actual: string, call: Called = {}) => {
    const answer = await world.mirakl(actual, call);
    judge(call.method ?? 'GET', template, answer);
    return answer;
  };
  const put = (body?: unknown): Called => ({ method: 'PUT', ...(body === undefined ? {} : { body }) });
  const post = (body: unknown): Called => ({ method: 'POST', body });
  const ready = async (world: World, wish: Parameters<World['market']['place']>[0] = {}): Promise<string> => {
    const id = world.market.place({
      lines: [
        { sku: 'MUG-BLUE', quantity: 2, price: '12.50' },
        { sku: 'BOOK-1', quantity: 1, price: '8.00' },
      ],
      ...wish,
    });
    await world.accept(id);
    await world.clock.pass(world.market.world.debitDelay);
    return id;
  };
  const OR11 = '/api/orders';

  it('OR23, OR24 and what OR11 shows of them up to the end', async () => {
    const world = new World();
    world.market.world.toCollectAfter = MINUTE;
    const id = await ready(world);
    const track = (body: unknown) => checked(world, '/api/orders/{order_id}/tracking', `/api/orders/${id}/tracking`, put(body));
    assert.equal((await track({})).status, 400);
    assert.equal((await track({ carrier_code: 'UPS', tracking_number: 'U1' })).status, 204);
    const ship = () => checked(world, '/api/orders/{order_id}/ship', `/api/orders/${id}/ship`, put());
    assert.deepEqual([(await ship()).status, (await ship()).status], [204, 400]);
    const states: string[] = [];
    const deeds = [
      () => undefined,
      () => world.clock.pass(MINUTE),
      () => world.market.markDelivered(id),
      () => world.market.close(id),
    ];
    for (const deed of deeds) {
      await deed();
      const answer = await checked(world, OR11, `/api/orders?order_ids=${id}`);
      states.push(json<{ readonly orders: readonly { readonly order_state: string }[] }>(answer).orders[0]?.order_state ?? '');
    }
    assert.deepEqual(states, ['SHIPPED', 'TO_COLLECT', 'RECEIVED', 'CLOSED']);
  });

  for (const mode of ['TAX_INCLUDED', 'TAX_EXCLUDED'] as const)
    it(`OR28 and what OR11 shows of it, ${mode}`, async () => {
      const world = new World();
      (world.market.configuration.features as Record<string, unknown>).order_tax_mode = mode;
      const id = await ready(world);
      const refund = (amount: number) =>
        checked(
          world,
          '/api/orders/refund',
          '/api/orders/refund',
          put({ refunds: [{ order_line_id: `${id}-1`, amount, shipping_amount: 1, quantity: 1, reason_code: '17' }] }),
        );
      assert.deepEqual([(await refund(12.5)).status, (await refund(99)).status], [200, 400]);
      for (let step = 0; step < 3; step += 1) {
        await checked(world, OR11, `/api/orders?order_ids=${id}`);
        await world.clock.pass(world.market.world.refundDelay / 2);
      }
    });

  it('OR29, OR30 and what OR11 shows of them', async () => {
    const world = new World();
    world.market.world.paymentWorkflow = 'PAY_ON_DELIVERY';
    const [part, whole] = [await ready(world), await ready(world)];
    const cancel = (quantity: number) =>
      checked(
        world,
        '/api/orders/cancel',
        '/api/orders/cancel',
        put({ cancelations: [{ order_line_id: `${part}-1`, amount: 12.5, shipping_amount: 0, quantity, reason_code: '35' }] }),
      );
    assert.deepEqual([(await cancel(1)).status, (await cancel(2)).status], [200, 400]);
    const full = () => checked(world, '/api/orders/{order_id}/cancel', `/api/orders/${whole}/cancel`, put());
    assert.deepEqual([(await full()).status, (await full()).status], [204, 400]);
    await checked(world, OR11, `/api/orders?order_ids=${part},${whole}`);
  });

  it('ST01, ST11, ST12, ST23 and ST24, done and refused', async () => {
    const world = new World();
    world.market.world.multiShipment = true;
    const id = await ready(world);
    const create = (lines: readonly unknown[], more: object = {}) =>
      checked(world, '/api/shipments', '/api/shipments', post({ shipments: [{ order_id: id, shipment_lines: lines, ...more }] }));
    const made = await create([{ order_line_id: `${id}-1`, quantity: 1, package_reference: 'P1' }], {
      invoice_reference: 'INV-1',
      shipping_from: { warehouse: { code: 'LYON' } },
    });
    await create([{ order_line_id: `${id}-1`, quantity: 9 }]);
    await create([]);
    const [shipment] = json<{ readonly shipment_success: readonly { readonly id: string }[] }>(made).shipment_success;
    const items = await checked(world, '/api/shipments/items_to_ship', '/api/shipments/items_to_ship');
    assert.equal(json<{ readonly data: readonly unknown[] }>(items).data.length, 1);
    await checked(world, '/api/shipments/items_to_ship', '/api/shipments/items_to_ship');
    for (const call of ['UPS', 'NONE'])
      await checked(
        world,
        '/api/shipments/tracking',
        '/api/shipments/tracking',
        post({ shipments: [{ id: shipment?.id, tracking: { carrier_code: call, tracking_number: 'U1' } }] }),
      );
    for (let time = 0; time < 2; time += 1)
      await checked(world, '/api/shipments/ship', '/api/shipments/ship', put({ shipments: [{ id: shipment?.id }] }));
    const listed = await checked(world, '/api/shipments', `/api/shipments?order_id=${id}`);
    assert.equal(json<{ readonly data: readonly unknown[] }>(listed).data.length, 1);
  });

  it('OR31, done and refused', async () => {
    const world = new World();
    const id = await ready(world);
    for (const value of ['INV-1', 'inv 1'])
      await checked(
        world,
        '/api/orders/{order_id}/additional_fields',
        `/api/orders/${id}/additional_fields`,
        put({ order_additional_fields: [{ code: 'invoice-number', value }] }),
      );
    await checked(world, OR11, `/api/orders?order_ids=${id}`);
  });

  it('RT11 and RT21 to RT29, done and refused', async () => {
    const world = new World();
    const id = await ready(world);
    world.market.shipInPortal(id);
    const back = world.market.announceReturn(id) ?? '';
    const verdict = [
      { order_line_id: `${id}-1`, compliant: true },
      {
        order_line_id: `${id}-2`,
        compliant: false,
        non_compliance_reason_code: 'RETURN_NON_COMPLIANT_OTHER',
        non_compliance_additional_info: 'another book',
      },
    ];
    for (const [step, wish] of [
      ['accept', { accepted: true }],
      ['receive', {}],
      ['compliance', { return_lines: verdict }],
      ['close', {}],
      ['cancel', {}],
    ] as const) {
      const template = `/api/returns/${step}`;
      await checked(world, template, template, put({ returns: [{ id: back, ...wish }] }));
      await checked(world, template, template, put({ returns: [] }));
      await checked(world, '/api/returns', '/api/returns');
      await world.clock.pass(5 * MINUTE);
    }
  });

  it('STO01 to STO03, OF24 and OF21, done and refused', async () => {
    const world = new World();
    const imports = '/api/offers/stock/imports';
    const file = 'offer-sku;quantity;warehouse-code;update-delete\nMUG-BLUE;3;LYON;\nNONE;1;;';
    const started = await checked(world, imports, imports, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=cut' },
      body: `--cut\r\nContent-Disposition: form-data; name="file"\r\n\r\n${file}\r\n--cut--`,
    });
    const { import_id: id } = json<{ readonly import_id: string }>(started);
    for (let look = 0; look < 3; look += 1) {
      await checked(world, `${imports}/{import_id}/status`, `${imports}/${id}/status`);
      await world.clock.pass(15_000);
    }
    const report = await checked(world, `${imports}/{import_id}/error_report`, `${imports}/${id}/error_report`);
    assert.equal(report.headers['content-type'], 'text/csv;charset=UTF-8');
    await checked(world, '/api/offers', '/api/offers');
    const offer = { shop_sku: 'NEW', product_id: 'X', product_id_type: 'EAN', price: 1, state_code: '11', update_delete: '' };
    assert.equal((await checked(world, '/api/offers', '/api/offers', post({ offers: [offer] }))).status, 201);
    await world.clock.pass(MINUTE);
    await checked(world, '/api/offers', '/api/offers', post({ offers: [] }));
    await checked(world, '/api/offers', '/api/offers?max=100&sort=productTitle&order=desc');
  });

  it('DR11 and DR12', async () => {
    const world = new World();
    world.market.world.asksForDocuments = true;
    const id = await ready(world);
    world.market.shipInPortal(id);
    world.market.refundInPortal(id, `${id}-1`, { amount: '1.00' });
    await world.clock.pass(world.market.world.refundDelay);
    const listed = await checked(world, '/api/document-request/requests', '/api/document-request/requests');
    const { data } = json<{ readonly data: readonly { readonly id: string }[] }>(listed);
    assert.equal(data.length, 2);
    for (const one of [...data, { id: 'none' }])
      await checked(world, '/api/document-request/{document_request_id}/lines', `/api/document-request/${one.id}/lines`);
  });
});
