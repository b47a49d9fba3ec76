/** The GraphQL documents by which what happens to an order in the shop is read. contracts/shopify §4 to §6. */
import type { Document } from './documents';

const BAG = '{ presentmentMoney { amount currencyCode } }';

export const lifeDocuments = {
  /** Names of what changed, oldest change first: what changes meanwhile comes again at the end. */
  ordersChanged: {
    name: 'OrdersChanged',
    call: 'orders',
    cost: 20,
    writes: false,
    text: `query OrdersChanged($query: String, $after: String, $namespace: String!, $key: String!) {
  orders(first: 100, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { id updatedAt metafield(namespace: $namespace, key: $key) { value } }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  orderWhole: {
    name: 'OrderWhole',
    call: 'order',
    cost: 226,
    writes: false,
    text: `query OrderWhole($id: ID!, $namespace: String!, $key: String!) {
  order(id: $id) {
    id name updatedAt cancelledAt cancelReason tags note
    totalPriceSet ${BAG}
    metafield(namespace: $namespace, key: $key) { value }
    lineItems(first: 250) {
      nodes { id sku quantity currentQuantity unfulfilledQuantity variant { id } customAttributes { key value } }
      pageInfo { hasNextPage }
    }
    fulfillments {
      id status createdAt deliveredAt
      location { id }
      trackingInfo { company number url }
      fulfillmentLineItems(first: 250) { nodes { quantity lineItem { id } } pageInfo { hasNextPage } }
    }
    refunds {
      id createdAt note
      totalRefundedSet ${BAG}
      return { id }
      refundLineItems(first: 100) {
        nodes { quantity restockType subtotalSet ${BAG} totalTaxSet ${BAG} lineItem { id } }
        pageInfo { hasNextPage }
      }
      refundShippingLines(first: 10) { nodes { subtotalAmountSet ${BAG} taxAmountSet ${BAG} } pageInfo { hasNextPage } }
      orderAdjustments(first: 10) { nodes { amountSet ${BAG} taxAmountSet ${BAG} } pageInfo { hasNextPage } }
      transactions(first: 10) { nodes { kind status amountSet ${BAG} } pageInfo { hasNextPage } }
    }
    returns(first: 20) {
      nodes {
        id name status createdAt
        returnLineItems(first: 50) {
          nodes { id quantity ... on ReturnLineItem { processedQuantity returnReasonNote fulfillmentLineItem { lineItem { id } } } }
          pageInfo { hasNextPage }
        }
      }
      pageInfo { hasNextPage }
    }
  }
}`,
  },
} as const satisfies Record<string, Document>;
