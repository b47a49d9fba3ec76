/** The GraphQL documents by which an order in Shopify is changed, held and released. contracts/shopify §4.3, §5. */
import type { Document } from './documents';

export const updateDocuments = {
  orderNotes: {
    name: 'OrderNotes',
    call: 'order',
    cost: 25,
    writes: false,
    text: `query OrderNotes($id: ID!) {
  order(id: $id) {
    id tags note
    customAttributes { key value }
    fulfillmentOrders(first: 50) {
      nodes { id status supportedActions { action } fulfillmentHolds { id handle heldByRequestingApp } }
      pageInfo { hasNextPage }
    }
  }
}`,
  },
  orderUpdate: {
    name: 'OrderUpdate',
    call: 'orderUpdate',
    cost: 10,
    writes: true,
    text: `mutation OrderUpdate($input: OrderInput!) {
  orderUpdate(input: $input) {
    order { id }
    userErrors { field message }
  }
}`,
  },
  tagsAdd: {
    name: 'TagsAdd',
    call: 'tagsAdd',
    cost: 10,
    writes: true,
    text: `mutation TagsAdd($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) {
    node { id }
    userErrors { field message }
  }
}`,
  },
  tagsRemove: {
    name: 'TagsRemove',
    call: 'tagsRemove',
    cost: 10,
    writes: true,
    text: `mutation TagsRemove($id: ID!, $tags: [String!]!) {
  tagsRemove(id: $id, tags: $tags) {
    node { id }
    userErrors { field message }
  }
}`,
  },
  hold: {
    name: 'FulfillmentHold',
    call: 'fulfillmentOrderHold',
    cost: 10,
    writes: true,
    text: `mutation FulfillmentHold($id: ID!, $hold: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
    fulfillmentHold { id }
    userErrors { field message code }
  }
}`,
  },
  release: {
    name: 'FulfillmentReleaseHold',
    call: 'fulfillmentOrderReleaseHold',
    cost: 10,
    writes: true,
    text: `mutation FulfillmentReleaseHold($id: ID!, $holdIds: [ID!]) {
  fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds) {
    fulfillmentOrder { id }
    userErrors { field message code }
  }
}`,
  },
} as const satisfies Record<string, Document>;
