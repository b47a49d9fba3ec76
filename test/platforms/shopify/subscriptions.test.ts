/** Subscriptions to webhooks, made and mended at the simulated shop. */
import assert from 'node:assert/strict';
import { writeJson } from '../../../lib/model/json';
import { type Ask, Refused } from '../../../lib/platforms/port';
import { dialect } from '../../../lib/platforms/shopify/dialect';
import { graphql } from '../../../lib/platforms/shopify/documents';
import { webhookDocuments } from '../../../lib/platforms/shopify/documents-webhooks';
import { subscribe, TOPICS } from '../../../lib/platforms/shopify/subscriptions';
import { createSimulator } from '../../../lib/simulator';
import { seededRandom } from '../../../lib/transport/random';

const STORE = 'shopify:store.myshopify.simulator:1';
const URI = 'https://hooks.example.com/order-lifecycle/webhooks/one';
const OTHER = 'https://hooks.example.com/order-lifecycle/webhooks/two';
const ALL = Object.keys(TOPICS).sort();

/** A shop, and what is asked of it. `refuse`: answers of its own, by call. */
function shop(refuse: (call: string, variables: Record<string, unknown>) => Refused | undefined = () => undefined) {
  let now = Date.parse('2026-03-01T08:00:00Z');
  const clock = {
    now: () => {
      now += 1_000;
      return now;
    },
    sleep: async () => undefined,
  };
  const simulator = createSimulator({ clock, random: seededRandom(1) });
  const shopify = simulator.shopify('store');
  const calls: string[] = [];
  const ask: Ask = async (request, parse) => {
    const { variables } = request.body as { variables: Record<string, unknown> };
    const refused = refuse(request.call, variables);
    if (refused) throw refused;
    calls.push(request.call);
    const { status, headers, text } = await simulator.wire({
      method: request.method,
      url: `https://${shopify.host}${request.path}`,
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': shopify.token },
      body: writeJson(request.body),
      timeout: 1_000,
    });
    const verdict = dialect.judge(request, { status, headers, text });
    if (verdict.is === 'ok') return parse(verdict.body);
    if (verdict.is === 'refused') throw new Refused(verdict.code, verdict.text);
    throw new Error(`${request.call}: ${verdict.is} ${'why' in verdict ? verdict.why : ''}`);
  };
  const there = () => shopify.webhooks.subscriptions().map(({ topic, uri }) => [uri, topic] as const);
  const topics = (uri: string) => there().flatMap(([at, topic]) => (at === uri ? [topic] : []));
  return { ask, calls, shopify, there, topics };
}

describe('Shopify: subscriptions', () => {
  it('are made, once, and nothing is written where all of them are there', async () => {
    const { ask, calls, topics } = shop();
    assert.deepEqual(await subscribe(ask, STORE, { uri: URI, former: [] }), [
      { ok: true, what: 'webhooks', text: `Shopify sends ${ALL.length} topics to hooks.example.com` },
    ]);
    assert.deepEqual([...topics(URI)].sort(), ALL);
    calls.length = 0;
    await subscribe(ask, STORE, { uri: URI, former: [URI] });
    assert.deepEqual(calls, ['webhookSubscriptions']);
  });
  it('are made anew where Shopify or a person deleted them', async () => {
    const { ask, shopify, topics } = shop();
    await subscribe(ask, STORE, { uri: URI, former: [] });
    const gone = shopify.webhooks.subscriptions().filter(({ topic }) => topic.startsWith('ORDERS_'));
    for (const { id } of gone) assert.ok(shopify.webhooks.remove(id));
    await subscribe(ask, STORE, { uri: URI, former: [URI] });
    assert.deepEqual([...topics(URI)].sort(), ALL);
  });
  it('are moved to another address, and leave strangers’ alone', async () => {
    const { ask, topics, there } = shop();
    const stranger = { uri: 'https://erp.example.com/x', format: 'JSON', filter: null, includeFields: [] };
    await ask(graphql(STORE, webhookDocuments.webhookCreate, { topic: 'ORDERS_UPDATED', subscription: stranger }), () => 0);
    await subscribe(ask, STORE, { uri: URI, former: [] });
    await subscribe(ask, STORE, { uri: OTHER, former: [URI] });
    assert.deepEqual([...topics(OTHER)].sort(), ALL);
    assert.deepEqual(topics(URI), []);
    assert.deepEqual(await subscribe(ask, STORE, { uri: null, former: [OTHER] }), [
      { ok: true, what: 'webhooks', text: 'Shopify sends no webhooks' },
    ]);
    assert.deepEqual(there(), [['https://erp.example.com/x', 'ORDERS_UPDATED']]);
  });
  it('are corrected where somebody has given them a filter or other fields', async () => {
    const { ask, calls } = shop();
    const odd = { uri: URI, format: 'JSON', filter: 'id:1', includeFields: ['id'] };
    await ask(graphql(STORE, webhookDocuments.webhookCreate, { topic: 'ORDERS_UPDATED', subscription: odd }), () => 0);
    await subscribe(ask, STORE, { uri: URI, former: [] });
    assert.equal(calls.filter((call) => call === 'webhookSubscriptionUpdate').length, 1);
    calls.length = 0;
    await subscribe(ask, STORE, { uri: URI, former: [URI] });
    assert.deepEqual(calls, ['webhookSubscriptions']);
  });
  it('that are taken already (the app declares them, or two ask at once) are as good', async () => {
    const taken = new Refused('USER_ERROR', 'Address for this topic has already been taken');
    const { ask } = shop((call) => (call === 'webhookSubscriptionCreate' ? taken : undefined));
    assert.deepEqual(
      (await subscribe(ask, STORE, { uri: URI, former: [] })).map(({ ok }) => ok),
      [true],
    );
  });
  it('that the app may not have are said one by one, and the others are made', async () => {
    const denied = new Refused('ACCESS_DENIED', 'no read_returns');
    const { ask, topics } = shop((call, { topic }) =>
      call === 'webhookSubscriptionCreate' && String(topic).startsWith('RETURNS_') ? denied : undefined,
    );
    const rows = await subscribe(ask, STORE, { uri: URI, former: [] });
    assert.deepEqual(
      rows.map(({ ok, what }) => [ok, what]),
      ALL.filter((topic) => topic.startsWith('RETURNS_'))
        .map((topic) => [false, topic])
        .sort((a, b) => ORDER.indexOf(String(a[1])) - ORDER.indexOf(String(b[1]))),
    );
    assert.match(rows[0]?.text ?? '', /no read_returns \(ACCESS_DENIED\).*polling/);
    assert.deepEqual(
      [...topics(URI)].sort(),
      ALL.filter((topic) => !topic.startsWith('RETURNS_')),
    );
  });
});
const ORDER = Object.keys(TOPICS);
