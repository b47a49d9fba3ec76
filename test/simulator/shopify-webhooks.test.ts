/** Webhooks of the simulated shop: signed, shaped as the vendor's samples, in no order, tried again, given up. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import path from 'node:path';
import type { WebhookRequest } from '../../lib/simulator/port';
import { signatureOf, topicName } from '../../lib/simulator/shopify/deliveries';
import { needs, read } from './contracts';
import { SHOPIFY } from './sdl';
import { asked, back, done, paidOrder, REFUND, shipAll, theOrder } from './shop-life';
import { MINUTE } from './shop-orders';
import { World } from './world';

const SUBSCRIBE =
  'mutation W($topic: WebhookSubscriptionTopic!, $s: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $topic, webhookSubscription: $s) { webhookSubscription { id } userErrors { message } } }';
const URI = 'https://nodered.example/hook';
const HOUR = 60 * MINUTE;
type Body = Record<string, unknown>;

/** A world whose webhooks arrive in `came`, answered as `answers` says. */
function hooked(answers: (request: WebhookRequest, nth: number) => number | Promise<number> = () => 200) {
  const world = new World();
  const came: WebhookRequest[] = [];
  world.simulator.deliver = async (request) => {
    came.push(request);
    return { status: await answers(request, came.length) };
  };
  const subscribe = async (topic: string, more: Body = {}) =>
    (
      await done<{ webhookSubscription: { id: string } }>(
        world,
        SUBSCRIBE,
        { topic, s: { uri: URI, ...more } },
        'webhookSubscriptionCreate',
      )
    ).webhookSubscription.id;
  const topics = () => came.map(({ headers }) => headers['X-Shopify-Topic']);
  return { world, came, subscribe, topics };
}
const bodyOf = (request: WebhookRequest | undefined): Body => JSON.parse(request?.body ?? '{}') as Body;
/** Names of members, inside and out; of a list those of its first element. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : [shapeOf(value[0])];
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([name, of]) => [name, shapeOf(of)]),
  );
}
/** What of the sample's shape is missing or of another kind; absent values and empty lists say nothing. */
function lacks(sample: unknown, own: unknown, at: string): string[] {
  if (sample === null || own === null || sample === undefined) return own === undefined ? [at] : [];
  if (Array.isArray(sample))
    return Array.isArray(own) ? (sample.length > 0 && own.length > 0 ? lacks(sample[0], own[0], `${at}[]`) : []) : [at];
  if (typeof sample === 'object') {
    if (typeof own !== 'object') return [at];
    return Object.entries(sample).flatMap(([name, of]) =>
      name in (own as Body) ? lacks(of, (own as Body)[name], `${at}.${name}`) : [`${at}.${name}`],
    );
  }
  return typeof sample === typeof own ? [] : [at];
}
const sample = (file: string): Body => JSON.parse(read(SHOPIFY, 'webhooks', file)) as Body;

describe('simulator: webhooks of the shop', () => {
  it('are signed over the very bytes, and say where they come from', async () => {
    const { world, came, subscribe } = hooked();
    await subscribe('ORDERS_UPDATED', { name: 'lifecycle' });
    const order = await paidOrder(world);
    const deed = world.clock.now();
    world.shop.annotate(order.id, { note: 'gift' });
    await world.clock.pass(5_000);
    const [request] = came;
    const { headers, body, url, method, timeout } = request ?? assert.fail('nothing came');
    assert.deepEqual([came.length, method, url, timeout], [1, 'POST', URI, 5_000]);
    const { 'X-Shopify-Webhook-Id': id, 'X-Shopify-Event-Id': event, ...rest } = headers;
    assert.match(`${id} ${event}`, /^[0-9a-f-]{36} [0-9a-f-]{36}$/);
    assert.deepEqual(rest, {
      'Content-Type': 'application/json',
      'X-Shopify-Topic': 'orders/updated',
      'X-Shopify-Hmac-Sha256': createHmac('sha256', world.shop.clientSecret).update(Buffer.from(body, 'utf8')).digest('base64'),
      'X-Shopify-Shop-Domain': world.shop.host,
      'X-Shopify-API-Version': '2026-10',
      'X-Shopify-Triggered-At': new Date(deed).toISOString(),
      'X-Shopify-Name': 'lifecycle',
    });
    const { note, admin_graphql_api_id, tags, source_identifier, total_price, financial_status } = bodyOf(request);
    assert.deepEqual(
      [note, admin_graphql_api_id, tags, source_identifier, total_price, financial_status],
      ['gift', order.id, 'marketplace', '701-1', '50.00', 'paid'],
    );
  });

  it('sign as the vendor’s test vector', function () {
    needs(this, SHOPIFY);
    const { secret, body_file, headers } = sample('headers.example.json') as {
      secret: string;
      body_file: string;
      headers: Record<string, string>;
    };
    assert.equal(signatureOf(read(SHOPIFY, 'webhooks', body_file), secret), headers['X-Shopify-Hmac-Sha256']);
    assert.equal(topicName('INVENTORY_LEVELS_UPDATE'), headers['X-Shopify-Topic']);
    assert.deepEqual(
      [
        'ORDERS_PARTIALLY_FULFILLED',
        'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE',
        'FULFILLMENT_EVENTS_CREATE',
        'ORDER_TRANSACTIONS_CREATE',
        'RETURNS_CLOSE',
      ].map(topicName),
      [
        'orders/partially_fulfilled',
        'fulfillment_orders/order_routing_complete',
        'fulfillment_events/create',
        'order_transactions/create',
        'returns/close',
      ],
    );
  });

  it('have everything that the vendor’s samples have', async function () {
    needs(this, SHOPIFY);
    const { world, came, subscribe } = hooked();
    const samples: Readonly<Record<string, string>> = {
      ORDERS_CREATE: path.join('derived', 'orders_create.marketplace.json'),
      ORDERS_UPDATED: path.join('derived', 'orders_updated.marketplace.json'),
      ORDERS_EDITED: 'orders_edited.json',
      FULFILLMENTS_CREATE: 'fulfillments_create.json',
      FULFILLMENTS_UPDATE: path.join('derived', 'fulfillments_update.json'),
      FULFILLMENT_EVENTS_CREATE: 'fulfillment_events_create.json',
      FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE: 'fulfillment_orders_order_routing_complete.json',
      INVENTORY_LEVELS_UPDATE: 'inventory_levels_update.json',
      ORDER_TRANSACTIONS_CREATE: 'order_transactions_create.json',
      REFUNDS_CREATE: 'refunds_create.json',
      RETURNS_APPROVE: 'returns_request.json',
      RETURNS_CLOSE: 'returns_close.json',
      ORDERS_CANCELLED: 'orders_cancelled.json',
    };
    for (const topic of Object.keys(samples)) await subscribe(topic);
    const order = await paidOrder(world, { shippingAddress: { firstName: 'Anna', countryCode: 'DE' } });
    world.shop.editOrder(order.id, { remove: [{ lineItemId: order.lines[0] ?? '', quantity: 1 }] });
    world.shop.deliver(await shipAll(world, order));
    await done(
      world,
      REFUND,
      {
        input: back(order, '8.00', { refundLineItems: [{ lineItemId: order.lines[1], quantity: 1, restockType: 'RETURN' }] }),
        key: 'k',
      },
      'refundCreate',
    );
    world.shop.receiveReturn(world.shop.openReturn(order.id, [{ lineItemId: order.lines[0] ?? '', quantity: 1 }]) ?? '');
    const second = await paidOrder(world);
    world.shop.cancelOrder(second.id);
    await world.clock.pass(5_000);
    for (const [topic, file] of Object.entries(samples)) {
      const request = came.find(({ headers }) => headers['X-Shopify-Topic'] === topicName(topic));
      assert.ok(request, topic);
      assert.deepEqual(
        lacks(sample(file), bodyOf(request), topic).filter(
          (at) => !/\.(customer|payment_details|client_details|location_id)\b/.test(at),
        ),
        [],
      );
    }
    assert.deepEqual(
      shapeOf(bodyOf(came.find(({ headers }) => headers['X-Shopify-Topic'] === 'returns/close'))),
      shapeOf(sample('returns_close.json')),
    );
    const refund = came.find(({ headers }) => headers['X-Shopify-Topic'] === 'refunds/create');
    assert.match(refund?.body ?? '', /"subtotal":8\.00,"total_tax":1\.33,/);
  });

  it('of one deed have one event id over its topics, and each its own delivery id', async () => {
    const { world, came, subscribe, topics } = hooked();
    for (const topic of ['ORDERS_UPDATED', 'FULFILLMENTS_CREATE', 'ORDERS_FULFILLED']) await subscribe(topic);
    const order = await paidOrder(world);
    world.shop.fulfil(order.id);
    await world.clock.pass(5_000);
    assert.deepEqual([...topics()].sort(), ['fulfillments/create', 'orders/fulfilled', 'orders/updated']);
    const ids = (name: string) => new Set(came.map(({ headers }) => headers[name])).size;
    assert.deepEqual([ids('X-Shopify-Event-Id'), ids('X-Shopify-Webhook-Id')], [1, 3]);
  });

  it('tell of a job when it is done, though nobody looks', async () => {
    const { world, subscribe, topics } = hooked();
    await subscribe('ORDERS_CANCELLED');
    const order = await paidOrder(world);
    await asked(
      world,
      'mutation C($id: ID!) { orderCancel(orderId: $id, reason: OTHER, restock: true) { job { id } userErrors { message } } }',
      { id: order.id },
      'orderCancel',
    );
    await world.clock.pass(5_000);
    assert.deepEqual(topics(), ['orders/cancelled']);
  });

  it('are tried again until they are taken, with the same id and bytes', async () => {
    const { world, came, subscribe } = hooked((_request, nth) => (nth < 3 ? 503 : 200));
    await subscribe('ORDERS_UPDATED');
    const order = await paidOrder(world);
    world.shop.annotate(order.id, { note: 'x' });
    await world.clock.pass(5 * HOUR);
    assert.equal(came.length, 3);
    assert.equal(new Set(came.map(({ body, headers }) => `${headers['X-Shopify-Webhook-Id']} ${body}`)).size, 1);
    assert.equal(world.shop.webhooks.subscriptions().length, 1);
  });

  it('that nobody takes are tried eight times more over four hours, then the subscription is gone', async () => {
    const failures: readonly (() => number | Promise<number>)[] = [
      () => 500,
      () => 302,
      () => Promise.reject(new Error('connection refused')),
    ];
    for (const failing of failures) {
      const { world, came, subscribe } = hooked(failing);
      await subscribe('ORDERS_UPDATED');
      const order = await paidOrder(world);
      world.shop.annotate(order.id, { note: 'x' });
      await world.clock.pass(4 * HOUR - MINUTE);
      assert.deepEqual([came.length, world.shop.webhooks.subscriptions().length], [8, 1]);
      await world.clock.pass(2 * MINUTE);
      assert.deepEqual([came.length, world.shop.webhooks.subscriptions()], [9, []]);
    }
  });

  it('that are answered after five seconds count as failed', async () => {
    const slow: { clock?: World['clock'] } = {};
    const { world, came, subscribe } = hooked(async (_request, nth) => {
      if (nth === 1) await slow.clock?.sleep(5_001);
      return 200;
    });
    slow.clock = world.clock;
    await subscribe('ORDERS_UPDATED');
    const order = await paidOrder(world);
    world.shop.annotate(order.id, { note: 'x' });
    await world.clock.pass(HOUR);
    assert.equal(came.length, 2);
  });

  it('are lost, repeated and shuffled on demand', async () => {
    const { world, came, subscribe } = hooked();
    await subscribe('ORDERS_UPDATED');
    const order = await paidOrder(world);
    const notes = () => came.map((request) => bodyOf(request).note);
    const write = async (count: number) => {
      came.length = 0;
      for (let n = 0; n < count; n += 1) {
        world.shop.annotate(order.id, { note: String(n) });
        await world.clock.pass(2_000);
      }
      await world.clock.pass(2 * MINUTE);
    };
    await write(5);
    assert.deepEqual(notes(), ['0', '1', '2', '3', '4']);
    world.shop.webhooks.losses = 1;
    await write(5);
    assert.deepEqual(notes(), []);
    Object.assign(world.shop.webhooks, { losses: 0, repeats: 1 });
    await write(3);
    assert.deepEqual([notes().length, new Set(came.map(({ headers }) => headers['X-Shopify-Webhook-Id'])).size], [6, 3]);
    Object.assign(world.shop.webhooks, { repeats: 0, shuffle: MINUTE });
    await write(8);
    assert.equal(notes().length, 8);
    assert.notDeepEqual(notes(), [...notes()].sort(), 'later deeds overtake earlier ones');
  });

  it('say only what was asked for, of what passes the filter; and nothing once they are unsubscribed or nobody is there', async () => {
    const { world, came, subscribe } = hooked();
    const id = await subscribe('ORDERS_UPDATED', { includeFields: ['id', 'updated_at', 'note'], filter: 'note:x' });
    const order = await paidOrder(world);
    for (const note of ['y', 'x']) world.shop.annotate(order.id, { note });
    await world.clock.pass(5_000);
    assert.deepEqual(
      came.map((request) => Object.keys(bodyOf(request)).sort()),
      [['id', 'note', 'updated_at']],
    );
    assert.equal(world.shop.webhooks.remove(id), true);
    assert.equal(world.shop.webhooks.remove(id), false);
    world.shop.annotate(order.id, { note: 'x' });
    await subscribe('ORDERS_UPDATED');
    delete world.simulator.deliver;
    world.shop.annotate(order.id, { note: 'x' });
    await world.clock.pass(HOUR);
    assert.equal(came.length, 1);
    assert.equal(world.shop.webhooks.subscriptions().length, 1, 'nobody failed');
    assert.equal(theOrder(world).note, 'x');
  });
});
