/** Who may do what, over a fake engine; test/desk/node-red.test.ts asks a real adminAuth. */
import assert from 'node:assert/strict';
import http from 'node:http';
import type { DeskState, ModeAnswer, OrderView } from '../../lib/desk/wire';
import { asking } from './asking';
import { MIRAKL, SHOP } from './fake-engine';
import { type Harness, harness } from './harness';
import { MARKUP } from './orders';

describe('rights', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
  });
  afterEach(() => desk.close());
  const { get, post, seen, settle } = asking(() => desk);
  const asUser = (...scopes: string[]) => {
    desk.settings = { adminAuth: {} };
    desk.visitor = { username: 'anna', scopes };
  };

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
  it('sets a simulated account live by anybody who may write', async () => {
    desk.deployed = desk.deployed.map((one) => ({ ...one, simulated: true }));
    assert.equal((await post<ModeAnswer>('mode', { account: SHOP, mode: 'live', from: 'preview' })).body.is, 'done');
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
