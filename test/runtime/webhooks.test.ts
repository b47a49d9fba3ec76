/** The way of a webhook from a socket into the ledger: what is taken, what is refused, and that 200 means stored. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { shopify } from '../../lib/platforms/shopify';
import type { Held } from '../../lib/runtime/accounts';
import { addressOf, tokenIn, tokenOf } from '../../lib/runtime/webhooks/address';
import { answers, LONGEST } from '../../lib/runtime/webhooks/http';
import { OwnPorts } from '../../lib/runtime/webhooks/own-ports';
import { Reception } from '../../lib/runtime/webhooks/reception';
import { freePort } from '../node-red/spawn';

const BASE = 'https://example-shop.myshopify.com';
const SECRET = 'shpss_new';
const held = (more: Partial<Held> = {}): Held => ({
  node: 'store',
  name: 'Shop',
  platform: shopify,
  settings: {},
  base: BASE,
  auth: { by: 'header', name: 'x', value: 'y' },
  timeout: 1_000,
  webhooks: { by: 'own port', port: 1, address: 'https://hooks.example.com/shop/', secrets: [SECRET, 'shpss_old'] },
  ...more,
});
type Stored = { account: string; kind: string; ids: readonly string[] };

/** A server on a free port, and what came to be stored. `store` decides when that is. */
async function served(store: (row: Stored) => Promise<void> = async () => undefined, more: Partial<Held> = {}) {
  const stored: Stored[] = [];
  const logged: string[] = [];
  let engine = true;
  const reception = new Reception({
    held: () => [held(more)],
    secretsOf: ({ webhooks }) => (Array.isArray(webhooks?.secrets) ? webhooks.secrets : []),
    account: () => 'shopify:example-shop.myshopify.com:1',
    engine: () =>
      engine
        ? {
            hint: async (account, kind, ids) => {
              await store({ account, kind, ids });
              stored.push({ account, kind, ids });
            },
          }
        : undefined,
    log: (text) => logged.push(text),
  });
  const server = http.createServer((request, response) => {
    if (!answers(reception, request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (
    body: string | Buffer,
    { path = `/order-lifecycle/webhooks/${tokenOf(BASE, SECRET)}`, secret = SECRET, headers = {} as Record<string, string> } = {},
  ) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': 'orders/updated',
        'x-shopify-shop-domain': 'example-shop.myshopify.com',
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
        ...headers,
      },
    });
  return {
    url,
    reception,
    stored,
    logged,
    post,
    open: (is: boolean) => {
      engine = is;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe('webhooks on their way in', () => {
  let at: Awaited<ReturnType<typeof served>>;
  afterEach(() => at.close());

  it('are answered 200 once they are stored, and not before', async () => {
    let store = (): void => undefined;
    const began = new Promise<void>((begins) => {
      void served(
        () =>
          new Promise((done) => {
            store = done;
            begins();
          }),
      ).then(async (made) => {
        at = made;
        answer = made.post('{"id":820000000000001301}').then((response) => {
          assert.equal(made.stored.length, 1);
          return response.status;
        });
      });
    });
    let answer: Promise<number> = Promise.resolve(0);
    await began;
    assert.deepEqual(at.stored, []);
    store();
    assert.equal(await answer, 200);
    assert.deepEqual(at.stored, [
      { account: 'shopify:example-shop.myshopify.com:1', kind: 'order', ids: ['gid://shopify/Order/820000000000001301'] },
    ]);
  });
  it('are taken by a former secret and under its path while both are there', async () => {
    at = await served();
    const former = `/order-lifecycle/webhooks/${tokenOf(BASE, 'shpss_old')}`;
    assert.equal((await at.post('{"id":1}', { path: former, secret: 'shpss_old' })).status, 200);
    assert.equal((await at.post('{"id":2}', { secret: 'shpss_old' })).status, 200);
    assert.equal(at.stored.length, 2);
  });
  it('are taken below whatever path a proxy leaves before ours', async () => {
    at = await served();
    const path = `/shop/order-lifecycle/webhooks/${tokenOf(BASE, SECRET)}`;
    assert.equal((await at.post('{"id":1}', { path })).status, 200);
  });
  it('that are forged are refused with 401, stored never, and said once', async () => {
    at = await served();
    const other = { 'x-shopify-shop-domain': 'other.myshopify.com' };
    // For two reasons in turn: each is said once.
    for (let n = 0; n < 3; n += 1) {
      assert.equal((await at.post('{"id":1}', { secret: 'guessed' })).status, 401);
      assert.equal((await at.post('{"id":1}', { headers: other })).status, 401);
    }
    assert.deepEqual(at.stored, []);
    assert.equal(at.logged.length, 2);
    assert.equal(at.reception.heard('store').forged?.times, 6);
    assert.doesNotMatch(at.logged.join(), /guessed|shpss/);
  });
  it('of another path are nobody’s, and other requests pass', async () => {
    at = await served();
    assert.equal((await at.post('{"id":1}', { path: `/order-lifecycle/webhooks/${'x'.repeat(24)}` })).status, 404);
    assert.equal((await at.post('{"id":1}', { path: '/order-lifecycle/webhooks/short' })).status, 418);
    assert.equal((await fetch(`${at.url}/flows`)).status, 418);
    assert.equal((await fetch(`${at.url}/order-lifecycle/webhooks/${tokenOf(BASE, SECRET)}`)).status, 405);
  });
  it('that are too long are refused, whether they say so or not', async () => {
    at = await served();
    const long = Buffer.alloc(LONGEST + 1, 32);
    assert.equal((await at.post(long)).status, 413);
    const status = await new Promise<number | undefined>((resolve) => {
      const request = http.request(
        `${at.url}/order-lifecycle/webhooks/${tokenOf(BASE, SECRET)}`,
        { method: 'POST' },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      request.on('error', () => resolve(undefined));
      for (let sent = 0; sent <= LONGEST; sent += 1 << 16) request.write(Buffer.alloc(1 << 16, 32));
      request.end();
    });
    assert.equal(status, 413);
    assert.deepEqual(at.stored, []);
    const endless = await new Promise<string>((resolve) => {
      const request = http.request(`${at.url}/order-lifecycle/webhooks/${tokenOf(BASE, SECRET)}`, { method: 'POST' });
      const more = (): void => void request.write(Buffer.alloc(1 << 20, 32), (error) => (error ? undefined : more()));
      request.on('response', (answer) => answer.resume());
      request.once('close', () => resolve('cut off'));
      request.on('error', () => undefined);
      more();
    });
    assert.equal(endless, 'cut off');
    const full = Buffer.concat([Buffer.from('{"id":1}'), Buffer.alloc(LONGEST - 8, 32)]);
    assert.equal((await at.post(full)).status, 200);
  });
  it('are to come again where the ledger is not open, or fails', async () => {
    at = await served(async ({ ids }) => {
      if (ids[0]?.endsWith('/2')) throw new Error('disk full');
    });
    at.open(false);
    assert.equal((await at.post('{"id":1}')).status, 503);
    at.open(true);
    assert.equal((await at.post('{"id":2}')).status, 503);
    assert.equal((await at.post('{"id":1}')).status, 200);
    assert.match(at.logged.join(), /could not be stored.*disk full/);
  });
  it('of a store that has no secret are nobody’s', async () => {
    at = await served(undefined, { webhooks: { by: 'own port', port: 1, address: 'https://a.example', secrets: [] } });
    assert.equal((await at.post('{"id":1}')).status, 404);
  });
  it('that only ask whether this is us are answered by nobody else', async () => {
    at = await served();
    const token = tokenOf(BASE, SECRET);
    const nonce = 'n'.repeat(24);
    const reply = await (await fetch(`${at.url}/order-lifecycle/webhooks/${token}?nonce=${nonce}`)).text();
    assert.equal(reply, at.reception.reply(token, nonce));
    assert.notEqual(reply, at.reception.reply(token, 'm'.repeat(24)));
    assert.equal(at.reception.reply('x'.repeat(24), nonce), null);
    assert.equal(await at.reception.trying('x'.repeat(24), async () => at.reception.reply('x'.repeat(24), nonce)), reply);
  });
});

describe('the address of webhooks', () => {
  it('is below the public one, at a path that the secret makes', () => {
    const address = addressOf(held(), [SECRET]);
    assert.equal(address, `https://hooks.example.com/shop/order-lifecycle/webhooks/${tokenOf(BASE, SECRET)}`);
    assert.equal(tokenIn(address), tokenOf(BASE, SECRET));
    assert.notEqual(tokenOf(BASE, SECRET), tokenOf('https://other.myshopify.com', SECRET));
  });
  for (const address of [
    '',
    'hooks.example.com',
    'http://hooks.example.com',
    'https://a:b@hooks.example.com',
    'https://a.example?x=1',
  ])
    it(`is none where ${JSON.stringify(address)} was entered`, () =>
      assert.throws(
        () => addressOf(held({ webhooks: { by: 'own port', port: 1, address, secrets: [SECRET] } }), [SECRET]),
        /public address of "Shop" cannot be used.*https:/,
      ));
  it('is none without a secret', () => assert.throws(() => addressOf(held(), []), /no secret to check webhooks with/));
});

describe('ports of our own', () => {
  it('are shared, kept while they are used, and free when they are not', async () => {
    const { reception, close } = await served();
    const ports = new OwnPorts(reception);
    const port = await freePort();
    assert.equal(await ports.open(port), await ports.open(port));
    await ports.only([port]);
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404);
    await ports.only([]);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
    await close();
  });
  it('that are taken say so, and are tried again', async () => {
    const { reception, close } = await served();
    const ports = new OwnPorts(reception);
    const other = http.createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const { port } = other.address() as AddressInfo;
    await assert.rejects(ports.open(port), {
      name: 'Misconfigured',
      message: new RegExp(`listens on port ${port}.*another port`),
    });
    await new Promise((resolve) => other.close(resolve));
    await ports.open(port);
    await ports.only([]);
    await close();
  });
});
