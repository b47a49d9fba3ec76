/** What happens to every order of a scene, the calls that it takes, and the least that the vendors' contracts allow for them. */
import type { AccountId } from '../../lib/model/order';
import { KNOWN_SKUS } from '../../lib/simulator';
import type { Wiring } from '../life/flow';
import type { Stage, StageOptions } from '../life/stage';
import { everythingWired } from '../life/wired';

/** One row of the table. */
export interface CallStep {
  readonly step: string;
  /** Calls that belong to it, as `system call asked`. */
  readonly calls: RegExp;
  /** The fewest calls for so many orders, and the place in the contracts that says so. */
  least(orders: number): number;
  readonly by: string;
  /** Why ours are more. */
  readonly why?: string;
}
export interface CallScene {
  readonly options?: Partial<StageOptions>;
  /** With what it begins; absent: with orders that stand in the shop. */
  readonly begin?: (stage: Stage, orders: number) => Promise<void>;
  readonly act: (stage: Stage, orders: number) => void;
  readonly done: (stage: Stage, orders: number) => boolean;
  readonly steps: readonly CallStep[];
  /** What is counted, where that is not orders. */
  readonly unit?: (stage: Stage) => { readonly name: string; readonly many: number };
}

const each = (orders: number): number => orders;
const by =
  (most: number) =>
  (orders: number): number =>
    Math.ceil(orders / most);
/** Points of one query at most (contracts/shopify §2). A reading that costs so many can be had for several orders at once. */
const MOST_POINTS = 1000;
const read = (points: number) => by(Math.floor(MOST_POINTS / points));

const buyersOrder = (stage: Stage, orders: number): void => {
  for (let n = 0; n < orders; n += 1) stage.mirakl.place();
};
const inTheShop = (stage: Stage, orders: number): boolean =>
  stage.shopify.orders().length === orders && stage.mirakl.orders().every(({ sellerReference }) => sellerReference !== null);
/** Bought, in the shop, and seen there. */
export async function standing(stage: Stage, orders: number): Promise<void> {
  await stage.minutes(2);
  buyersOrder(stage, orders);
  await stage.until('all in the shop', () => inTheShop(stage, orders), 60);
  await stage.minutes(5);
}
const shipInTheShop = (stage: Stage): void => {
  for (const { id, name } of stage.shopify.orders()) stage.shopify.fulfil(id, { carrier: 'DHL', number: `N-${name.slice(1)}` });
};
const areShipped = (stage: Stage): boolean => stage.mirakl.orders().every(({ state }) => state === 'SHIPPED');
const shipped = async (stage: Stage, orders: number): Promise<void> => {
  await standing(stage, orders);
  shipInTheShop(stage);
  await stage.until('all shipped', () => areShipped(stage), 60);
  await stage.minutes(5);
};
const areComing = (stage: Stage): boolean => stage.shopify.orders().every(({ returns }) => returns.length === 1);
const announce = (stage: Stage): void => {
  for (const { id, lines } of stage.mirakl.orders()) stage.mirakl.announceReturn(id, [{ line: lines[0]?.id ?? '', quantity: 1 }]);
};
const payOnDelivery: Partial<StageOptions> = {
  prepare: (mirakl) => {
    mirakl.world.paymentWorkflow = 'PAY_ON_DELIVERY';
  },
};
const withStock = (store: AccountId, account: AccountId): Wiring => ({
  ...everythingWired(store, account),
  'stock.changed': [
    { verb: 'stock.push', args: () => ({ store, account, locations: [], warehouses: {}, buffer: 0, reserve: 0 }) },
  ],
});
const NEW_LEVEL = 11;
const PROVABLE = 'a lost answer must be provable, so what stands there is read right before the call';

export const SCENES: readonly CallScene[] = [
  {
    begin: (stage) => stage.minutes(12),
    act: buyersOrder,
    done: inTheShop,
    steps: [
      {
        step: 'read the marketplace',
        calls: /^mirakl OR11 /,
        least: (orders) => 2 * by(100)(orders),
        by: 'mirakl §2.4: 100 a page; §3: the address comes after acceptance, so twice',
        why: 'one poll a minute (§2.3), whether there is anything or not',
      },
      { step: 'accept', calls: /^mirakl OR21 /, least: each, by: 'mirakl §4 OR21: one order a call' },
      {
        step: 'look up SKUs',
        calls: / VariantsBySku$/,
        least: () => by(250)(KNOWN_SKUS.length),
        by: 'shopify §2: 250 a page',
        why: 'one call for the SKUs of an order, kept an hour: orders do not wait for each other’s',
      },
      { step: 'create', calls: / OrderCreate$/, least: each, by: 'shopify §4.1: one order a call' },
      {
        step: 'reference',
        calls: /^mirakl OR04 /,
        least: by(100),
        by: 'mirakl §4 OR04: 100 orders a call',
        why: 'what is made when the minute’s call goes is told with it, the rest with the next',
      },
    ],
  },
  {
    act: shipInTheShop,
    done: areShipped,
    steps: [
      {
        step: 'read a change in the shop',
        calls: / OrderWhole$/,
        least: read(226),
        by: 'shopify §2: 226 of 1,000 points',
        why: 'each changed order by its id: as many points, and one that cannot be read stops no other',
      },
      { step: 'tracking and ship', calls: /^mirakl OR2[34] /, least: (orders) => 2 * orders, by: 'mirakl §4 OR23, OR24' },
    ],
  },
  {
    options: { prepare: (mirakl) => void Object.assign(mirakl.world, { multiShipment: true }) },
    act: shipInTheShop,
    done: areShipped,
    steps: [
      {
        step: 'tracking and ship, by parcels',
        calls: /^mirakl (?:ST01|ST11 .*order_id=)/,
        least: by(1000),
        by: 'mirakl §5 ST01: 1,000 a call',
        why: `one parcel a call, so that an error is one order’s; ${PROVABLE}`,
      },
    ],
  },
  {
    act: (stage) => {
      for (const { id } of stage.mirakl.orders()) stage.mirakl.shipInPortal(id, { carrier: 'DHL', tracking: `P-${id}` });
    },
    done: (stage) => stage.shopify.orders().every(({ fulfilments }) => fulfilments.length === 1),
    steps: [
      {
        step: 'fulfil',
        calls: / (?:OrderFulfillmentOrders|FulfillmentCreate)$/,
        least: (orders) => orders + read(326)(orders),
        by: 'shopify §5: one order a call, its fulfilment orders read first (326 points)',
        why: `${PROVABLE} (no @idempotent)`,
      },
    ],
  },
  {
    options: payOnDelivery,
    act: (stage) => {
      for (const { id } of stage.shopify.orders()) stage.shopify.cancelOrder(id);
    },
    done: (stage) => stage.mirakl.orders().every(({ state }) => state === 'CANCELED'),
    steps: [
      { step: 'cancel at the marketplace', calls: /^mirakl OR(?:29|30) /, least: each, by: 'mirakl §4 OR29: one order a call' },
    ],
  },
  {
    options: payOnDelivery,
    act: (stage) => {
      for (const { id } of stage.mirakl.orders()) stage.mirakl.cancelInPortal(id);
    },
    done: (stage) => stage.shopify.orders().every(({ cancelledAt }) => cancelledAt !== null),
    steps: [
      {
        step: 'cancel in the shop',
        calls: / (?:OrderMoney|OrderCancel|CancelJob)$/,
        least: (orders) => orders + read(1)(orders),
        by: 'shopify §4.4: one order a call, then its job',
        why: 'the order’s money is read before and after, and its job asked for until it is done, each alone',
      },
    ],
  },
  {
    act: (stage) => {
      for (const { id, lines } of stage.shopify.orders())
        stage.shopify.refund(id, { lines: [{ lineItemId: lines[0]?.id ?? '', quantity: 1 }] });
    },
    done: (stage) => stage.mirakl.orders().every(({ refunds }) => refunds.length > 0),
    steps: [
      {
        step: 'refund at the marketplace',
        calls: /^mirakl (?:OR28 |OR11 .*order_ids=)/,
        least: () => 1,
        by: 'mirakl §4 OR28: lines of several orders, no bound stated',
        why: `one order a call, as the contract advises; ${PROVABLE}`,
      },
    ],
  },
  {
    act: (stage) => {
      for (const { id, lines } of stage.mirakl.orders()) stage.mirakl.refundInPortal(id, lines[0]?.id ?? '', { amount: '5.00' });
    },
    done: (stage) => stage.shopify.orders().every(({ refunds }) => refunds.length === 1),
    steps: [
      {
        step: 'refund in the shop',
        calls: / (?:OrderMoney|RefundCreate)$/,
        least: (orders) => orders + read(38)(orders),
        by: 'shopify §6: one order a call, its payment read first (38 points)',
        why: `each alone; ${PROVABLE} (a key is kept for 24 h only)`,
      },
    ],
  },
  {
    begin: shipped,
    act: announce,
    done: areComing,
    steps: [
      {
        step: 'return: accept',
        calls: /^mirakl RT21 /,
        least: by(100),
        by: 'mirakl §6 RT21: 100 a call',
        why: 'one return a call, so that a refusal is one order’s',
      },
      {
        step: 'return: open in the shop',
        calls: / (?:ReturnsOf|ReturnableFulfillments|ReturnCreate)$/,
        least: (orders) => orders + read(170)(orders),
        by: 'shopify §6: one order a call, what is returnable read first (170 points)',
        why: `each alone; returns that stand there are looked at first, and ${PROVABLE}`,
      },
    ],
  },
  {
    begin: async (stage, orders) => {
      await shipped(stage, orders);
      announce(stage);
      await stage.until('all opened', () => areComing(stage), 120);
      await stage.minutes(20);
    },
    act: (stage) => {
      for (const { returns } of stage.shopify.orders()) stage.shopify.receiveReturn(returns[0]?.id ?? '');
    },
    done: (stage) => stage.mirakl.orders().every(({ returns }) => returns[0]?.state === 'CLOSED'),
    steps: [
      {
        step: 'return: receive and close',
        calls: /^mirakl RT2[57] /,
        least: (orders) => 2 * by(100)(orders),
        by: 'mirakl §6 RT25, RT27: 100 a call',
        why: 'one return a call, so that a refusal is one order’s',
      },
    ],
  },
  {
    options: { wiring: withStock },
    begin: (stage) => stage.minutes(30),
    act: (stage) => {
      for (const { sku } of stage.mirakl.offers()) stage.shopify.setStock(sku, 'Warehouse', NEW_LEVEL);
    },
    done: (stage) => stage.mirakl.offers().every(({ quantity }) => quantity === NEW_LEVEL),
    unit: (stage) => ({ name: 'SKU', many: stage.mirakl.offers().length }),
    steps: [
      {
        step: 'stock',
        calls: /^mirakl (?:STO|OF)/,
        least: () => 2,
        by: 'mirakl §8 STO01, STO02: one file and its status',
        why: 'the status is asked for until the file is through',
      },
    ],
  },
];
