/** What the admin routes show, over a fake engine. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DeskState, OrderView } from '../../lib/desk/wire';
import { asking } from './asking';
import { MIRAKL, NOW, SHOP } from './fake-engine';
import { type Harness, harness } from './harness';
import { MARKUP } from './orders';

describe('the admin routes', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
  });
  afterEach(() => desk.close());
  const { get, post } = asking(() => desk);

  it('health per account, work, cases and planned calls in one answer that nobody stores', async () => {
    desk.engine.problem = 'key refused';
    desk.engine.open('A', 'unknown sku', { line: 'A-1', sku: 'CUP', title: 'Cup' }, 'A-1');
    desk.engine.plan({
      key: `${MIRAKL}:B`,
      effect: 'order.create/1',
      verb: 'order.create',
      target: SHOP,
      calls: [{ call: 'orderCreate', request: { variables: { order: { name: 'B' } } } }],
    });
    const { status, headers, body } = await get<DeskState>('state');
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(body.engine, 'running');
    assert.equal(body.at, NOW);
    assert.deepEqual(body.work, { orders: 2, due: 3, running: 2, parked: 1, out: 1 });
    assert.deepEqual(
      body.accounts.map(({ id, mode, completeTo, problem, openCases }) => ({ id, mode, completeTo, problem, openCases })),
      [
        { id: MIRAKL, mode: 'live', completeTo: '2026-09-01T10:42:00Z', problem: undefined, openCases: 2 },
        { id: SHOP, mode: 'preview', completeTo: undefined, problem: 'key refused', openCases: 0 },
      ],
    );
    assert.deepEqual(body.cases.map(({ kind, detail }) => ({ kind, detail }))[0], {
      kind: 'unknown sku',
      detail: { line: 'A-1', sku: 'CUP', title: 'Cup' },
    });
    assert.equal(body.openCases, 2);
    assert.deepEqual(
      body.planned.map(({ verb, target, calls, seen: of }) => ({ verb, target, calls, cause: of?.cause })),
      [
        {
          verb: 'order.create',
          target: SHOP,
          calls: [{ call: 'orderCreate', changes: [{ path: 'order.name', after: 'B' }] }],
          cause: 'planned/order.create/1',
        },
      ],
    );
  });
  it('what is not there yet, and why', async () => {
    desk.running = false;
    desk.deployed = [
      {
        id: 'settings:n1',
        unidentified: true,
        name: 'New',
        node: 'n1',
        platform: 'mirakl',
        side: 'marketplace',
        simulated: false,
        problem: 'no answer',
      },
    ];
    const { body } = await get<DeskState>('state');
    assert.equal(body.engine, 'starting');
    assert.deepEqual(body.accounts, [{ ...desk.deployed[0], openCases: 0 }]);
    const { status, body: refused } = await post<{ error: string }>('settle', {
      cases: [{ key: 'k', cause: 'c', openedAt: 1, count: 1 }],
      answer: 'ignore',
    });
    assert.deepEqual([status, refused.error], [503, 'not ready']);
  });
  it('an account that is not identified keeps its reason beside those that are', async () => {
    desk.deployed = [
      ...desk.deployed,
      {
        id: 'settings:n1',
        unidentified: true,
        name: 'New',
        node: 'n1',
        platform: 'mirakl',
        side: 'marketplace',
        simulated: false,
        problem: 'no answer',
      },
    ];
    const { body } = await get<DeskState>('state');
    assert.deepEqual(
      body.accounts.map(({ mode, problem }) => [mode, problem]),
      [
        ['live', undefined],
        ['preview', undefined],
        [undefined, 'no answer'],
      ],
    );
  });
  it('nothing of a person in a planned call, in any spelling', async () => {
    const secrets = ['Anna', 'Prévost', 'anna@example.test', '+33199001234', 'Rue des Lilas', '69003', 'Lyon', 'FR0040303265'];
    const [first, last, mail, phone, street, zip, city, vat] = secrets;
    desk.engine.plan({
      key: `${MIRAKL}:P`,
      effect: 'order.create/1',
      verb: 'order.create',
      target: SHOP,
      calls: [
        {
          call: 'orderCreate',
          request: {
            query: 'q',
            variables: {
              order: {
                email: mail,
                phone,
                customer: { toUpsert: { firstName: first } },
                shippingAddress: { firstName: first, lastName: last, address1: street, zip, city, countryCode: 'FR' },
                tags: ['mirakl'],
                lineItems: [{ title: 'Cup' }],
              },
            },
          },
        },
        {
          call: 'OR21',
          request: {
            billing_address: { street_1: street },
            tax_id: vat,
            customer_notification_email: mail,
            contact: `Write to ${mail}`,
            attributes: [{ key: 'Buyer’s city', value: city }],
          },
        },
      ],
    });
    const text = JSON.stringify((await get<DeskState>('state')).body.planned);
    for (const secret of secrets) assert.ok(!text.includes(secret ?? '?'), `${secret} in ${text}`);
    assert.ok(text.includes('"order.tags[0]"') && text.includes('"Cup"'));
  });
  it('an order with one timeline, its buyer masked', async () => {
    desk.engine.open('A', 'unknown sku', { line: 'A-1', sku: 'CUP', title: 'Cup' }, 'A-1', 5);
    const { status, body } = await get<OrderView>(`order?key=${encodeURIComponent(`${MIRAKL}:A`)}`);
    assert.equal(status, 200);
    assert.equal(body.number, 'A');
    assert.deepEqual(body.buyer, { is: 'masked', name: '•••', place: 'FR', lines: [], contact: [] });
    assert.deepEqual(
      body.timeline.map(({ what }) => what),
      ['fact', 'call', 'case opened'],
    );
    assert.equal(body.totals?.grand.amount, '36.70');
    for (const name of [MARKUP.name, MARKUP.company, MARKUP.street, 'k4x9.relay'])
      assert.ok(!JSON.stringify(body).includes(name));
    assert.equal((await get('order?key=nobody')).status, 404);
  });
  it('an order by its Shopify number as soon as the answer that made it is stored', async () => {
    const view = async () => (await get<OrderView>(`order?key=${encodeURIComponent(`${MIRAKL}:A`)}`)).body.shopOrder;
    desk.engine.open('A', 'cancelled after creation', { shopOrder: '#1042' });
    assert.equal(await view(), undefined);
    desk.engine.create('A', { id: 'gid://shopify/Order/5', name: '#1042', total: { amount: '36.70', currency: 'EUR' } });
    assert.deepEqual(await view(), { id: 'gid://shopify/Order/5', name: '#1042' });
  });
  it('the first example and the bundle, which is compressed and cached by content', async () => {
    assert.deepEqual((await get<{ name: string }>('example')).body.name, '01 - First');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-lifecycle-desk-'));
    const file = path.join(folder, 'desk.js');
    fs.writeFileSync(file, 'desk();'.repeat(100));
    const other = await harness({ bundle: file });
    try {
      const url = `${other.url}/order-lifecycle/desk.js`;
      const raw = await new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
        http
          .get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
            const chunks: Buffer[] = [];
            answer
              .on('data', (chunk: Buffer) => chunks.push(chunk))
              .on('end', () => resolve({ encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks) }));
          })
          .on('error', reject);
      });
      assert.equal(raw.encoding, 'gzip');
      assert.equal(gunzipSync(raw.body).toString(), 'desk();'.repeat(100));
      const first = await fetch(url);
      const tag = first.headers.get('etag') ?? '';
      assert.equal((await fetch(url, { headers: { 'if-none-match': tag } })).status, 304);
    } finally {
      await other.close();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
