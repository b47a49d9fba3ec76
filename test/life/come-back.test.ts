import assert from 'node:assert/strict';
import { bound, marketOrder, type Scene, scenes } from './scene';
import type { Stage } from './stage';

let order = { id: '', shop: '' };
const shipped = async (stage: Stage): Promise<void> => {
  order = await bound(stage);
  stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
  await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
};
const announced = async (stage: Stage): Promise<string> => {
  await shipped(stage);
  const [line] = marketOrder(stage, order.id).lines;
  return stage.market.announceReturn(order.id, [{ line: line?.id ?? '', quantity: 1 }]) ?? assert.fail('no return');
};
const atMarket = (stage: Stage) => marketOrder(stage, order.id).returns.map(({ state }) => state);
const inShop = (stage: Stage) => stage.shopify.orders().find(({ id }) => id === order.shop)?.returns ?? [];
const told = (stage: Stage) =>
  inShop(stage).map(({ state, lines }) => [state, lines.map(({ quantity, received }) => `${received}/${quantity}`).join()]);

const table: readonly Scene[] = [
  {
    name: 'announced at the marketplace: accepted, opened in the shop, received there, and received at the marketplace',
    async plays(stage) {
      await announced(stage);
      await stage.until('opened', () => inShop(stage).length === 1);
      stage.shopify.receiveReturn(inShop(stage)[0]?.id ?? '', { restock: true, close: false });
      await stage.until('received', () => atMarket(stage)[0] === 'RECEIVED');
    },
    stands(stage) {
      assert.deepEqual(told(stage), [['OPEN', '1/1']]);
    },
  },
  {
    name: 'received and closed in the shop: closed at the marketplace',
    async plays(stage) {
      await announced(stage);
      await stage.until('opened', () => inShop(stage).length === 1);
      stage.shopify.receiveReturn(inShop(stage)[0]?.id ?? '');
      await stage.until('closed', () => atMarket(stage)[0] === 'CLOSED' || atMarket(stage)[0] === 'RECEIVED');
    },
    stands(stage) {
      assert.deepEqual(told(stage), [['CLOSED', '1/1']]);
    },
  },
  {
    name: 'received in the marketplace’s portal: received in the shop, into no stock',
    async plays(stage) {
      const id = await announced(stage);
      await stage.until('opened', () => inShop(stage).length === 1);
      stage.market.receiveInPortal(id);
      await stage.until('received', () => told(stage)[0]?.[1] === '1/1');
    },
    stands(stage) {
      assert.deepEqual(atMarket(stage), ['RECEIVED']);
    },
  },
  {
    name: 'called off by the buyer: called off in the shop',
    async plays(stage) {
      const id = await announced(stage);
      await stage.until('opened', () => inShop(stage).length === 1);
      stage.market.callOffReturn(id);
      await stage.until('called off', () => inShop(stage)[0]?.state === 'CANCELED');
    },
    stands(stage) {
      assert.deepEqual(atMarket(stage), ['CANCELED']);
    },
  },
];
scenes('Goods that come back', table);
