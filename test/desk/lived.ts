/** An order that has lived: shipped, its number changed, refunded on both sides with a lost answer, a return asked for. */
import assert from 'node:assert/strict';
import type { DeployedAccount } from '../../lib/desk/wire';
import type { Around, Observation, OrderRecord } from '../../lib/model/record';
import { bound, marketOrder, shopOrder } from '../life/scene';
import { Stage } from '../life/stage';
import { everythingWired } from '../life/wired';

export interface Lived {
  readonly record: OrderRecord;
  readonly facts: readonly Observation[];
  readonly around: Around;
  readonly accounts: readonly DeployedAccount[];
  /** Names by which people look for it. */
  readonly names: { readonly shop: string; readonly refund: string; readonly portal: string; readonly rma: string };
  readonly now: number;
  find(id: string): Promise<readonly string[]>;
}

export async function lived(): Promise<Lived> {
  const stage = new Stage({
    seed: 5,
    prepare: (mirakl) => {
      mirakl.world.multiShipment = true;
    },
    wiring: (store, marketplace) => ({
      ...everythingWired(store, marketplace),
      'marketplace.return': [
        { verb: 'return.push', args: () => ({ restock: false, requests: 'ask', compliant: false }) },
        { verb: 'shop.return', args: () => ({ restock: false, requests: 'ask', compliant: false }) },
      ],
    }),
  });
  try {
    const { id, shop } = await bound(stage);
    const line = shopOrder(stage, id)?.lines[0]?.id ?? assert.fail('no line');
    const parcel = { lines: [{ lineItemId: line, quantity: 2 }], carrier: 'DHL', number: 'JD-14600' };
    const made = stage.shopify.fulfil(shop, parcel) ?? assert.fail('not fulfilled');
    await stage.until('the parcel', () => marketOrder(stage, id).shipments.length === 1);
    stage.shopify.retrack(made, { carrier: 'DHL', number: 'JD-14601' });
    await stage.until('the number', () => marketOrder(stage, id).shipments[0]?.tracking === 'JD-14601');
    stage.simulator.script({ system: 'mirakl', call: 'OR28', nth: 1, does: 'lost request' });
    const refund = stage.shopify.refund(shop, { lines: [{ lineItemId: line, quantity: 1 }], note: 'scratched' });
    await stage.until('the refund', () => marketOrder(stage, id).refunds.length === 1);
    const [, second] = marketOrder(stage, id).lines;
    const portal = stage.mirakl.refundInPortal(id, second?.id ?? '', { amount: '1.50' });
    await stage.until('the other refund', () => shopOrder(stage, id)?.refunds.length === 2);
    stage.shopify.fulfil(shop, { carrier: 'Ed’s Vans', number: 'V-7' });
    await stage.until('all shipped', () => marketOrder(stage, id).shipments.length === 2);
    await stage.minutes(5);
    const [first] = marketOrder(stage, id).lines;
    assert.ok(stage.mirakl.announceReturn(id, [{ line: first?.id ?? '', quantity: 1 }]));
    await stage.until('the question', async () => (await stage.cases()).length > 0);
    await stage.minutes(5);
    const record = await stage.record(id);
    const shown = shopOrder(stage, id);
    return {
      record,
      facts: await stage.ledger.facts(record.key),
      around: await stage.ledger.around(),
      accounts: [
        {
          id: stage.marketplace,
          name: 'Maison Verte',
          node: 'account-1',
          platform: 'mirakl',
          side: 'marketplace',
          simulated: false,
        },
        { id: stage.store, name: 'North Cups', node: 'store-1', platform: 'shopify', side: 'shop', simulated: false },
      ],
      names: {
        shop: shown?.name ?? '',
        refund: refund ?? '',
        portal: portal ?? '',
        rma: marketOrder(stage, id).returns[0]?.rma ?? '',
      },
      now: stage.clock.now(),
      find: (name) => stage.ledger.find({ id: name }),
    };
  } finally {
    stage.end();
  }
}
