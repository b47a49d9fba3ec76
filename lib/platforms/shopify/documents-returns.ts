/** The GraphQL documents of returns. contracts/shopify §6. */
import type { Document } from './documents';

export const returnDocuments = {
  returnsOf: {
    name: 'ReturnsOf',
    call: 'order',
    cost: 334,
    writes: false,
    text: `query ReturnsOf($id: ID!) {
  order(id: $id) {
    id
    lineItems(first: 250) {
      nodes { id sku quantity variant { id } customAttributes { key value } }
      pageInfo { hasNextPage }
    }
    returns(first: 10) {
      nodes {
        id status
        returnLineItems(first: 50) {
          nodes { id quantity ... on ReturnLineItem { processedQuantity returnReasonNote fulfillmentLineItem { lineItem { id } } } }
          pageInfo { hasNextPage }
        }
        reverseFulfillmentOrders(first: 3) {
          nodes { lineItems(first: 50) { nodes { id totalQuantity fulfillmentLineItem { lineItem { id } } } pageInfo { hasNextPage } } }
          pageInfo { hasNextPage }
        }
      }
      pageInfo { hasNextPage }
    }
  }
}`,
  },
  returnable: {
    name: 'ReturnableFulfillments',
    call: 'returnableFulfillments',
    cost: 170,
    writes: false,
    text: `query ReturnableFulfillments($orderId: ID!) {
  returnableFulfillments(orderId: $orderId, first: 50) {
    nodes {
      returnableFulfillmentLineItems(first: 50) {
        nodes { quantity fulfillmentLineItem { id lineItem { id } } }
        pageInfo { hasNextPage }
      }
    }
    pageInfo { hasNextPage }
  }
}`,
  },
  returnCreate: {
    name: 'ReturnCreate',
    call: 'returnCreate',
    cost: 10,
    writes: true,
    text: `mutation ReturnCreate($returnInput: ReturnInput!) {
  returnCreate(returnInput: $returnInput) {
    return { id }
    userErrors { field message code }
  }
}`,
  },
  returnProcess: {
    name: 'ReturnProcess',
    call: 'returnProcess',
    cost: 10,
    writes: true,
    text: `mutation ReturnProcess($input: ReturnProcessInput!) {
  returnProcess(input: $input) {
    return { id }
    userErrors { field message code }
  }
}`,
  },
  returnClose: {
    name: 'ReturnClose',
    call: 'returnClose',
    cost: 10,
    writes: true,
    text: `mutation ReturnClose($id: ID!) {
  returnClose(id: $id) {
    return { id }
    userErrors { field message code }
  }
}`,
  },
  returnCancel: {
    name: 'ReturnCancel',
    call: 'returnCancel',
    cost: 10,
    writes: true,
    text: `mutation ReturnCancel($id: ID!) {
  returnCancel(id: $id) {
    return { id }
    userErrors { field message code }
  }
}`,
  },
} as const satisfies Record<string, Document>;
