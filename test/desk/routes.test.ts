/** The admin routes over a fake engine: what they show, what they store, and what they refuse. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type AnswerName, answersOf } from '../../lib/desk/answers';
import type { DeskState, ModeAnswer, OrderView, Settled } from '../../lib/desk/wire';
import type { CaseDetail, CaseKind } from '../../lib/model/record';
import { MIRAKL, NOW, SHOP } from './fake-engine';
import { type Harness, harness } from './harness';
import { MARKUP } from './orders';

describe('the admin routes', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
  });
  afterEach(() => desk.close());

  const get = async <A>(route: string) => {
    const answer = await fetch(`${desk.url}/order-lifecycle/${route}`);
    return { status: answer.status, headers: answer.headers, body: (await answer.json().catch(() => null)) as A };
  };
  const post = async <A>(route: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${desk.url}/order-lifecycle/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json().catch(() => null)) as A };
  };
  const seen = async (order: string) => {
    const { body } = await get<DeskState>('state');
    const found = body.cases.find((one) => one.key.endsWith(`:${order}`));
    assert.ok(found, order);
    return { key: found.key, cause: found.cause, openedAt: found.openedAt, count: found.count };
  };
  const settle = async (order: string, answer: AnswerName, given: Record<string, unknown> = {}) =>
    (await post<Settled[]>('settle', { cases: [await seen(order)], answer, ...given })).body;
  const asUser = (...scopes: string[]) => {
    desk.settings = { adminAuth: {} };
    desk.visitor = { username: 'anna', scopes };
  };

  describe('show', () => {
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
        ['read', 'call', 'case opened'],
      );
      assert.equal(body.totals?.grand.amount, '36.70');
      for (const name of [MARKUP.name, MARKUP.company, MARKUP.street, 'k4x9.relay'])
        assert.ok(!JSON.stringify(body).includes(name));
      assert.equal((await get('order?key=nobody')).status, 404);
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

  describe('settle', () => {
    const effect = 'order.create/1';
    const rows: readonly (readonly [CaseKind, CaseDetail, AnswerName, Record<string, unknown>, Record<string, unknown>])[] = [
      [
        'unknown sku',
        { line: 'A-1', sku: 'CUP' },
        'use variant',
        { value: '4711', always: true },
        {
          kind: 'use sku',
          of: 'unknown sku/1',
          value: {
            lineId: 'A-1',
            sku: 'CUP',
            always: true,
            variantId: 'gid://shopify/ProductVariant/4711',
            to: 'gid://shopify/ProductVariant/4711',
          },
        },
      ],
      [
        'unknown sku',
        { line: 'A-1', sku: 'CUP' },
        'use variant',
        { value: 'gid://shopify/ProductVariant/9 Cup, red' },
        {
          kind: 'use sku',
          of: 'unknown sku/1',
          value: {
            lineId: 'A-1',
            sku: 'CUP',
            always: false,
            variantId: 'gid://shopify/ProductVariant/9',
            to: 'gid://shopify/ProductVariant/9',
          },
        },
      ],
      [
        'unknown sku',
        { line: 'A-1', sku: 'CUP' },
        'free line',
        {},
        {
          kind: 'use sku',
          of: 'unknown sku/1',
          value: { lineId: 'A-1', sku: 'CUP', always: false, variantId: 'custom', to: 'custom' },
        },
      ],
      [
        'unknown sku',
        { line: 'A-1', sku: 'SET' },
        'bundle',
        { value: '1 2\n\n3' },
        {
          kind: 'use sku',
          of: 'unknown sku/1',
          value: {
            lineId: 'A-1',
            sku: 'SET',
            always: true,
            to: [
              { variantId: 'gid://shopify/ProductVariant/1', quantity: 2, share: 2 },
              { variantId: 'gid://shopify/ProductVariant/3', quantity: 1, share: 1 },
            ],
          },
        },
      ],
      ['refused', { effect, call: 'orderCreate' }, 'try again', {}, { kind: 'do it', of: effect }],
      ['refused', { effect, call: 'orderCreate' }, 'start over', {}, { kind: 'start over', of: effect }],
      ['refused', { effect, call: 'orderCreate' }, 'settled in portal', {}, { kind: 'done by hand', of: 'refused/1' }],
      ['in doubt', { effect, call: 'orderCreate' }, 'ask again', {}, { kind: 'do it', of: effect }],
      [
        'in doubt',
        { effect, call: 'orderCreate' },
        'it happened',
        { value: '5678' },
        { kind: 'it happened', of: effect, value: { record: 'gid://shopify/Order/5678' } },
      ],
      [
        'in doubt',
        { effect: 'order.accept/1', call: 'OR21' },
        'it happened',
        { value: '5678' },
        { kind: 'it happened', of: 'order.accept/1', value: { record: '5678' } },
      ],
      [
        'in doubt',
        { effect, call: 'orderCreate' },
        'send again',
        { reason: 'looked' },
        { kind: 'it did not', of: effect, reason: 'looked' },
      ],
      [
        'maybe exists',
        { id: 'gid://shopify/Order/5', shopOrder: '#5' },
        'same order',
        {},
        { kind: 'it happened', of: 'maybe exists/1' },
      ],
      [
        'maybe exists',
        { id: 'gid://shopify/Order/5', shopOrder: '#5' },
        'different order',
        {},
        { kind: 'it did not', of: 'maybe exists/1' },
      ],
      ['unknown rate', { code: 'ECO' }, 'try again', {}, { kind: 'do it', of: 'unknown rate/1' }],
      ['flow let this pass', { duty: effect, verb: 'order.create' }, 'do it now', {}, { kind: 'do it', of: effect }],
      ['flow error', { delivery: 'n1|placed', node: 'n1' }, 'start over', {}, { kind: 'failed flow', of: 'n1|placed' }],
      ['price difference', { field: 'grand' }, 'accept difference', {}, { kind: 'do it', of: 'price difference/1' }],
      ['arrived late', { stage: 'shipped' }, 'create anyway', {}, { kind: 'do it', of: 'order.create' }],
      [
        'cancelled after creation',
        { shopOrder: '#1' },
        'done by hand',
        {},
        { kind: 'done by hand', of: 'cancelled after creation/1' },
      ],
      [
        'unknown value',
        { field: 'state', value: 'X' },
        'ignore',
        { reason: 'harmless' },
        { kind: 'dismiss', of: 'unknown value/1', reason: 'harmless' },
      ],
      ['unreadable', { field: 'f', text: 't' }, 'mark done', {}, { kind: 'done by hand', of: 'unreadable/1' }],
    ];
    for (const [kind, detail, answer, given, stored] of rows) {
      it(`${kind}: ${answer} stores "${stored.kind}" of ${stored.of}`, async () => {
        desk.settings = { orderLifecycle: { approveWithoutLogin: true } };
        const cause = desk.engine.open('A', kind, detail);
        assert.deepEqual(await settle('A', answer, given), [{ cause, key: `${MIRAKL}:A`, is: 'done' }]);
        const [decision, ...more] = desk.engine.decided;
        assert.equal(more.length, 0);
        const { value, key, by, ...rest } = decision ?? { value: {}, key: '', by: '' };
        assert.deepEqual([key, by], [`${MIRAKL}:A`, 'anonymous']);
        assert.deepEqual(
          { ...rest, value },
          { ...stored, value: { cause, openedAt: NOW - 12 * 60_000, ...(stored.value as object) } },
        );
      });
    }
    it('leaves out with a reason, never without', async () => {
      desk.engine.open('A', 'flow let this pass', { duty: effect, verb: 'order.create' });
      const [without] = await settle('A', 'leave out');
      assert.equal(without?.is, 'failed');
      assert.match(without?.why ?? '', /needs a reason/);
      assert.equal((await settle('A', 'leave out', { reason: 'sold by phone' }))[0]?.is, 'done');
      assert.deepEqual(desk.engine.leftOut, [
        { key: `${MIRAKL}:A`, verbs: ['order.create'], reason: 'sold by phone', by: 'anonymous' },
      ]);
    });
    it('rejects a planned effect by its key, so that nothing else of the order is left out', async () => {
      desk.engine.plan({ key: `${MIRAKL}:P`, effect, verb: 'order.create', target: SHOP, calls: [] });
      assert.equal((await settle('P', 'reject', { reason: 'no' }))[0]?.is, 'done');
      assert.deepEqual(desk.engine.leftOut[0]?.verbs, [effect]);
    });
    it('reads an account again where nothing is to be decided', async () => {
      desk.engine.open('A', 'unreadable', { field: 'f', text: 't' });
      await settle('A', 'try again');
      assert.deepEqual([desk.engine.poked, desk.engine.decided], [[MIRAKL], []]);
    });
    it('tells the second of two people that it is settled, and by whom', async () => {
      desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' });
      const both = await seen('A');
      desk.engine.close('A', both.cause, 'ben');
      const { body } = await post<Settled[]>('settle', { cases: [both], answer: 'mark done' });
      assert.deepEqual(body, [{ cause: both.cause, key: both.key, is: 'already settled', by: 'ben' }]);
      desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' }, '1', 1);
      assert.equal(
        (await post<Settled[]>('settle', { cases: [both], answer: 'mark done' })).body[0]?.is,
        'already settled',
        'opened anew since',
      );
      assert.deepEqual(desk.engine.decided, []);
    });
    it('takes a selection, and says of each what came of it', async () => {
      for (const order of ['A', 'B', 'C']) desk.engine.open(order, 'unknown sku', { line: '1', sku: 'CUP' });
      const cases = [await seen('A'), await seen('B'), await seen('C'), { ...(await seen('A')), cause: 'no such' }];
      desk.engine.close('B', cases[1]?.cause ?? '');
      const { body } = await post<Settled[]>('settle', { cases, answer: 'free line' });
      assert.deepEqual(
        body.map(({ is }) => is),
        ['done', 'already settled', 'done', 'failed'],
      );
    });
    it('refuses what is no answer to this kind, and what cannot be read', async () => {
      desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' });
      assert.match((await settle('A', 'approve'))[0]?.why ?? '', /no answer to a case of kind "unknown value"/);
      desk.engine.open('B', 'unknown sku', { line: '1', sku: 'CUP' });
      assert.match((await settle('B', 'use variant', { value: 'the red one' }))[0]?.why ?? '', /no variant of Shopify/);
      assert.match((await settle('B', 'bundle', { value: '4711 0' }))[0]?.why ?? '', /at least one/);
      for (const body of [
        {},
        { cases: [], answer: 'ignore' },
        { cases: [{ key: 'k' }], answer: 'ignore' },
        { cases: [{ key: 1, cause: 'c', openedAt: 0, count: 0 }], answer: 'ignore' },
      ]) {
        assert.equal((await post('settle', body)).status, 400, JSON.stringify(body));
      }
      assert.deepEqual(desk.engine.decided, []);
    });
    it('every kind has an answer that anybody with .write can give', () => {
      const kinds: CaseKind[] = [
        'unknown sku',
        'refused',
        'in doubt',
        'flow let this pass',
        'flow error',
        'maybe exists',
        'price difference',
        'unmapped',
        'silent channel',
        'unknown value',
        'planned',
        'unreadable',
        'arrived late',
        'cancelled after creation',
        'not decided',
        'account stopped',
        'rule broken',
        'listener gone',
        'unknown rate',
        'changed request',
      ];
      for (const kind of kinds)
        assert.ok(
          answersOf(kind, { effect }).some(({ right }) => right === 'write'),
          kind,
        );
    });
  });

  describe('the switch', () => {
    it('pauses at once, and refuses to act on a mode that somebody changed meanwhile', async () => {
      assert.deepEqual((await post<ModeAnswer>('mode', { account: MIRAKL, mode: 'paused', from: 'live' })).body, {
        is: 'done',
        mode: 'paused',
        rows: [],
      });
      assert.deepEqual((await post<ModeAnswer>('mode', { account: MIRAKL, mode: 'preview', from: 'live' })).body, {
        is: 'already settled',
        mode: 'paused',
        rows: [],
      });
      assert.equal(desk.engine.modes.get(MIRAKL), 'paused');
    });
    it('goes live only by somebody who may approve, and shows what was made ready', async () => {
      const live = { account: SHOP, mode: 'live', from: 'preview' };
      const refused = await post<{ error: string; text: string }>('mode', live);
      assert.deepEqual([refused.status, refused.body.error], [403, 'no right']);
      assert.match(refused.body.text, /approveWithoutLogin/);
      desk.settings = { orderLifecycle: { approveWithoutLogin: true } };
      const { body } = await post<ModeAnswer>('mode', live);
      assert.deepEqual([body.is, body.mode, body.rows.map(({ ok }) => ok)], ['done', 'live', [true]]);
    });
  });

  describe('rights', () => {
    const approve = async (order: string) => (await settle(order, 'approve'))[0];
    const plan = (order: string) =>
      desk.engine.plan({ key: `${MIRAKL}:${order}`, effect: 'order.create/1', verb: 'order.create', target: SHOP, calls: [] });

    it('without a sign-in: anonymous, nothing approved before the setting, no buyer ever', async () => {
      const rights = { read: true, write: true, approve: false, personal: false };
      assert.deepEqual((await get<DeskState>('state')).body.visitor, { login: false, name: 'anonymous', rights });
      plan('P');
      assert.match((await approve('P'))?.why ?? '', /order-lifecycle\.approve/);
      assert.equal((await post('order/reveal', { key: `${MIRAKL}:P` })).status, 403);
      desk.settings = { orderLifecycle: { approveWithoutLogin: true } };
      assert.equal((await approve('P'))?.is, 'done');
      assert.equal((await post('order/reveal', { key: `${MIRAKL}:P` })).status, 403);
      assert.deepEqual(
        desk.engine.decided.map(({ kind, by }) => [kind, by]),
        [['approve', 'anonymous']],
      );
    });
    it('who reads may not write, who writes may not approve or see a buyer', async () => {
      plan('P');
      desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' });
      asUser('read');
      assert.deepEqual((await get<DeskState>('state')).body.visitor, {
        login: true,
        name: 'anna',
        rights: { read: true, write: false, approve: false, personal: false },
      });
      assert.equal((await post('settle', { cases: [await seen('A')], answer: 'mark done' })).status, 401);
      asUser('order-lifecycle.read', 'order-lifecycle.write');
      assert.equal((await settle('A', 'mark done'))[0]?.is, 'done');
      assert.match((await approve('P'))?.why ?? '', /order-lifecycle\.approve/);
      assert.equal((await post('order/reveal', { key: `${MIRAKL}:A` })).status, 401);
      asUser('order-lifecycle.read', 'order-lifecycle.write', 'order-lifecycle.approve');
      assert.equal((await approve('P'))?.is, 'done');
      assert.deepEqual(
        desk.engine.decided.map(({ kind, by }) => [kind, by]),
        [
          ['done by hand', 'anna'],
          ['approve', 'anna'],
        ],
      );
      asUser();
      assert.equal((await get('state')).status, 401);
    });
    it('a buyer is shown to whoever may see persons, and the looking is stored first', async () => {
      desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' });
      asUser('order-lifecycle.read', 'order-lifecycle.personal');
      const { status, body } = await post<OrderView>('order/reveal', { key: `${MIRAKL}:A` });
      assert.equal(status, 200);
      assert.deepEqual(body.buyer, {
        is: 'shown',
        name: `${MARKUP.name}, ${MARKUP.company}`,
        place: '69003 Lyon FR',
        lines: [MARKUP.street],
        contact: ['+33199001234', 'k4x9.relay@notification.mirakl.net'],
      });
      assert.deepEqual(desk.engine.decided, [{ key: `${MIRAKL}:A`, kind: 'reveal', of: 'buyer', by: 'anna' }]);
    });
    it('a page of another site decides nothing', async () => {
      desk.engine.open('A', 'unknown value', { field: 'f', value: 'v' });
      const command = { cases: [await seen('A')], answer: 'mark done' };
      // Node's fetch sends its own Sec-Fetch headers away, so the request is made by hand.
      const status = (headers: Record<string, string>) =>
        new Promise<number | undefined>((resolve, reject) => {
          const request = http.request(
            `${desk.url}/order-lifecycle/settle`,
            { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
            (answer) => {
              answer.resume();
              answer.on('end', () => resolve(answer.statusCode));
            },
          );
          request.on('error', reject).end(JSON.stringify(command));
        });
      assert.equal(await status({ 'sec-fetch-site': 'cross-site' }), 403);
      assert.equal(await status({ 'sec-fetch-site': 'same-site' }), 403);
      assert.equal(await status({ origin: 'https://evil.example' }), 403);
      assert.equal(await status({ origin: 'null' }), 403);
      assert.deepEqual(desk.engine.decided, []);
      assert.equal(await status({ 'sec-fetch-site': 'same-origin', origin: desk.url }), 200);
      assert.equal(desk.engine.decided.length, 1);
    });
  });
});
