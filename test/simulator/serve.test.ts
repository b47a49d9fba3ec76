/** The simulated world over real HTTP: the same answers, and a destroyed socket where an answer is lost. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { createSimulator, serveSimulator } from '../../lib/simulator';
import { type Exchanged, START, seeded } from './world';

/** A clock that does not wait: over real sockets only the order of things matters here. */
const clock = { now: () => START, sleep: () => Promise.resolve() };

async function call(url: string, method: string, headers: Record<string, string>, body = ''): Promise<Exchanged> {
  const sending = request(url, { method, headers, agent: false });
  sending.end(body);
  const [response] = (await once(sending, 'response')) as [import('node:http').IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers as Record<string, string>,
    text: Buffer.concat(parts).toString('utf8'),
  };
}

describe('simulator: served over HTTP', () => {
  const simulator = createSimulator({ clock, random: seeded(1) });
  const [market, shop] = [simulator.mirakl('bazaar'), simulator.shopify('store')];
  let server: Awaited<ReturnType<typeof serveSimulator>>;
  before(async () => {
    server = await serveSimulator(simulator);
  });
  after(() => server.close());
  const key = { Authorization: market.key, Accept: 'application/json' };

  it('has each system below its host, with links that lead back here', async () => {
    for (let order = 0; order < 11; order += 1) market.place();
    const answer = await call(`${server.url}/${market.host}/api/orders?max=10`, 'GET', key);
    assert.equal(answer.status, 200);
    assert.equal((JSON.parse(answer.text) as { total_count: number }).total_count, 11);
    assert.equal(answer.headers.link, `<${server.url}/${market.host}/api/orders?max=10&offset=10>; rel="next"`);
    assert.equal(answer.headers.date, new Date(START).toUTCString());
  });
  it('takes bodies', async () => {
    const headers = { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': shop.token };
    const answer = await call(
      `${server.url}/${shop.host}/admin/api/2026-10/graphql.json`,
      'POST',
      headers,
      JSON.stringify({ query: '{ shop { myshopifyDomain } }' }),
    );
    assert.deepEqual((JSON.parse(answer.text) as { data: unknown }).data, { shop: { myshopifyDomain: shop.host } });
  });
  it('destroys the socket where an answer is lost, after the deed', async () => {
    const [order] = market.orders();
    const body = JSON.stringify({ order_lines: order?.lines.map((line) => ({ id: line.id, accepted: true })) });
    simulator.script({ system: 'mirakl', call: 'OR21', nth: 1, does: 'lost answer' });
    await assert.rejects(
      call(
        `${server.url}/${market.host}/api/orders/${order?.id}/accept`,
        'PUT',
        { ...key, 'Content-Type': 'application/json' },
        body,
      ),
      { code: 'ECONNRESET' },
    );
    assert.equal(market.orders()[0]?.decidedBy, 'api');
  });
  it('answers 404 for a host that is none', async () => {
    const answer = await call(`${server.url}/nowhere.example/api`, 'GET', {});
    assert.deepEqual([answer.status, answer.text], [404, 'no simulated system answers at nowhere.example']);
  });
});
