/** The races: which two sides act on one order. Each pair from both sides, where both sides' deeds set the engine to work. */
import assert from 'node:assert/strict';
import { shopOf } from '../given-back';
import { bound, marketOrder } from '../scene';
import type { Stage } from '../stage';
import { stockWired } from '../wired';
import type { Race } from './walk';

let order = { id: '', shop: '' };
const inShop = async (stage: Stage): Promise<void> => {
  order = await bound(stage);
};
const line = (stage: Stage, n: number): string => shopOf(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
const sold = (stage: Stage, n: number): string => marketOrder(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
const leaves = async (stage: Stage): Promise<void> => {
  await inShop(stage);
  stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' });
  await stage.until('shipped', () => marketOrder(stage, order.id).state === 'SHIPPED');
};
const deeds = {
  place: (stage: Stage): void => {
    order = { id: stage.market.place({ lines: [{ sku: 'A', quantity: 2, price: '10.00' }], shipping: '3.90' }), shop: '' };
  },
  cancelThere: (stage: Stage): void => void stage.market.cancelInPortal(order.id),
  cancelUnitThere: (stage: Stage): void => void stage.market.cancelInPortal(order.id, [{ line: sold(stage, 0), quantity: 1 }]),
  cancelHere: (stage: Stage): void => void stage.shopify.cancelOrder(order.shop, { restock: true, refund: true }),
  shipThere: (stage: Stage): void => void stage.market.shipInPortal(order.id, { carrier: 'UPS', tracking: 'P-1' }),
  shipHere: (stage: Stage): void => void stage.shopify.fulfil(order.shop, { carrier: 'DHL', number: 'N-1' }),
  refundHere: (stage: Stage): void =>
    void stage.shopify.refund(order.shop, { lines: [{ lineItemId: line(stage, 0), quantity: 1 }] }),
  refundThere: (stage: Stage): void =>
    void stage.market.refundInPortal(order.id, sold(stage, 0), { amount: '10.00', quantity: 1, reason: '17' }),
  returnThere: (stage: Stage): void =>
    void stage.market.announceReturn(order.id, [{ line: sold(stage, 0), quantity: 1 }], 'RETURN_CHANGED_MIND'),
  returnHere: (stage: Stage): void => {
    const id = stage.shopify.openReturn(order.shop, [{ lineItemId: line(stage, 0), quantity: 1 }]);
    if (id) stage.shopify.receiveReturn(id, { refund: true });
  },
  buy: (stage: Stage): void => void stage.market.place({ lines: [{ sku: 'TEE-RED-M', quantity: 2, price: '12.50' }] }),
  count: (stage: Stage): void => void stage.shopify.setStock('TEE-RED-M', 'Warehouse', 7),
  editHere: (stage: Stage): void =>
    void stage.shopify.editOrder(order.shop, { remove: [{ lineItemId: line(stage, 0), quantity: 1 }], restock: true }),
  /** Somebody wants to see it now, so that what is read includes what is still on its way. */
  look: (stage: Stage): void => stage.engine.poke(`${stage.marketplace}:${order.id}`),
} satisfies Readonly<Record<string, (stage: Stage) => void>>;
type Deed = keyof typeof deeds;
const race = (name: string, first: Deed, second: Deed, more: Partial<Race> = {}): Race => ({
  name,
  sets: inShop,
  ...more,
  first: deeds[first],
  second: deeds[second],
});
const several = { world: ['several parcels'] } as const;
const stocked = { wiring: stockWired() };

const SKU = 'TEE-RED-M';
const offered = (stage: Stage): number | undefined => stage.market.offers().find(({ sku }) => sku === SKU)?.quantity;
const inTheShop = (stage: Stage): number =>
  stage.shopify
    .stock()
    .filter(({ sku }) => sku === SKU)
    .reduce((all, { available }) => all + available, 0);
/** Both sides have told what they had; from then on they change it. */
const level: Pick<Race, 'options' | 'sets' | 'holds'> = {
  options: stocked,
  async sets(stage) {
    stage.shopify.setStock(SKU, 'Warehouse', 10);
    await stage.until('ten are offered', () => offered(stage) === 10);
  },
  holds: (stage) => assert.equal(offered(stage), inTheShop(stage)),
};

export const RACES: readonly Race[] = [
  race('cancel against create: the portal cancels while the order comes in', 'place', 'cancelThere', { sets: async () => {} }),
  race('cancel against ship: the shop ships while the portal’s cancellation is carried', 'cancelThere', 'shipHere'),
  race('cancel against ship: the portal cancels while the shop’s parcel is told', 'shipHere', 'cancelThere'),
  race('cancel against ship: the portal cancels a unit while the shop’s parcel is told', 'shipHere', 'cancelUnitThere', {
    options: several,
  }),
  race('cancel against ship: the shop cancels while the portal’s shipment is mirrored', 'shipThere', 'cancelHere'),
  race('cancel against ship: the portal ships while the shop’s cancellation is told', 'cancelHere', 'shipThere'),
  race('refund against return: the shop refunds while the marketplace’s return is carried', 'returnThere', 'refundHere', {
    sets: leaves,
  }),
  race('refund against return: the portal refunds while the shop’s return with its money is told', 'returnHere', 'refundThere', {
    sets: leaves,
  }),
  race('refund against return: the marketplace opens a return while the shop’s refund is told', 'refundHere', 'returnThere', {
    sets: leaves,
  }),
  race('refund against return: the shop takes back while the portal’s refund is mirrored', 'refundThere', 'returnHere', {
    sets: leaves,
  }),
  race('refund against its own echo: read again while the shop’s refund is told', 'refundHere', 'look', { sets: leaves }),
  race('refund against its own echo: read again while the portal’s refund is mirrored', 'refundThere', 'look', { sets: leaves }),
  race('stock against order: a buyer orders while the shop’s count is told', 'count', 'buy', level),
  race('stock against order: the shop counts while an order comes in', 'buy', 'count', level),
  race('edit against shipment: the portal ships while the shop’s edit is told', 'editHere', 'shipThere', { options: several }),
  race('edit against shipment: the shop edits while the portal’s shipment is mirrored', 'shipThere', 'editHere', {
    options: several,
  }),
  race('edit against shipment: the shop edits what the portal cancels at the same time', 'cancelUnitThere', 'editHere'),
  race('edit against shipment: the shop ships what is left while its edit is told', 'editHere', 'shipHere'),
];
