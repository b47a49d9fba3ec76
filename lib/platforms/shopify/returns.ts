/** A marketplace's return in Shopify: opened, its goods received, closed. Money goes back by refunds alone. contracts/shopify §6. */
import { z } from 'zod';
import type { Return } from '../../model/life';
import type { AccountId, LineId } from '../../model/order';
import type { RecordId } from '../../model/record';
import type { Conversation, Found } from '../port';
import type { ReturnArgs, ReturnDone, ShopReturnFact } from '../returns';
import { graphql } from './documents';
import { returnDocuments } from './documents-returns';
import { COMMITS_WITHIN, LINE_PROPERTY } from './mapping';
import { all, attribute, attributes, byId, count, ofLine, returnLine, text } from './shapes';

const answer = z.looseObject({
  order: z
    .looseObject({
      lineItems: all(
        z.looseObject({
          id: text,
          quantity: count,
          customAttributes: attributes,
        }),
      ),
      returns: all(
        z.looseObject({
          id: text,
          status: text,
          returnLineItems: all(returnLine),
          reverseFulfillmentOrders: all(
            z.looseObject({
              lineItems: all(z.looseObject({ id: text, totalQuantity: count, fulfillmentLineItem: ofLine.nullish() })),
            }),
          ),
        }),
      ),
    })
    .nullish(),
});
const returnable = z.looseObject({
  returnableFulfillments: all(
    z.looseObject({
      returnableFulfillmentLineItems: all(
        z.looseObject({
          quantity: count,
          fulfillmentLineItem: byId.extend({ lineItem: byId }),
        }),
      ),
    }),
  ),
});
const created = z.looseObject({ returnCreate: z.looseObject({ return: byId }) });
type ShopOrder = NonNullable<z.output<typeof answer>['order']>;
type ShopReturn = ShopOrder['returns'][number];

/** One step. The marketplace's return is named in the reason's note: by it a lost answer is found again. */
export async function mirrorReturn(c: Conversation, args: ReturnArgs<ShopReturnFact>): Promise<ReturnDone> {
  const { step, told, store, order, shopReturn } = args.fact;
  if (step === 'open') return { made: [await open(c, store, order, told)], step };
  if (shopReturn === undefined) throw new Error(`return ${told.id} was not opened in Shopify yet`);
  const now = (await read(c, store, order))?.returns.find(({ id }) => id === shopReturn);
  if (!now)
    c.ask('refused', `return/${told.id}`, { call: 'return', reason: 'the return is no longer in Shopify', return: told.id });
  else if (step === 'received') await receive(c, store, order, now, args.restock);
  else if (step === 'closed' && now.status !== 'CLOSED')
    await end(c, store, order, 'returnClose', shopReturn, ['CLOSED', 'CANCELED']);
  else if (step === 'cancelled' && (now.status === 'OPEN' || now.status === 'REQUESTED'))
    await end(c, store, order, 'returnCancel', shopReturn, ['CLOSED', 'CANCELED']);
  return { made: [shopReturn], step };
}

async function open(c: Conversation, store: AccountId, order: RecordId, told: Return): Promise<RecordId> {
  const note = noteOf(told);
  const shop = await read(c, store, order);
  const left = await c.read(graphql(store, returnDocuments.returnable, { orderId: order }), (body) =>
    returnable.parse(body).returnableFulfillments.flatMap((one) => one.returnableFulfillmentLineItems),
  );
  const sourceOf = new Map(shop?.lineItems.map((line) => [line.id, attribute(line, LINE_PROPERTY)]));
  const rows: { fulfillmentLineItemId: string; quantity: number; returnReason: string; returnReasonNote: string }[] = [];
  const missing: LineId[] = [];
  for (const { lineId, quantity } of told.lines) {
    let wanted = quantity;
    for (const one of left) {
      if (wanted <= 0 || sourceOf.get(one.fulfillmentLineItem.lineItem.id) !== lineId) continue;
      const units = Math.min(wanted, one.quantity);
      if (units <= 0) continue;
      one.quantity -= units;
      wanted -= units;
      rows.push({
        fulfillmentLineItemId: one.fulfillmentLineItem.id,
        quantity: units,
        returnReason: 'OTHER',
        returnReasonNote: note,
      });
    }
    if (wanted > 0 && lineId !== null) missing.push(lineId);
  }
  if (missing.length > 0)
    c.ask('refused', `return/${told.id}`, {
      call: 'returnCreate',
      reason: 'more units come back than were shipped in Shopify',
      return: told.id,
      lines: missing,
    });
  const { answer: id } = await c.write(
    'returnCreate',
    graphql(store, returnDocuments.returnCreate, { returnInput: { orderId: order, returnLineItems: rows } }),
    {
      read: (body) => {
        const made = created.parse(body).returnCreate.return.id;
        return { answer: made, record: made };
      },
      proof: {
        by: 'likeness',
        before: async () => (await read(c, store, order))?.returns.map(({ id }) => id) ?? [],
        find: async () =>
          ((await read(c, store, order))?.returns ?? [])
            .filter((one) => one.returnLineItems.some(({ returnReasonNote }) => returnReasonNote === note))
            .map(({ id }) => ({ record: id, answer: id })),
      },
      commitsWithin: COMMITS_WITHIN,
      said: ([id = '']) => id,
    },
  );
  return id;
}

/** What has not been received yet; into stock only by the node's policy (R19). */
async function receive(c: Conversation, store: AccountId, order: RecordId, now: ShopReturn, restock: boolean): Promise<void> {
  const rows = now.returnLineItems.filter(({ quantity, processedQuantity = 0 }) => quantity > processedQuantity);
  if (rows.length === 0) return;
  const goods = now.reverseFulfillmentOrders.flatMap(({ lineItems }) => lineItems);
  const location = c.settings.location;
  const place = typeof location === 'string' && location.startsWith('gid://shopify/Location/') ? { locationId: location } : {};
  const input = {
    returnId: now.id,
    notifyCustomer: false,
    returnLineItems: rows.map(({ id, quantity, processedQuantity = 0, fulfillmentLineItem }) => {
      const units = quantity - processedQuantity;
      const of = goods.find((one) => one.fulfillmentLineItem?.lineItem.id === fulfillmentLineItem?.lineItem.id);
      return {
        id,
        quantity: units,
        ...(of
          ? {
              dispositions: [
                {
                  reverseFulfillmentOrderLineItemId: of.id,
                  quantity: units,
                  dispositionType: restock ? 'RESTOCKED' : 'NOT_RESTOCKED',
                  ...(restock ? place : {}),
                },
              ],
            }
          : {}),
      };
    }),
  };
  await c.write('returnProcess', graphql(store, returnDocuments.returnProcess, { input }), {
    read: () => ({ answer: now.id }),
    proof: {
      by: 'state',
      find: async (): Promise<Found> => {
        const one = (await read(c, store, order))?.returns.find(({ id }) => id === now.id);
        if (!one) return 'moot';
        return one.returnLineItems.every(({ quantity, processedQuantity = 0 }) => processedQuantity >= quantity)
          ? { answer: now.id }
          : 'absent';
      },
    },
    commitsWithin: COMMITS_WITHIN,
  });
}
async function end(
  c: Conversation,
  store: AccountId,
  order: RecordId,
  call: 'returnClose' | 'returnCancel',
  id: RecordId,
  ended: readonly string[],
): Promise<void> {
  await c.write(call, graphql(store, returnDocuments[call], { id }), {
    read: () => ({ answer: id }),
    proof: {
      by: 'state',
      find: async (): Promise<Found> => {
        const one = (await read(c, store, order))?.returns.find((now) => now.id === id);
        return !one ? 'moot' : ended.includes(one.status) ? { answer: id } : 'absent';
      },
    },
    commitsWithin: COMMITS_WITHIN,
  });
}

const read = (c: Conversation, store: AccountId, id: RecordId): Promise<ShopOrder | null> =>
  c.read(graphql(store, returnDocuments.returnsOf, { id }), (body) => answer.parse(body).order ?? null);
const noteOf = ({ name, id, reason }: Return): string =>
  [`Return ${name ?? id}`, reason].filter(Boolean).join(': ').slice(0, 255);
