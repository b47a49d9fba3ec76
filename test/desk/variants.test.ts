/** The search for what stands in for an unknown SKU: in which store, and who may ask. */
import assert from 'node:assert/strict';
import type { Refusal, VariantView } from '../../lib/desk/wire';
import { asking } from './asking';
import { MIRAKL, SHOP } from './fake-engine';
import { type Harness, harness } from './harness';

const cup = { id: 'gid://shopify/ProductVariant/1', title: 'Cup', sku: 'CUP' };

describe('the search for a variant', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
    desk.catalogue = [cup];
    desk.engine.open('A', 'unknown sku', { line: 'A-1', sku: 'KUP' });
  });
  afterEach(() => desk.close());
  const { get } = asking(() => desk);
  const search = <A = VariantView[]>(text: string, order = 'A') =>
    get<A>(`variants?${new URLSearchParams({ key: `${MIRAKL}:${order}`, text })}`);

  it('asks the store of the create-order node, or the one where the creation has begun', async () => {
    assert.deepEqual((await search('cup')).body, [cup]);
    desk.engine.create('A', null);
    desk.engine.wired.splice(0);
    assert.deepEqual((await search('cup')).body, [cup]);
    assert.deepEqual(desk.searched, [`${SHOP} cup`, `${SHOP} cup`]);
  });
  it('says what is missing: a node that creates, an order, a text that can be asked for', async () => {
    desk.engine.wired.splice(0);
    const { status, body } = await search<Refusal>('cup');
    assert.equal(status, 400);
    assert.match(body.text, /No create-order node/);
    assert.equal((await search('cup', 'none')).status, 404);
    assert.equal((await search('')).status, 400);
    assert.equal((await search('x'.repeat(201))).status, 400);
    assert.deepEqual(desk.searched, []);
  });
  it('takes the right to write, since it asks the vendor', async () => {
    desk.settings = { adminAuth: {} };
    desk.visitor = { username: 'anna', scopes: ['order-lifecycle.read'] };
    assert.equal((await search('cup')).status, 401);
    assert.deepEqual(desk.searched, []);
  });
});
