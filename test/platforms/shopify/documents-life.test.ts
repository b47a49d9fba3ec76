import assert from 'node:assert/strict';
import type { Document } from '../../../lib/platforms/shopify/documents';
import { fulfilDocuments } from '../../../lib/platforms/shopify/documents-fulfil';
import { lifeDocuments } from '../../../lib/platforms/shopify/documents-life';
import { returnDocuments } from '../../../lib/platforms/shopify/documents-returns';
import { stockDocuments } from '../../../lib/platforms/shopify/documents-stock';
import { updateDocuments } from '../../../lib/platforms/shopify/documents-update';
import { webhookDocuments } from '../../../lib/platforms/shopify/documents-webhooks';
import { contracts, needs } from '../sources';
import { checkDocument } from './schema';

const id = 'gid://shopify/Order/1';
const line = { id: 'gid://shopify/FulfillmentOrderLineItem/1', quantity: 1 };
const SUBSCRIPTION = { uri: 'https://hooks.example.com/x', format: 'JSON', filter: null, includeFields: ['id'] };
const DOCUMENTS: readonly (readonly [Document, Readonly<Record<string, unknown>>])[] = [
  [lifeDocuments.ordersChanged, { query: "updated_at:>='2026-01-01T00:00:00Z'", after: null, namespace: 'n', key: 'k' }],
  [lifeDocuments.orderWhole, { id, namespace: 'n', key: 'k' }],
  [fulfilDocuments.fulfillmentOrders, { id }],
  [
    fulfilDocuments.fulfillmentCreate,
    {
      fulfillment: {
        lineItemsByFulfillmentOrder: [
          { fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/1', fulfillmentOrderLineItems: [line] },
        ],
        notifyCustomer: false,
        trackingInfo: { company: 'DHL', number: '1' },
      },
    },
  ],
  [
    fulfilDocuments.trackingUpdate,
    { fulfillmentId: 'gid://shopify/Fulfillment/1', tracking: { company: 'DHL', numbers: ['1', '2'] }, notify: false },
  ],
  [updateDocuments.orderNotes, { id }],
  [updateDocuments.orderUpdate, { input: { id, note: 'n', customAttributes: [{ key: 'k', value: 'v' }] } }],
  [updateDocuments.tagsAdd, { id, tags: ['a'] }],
  [updateDocuments.tagsRemove, { id, tags: ['a'] }],
  [
    updateDocuments.hold,
    { id: 'gid://shopify/FulfillmentOrder/1', hold: { reason: 'OTHER', reasonNotes: 'why', handle: 'h', notifyMerchant: false } },
  ],
  [updateDocuments.release, { id: 'gid://shopify/FulfillmentOrder/1', holdIds: ['gid://shopify/FulfillmentHold/1'] }],
  [returnDocuments.returnsOf, { id }],
  [returnDocuments.returnable, { orderId: id }],
  [
    returnDocuments.returnCreate,
    {
      returnInput: {
        orderId: id,
        returnLineItems: [
          {
            fulfillmentLineItemId: 'gid://shopify/FulfillmentLineItem/1',
            quantity: 1,
            returnReason: 'OTHER',
            returnReasonNote: 'r',
          },
        ],
      },
    },
  ],
  [
    returnDocuments.returnProcess,
    {
      input: {
        returnId: 'gid://shopify/Return/1',
        notifyCustomer: false,
        returnLineItems: [
          {
            id: 'gid://shopify/ReturnLineItem/1',
            quantity: 1,
            dispositions: [
              {
                reverseFulfillmentOrderLineItemId: 'gid://shopify/ReverseFulfillmentOrderLineItem/1',
                quantity: 1,
                dispositionType: 'RESTOCKED',
                locationId: 'gid://shopify/Location/1',
              },
            ],
          },
        ],
      },
    },
  ],
  [stockDocuments.stockChanged, { query: "updated_at:>='2026-01-01T00:00:00Z'", after: null }],
  [stockDocuments.stockAt, { id: 'gid://shopify/Location/1', query: null, after: null }],
  [webhookDocuments.webhooks, { after: null }],
  [webhookDocuments.webhookCreate, { topic: 'ORDERS_UPDATED', subscription: SUBSCRIPTION }],
  [webhookDocuments.webhookUpdate, { id: 'gid://shopify/WebhookSubscription/1', subscription: SUBSCRIPTION }],
  [webhookDocuments.webhookDelete, { id: 'gid://shopify/WebhookSubscription/1' }],
  [returnDocuments.returnClose, { id: 'gid://shopify/Return/1' }],
  [returnDocuments.returnCancel, { id: 'gid://shopify/Return/1' }],
];

describe('Shopify: documents of an order’s life', function () {
  this.timeout(20_000);
  for (const [document, sample] of DOCUMENTS) {
    it(`${document.name} is one of the vendor’s schema, and asks for the points that it says`, function () {
      needs(this, contracts);
      checkDocument(document, sample);
    });
  }
  it('are all of them', () => {
    const all = [lifeDocuments, fulfilDocuments, updateDocuments, returnDocuments, webhookDocuments].flatMap((of): Document[] =>
      Object.values(of),
    );
    assert.deepEqual(
      all.filter((document) => !DOCUMENTS.some(([one]) => one === document)),
      [],
    );
  });
});
