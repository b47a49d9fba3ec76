/** The GraphQL documents by which goods leave in Shopify. contracts/shopify §5. */
import type { Document } from './documents';

export const fulfilDocuments = {
  fulfillmentOrders: {
    name: 'OrderFulfillmentOrders',
    call: 'order',
    cost: 326,
    writes: false,
    text: `query OrderFulfillmentOrders($id: ID!) {
  order(id: $id) {
    id cancelledAt
    fulfillments(first: 100) { id status trackingInfo(first: 10) { number } fulfillmentLineItems(first: 100) { nodes { quantity lineItem { id } } pageInfo { hasNextPage } } }
    fulfillmentOrders(first: 50) {
      nodes {
        id status
        assignedLocation { location { id } }
        deliveryMethod { methodType }
        supportedActions { action }
        lineItems(first: 100) {
          nodes { id remainingQuantity lineItem { id quantity variant { id } sku customAttributes { key value } } }
          pageInfo { hasNextPage }
        }
      }
      pageInfo { hasNextPage }
    }
  }
}`,
  },
  fulfillmentCreate: {
    name: 'FulfillmentCreate',
    call: 'fulfillmentCreate',
    cost: 10,
    writes: true,
    text: `mutation FulfillmentCreate($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id }
    userErrors { field message }
  }
}`,
  },
  trackingUpdate: {
    name: 'FulfillmentTrackingUpdate',
    call: 'fulfillmentTrackingInfoUpdate',
    cost: 10,
    writes: true,
    text: `mutation FulfillmentTrackingUpdate($fulfillmentId: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $fulfillmentId, trackingInfoInput: $tracking, notifyCustomer: $notify) {
    fulfillment { id }
    userErrors { field message }
  }
}`,
  },
} as const satisfies Record<string, Document>;
