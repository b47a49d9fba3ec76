/**
 * Which fields the simulated shop answers, type by type, and what it takes: names only, in a notation of our own.
 * Output: `name` a scalar, `name:Type` an object or a list of it, `name+:Type` a connection, `name(a b)` with arguments.
 * Input: `name:Type` as in GraphQL; `Unread` is taken as it comes, because nothing here depends on it. What is not listed does not exist here, and a document that asks for it is refused.
 */
import { LIFE_ENUMS, LIFE_INPUT, LIFE_MUTATIONS, LIFE_ONE_OF, LIFE_OUTPUT, LIFE_QUERIES } from './shapes-life';

export interface FieldShape {
  readonly type: string | null;
  readonly connection: boolean;
  readonly args: ReadonlySet<string>;
}

export const OUTPUT: Readonly<Record<string, string>> = {
  QueryRoot: `shop:Shop currentAppInstallation:AppInstallation publicApiVersions:ApiVersion order(id):Order
    orderByIdentifier(identifier):Order orders(query reverse sortKey savedSearchId)+:Order
    productVariants(query reverse sortKey savedSearchId)+:ProductVariant
    productVariant(id):ProductVariant inventoryItems(query reverse)+:InventoryItem inventoryItem(id):InventoryItem
    locations(query reverse sortKey includeInactive includeLegacy)+:Location job(id):Job ${LIFE_QUERIES}`,
  Mutation: `orderCreate(order options):OrderCreatePayload metafieldDefinitionCreate(definition):MetafieldDefinitionCreatePayload
    tagsAdd(id tags):TagsAddPayload tagsRemove(id tags):TagsRemovePayload orderUpdate(input):OrderUpdatePayload
    orderCancel(orderId reason restock refund refundMethod notifyCustomer staffNote):OrderCancelPayload ${LIFE_MUTATIONS}`,
  Shop: 'id name myshopifyDomain currencyCode ianaTimezone taxesIncluded email plan:ShopPlan',
  ShopPlan: 'publicDisplayName partnerDevelopment shopifyPlus',
  AppInstallation: 'id accessScopes:AccessScope app:App',
  AccessScope: 'handle description',
  App: 'id title handle',
  ApiVersion: 'handle displayName supported',
  Node: 'id',
  Order: `id legacyResourceId name sourceName sourceIdentifier tags createdAt updatedAt processedAt cancelledAt cancelReason closedAt
    closed confirmed test note email phone poNumber currencyCode presentmentCurrencyCode taxesIncluded displayFinancialStatus
    displayFulfillmentStatus returnStatus currentTotalPriceSet:MoneyBag netPaymentSet:MoneyBag totalPriceSet:MoneyBag subtotalPriceSet:MoneyBag totalTaxSet:MoneyBag totalShippingPriceSet:MoneyBag
    totalDiscountsSet:MoneyBag totalOutstandingSet:MoneyBag totalReceivedSet:MoneyBag totalRefundedSet:MoneyBag
    customAttributes:Attribute billingAddress:MailingAddress shippingAddress:MailingAddress taxLines:TaxLine
    lineItems(reverse)+:LineItem shippingLines(reverse includeRemovals)+:ShippingLine transactions(first capturable manuallyResolvable):OrderTransaction
    fulfillments(first query):Fulfillment fulfillmentOrders(displayable query reverse)+:FulfillmentOrder refunds(first):Refund
    returns(query reverse)+:Return suggestedRefund(refundDuties refundLineItems refundMethodAllocation refundShipping shippingAmount
    suggestFullRefund):SuggestedRefund
    metafield(namespace key):Metafield metafields(namespace keys reverse)+:Metafield`,
  Attribute: 'key value',
  MailingAddress: 'firstName lastName name company address1 address2 city zip province provinceCode country countryCodeV2 phone',
  LineItem: `id name title sku quantity currentQuantity refundableQuantity unfulfilledQuantity requiresShipping restockable taxable vendor variantTitle variant:ProductVariant
    customAttributes:Attribute originalUnitPriceSet:MoneyBag originalTotalSet:MoneyBag discountedUnitPriceSet:MoneyBag
    discountedTotalSet:MoneyBag taxLines(first):TaxLine`,
  TaxLine: 'title rate ratePercentage channelLiable priceSet:MoneyBag',
  ShippingLine: 'id title code source originalPriceSet:MoneyBag discountedPriceSet:MoneyBag taxLines:TaxLine',
  OrderTransaction:
    'id kind status gateway formattedGateway manualPaymentGateway createdAt processedAt test amountSet:MoneyBag parentTransaction:OrderTransaction',
  Metafield: 'id namespace key type value compareDigest',
  MoneyBag: 'shopMoney:MoneyV2 presentmentMoney:MoneyV2',
  MoneyV2: 'amount currencyCode',
  PageInfo: 'hasNextPage hasPreviousPage startCursor endCursor',
  ProductVariant: `id legacyResourceId sku barcode title displayName price taxable inventoryPolicy inventoryQuantity product:Product
    inventoryItem:InventoryItem`,
  Product: 'id title status vendor',
  InventoryItem: `id legacyResourceId sku tracked requiresShipping createdAt updatedAt duplicateSkuCount variant:ProductVariant variants+:ProductVariant
    inventoryLevel(locationId includeInactive):InventoryLevel inventoryLevels(query reverse includeInactive)+:InventoryLevel`,
  InventoryLevel: 'id isActive createdAt updatedAt location:Location item:InventoryItem quantities(names):InventoryQuantity',
  InventoryQuantity: 'id name quantity updatedAt',
  Location: `id legacyResourceId name isActive fulfillsOnlineOrders hasActiveInventory shipsInventory isFulfillmentService
    inventoryLevels(query reverse includeInactive)+:InventoryLevel`,
  Job: 'id done',
  OrderCreatePayload: 'order:Order userErrors:OrderCreateUserError',
  OrderCreateUserError: 'field message code',
  MetafieldDefinitionCreatePayload: 'createdDefinition:MetafieldDefinition userErrors:MetafieldDefinitionCreateUserError',
  MetafieldDefinitionCreateUserError: 'field message code',
  MetafieldDefinition:
    'id name namespace key description ownerType type:MetafieldDefinitionType capabilities:MetafieldCapabilities',
  MetafieldDefinitionType: 'name category',
  MetafieldCapabilities: 'uniqueValues:MetafieldCapabilityUniqueValues adminFilterable:MetafieldCapabilityAdminFilterable',
  MetafieldCapabilityUniqueValues: 'enabled eligible',
  MetafieldCapabilityAdminFilterable: 'enabled eligible',
  TagsAddPayload: 'node:Node userErrors:UserError',
  TagsRemovePayload: 'node:Node userErrors:UserError',
  OrderUpdatePayload: 'order:Order userErrors:UserError',
  OrderCancelPayload: 'job:Job orderCancelUserErrors:OrderCancelUserError userErrors:UserError',
  OrderCancelUserError: 'field message code',
  UserError: 'field message',
  ...LIFE_OUTPUT,
};
/** Interfaces that a type may be asked through, and what stands behind them here. */
export const BEHIND: Readonly<Record<string, string>> = { Node: 'Order', ReturnLineItemType: 'ReturnLineItem' };

/** Input objects; the arguments of root fields (`Mutation.orderCreate`) and of connections. */
export const INPUT: Readonly<Record<string, string>> = {
  'QueryRoot.order': 'id:ID!',
  'QueryRoot.orderByIdentifier': 'identifier:OrderIdentifierInput!',
  'QueryRoot.productVariant': 'id:ID!',
  'QueryRoot.inventoryItem': 'id:ID!',
  'QueryRoot.job': 'id:ID!',
  'Mutation.orderCreate': 'order:OrderCreateOrderInput! options:OrderCreateOptionsInput',
  'Mutation.metafieldDefinitionCreate': 'definition:MetafieldDefinitionInput!',
  'Mutation.tagsAdd': 'id:ID! tags:[String!]!',
  'Mutation.tagsRemove': 'id:ID! tags:[String!]!',
  'Mutation.orderUpdate': 'input:OrderInput!',
  'Mutation.orderCancel':
    'orderId:ID! reason:OrderCancelReason! restock:Boolean! refund:Boolean refundMethod:OrderCancelRefundMethodInput notifyCustomer:Boolean staffNote:String',
  connection: `first:Int last:Int after:String before:String query:String reverse:Boolean sortKey:String savedSearchId:ID includeInactive:Boolean
    includeLegacy:Boolean includeRemovals:Boolean namespace:String keys:[String!]`,
  OrderIdentifierInput: 'id:ID customId:UniqueMetafieldValueInput',
  UniqueMetafieldValueInput: 'namespace:String key:String! value:String!',
  OrderCreateOptionsInput:
    'inventoryBehaviour:OrderCreateInputsInventoryBehavior sendReceipt:Boolean sendFulfillmentReceipt:Boolean',
  OrderCreateOrderInput: `billingAddress:MailingAddressInput buyerAcceptsMarketing:Boolean closedAt:DateTime companyLocationId:ID currency:CurrencyCode
    customAttributes:[OrderCreateCustomAttributeInput!] customer:OrderCreateCustomerInput customerId:ID discountCode:OrderCreateDiscountCodeInput
    email:String financialStatus:OrderCreateFinancialStatus fulfillment:OrderCreateFulfillmentInput fulfillmentStatus:OrderCreateFulfillmentStatus
    lineItems:[OrderCreateLineItemInput!] metafields:[MetafieldInput!] name:String note:String phone:String poNumber:String
    presentmentCurrency:CurrencyCode processedAt:DateTime referringSite:URL shippingAddress:MailingAddressInput
    shippingLines:[OrderCreateShippingLineInput!] sourceIdentifier:String sourceName:String sourceUrl:URL tags:[String!]
    taxLines:[OrderCreateTaxLineInput!] taxesIncluded:Boolean test:Boolean transactions:[OrderCreateOrderTransactionInput!] userId:ID`,
  OrderCreateLineItemInput: `fulfillmentService:String giftCard:Boolean priceSet:MoneyBagInput productId:ID properties:[OrderCreateLineItemPropertyInput!]
    quantity:Int! requiresShipping:Boolean sku:String taxLines:[OrderCreateTaxLineInput!] taxable:Boolean title:String variantId:ID
    variantTitle:String vendor:String weight:WeightInput`,
  // The schema says `rate: Decimal!`; the contract has the user error TAX_LINE_RATE_MISSING for it, so its absence gets that far.
  OrderCreateTaxLineInput: 'channelLiable:Boolean priceSet:MoneyBagInput rate:Decimal title:String!',
  OrderCreateShippingLineInput:
    'code:String priceSet:MoneyBagInput! source:String taxLines:[OrderCreateTaxLineInput!] title:String!',
  OrderCreateOrderTransactionInput: `amountSet:MoneyBagInput! authorizationCode:String deviceId:ID gateway:String giftCardId:ID kind:OrderTransactionKind
    locationId:ID processedAt:DateTime receiptJson:JSON status:OrderTransactionStatus test:Boolean userId:ID`,
  OrderCreateCustomAttributeInput: 'key:String! value:String!',
  AttributeInput: 'key:String! value:String!',
  OrderCreateLineItemPropertyInput: 'name:String! value:String!',
  OrderCreateCustomerInput:
    'toAssociate:OrderCreateAssociateCustomerAttributesInput toUpsert:OrderCreateUpsertCustomerAttributesInput',
  OrderCreateAssociateCustomerAttributesInput: 'id:ID email:String',
  OrderCreateUpsertCustomerAttributesInput:
    'addresses:Unread email:String firstName:String id:ID lastName:String multipassIdentifier:String note:String phone:String tags:[String!] taxExempt:Boolean',
  OrderCreateDiscountCodeInput:
    'freeShippingDiscountCode:OrderCreateFreeShippingDiscountCodeAttributesInput itemFixedDiscountCode:OrderCreateFixedDiscountCodeAttributesInput itemPercentageDiscountCode:OrderCreatePercentageDiscountCodeAttributesInput',
  OrderCreateFreeShippingDiscountCodeAttributesInput: 'code:String!',
  OrderCreateFixedDiscountCodeAttributesInput: 'code:String! amountSet:MoneyBagInput',
  OrderCreatePercentageDiscountCodeAttributesInput: 'code:String! percentage:Float',
  OrderCreateFulfillmentInput:
    'locationId:ID! notifyCustomer:Boolean originAddress:Unread shipmentStatus:Unread trackingCompany:String trackingNumber:String trackingNumbers:[String!]',
  WeightInput: 'unit:WeightUnit! value:Float!',
  MoneyBagInput: 'presentmentMoney:MoneyInput shopMoney:MoneyInput!',
  MoneyInput: 'amount:Decimal! currencyCode:CurrencyCode!',
  MetafieldInput: 'id:ID key:String namespace:String type:String value:String',
  MailingAddressInput:
    'address1:String address2:String city:String company:String country:String countryCode:CountryCode firstName:String id:ID lastName:String phone:String province:String provinceCode:String zip:String',
  MetafieldDefinitionInput: `access:Unread capabilities:MetafieldCapabilityCreateInput constraints:Unread description:String key:String! name:String!
    namespace:String ownerType:MetafieldOwnerType! pin:Boolean type:String! useAsCollectionCondition:Boolean validations:Unread`,
  MetafieldCapabilityCreateInput:
    'adminFilterable:Unread uniqueValues:Unread smartCollectionCondition:Unread cartToOrderCopyable:Unread analyticsQueryable:Unread',
  OrderInput: `customAttributes:[AttributeInput!] email:String id:ID! localizationExtensions:Unread localizedFields:Unread
    metafields:[MetafieldInput!] note:String phone:String poNumber:String shippingAddress:MailingAddressInput tags:[String!]`,
  OrderCancelRefundMethodInput: 'originalPaymentMethodsRefund:Boolean storeCreditRefund:Unread',
  ...LIFE_INPUT,
};

/** Enumerations of the inputs. */
export const ENUMS: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    OrderCreateInputsInventoryBehavior: 'BYPASS DECREMENT_IGNORING_POLICY DECREMENT_OBEYING_POLICY',
    OrderCreateFinancialStatus: 'AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED',
    OrderCreateFulfillmentStatus: 'FULFILLED PARTIAL RESTOCKED',
    OrderTransactionKind: 'AUTHORIZATION CAPTURE CHANGE EMV_AUTHORIZATION REFUND SALE SUGGESTED_REFUND VOID',
    OrderTransactionStatus: 'AWAITING_RESPONSE ERROR FAILURE PENDING SUCCESS UNKNOWN',
    WeightUnit: 'GRAMS KILOGRAMS OUNCES POUNDS',
    OrderCancelReason: 'CUSTOMER DECLINED FRAUD INVENTORY OTHER STAFF',
    MetafieldOwnerType:
      'API_PERMISSION ARTICLE BLOG CARTTRANSFORM COLLECTION COMPANY COMPANY_LOCATION CUSTOMER DELIVERY_CUSTOMIZATION DISCOUNT DRAFTORDER FULFILLMENT_CONSTRAINT_RULE GIFT_CARD_TRANSACTION LOCATION MARKET MEDIA_IMAGE ORDER ORDER_ROUTING_LOCATION_RULE PAGE PAYMENT_CUSTOMIZATION PRODUCT PRODUCTVARIANT SELLING_PLAN SHOP TRANSFER VALIDATION',
    ...LIFE_ENUMS,
  }).map(([name, values]) => [name, new Set(values.split(/\s+/))]),
);

/** Input objects of which exactly one member may be given. */
export const ONE_OF = new Set([
  'OrderIdentifierInput',
  'OrderCreateCustomerInput',
  'OrderCancelRefundMethodInput',
  ...LIFE_ONE_OF,
]);

const CONNECTION_ARGS = ['first', 'last', 'after', 'before'];

function fieldsOf(text: string): ReadonlyMap<string, FieldShape> {
  const found = text.matchAll(/(\w+)(?:\(([\w\s]*)\))?(\+)?(?::(\w+))?/g);
  return new Map(
    [...found].map(([, name = '', args = '', plus, type]) => {
      const names = args.split(/\s+/).filter((arg) => arg !== '');
      return [
        name,
        { type: type ?? null, connection: plus === '+', args: new Set(plus ? [...names, ...CONNECTION_ARGS] : names) },
      ];
    }),
  );
}
const outputs = new Map(Object.entries(OUTPUT).map(([type, text]) => [type, fieldsOf(text)]));
const connections = new Map<string, ReadonlyMap<string, FieldShape>>();
const scalar: FieldShape = { type: null, connection: false, args: new Set() };

/** The fields of a type; of `XConnection` and `XEdge` for every X. Undefined where the type is unknown. */
export function outputOf(type: string): ReadonlyMap<string, FieldShape> | undefined {
  const known = outputs.get(type) ?? connections.get(type);
  if (known) return known;
  const [, item, kind] = /^(\w+?)(Connection|Edge)$/.exec(type) ?? [];
  if (item === undefined || !outputs.has(item)) return undefined;
  const object = (of: string): FieldShape => ({ type: of, connection: false, args: new Set() });
  const made = new Map<string, FieldShape>(
    kind === 'Edge'
      ? [
          ['cursor', scalar],
          ['node', object(item)],
        ]
      : [
          ['nodes', object(item)],
          ['edges', object(`${item}Edge`)],
          ['pageInfo', object('PageInfo')],
        ],
  );
  connections.set(type, made);
  return made;
}

const inputs = new Map(
  Object.entries(INPUT).map(
    ([type, text]) => [type, new Map([...text.matchAll(/(\w+):(\S+)/g)].map(([, name = '', of = '']) => [name, of]))] as const,
  ),
);

/** Members of an input object with their types as GraphQL writes them; undefined where the name is none. */
export const inputOf = (type: string): ReadonlyMap<string, string> | undefined => inputs.get(type);
