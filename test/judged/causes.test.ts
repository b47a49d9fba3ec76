/** Cases of whole lives: what explains each, and that without any one part of it nobody had cause to ask. */
import assert from 'node:assert/strict';
import type { OpenCase } from '../judge/judge';
import { Lived } from './lived';

type Deed = (lived: Lived) => unknown;
interface Explained {
  readonly kind: string;
  readonly why: string;
  readonly detail?: OpenCase['detail'];
  readonly world?: Parameters<typeof Lived.begin>[0];
  /** All of them explain the case; without any one of them nothing does. */
  readonly deeds: readonly Deed[];
  /** What is otherwise in a case that the same deeds do not explain. */
  readonly not?: readonly OpenCase['detail'][];
}
const shipHere: Deed = (one) => one.did(one.shop.fulfil(one.shopId, { carrier: 'UPS', number: 'N-1' }));
const vaseLeaves: Deed = (one) => one.did(one.shop.fulfil(one.shopId, { lines: one.lamps(1, 1).here }));
const leavesAndIsVoided: Deed = async (one) => {
  await vaseLeaves(one);
  one.did(one.shop.voidFulfilment(one.made.fulfilments[0]?.id ?? ''));
};
const shipThere: Deed = (one) => one.did(one.market.shipInPortal(one.id));
const lampLeavesThere: Deed = (one) => one.did(one.market.shipInPortal(one.id, { lines: one.lamps(1).there }));
const cancelThere: Deed = (one) => one.did(one.market.cancelInPortal(one.id, one.lamps(1).there));
const refundThere: Deed = (one) => one.did(one.market.refundInPortal(one.id, one.line(), { amount: '10.00', quantity: 1 }));
const refundHere: Deed = (one) => one.did(one.shop.refund(one.shopId, { lines: one.lamps(1).here }));
const editHere: Deed = (one) => one.did(one.shop.editOrder(one.shopId, { remove: one.lamps(1).here }));
const cancelHere: Deed = (one) => one.did(one.shop.cancelOrder(one.shopId, { refund: true }));
const announced: Deed = async (one) => {
  one.did(one.market.shipInPortal(one.id));
  one.did(one.market.announceReturn(one.id, one.lamps(1).there));
};
const takenBack: Deed = async (one) => {
  one.did(one.shop.fulfil(one.shopId));
  one.did(one.shop.openReturn(one.shopId, one.lamps(1).here));
};
const closed: Deed = (one) => {
  one.did(one.market.shipInPortal(one.id));
  one.did(one.market.markDelivered(one.id));
  one.did(one.market.close(one.id));
};
const paidOnDelivery: Deed = (one) => {
  one.market.world.paymentWorkflow = 'PAY_ON_DELIVERY';
};
const several = { multiShipment: true };
const less = { asked: '10.00', left: '4.00' };
const over = [{ asked: '10.00', left: '10.00' }, {}];
const ofShop = { effect: 'shop.cancel/1' };
const told = { effect: 'cancel.push/1' };
const parcel = { effect: 'parcel.push/1' };
const called = (call: string) => ({ call });
const otherwise = [{}, { effect: 'order.create/1' }, called('orderCreate')];

const EXPLAINED: readonly Explained[] = [
  {
    kind: 'cancelled after creation',
    why: 'the marketplace cancelled it whole',
    deeds: [(one) => one.did(one.market.cancel(one.id))],
  },
  { kind: 'price difference', why: 'a cancelled order is worth nothing', deeds: [(one) => one.did(one.market.cancel(one.id))] },
  {
    kind: 'price difference',
    why: 'money went back in the shop, and none at the marketplace',
    detail: { field: 'given back' },
    deeds: [refundHere],
    not: [{ field: 'total' }],
  },
  {
    kind: 'cancelled after creation',
    why: 'units were cancelled there after goods had left the shop',
    detail: ofShop,
    deeds: [cancelThere, vaseLeaves],
    not: otherwise,
  },
  {
    kind: 'cancelled after creation',
    why: 'the shop cancelled after the portal had shipped',
    detail: told,
    deeds: [shipThere, cancelHere],
    not: otherwise,
  },
  {
    kind: 'cancelled after creation',
    why: 'the shop took units out after the portal had shipped',
    detail: told,
    deeds: [shipThere, refundHere],
    not: otherwise,
  },
  {
    kind: 'not decided',
    why: 'a parcel is held until all has left',
    detail: { waits: 'held until complete' },
    deeds: [vaseLeaves],
    not: [{}, { waits: 'accepted' }],
  },
  { kind: 'arrived late', why: 'the portal shipped it', deeds: [shipThere] },
  { kind: 'over-refund', why: 'both sides gave back', detail: less, deeds: [refundThere, refundHere], not: over },
  { kind: 'over-refund', why: 'the shop never had the money', detail: less, deeds: [paidOnDelivery], not: over },
  {
    kind: 'rule broken',
    why: 'the order was closed before the refund',
    detail: { rule: 'R10', effect: 'refund.push/1' },
    deeds: [closed],
    not: [{ rule: 'R9', effect: 'refund.push/1' }, { rule: 'R10', effect: 'parcel.push/1' }, { rule: 'R10' }],
  },
  {
    kind: 'rule broken',
    why: 'the buyer was not debited',
    detail: { rule: 'R10', effect: 'cancel.push/1' },
    deeds: [paidOnDelivery],
    not: [{ rule: 'R1', effect: 'cancel.push/1' }],
  },
  { kind: 'refused', why: 'what was told had been voided', detail: parcel, deeds: [leavesAndIsVoided], not: otherwise },
  { kind: 'refused', why: 'it left on both sides', detail: parcel, deeds: [shipThere, shipHere], not: otherwise },
  {
    kind: 'refused',
    why: 'it left in the portal, and was edited away in the shop',
    detail: called('fulfillmentCreate'),
    world: several,
    deeds: [lampLeavesThere, editHere],
    not: otherwise,
  },
  {
    kind: 'refused',
    why: 'it left in the portal, and was given back in the shop',
    detail: called('fulfillmentCreate'),
    deeds: [shipThere, refundHere],
    not: otherwise,
  },
  {
    kind: 'refused',
    why: 'the portal cancelled what the shop shipped',
    detail: parcel,
    deeds: [cancelThere, vaseLeaves],
    not: otherwise,
  },
  {
    kind: 'refused',
    why: 'a part of what was cancelled whole had left, and was voided in the shop',
    detail: { effect: 'cancel.push/whole', ...called('OR29') },
    world: several,
    deeds: [(one) => one.tellLamp(), leavesAndIsVoided],
    not: [{}, { effect: 'cancel.push/whole', ...called('OR28') }, called('OR29')],
  },
  {
    kind: 'refused',
    why: 'the bucket went back on both sides',
    detail: called('refundCreate'),
    deeds: [refundThere],
    not: otherwise,
  },
  {
    kind: 'refused',
    why: 'the portal cancelled with money that the shop had given back',
    detail: called('refundCreate'),
    deeds: [refundHere, cancelThere],
    not: otherwise,
  },
  {
    kind: 'refused',
    why: 'the shop took the units back by itself',
    detail: called('returnCreate'),
    deeds: [announced, takenBack],
    not: otherwise,
  },
  {
    kind: 'refused',
    why: 'the shop voided what comes back',
    detail: called('returnCreate'),
    deeds: [announced, leavesAndIsVoided],
    not: otherwise,
  },
  {
    kind: 'refused',
    why: 'the shop gave the units’ money back',
    detail: called('returnCreate'),
    deeds: [announced, refundHere],
    not: otherwise,
  },
];

/** What is said of a case after these deeds; nothing where it is explained. */
async function unexplained({ kind, world }: Explained, deeds: readonly Deed[], detail: OpenCase['detail'] = {}) {
  const one = await Lived.begin(world);
  for (const deed of deeds) await deed(one);
  return one.judged([one.asks(kind, detail)]).unexplained;
}
describe('a case is explained', () => {
  for (const row of EXPLAINED) {
    it(`${row.kind}: ${row.why}`, async () => {
      assert.deepEqual(await unexplained(row, row.deeds, row.detail), []);
      for (const without of row.deeds.keys()) {
        const rest = row.deeds.filter((_, at) => at !== without);
        const said = await unexplained(row, rest, row.detail);
        assert.equal(said.length, 1, `explained without deed ${without + 1}`);
        assert.match(said[0] ?? '', new RegExp(`: ${row.kind}/1$`));
      }
      for (const detail of row.not ?? [])
        assert.equal((await unexplained(row, row.deeds, detail)).length, 1, `explains ${JSON.stringify(detail)} too`);
    });
  }
  it('never where nothing happened, or nobody knows its kind', async () => {
    const one = await Lived.begin();
    const kinds = new Set([...EXPLAINED.map(({ kind }) => kind), 'of a new kind']);
    const cases = [...kinds].map((kind) => one.asks(kind));
    assert.equal(one.judged(cases).unexplained.length, kinds.size);
  });
});
