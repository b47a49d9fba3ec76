/** What webhooks of Shopify say, by the vendor's samples; and who may say it. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { webhooks } from '../../../lib/platforms/shopify/webhooks';
import { contracts, needs, text } from '../sources';

const FOLDER = path.join(contracts, 'shopify', 'webhooks');
const HOST = 'example-shop.myshopify.com';
const SECRET = 'shpss_1';

const signed = (body: string | Buffer, topic: string, secret = SECRET, more: Record<string, string> = {}) => ({
  body: Buffer.from(body),
  headers: {
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': HOST,
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    ...more,
  },
});
const said = (body: string, topic: string) => webhooks.read(signed(body, topic), [SECRET], HOST);
const order = (digits: string) => ({ is: 'hints', hints: [{ kind: 'order', id: `gid://shopify/Order/${digits}` }] });

describe('Shopify: webhooks', () => {
  describe('name by the vendor’s samples', () => {
    const samples: readonly (readonly [file: string, topic: string, hint: readonly unknown[]])[] = [
      ['orders_cancelled.json', 'orders/cancelled', order('820982911946154508').hints],
      ['orders_create.json', 'orders/updated', order('820982911946154508').hints],
      ['derived/orders_updated.marketplace.json', 'orders/updated', []],
      ['orders_edited.json', 'orders/edited', order('820982911946154508').hints],
      ['fulfillments_create.json', 'fulfillments/create', order('820982911946154508').hints],
      ['derived/fulfillments_update.json', 'fulfillments/update', order('820982911946154508').hints],
      ['refunds_create.json', 'refunds/create', order('820982911946154508').hints],
      ['returns_request.json', 'returns/request', order('4783296544821').hints],
      ['returns_cancel.json', 'returns/cancel', order('4783296544821').hints],
      ['returns_close.json', 'returns/close', order('4783296544821').hints],
      [
        'inventory_levels_update.json',
        'inventory_levels/update',
        [{ kind: 'inventory item', id: 'gid://shopify/InventoryItem/271878346596884015' }],
      ],
      ['bulk_operations_finish.json', 'bulk_operations/finish', []],
    ];
    for (const [file, topic, hints] of samples)
      it(`${topic} (${file})`, function () {
        needs(this, FOLDER);
        const body = text(FOLDER, file);
        const own = /"admin_graphql_api_id":\s*"(gid:\/\/shopify\/Order\/\d+)"/.exec(body)?.[1];
        const expected = hints.length === 0 && own ? [{ kind: 'order', id: own }] : hints;
        assert.deepEqual(said(body, topic), { is: 'hints', hints: expected });
      });
    it('and no digit of an id is lost, in either way of writing it', () => {
      assert.deepEqual(said('{"id":9007199254740993}', 'orders/updated'), order('9007199254740993'));
      assert.deepEqual(said('{"order_id":9007199254740993}', 'refunds/create'), order('9007199254740993'));
      const both = '{"id":1,"admin_graphql_api_id":"gid:\\/\\/shopify\\/Order\\/9007199254740995"}';
      assert.deepEqual(said(both, 'orders/updated'), order('9007199254740995'));
    });
  });
  describe('say nothing, and harm nobody, where they', () => {
    const nothing: readonly (readonly [string, string, string])[] = [
      ['are no JSON', 'orders/updated', '{"id":'],
      ['are empty', 'orders/updated', ''],
      ['are a list', 'orders/updated', '[1]'],
      ['name no id', 'refunds/create', '{"order_id":null}'],
      ['name an id that is none', 'orders/updated', '{"id":"12; DROP","admin_graphql_api_id":"gid://shopify/Order/x"}'],
      ['are of a topic that nobody reads', 'products/update', '{"id":12}'],
    ];
    for (const [what, topic, body] of nothing) it(what, () => assert.deepEqual(said(body, topic), { is: 'hints', hints: [] }));
  });

  describe('are Shopify’s', () => {
    it('by the vendor’s vector', function () {
      needs(this, FOLDER);
      const vector = JSON.parse(text(FOLDER, 'headers.example.json')) as {
        secret: string;
        body_file: string;
        headers: Record<string, string>;
      };
      const headers = Object.fromEntries(Object.entries(vector.headers).map(([name, value]) => [name.toLowerCase(), value]));
      const body = fs.readFileSync(path.join(FOLDER, vector.body_file));
      assert.equal(webhooks.read({ headers, body }, [vector.secret], HOST).is, 'hints');
      assert.equal(webhooks.read({ headers, body }, ['hushed'], HOST).is, 'forged');
    });
    it('by either secret while they rotate', () => {
      const delivery = signed('{"id":1}', 'orders/updated', 'old');
      assert.equal(webhooks.read(delivery, ['new', 'old'], HOST).is, 'hints');
      assert.equal(webhooks.read(delivery, ['new'], HOST).is, 'forged');
      assert.equal(webhooks.read(delivery, [], HOST).is, 'forged');
    });
    it('under the newer names of the headers too', () => {
      const { headers, body } = signed('{"id":1}', 'orders/updated');
      const newer = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replace(/^x-/, ''), value]));
      assert.deepEqual(webhooks.read({ headers: newer, body }, [SECRET], HOST), order('1'));
    });
    it('and of this shop', () =>
      assert.equal(webhooks.read(signed('{"id":1}', 'orders/updated'), [SECRET], 'other.myshopify.com').is, 'forged'));
    it('not where any bit of the body or of the signature differs', () =>
      fc.assert(
        fc.property(
          fc.uint8Array({ minLength: 1, maxLength: 200 }),
          fc.nat(),
          fc.nat(7),
          fc.boolean(),
          (bytes, at, bit, ofBody) => {
            const delivery = signed(Buffer.from(bytes), 'orders/updated');
            const raw = ofBody ? Buffer.from(bytes) : Buffer.from(delivery.headers['x-shopify-hmac-sha256'], 'base64');
            const place = at % raw.length;
            raw[place] = (raw[place] ?? 0) ^ (1 << bit);
            const forged = ofBody
              ? { ...delivery, body: raw }
              : { ...delivery, headers: { ...delivery.headers, 'x-shopify-hmac-sha256': raw.toString('base64') } };
            assert.equal(webhooks.read(delivery, [SECRET], HOST).is, 'hints');
            assert.equal(webhooks.read(forged, [SECRET], HOST).is, 'forged');
          },
        ),
      ));
    for (const signature of ['', 'x', 'AAAA', `${'A'.repeat(43)}=\n`, `${'A'.repeat(86)}==`])
      it(`not with the signature ${JSON.stringify(signature)}`, () => {
        const delivery = signed('{"id":1}', 'orders/updated', SECRET, { 'x-shopify-hmac-sha256': signature });
        assert.equal(webhooks.read(delivery, [SECRET], HOST).is, 'forged');
      });
  });
});
