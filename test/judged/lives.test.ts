/** What became of an order after it was made: worlds that people and the vendors' own calls made wrong, and beside each the right one. */
import assert from 'node:assert/strict';
import { convictions } from '../judge/judge';
import { Lived } from './lived';

type Deed = (lived: Lived) => unknown;
interface Life {
  readonly what: string;
  readonly world?: Parameters<typeof Lived.begin>[0];
  /** What people did, in both worlds. */
  readonly people: Deed;
  /** What was carried over, or done beyond it. Absent: nothing was. */
  readonly wrong?: Deed;
  readonly right?: Deed;
  /** Everything that is held against the wrong one. */
  readonly says: readonly RegExp[];
}
const sellersCancel = { paymentWorkflow: 'PAY_ON_DELIVERY' };
const shipHere: Deed = (one) => one.did(one.shop.fulfil(one.shopId, { carrier: 'UPS', number: 'N-1' }));
const lampHere: Deed = (one) => one.did(one.shop.fulfil(one.shopId, { lines: one.lamps(1).here, number: 'N-1' }));
const shipThere: Deed = (one) => one.did(one.market.shipInPortal(one.id));
const numberThere: Deed = (one) => one.did(one.market.shipInPortal(one.id, { carrier: 'UPS', tracking: 'P-1' }));
const voidIt: Deed = (one) => one.did(one.shop.voidFulfilment(one.made.fulfilments[0]?.id ?? ''));
const refundHere: Deed = (one) => one.did(one.shop.refund(one.shopId, { lines: one.lamps(1).here }));
const refundThere: Deed = (one) => one.did(one.market.refundInPortal(one.id, one.line(), { amount: '10.00', quantity: 1 }));
const cancelThere: Deed = (one) => one.did(one.market.cancelInPortal(one.id, one.lamps(1).there));
const takeOut: Deed = (one) => one.did(one.shop.refund(one.shopId, { lines: one.lamps(1).here, restock: 'cancel' }));
const takeOutUnpaid: Deed = (one) =>
  one.did(one.shop.refund(one.shopId, { lines: one.lamps(1).here, restock: 'cancel', amount: '0' }));
const editLamp: Deed = (one) => one.did(one.shop.editOrder(one.shopId, { remove: one.lamps(1).here, restock: true }));
const tellRefund: Deed = (one) => one.tellRefund();
const tellNumber: Deed = (one) => one.tellShipment('N-1');
/** Goods are with the buyer on both sides, and one lamp is agreed to come back. */
const agreed: Deed = async (one) => {
  await shipHere(one);
  await tellNumber(one);
  const id = one.market.announceReturn(one.id, one.lamps(1).there) ?? assert.fail('no return');
  // Where the operator's rules did not agree to it already.
  if (one.sold.returns[0]?.state === 'WAITING_ACCEPTANCE') one.did(one.market.decideReturnInPortal(id, true));
};
const openLamp: Deed = (one) => one.did(one.shop.openReturn(one.shopId, one.lamps(1).here));
const cameInThere: Deed = (one) => one.did(one.market.receiveInPortal(one.sold.returns[0]?.id ?? ''));
const cameInHere: Deed = (one) => one.did(one.shop.receiveReturn(one.made.returns[0]?.id ?? ''));
const each =
  (...deeds: readonly Deed[]): Deed =>
  async (one) => {
    for (const deed of deeds) await deed(one);
  };

const LIVES: readonly Life[] = [
  {
    what: 'goods that left, of which the marketplace was not told',
    people: shipHere,
    right: tellNumber,
    says: [/^lost: .*: 1 VASE, 2 LAMP left by the shop, and nothing by the marketplace/],
  },
  {
    what: 'goods that left in the portal, and still stand to be shipped in the shop',
    people: shipThere,
    right: shipHere,
    says: [/^lost: .*: nothing left by the shop, and 1 VASE, 2 LAMP by the marketplace/],
  },
  {
    what: 'everything told as shipped when one part of it had left',
    people: lampHere,
    wrong: tellNumber,
    says: [/^lost: .*: 1 LAMP left by the shop, and 1 VASE, 2 LAMP by the marketplace/],
  },
  {
    what: 'the same, though that part was voided since',
    people: lampHere,
    wrong: each(tellNumber, voidIt),
    right: each((one) => one.did(one.shop.fulfil(one.shopId)), tellNumber, voidIt),
    says: [/^lost: .*: nothing left by the shop, and 1 VASE, 2 LAMP by the marketplace/],
  },
  {
    what: 'a part that left, where the marketplace takes several shipments',
    world: { multiShipment: true },
    people: each(shipThere, lampHere),
    right: (one) => one.did(one.shop.fulfil(one.shopId)),
    says: [/^lost: .*: 1 LAMP left by the shop, and 1 VASE, 2 LAMP by the marketplace/],
  },
  {
    what: 'a number that the shop does not have',
    people: shipHere,
    wrong: (one) => one.tellShipment('N-2'),
    right: tellNumber,
    says: [/^lost: .*was told with number N-2, the shop has N-1/],
  },
  {
    what: 'a number that was changed in the shop since',
    world: { trackingAfterShipment: true },
    people: each(shipHere, tellNumber, (one) =>
      one.did(one.shop.retrack(one.made.fulfilments[0]?.id ?? '', { carrier: 'UPS', number: 'N-2' })),
    ),
    right: (one) => one.tellTracking('N-2'),
    says: [/^lost: .*was told with number N-1, the shop has N-2/],
  },
  {
    what: 'the number of what left again, after a parcel without one was voided',
    people: each(
      (one) => one.did(one.shop.fulfil(one.shopId)),
      (one) => one.tellShipped(),
      voidIt,
      shipHere,
    ),
    right: (one) => one.tellTracking('N-1'),
    says: [/^lost: .*was told with number null, the shop has N-1/],
  },
  {
    what: 'the portal’s number, mirrored without it',
    people: numberThere,
    wrong: (one) => one.did(one.shop.fulfil(one.shopId)),
    right: (one) => one.did(one.shop.fulfil(one.shopId, { carrier: 'UPS', number: 'P-1' })),
    says: [/^lost: .*of the portal has number P-1, which the shop does not know/],
  },
  {
    what: 'a cancellation in the shop that the marketplace does not know',
    world: sellersCancel,
    people: (one) => one.did(one.shop.cancelOrder(one.shopId, { refund: true })),
    right: (one) => one.tellCancellation(),
    says: [/^lost: .*is cancelled, and the marketplace kept 28.90 but 0/, /^money: .*the marketplace gave back 0, the shop 28.9/],
  },
  {
    what: 'one that moved no money',
    world: sellersCancel,
    people: (one) => one.did(one.shop.cancelOrder(one.shopId, { refund: false })),
    right: (one) => one.tellCancellation(),
    says: [/^lost: .*is cancelled, and the marketplace kept 28.90 but 0/],
  },
  {
    what: 'two units edited away one after the other, and the marketplace told of one',
    people: each(editLamp, editLamp),
    wrong: tellRefund,
    right: each(tellRefund, tellRefund),
    says: [/^lost: .*: 2 LAMP were edited away in the shop, and 1 given up at the marketplace/],
  },
  {
    what: 'units cancelled in the portal that stand in the shop',
    people: cancelThere,
    right: takeOut,
    says: [
      /^lost: .*: 1 of 2 LAMP were cancelled at the marketplace, and 2 stand in the shop/,
      /^money: .*the marketplace gave back 10, the shop 0/,
    ],
  },
  {
    what: 'their money given back, and the units kept',
    people: cancelThere,
    wrong: (one) => one.did(one.shop.refund(one.shopId, { amount: '10.00' })),
    right: takeOut,
    says: [/^lost: .*: 1 of 2 LAMP were cancelled at the marketplace, and 2 stand in the shop/],
  },
  {
    what: 'a whole cancellation of which the shop gave back a part',
    people: each((one) => one.did(one.market.cancelInPortal(one.id)), refundHere),
    wrong: (one) => one.did(one.shop.cancelOrder(one.shopId, { refund: false })),
    right: (one) => one.did(one.shop.cancelOrder(one.shopId, { refund: true })),
    says: [/^money: .*is CANCELED, and the shop gave back 10 of 28.90/],
  },
  {
    what: 'a return agreed to that is not in the shop',
    people: agreed,
    right: openLamp,
    says: [/^lost: .*: return .* of 1 LAMP is not in the shop/],
  },
  {
    what: 'a return of which other units are in the shop',
    people: agreed,
    wrong: (one) => one.did(one.shop.openReturn(one.shopId, one.lamps(2).here)),
    right: openLamp,
    says: [/^lost: .*: return .* of 1 LAMP is not in the shop/],
  },
  {
    what: 'a return that came in, and not in the shop',
    people: each(agreed, openLamp, cameInThere),
    right: cameInHere,
    says: [/^lost: .*: return .* came in, and not in the shop/],
  },
  {
    what: 'a refund in the shop that the marketplace does not know',
    people: refundHere,
    right: tellRefund,
    says: [/^money: .*the marketplace gave back 0, the shop 10/],
  },
  {
    what: 'a refund in the portal that the shop does not know',
    people: refundThere,
    right: refundHere,
    says: [/^money: .*the marketplace gave back 10, the shop 0/],
  },
  {
    what: 'a refund told twice',
    people: refundHere,
    wrong: each(tellRefund, tellRefund),
    right: each(refundHere, tellRefund, tellRefund),
    says: [/^duplicates: mirakl refund of .* was done 1 times too often/, /^money: .*gave back 20, the shop 10/],
  },
  {
    what: 'a refund of the portal told back as our own',
    people: each(refundThere, refundHere),
    wrong: tellRefund,
    says: [/^money: .*the marketplace gave back 20, the shop 10/],
  },
  {
    what: 'a refund of the portal mirrored twice',
    people: refundThere,
    wrong: each(
      (one) => one.refundInShop('marketplace: R-1', 'one'),
      (one) => one.refundInShop('marketplace: R-1', 'another'),
    ),
    right: (one) => one.refundInShop('marketplace: R-1', 'one'),
    says: [/^duplicates: shopify refund of .* was done 1 times too often/, /^money: .*gave back 10, the shop 20/],
  },
  {
    what: 'a cent too little',
    people: refundHere,
    wrong: (one) => one.tellRefund('9.99'),
    right: tellRefund,
    says: [/^money: .*the marketplace gave back 9.99, the shop 10/],
  },
  {
    what: 'a refund without its shipping',
    people: (one) => one.did(one.shop.refund(one.shopId, { lines: one.lamps(1).here, shipping: true })),
    wrong: tellRefund,
    right: (one) => one.tellRefund('10.00', 1, '3.90'),
    says: [/^money: .*the marketplace gave back 10, the shop 13.9/],
  },
  {
    what: 'a refund told that is still on its way',
    people: (one) => one.did(one.shop.refund(one.shopId, { lines: one.lamps(1).here, state: 'pending' })),
    wrong: tellRefund,
    right: each(tellRefund, (one) => one.did(one.shop.settleRefund(one.made.refunds[0]?.id ?? '', 'success'))),
    says: [/^money: .*the marketplace gave back 10, the shop 0/],
  },
  {
    what: 'a refund told that failed',
    people: (one) => one.did(one.shop.refund(one.shopId, { lines: one.lamps(1).here, state: 'failed' })),
    wrong: tellRefund,
    says: [/^money: .*the marketplace gave back 10, the shop 0/],
  },
  {
    what: 'a refund of the portal, noted in the shop as if no money had moved',
    people: refundThere,
    wrong: takeOutUnpaid,
    right: refundHere,
    says: [/^money: .*the marketplace gave back 10, the shop 0/],
  },
  {
    what: 'units cancelled before the buyer was debited, which are still sold in the shop',
    world: sellersCancel,
    people: cancelThere,
    right: takeOutUnpaid,
    says: [/^lost: .*: 1 of 2 LAMP were cancelled/, /^money: .*the marketplace gave back 10, the shop 0/],
  },
];

async function lived({ world, people }: Life, more: Deed | undefined): Promise<readonly string[]> {
  const one = await Lived.begin(world);
  await people(one);
  await more?.(one);
  await one.pass(60);
  return convictions(one.judged());
}
describe('the judge of whole lives', () => {
  for (const life of LIVES) {
    it(`convicts ${life.what}`, async () => {
      const found = await lived(life, life.wrong);
      assert.equal(found.length, life.says.length, found.join('; '));
      for (const [at, says] of life.says.entries()) assert.match(found[at] ?? '', says);
    });
    it(`acquits the right one: ${life.what}`, async () => assert.deepEqual(await lived(life, life.right), []));
  }
  it('says nothing of a life that a person is asked about', async () => {
    const one = await Lived.begin();
    await refundHere(one);
    assert.deepEqual(one.judged([one.asks('refused')]).money, []);
    assert.equal(one.judged().money.length, 1);
  });
  it('acquits two equal refunds of the shop, each told, beside one of the portal that waits for a person', async () => {
    const one = await Lived.begin();
    await each(refundHere, refundHere, tellRefund, tellRefund)(one);
    one.did(one.market.refundInPortal(one.id, one.line(1), { amount: '1.00' }));
    assert.deepEqual(convictions(one.judged([one.asks('over-refund', { asked: '10.00', left: '4.00' })])), []);
  });
  it('acquits a parcel that was told without a number and voided, while the other has the number that was told', async () => {
    const one = await Lived.begin({ multiShipment: true });
    one.did(one.shop.fulfil(one.shopId, { lines: one.lamps(1).here }));
    await one.tellLamp();
    await lampHere(one);
    await one.tellLamp('N-1');
    await voidIt(one);
    assert.deepEqual(convictions(one.judged()), []);
  });
  it('knows why a parcel is not decided: a person is asked about the units that will not ship', async () => {
    const one = await Lived.begin();
    await each(refundHere, refundThere)(one);
    const waits = one.asks('not decided', { waits: 'held until what will not ship is told' });
    const over = one.asks('over-refund', { asked: '10.00', left: '4.00' });
    assert.deepEqual(one.judged([waits, over]).unexplained, []);
    assert.equal(one.judged([waits]).unexplained.length, 1);
  });
  it('acquits an order of which nothing became', async () => {
    const one = await Lived.begin();
    assert.deepEqual(convictions(one.judged()), []);
  });
});
