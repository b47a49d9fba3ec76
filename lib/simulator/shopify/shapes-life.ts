/** What the shop answers and takes of an order's life after its creation; in the notation of shapes.ts. */
const PAGE_OF_ITEMS = 'query reverse sortKey';

export const LIFE_QUERIES = `fulfillment(id):Fulfillment fulfillmentOrder(id):FulfillmentOrder
  fulfillmentOrders(${PAGE_OF_ITEMS} includeClosed)+:FulfillmentOrder refund(id):Refund return(id):Return
  returnableFulfillments(orderId reverse)+:ReturnableFulfillment returnReasonDefinitions(${PAGE_OF_ITEMS} handles ids)+:ReturnReasonDefinition
  location(id):Location webhookSubscription(id):WebhookSubscription
  webhookSubscriptions(${PAGE_OF_ITEMS} callbackUrl format topics uri)+:WebhookSubscription`;
export const LIFE_MUTATIONS = `fulfillmentCreate(fulfillment message):FulfillmentCreatePayload
  fulfillmentTrackingInfoUpdate(fulfillmentId notifyCustomer trackingInfoInput):FulfillmentTrackingInfoUpdatePayload
  fulfillmentCancel(id):FulfillmentCancelPayload fulfillmentEventCreate(fulfillmentEvent):FulfillmentEventCreatePayload
  fulfillmentOrderHold(fulfillmentHold id):FulfillmentOrderHoldPayload
  fulfillmentOrderReleaseHold(externalId holdIds id):FulfillmentOrderReleaseHoldPayload refundCreate(input):RefundCreatePayload
  returnCreate(returnInput):ReturnCreatePayload returnProcess(input):ReturnProcessPayload returnClose(id):ReturnClosePayload
  returnCancel(id notifyCustomer):ReturnCancelPayload
  metafieldsSet(metafields):MetafieldsSetPayload inventorySetQuantities(input):InventorySetQuantitiesPayload
  inventoryAdjustQuantities(input):InventoryAdjustQuantitiesPayload
  inventoryActivate(available inventoryItemId locationId onHand stockAtLegacyLocation):InventoryActivatePayload
  webhookSubscriptionCreate(topic webhookSubscription):WebhookSubscriptionCreatePayload
  webhookSubscriptionUpdate(id webhookSubscription):WebhookSubscriptionUpdatePayload
  webhookSubscriptionDelete(id):WebhookSubscriptionDeletePayload`;

export const LIFE_OUTPUT: Readonly<Record<string, string>> = {
  Fulfillment: `id legacyResourceId name status displayStatus createdAt updatedAt inTransitAt deliveredAt estimatedDeliveryAt requiresShipping
    totalQuantity location:Location order:Order trackingInfo(first):FulfillmentTrackingInfo
    fulfillmentLineItems(reverse)+:FulfillmentLineItem fulfillmentOrders(reverse)+:FulfillmentOrder
    events(reverse sortKey)+:FulfillmentEvent`,
  FulfillmentTrackingInfo: 'company number url',
  FulfillmentLineItem: 'id quantity lineItem:LineItem originalTotalSet:MoneyBag discountedTotalSet:MoneyBag',
  FulfillmentEvent: 'id status happenedAt createdAt message estimatedDeliveryAt address1 city province country zip',
  FulfillmentOrder: `id orderId orderName orderProcessedAt order:Order status requestStatus createdAt updatedAt fulfillAt fulfillBy
    assignedLocation:FulfillmentOrderAssignedLocation deliveryMethod:DeliveryMethod supportedActions:FulfillmentOrderSupportedAction
    fulfillmentHolds:FulfillmentHold fulfillments(reverse)+:Fulfillment lineItems(reverse)+:FulfillmentOrderLineItem`,
  FulfillmentOrderAssignedLocation: 'name countryCode address1 city zip location:Location',
  FulfillmentOrderSupportedAction: 'action externalUrl',
  FulfillmentHold: 'id handle reason reasonNotes displayReason heldByRequestingApp',
  FulfillmentOrderLineItem: `id sku productTitle variantTitle vendor requiresShipping totalQuantity remainingQuantity inventoryItemId
    lineItem:LineItem variant:ProductVariant`,
  DeliveryMethod: 'id methodType',
  Refund: `id legacyResourceId createdAt updatedAt processedAt note order:Order return:Return totalRefundedSet:MoneyBag
    refundLineItems(reverse)+:RefundLineItem refundShippingLines(reverse)+:RefundShippingLine
    orderAdjustments(reverse)+:OrderAdjustment transactions(reverse)+:OrderTransaction`,
  RefundLineItem:
    'id quantity restockType restocked location:Location lineItem:LineItem priceSet:MoneyBag subtotalSet:MoneyBag totalTaxSet:MoneyBag',
  RefundShippingLine: 'id shippingLine:ShippingLine subtotalAmountSet:MoneyBag taxAmountSet:MoneyBag',
  OrderAdjustment: 'id reason amountSet:MoneyBag taxAmountSet:MoneyBag',
  SuggestedRefund: `amountSet:MoneyBag maximumRefundableSet:MoneyBag subtotalSet:MoneyBag discountedSubtotalSet:MoneyBag totalTaxSet:MoneyBag
    totalCartDiscountAmountSet:MoneyBag totalDutiesSet:MoneyBag shipping:ShippingRefund refundLineItems:RefundLineItem
    suggestedTransactions:SuggestedOrderTransaction`,
  ShippingRefund: 'amountSet:MoneyBag maximumRefundableSet:MoneyBag taxSet:MoneyBag',
  SuggestedOrderTransaction:
    'kind gateway formattedGateway parentTransaction:OrderTransaction amountSet:MoneyBag maximumRefundableSet:MoneyBag',
  Return: `id name status createdAt closedAt requestApprovedAt totalQuantity order:Order
    returnLineItems(reverse processingStatus)+:ReturnLineItemType reverseFulfillmentOrders(reverse)+:ReverseFulfillmentOrder
    refunds(reverse)+:Refund`,
  ReturnLineItemType: `id quantity processedQuantity processableQuantity unprocessedQuantity refundedQuantity refundableQuantity customerNote
    returnReason returnReasonNote returnReasonDefinition:ReturnReasonDefinition`,
  ReturnLineItem: `id quantity processedQuantity processableQuantity unprocessedQuantity refundedQuantity refundableQuantity customerNote
    returnReason returnReasonNote returnReasonDefinition:ReturnReasonDefinition fulfillmentLineItem:FulfillmentLineItem
    withCodeDiscountedTotalPriceSet:MoneyBag`,
  ReturnReasonDefinition: 'id handle name deleted',
  ReturnableFulfillment: 'id fulfillment:Fulfillment returnableFulfillmentLineItems(reverse)+:ReturnableFulfillmentLineItem',
  ReturnableFulfillmentLineItem: 'quantity fulfillmentLineItem:FulfillmentLineItem',
  ReverseFulfillmentOrder: 'id status order:Order lineItems(reverse)+:ReverseFulfillmentOrderLineItem',
  ReverseFulfillmentOrderLineItem:
    'id totalQuantity fulfillmentLineItem:FulfillmentLineItem dispositions:ReverseFulfillmentOrderDisposition',
  ReverseFulfillmentOrderDisposition: 'id type quantity createdAt location:Location',
  InventoryAdjustmentGroup:
    'id createdAt reason referenceDocumentUri changes(inventoryItemIds locationIds quantityNames):InventoryChange',
  InventoryChange: 'name delta quantityAfterChange ledgerDocumentUri item:InventoryItem location:Location',
  WebhookSubscription: `id legacyResourceId topic uri callbackUrl format filter includeFields metafieldNamespaces name createdAt updatedAt
    apiVersion:ApiVersion`,
  FulfillmentCreatePayload: 'fulfillment:Fulfillment userErrors:UserError',
  FulfillmentTrackingInfoUpdatePayload: 'fulfillment:Fulfillment userErrors:UserError',
  FulfillmentCancelPayload: 'fulfillment:Fulfillment userErrors:UserError',
  FulfillmentEventCreatePayload: 'fulfillmentEvent:FulfillmentEvent userErrors:UserError',
  FulfillmentOrderHoldPayload: `fulfillmentHold:FulfillmentHold fulfillmentOrder:FulfillmentOrder
    remainingFulfillmentOrder:FulfillmentOrder userErrors:FulfillmentOrderHoldUserError`,
  FulfillmentOrderHoldUserError: 'field message code',
  FulfillmentOrderReleaseHoldPayload: 'fulfillmentOrder:FulfillmentOrder userErrors:FulfillmentOrderReleaseHoldUserError',
  FulfillmentOrderReleaseHoldUserError: 'field message code',
  RefundCreatePayload: 'refund:Refund order:Order userErrors:UserError',
  ReturnCreatePayload: 'return:Return userErrors:ReturnUserError',
  ReturnProcessPayload: 'return:Return userErrors:ReturnUserError',
  ReturnClosePayload: 'return:Return userErrors:ReturnUserError',
  ReturnCancelPayload: 'return:Return userErrors:ReturnUserError',
  ReturnUserError: 'field message code',
  MetafieldsSetPayload: 'metafields:Metafield userErrors:MetafieldsSetUserError',
  MetafieldsSetUserError: 'field message code elementIndex',
  InventorySetQuantitiesPayload: 'inventoryAdjustmentGroup:InventoryAdjustmentGroup userErrors:InventorySetQuantitiesUserError',
  InventorySetQuantitiesUserError: 'field message code',
  InventoryAdjustQuantitiesPayload:
    'inventoryAdjustmentGroup:InventoryAdjustmentGroup userErrors:InventoryAdjustQuantitiesUserError',
  InventoryAdjustQuantitiesUserError: 'field message code',
  InventoryActivatePayload: 'inventoryLevel:InventoryLevel userErrors:UserError',
  WebhookSubscriptionCreatePayload: 'webhookSubscription:WebhookSubscription userErrors:UserError',
  WebhookSubscriptionUpdatePayload: 'webhookSubscription:WebhookSubscription userErrors:UserError',
  WebhookSubscriptionDeletePayload: 'deletedWebhookSubscriptionId userErrors:UserError',
};

export const LIFE_INPUT: Readonly<Record<string, string>> = {
  'QueryRoot.fulfillment': 'id:ID!',
  'QueryRoot.fulfillmentOrder': 'id:ID!',
  'QueryRoot.refund': 'id:ID!',
  'QueryRoot.return': 'id:ID!',
  'QueryRoot.location': 'id:ID',
  'QueryRoot.webhookSubscription': 'id:ID!',
  'QueryRoot.fulfillmentOrders':
    'after:String before:String first:Int includeClosed:Boolean last:Int query:String reverse:Boolean sortKey:Unread',
  'QueryRoot.returnableFulfillments': 'after:String before:String first:Int last:Int orderId:ID! reverse:Boolean',
  'QueryRoot.webhookSubscriptions': `after:String before:String callbackUrl:URL first:Int format:WebhookSubscriptionFormat last:Int query:String
    reverse:Boolean sortKey:Unread topics:[WebhookSubscriptionTopic!] uri:String`,
  'Order.suggestedRefund': `refundDuties:[RefundDutyInput!] refundLineItems:[RefundLineItemInput!] refundMethodAllocation:RefundMethodAllocation
    refundShipping:Boolean shippingAmount:Money suggestFullRefund:Boolean`,
  'InventoryItem.inventoryLevel': 'includeInactive:Boolean locationId:ID!',
  'InventoryLevel.quantities': 'names:[String!]!',
  'Mutation.fulfillmentCreate': 'fulfillment:FulfillmentInput! message:String',
  'Mutation.fulfillmentTrackingInfoUpdate':
    'fulfillmentId:ID! notifyCustomer:Boolean trackingInfoInput:FulfillmentTrackingInput!',
  'Mutation.fulfillmentCancel': 'id:ID!',
  'Mutation.fulfillmentEventCreate': 'fulfillmentEvent:FulfillmentEventInput!',
  'Mutation.fulfillmentOrderHold': 'fulfillmentHold:FulfillmentOrderHoldInput! id:ID!',
  'Mutation.fulfillmentOrderReleaseHold': 'externalId:String holdIds:[ID!] id:ID!',
  'Mutation.refundCreate': 'input:RefundInput!',
  'Mutation.returnCreate': 'returnInput:ReturnInput!',
  'Mutation.returnProcess': 'input:ReturnProcessInput!',
  'Mutation.returnClose': 'id:ID!',
  'Mutation.returnCancel': 'id:ID! notifyCustomer:Boolean',
  'Mutation.metafieldsSet': 'metafields:[MetafieldsSetInput!]!',
  'Mutation.inventorySetQuantities': 'input:InventorySetQuantitiesInput!',
  'Mutation.inventoryAdjustQuantities': 'input:InventoryAdjustQuantitiesInput!',
  'Mutation.inventoryActivate': 'available:Int inventoryItemId:ID! locationId:ID! onHand:Int stockAtLegacyLocation:Boolean',
  'Mutation.webhookSubscriptionCreate': 'topic:WebhookSubscriptionTopic! webhookSubscription:WebhookSubscriptionInput!',
  'Mutation.webhookSubscriptionUpdate': 'id:ID! webhookSubscription:WebhookSubscriptionInput!',
  'Mutation.webhookSubscriptionDelete': 'id:ID!',
  FulfillmentInput: `lineItemsByFulfillmentOrder:[FulfillmentOrderLineItemsInput!]! notifyCustomer:Boolean
    originAddress:FulfillmentOriginAddressInput trackingInfo:FulfillmentTrackingInput`,
  FulfillmentOrderLineItemsInput: 'fulfillmentOrderId:ID! fulfillmentOrderLineItems:[FulfillmentOrderLineItemInput!]',
  FulfillmentOrderLineItemInput: 'id:ID! quantity:Int!',
  FulfillmentOriginAddressInput: 'address1:String address2:String city:String countryCode:String! provinceCode:String zip:String',
  FulfillmentTrackingInput: 'company:String number:String numbers:[String!] url:URL urls:[URL!]',
  FulfillmentEventInput: `address1:String city:String country:String estimatedDeliveryAt:DateTime fulfillmentId:ID! happenedAt:DateTime
    latitude:Float longitude:Float message:String province:String status:FulfillmentEventStatus! zip:String`,
  FulfillmentOrderHoldInput: `externalId:String fulfillmentOrderLineItems:[FulfillmentOrderLineItemInput!] handle:String notifyMerchant:Boolean
    reason:FulfillmentHoldReason! reasonNotes:String`,
  RefundInput: `allowOverRefunding:Boolean currency:CurrencyCode discrepancyReason:OrderAdjustmentInputDiscrepancyReason note:String
    notify:Boolean orderId:ID! processedAt:DateTime refundDuties:[RefundDutyInput!] refundLineItems:[RefundLineItemInput!]
    refundMethods:[RefundMethodInput!] shipping:ShippingRefundInput transactions:[OrderTransactionInput!]`,
  RefundDutyInput: 'dutyId:ID! refundType:RefundDutyRefundType',
  RefundLineItemInput: 'lineItemId:ID! locationId:ID quantity:Int! restockType:RefundLineItemRestockType',
  RefundMethodInput: 'storeCreditRefund:Unread',
  ShippingRefundInput: 'amount:Money fullRefund:Boolean',
  OrderTransactionInput: 'amount:Money! gateway:String! kind:OrderTransactionKind! orderId:ID! parentId:ID',
  ReturnInput: `exchangeLineItems:Unread notifyCustomer:Boolean orderId:ID! requestedAt:DateTime returnLineItems:[ReturnLineItemInput!]!
    returnShippingFee:Unread unprocessed:Boolean`,
  ReturnLineItemInput: `fulfillmentLineItemId:ID! quantity:Int! restockingFee:RestockingFeeInput returnReason:ReturnReason
    returnReasonDefinitionId:ID returnReasonNote:String`,
  RestockingFeeInput: 'percentage:Float!',
  ReturnProcessInput: `exchangeLineItems:Unread financialTransfer:ReturnProcessFinancialTransferInput note:String notifyCustomer:Boolean
    refundDuties:[RefundDutyInput!] refundShipping:RefundShippingInput returnId:ID! returnLineItems:[ReturnProcessReturnLineItemInput!]
    tipLineId:ID`,
  RefundShippingInput: 'fullRefund:Boolean shippingRefundAmount:MoneyInput',
  ReturnProcessReturnLineItemInput: 'dispositions:[ReverseFulfillmentOrderDisposeInput!] id:ID! quantity:Int!',
  ReverseFulfillmentOrderDisposeInput:
    'dispositionType:ReverseFulfillmentOrderDispositionType! locationId:ID quantity:Int! reverseFulfillmentOrderLineItemId:ID!',
  ReturnProcessFinancialTransferInput: 'issueRefund:ReturnProcessRefundInput',
  ReturnProcessRefundInput:
    'allowOverRefunding:Boolean orderTransactions:[ReturnRefundOrderTransactionInput!]! refundMethods:[RefundMethodInput!]',
  ReturnRefundOrderTransactionInput: 'parentId:ID! transactionAmount:MoneyInput!',
  MetafieldsSetInput: 'compareDigest:String key:String! namespace:String ownerId:ID! type:String value:String!',
  InventorySetQuantitiesInput: 'name:String! quantities:[InventoryQuantityInput!]! reason:String! referenceDocumentUri:String',
  InventoryQuantityInput: 'changeFromQuantity:Int inventoryItemId:ID! locationId:ID! quantity:Int!',
  InventoryAdjustQuantitiesInput: 'changes:[InventoryChangeInput!]! name:String! reason:String! referenceDocumentUri:String',
  InventoryChangeInput: 'changeFromQuantity:Int delta:Int! inventoryItemId:ID! ledgerDocumentUri:String locationId:ID!',
  WebhookSubscriptionInput: `callbackUrl:URL filter:String format:WebhookSubscriptionFormat includeFields:[String!]
    metafieldNamespaces:[String!] metafields:Unread name:String uri:String`,
};

export const LIFE_ENUMS: Readonly<Record<string, string>> = {
  FulfillmentEventStatus:
    'ATTEMPTED_DELIVERY CARRIER_PICKED_UP CONFIRMED DELAYED DELIVERED FAILURE IN_TRANSIT LABEL_PRINTED LABEL_PURCHASED OUT_FOR_DELIVERY READY_FOR_PICKUP',
  FulfillmentHoldReason:
    'AWAITING_PAYMENT AWAITING_RETURN_ITEMS HIGH_RISK_OF_FRAUD INCORRECT_ADDRESS INVENTORY_OUT_OF_STOCK ONLINE_STORE_POST_PURCHASE_CROSS_SELL OTHER UNKNOWN_DELIVERY_DATE',
  OrderAdjustmentInputDiscrepancyReason: 'CUSTOMER DAMAGE OTHER RESTOCK',
  RefundDutyRefundType: 'FULL PROPORTIONAL',
  RefundLineItemRestockType: 'CANCEL LEGACY_RESTOCK NO_RESTOCK RETURN',
  RefundMethodAllocation: 'ORIGINAL_PAYMENT_METHODS STORE_CREDIT',
  ReturnReason: 'COLOR DEFECTIVE NOT_AS_DESCRIBED OTHER SIZE_TOO_LARGE SIZE_TOO_SMALL STYLE UNKNOWN UNWANTED WRONG_ITEM',
  ReverseFulfillmentOrderDispositionType: 'MISSING NOT_RESTOCKED PROCESSING_REQUIRED RESTOCKED',
  WebhookSubscriptionFormat: 'JSON XML',
  WebhookSubscriptionTopic: `ORDERS_CREATE ORDERS_UPDATED ORDERS_CANCELLED ORDERS_EDITED ORDERS_PAID ORDERS_FULFILLED ORDERS_PARTIALLY_FULFILLED
    ORDERS_DELETE REFUNDS_CREATE ORDER_TRANSACTIONS_CREATE FULFILLMENTS_CREATE FULFILLMENTS_UPDATE FULFILLMENT_EVENTS_CREATE
    FULFILLMENT_EVENTS_DELETE FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE FULFILLMENT_ORDERS_PLACED_ON_HOLD
    FULFILLMENT_ORDERS_HOLD_RELEASED FULFILLMENT_ORDERS_CANCELLED FULFILLMENT_ORDERS_MOVED FULFILLMENT_ORDERS_SPLIT RETURNS_REQUEST
    RETURNS_APPROVE RETURNS_DECLINE RETURNS_UPDATE RETURNS_PROCESS RETURNS_CANCEL RETURNS_CLOSE RETURNS_REOPEN INVENTORY_LEVELS_UPDATE
    INVENTORY_LEVELS_CONNECT INVENTORY_LEVELS_DISCONNECT INVENTORY_ITEMS_CREATE INVENTORY_ITEMS_UPDATE INVENTORY_ITEMS_DELETE
    LOCATIONS_CREATE LOCATIONS_UPDATE PRODUCTS_CREATE PRODUCTS_UPDATE PRODUCTS_DELETE BULK_OPERATIONS_FINISH APP_UNINSTALLED
    APP_SCOPES_UPDATE`,
};
export const LIFE_ONE_OF = ['ReturnProcessFinancialTransferInput', 'RefundMethodInput'];
