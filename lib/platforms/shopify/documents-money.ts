/** The GraphQL documents by which money goes back and orders are cancelled. contracts/shopify §4.4, §6. */
import type { Document } from './documents';

const BAG = '{ presentmentMoney { amount currencyCode } }';

export const moneyDocuments = {
  orderMoney: {
    name: 'OrderMoney',
    call: 'order',
    cost: 38,
    writes: false,
    text: `query OrderMoney($id: ID!) {
  order(id: $id) {
    id cancelledAt
    lineItems(first: 250) {
      nodes { id sku quantity currentQuantity unfulfilledQuantity variant { id } customAttributes { key value } }
      pageInfo { hasNextPage }
    }
    transactions(first: 50) { id kind status gateway manualPaymentGateway amountSet ${BAG} }
    refunds(first: 100) { id note totalRefundedSet ${BAG} }
  }
}`,
  },
  refundCreate: {
    name: 'RefundCreate',
    call: 'refundCreate',
    cost: 10,
    writes: true,
    text: `mutation RefundCreate($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id }
    userErrors { field message }
  }
}`,
  },
  orderCancel: {
    name: 'OrderCancel',
    call: 'orderCancel',
    cost: 10,
    writes: true,
    text: `mutation OrderCancel($orderId: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $refundMethod: OrderCancelRefundMethodInput, $staffNote: String) {
  orderCancel(orderId: $orderId, reason: $reason, restock: $restock, refundMethod: $refundMethod, notifyCustomer: false, staffNote: $staffNote) {
    job { id done }
    orderCancelUserErrors { field message code }
  }
}`,
  },
  cancelJob: {
    name: 'CancelJob',
    call: 'job',
    cost: 1,
    writes: false,
    text: `query CancelJob($id: ID!) {
  job(id: $id) { id done }
}`,
  },
} as const satisfies Record<string, Document>;
