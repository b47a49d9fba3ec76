import assert from 'node:assert/strict';
import type { Request } from '../../lib/model/call';
import type { Reading } from '../../lib/model/order';
import { mirakl } from '../../lib/platforms/mirakl';
import {
  type Ask,
  type Conversation,
  type Found,
  type HowToWrite,
  type Platform,
  type Read,
  Refused,
} from '../../lib/platforms/port';
import { shopify } from '../../lib/platforms/shopify';
import { createSimulator, type SimulatedWorld } from '../../lib/simulator';
import { seededRandom } from '../../lib/transport/random';
import { recordOf } from './converse';
import { digits, line, order, tax, write } from './orders';
import { args } from './shopify/shop';

const START = Date.parse('2026-09-01T08:00:00Z');

/** Both platforms against the simulated world, without engine: one after another, every answer arrives. */
class Meeting {
  now = START;
  readonly world: SimulatedWorld = createSimulator({
    clock: {
      now: () => this.now,
      sleep: async (ms) => {
        this.now += ms;
      },
    },
    random: seededRandom(7),
  });
  readonly marketplace = this.world.mirakl('market');
  readonly store = this.world.shopify('shop');
  readonly account = `mirakl:${this.marketplace.host}:${this.marketplace.shopId}`;

  readonly ask: Ask = async (request, parse) => {
    const platform: Platform = request.account === this.account ? mirakl : shopify;
    const [host, header, key] =
      platform === mirakl
        ? [this.marketplace.host, 'authorization', this.marketplace.key]
        : [this.store.host, 'x-shopify-access-token', this.store.token];
    const headers = { 'content-type': 'application/json', accept: 'application/json', [header]: key };
    const query = request.query ? `?${new URLSearchParams(request.query)}` : '';
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    const raw = await this.world.wire({
      method: request.method,
      url: `https://${host}${request.path}${query}`,
      headers,
      timeout: 30_000,
      ...body,
    });
    const verdict = platform.dialect.judge(request, raw);
    if (verdict.is === 'ok') return parse(verdict.body);
    if (verdict.is === 'refused') throw new Refused(verdict.code, verdict.text, verdict.field, verdict.status);
    return assert.fail(`${request.call}: ${JSON.stringify(verdict)}`);
  };
  async sweep(learned: unknown = {}): Promise<Reading[]> {
    const seen: Read[] = [];
    for (let offset: number | string | null = 0; offset !== null; this.now += 61_000) {
      const page: { seen: readonly Read[]; next: number | string | null } | undefined = await this.ask(
        mirakl.intake?.page(this.account, {}, '2026-08-01T00:00:00Z', offset) as Request,
        (body) => mirakl.intake?.read(this.account, body, learned),
      );
      assert.ok(page);
      seen.push(...page.seen);
      offset = page.next;
    }
    return seen.map(({ body }) => (body.kind === 'order' ? body : assert.fail(JSON.stringify(body))));
  }
  conversation(reading: Reading, found: Found[] = []): Conversation {
    const ask = this.ask;
    return {
      order: recordOf({ reading, firstSeenAt: Date.parse(reading.order.orderedAt) }),
      settings: {},
      learned: {},
      map: async () => null,
      read: (request, parse) => ask(request, parse),
      async write<A>(_name: string, request: Request, how: HowToWrite<A>) {
        const { answer } = await ask(request, how.read);
        if (how.proof.by === 'id' || how.proof.by === 'state') found.push(await how.proof.find(request.body));
        return { sent: request.body, answer };
      },
      since: () => 0,
      wait: (_, why) => assert.fail(why),
      waitUntil: (_, why) => assert.fail(why),
      ask: (kind, about, detail) => assert.fail(`asks ${kind}/${about}: ${JSON.stringify(detail)}`),
    };
  }
}

describe('Both platforms in the simulated world', () => {
  const excluded = order({
    order_id: 'NET-A',
    order_tax_mode: 'TAX_EXCLUDED',
    price: digits('23.33'),
    shipping_price: digits('4.08'),
    total_price: digits('27.41'),
    order_lines: [
      line(1, {
        order_line_id: 'NET-A-1',
        quantity: 3,
        price: digits('10.00'),
        price_unit: digits('3.33'),
        shipping_price: digits('4.08'),
        taxes: [tax('2.00')],
        shipping_taxes: [tax('0.82')],
      }),
      line(2, {
        order_line_id: 'NET-A-2',
        price: digits('13.33'),
        price_unit: digits('13.33'),
        taxes: [tax('0.73', '5.5', 'VAT5.5')],
      }),
    ],
  });
  const yen = order({
    order_id: 'YEN-A',
    currency_iso_code: 'JPY',
    price: 5940,
    shipping_price: 550,
    total_price: 6490,
    order_lines: [line(1, { order_line_id: 'YEN-A-1', quantity: 3, price: 5940, price_unit: 1980, shipping_price: 550 })],
  });

  it('orders are read, accepted in part, created to the last cent, proven, and referred to', async () => {
    const at = new Meeting();
    const { ask, store, account } = at;
    const shop = `shopify:${store.host}:1`;
    assert.equal((await shopify.identify(ask, {}, shop)).host, store.host);
    assert.deepEqual(await mirakl.identify(ask, { base: `https://${at.marketplace.host}` }, account), {
      platform: 'mirakl',
      host: at.marketplace.host,
      shopId: at.marketplace.shopId,
    });
    assert.deepEqual(
      (await shopify.prepare?.(ask, {}, shop))?.map((row) => row.ok),
      [true],
    );
    assert.deepEqual(
      (await shopify.prepare?.(ask, {}, shop))?.map((row) => row.ok),
      [true],
    );
    const learned = await mirakl.learn?.(ask, {}, account);

    for (let n = 0; n < 120; n++) at.marketplace.place();
    for (const one of [excluded, yen]) at.marketplace.adopt(write(one));
    const waiting = (await at.sweep(learned)).filter((reading) => reading.stage === 'awaiting_acceptance');
    assert.equal(waiting.length, 120);
    for (const [n, reading] of waiting.entries()) {
      const lines = reading.order.lines.map((one, row) => ({ lineId: one.id, accepted: row === 0 || n % 2 === 0 }));
      const found: Found[] = [];
      await mirakl.acceptOrder?.(at.conversation(reading, found), { lines });
      assert.ok(found[0] !== 'absent' && found[0] !== 'moot');
    }
    at.now += 3_600_000;

    const ready = (await at.sweep(learned)).filter((reading) => reading.stage === 'ready_to_ship');
    assert.equal(ready.length, 122);
    assert.ok(ready.some((reading) => reading.acceptance === 'partially_accepted'));
    for (const reading of ready) {
      const found: Found[] = [];
      const made = await shopify.createOrder?.(at.conversation(reading, found), args({ store: shop }));
      assert.deepEqual([reading.order.key, made?.total], [reading.order.key, reading.order.totals.grand]);
      assert.deepEqual(found, [{ record: made?.id, answer: made }]);
      at.now += 1_000;
    }
    assert.equal(store.orders().length, ready.length);

    at.now += 61_000;
    const items = ready
      .slice(0, 100)
      .map(({ order: one }) => ({ key: one.key, sourceOrderId: one.sourceOrderId, reference: `#${one.sourceOrderId}` }));
    const outcomes = await ask(mirakl.reference?.request(account, {}, items) as Request, (body) =>
      items.map((item) => mirakl.reference?.outcome(body, item).is),
    );
    assert.deepEqual([...new Set(outcomes)], ['done']);
    const [first] = await at.sweep(learned);
    assert.equal(first?.sellerReference, `#${first?.order.sourceOrderId}`);
    assert.deepEqual(at.world.overRate(), {});
  }).timeout(10_000);
});
