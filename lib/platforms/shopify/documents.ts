/**
 * Every GraphQL document we send to Shopify, with the points it asks for. Selections are the smallest that answer the
 * question: what is not selected cannot fail (contracts/shopify §3.5). A test validates each against the vendor's schema.
 */
import type { Pace, Request } from '../../model/call';
import type { AccountId } from '../../model/order';
import { API_VERSION } from './mapping';

export interface Document {
  readonly name: string;
  /** The field of the query or mutation: the call's name, and where its answer stands. */
  readonly call: string;
  readonly text: string;
  /** Points by the model of contracts/shopify §2: an object 1, a connection 2 + f(first) × (1 + node), a mutation 10. */
  readonly cost: number;
  readonly writes: boolean;
}

const MADE = 'id name totalPriceSet { presentmentMoney { amount currencyCode } }';

export const documents = {
  orderByKey: {
    name: 'OrderByKey',
    call: 'orderByIdentifier',
    cost: 1,
    writes: false,
    text: `query OrderByKey($namespace: String!, $key: String!, $value: String!) {
  orderByIdentifier(identifier: { customId: { namespace: $namespace, key: $key, value: $value } }) { ${MADE} }
}`,
  },
  ordersBySource: {
    name: 'OrdersBySource',
    call: 'orders',
    cost: 10,
    writes: false,
    text: `query OrdersBySource($query: String!, $namespace: String!, $key: String!) {
  orders(first: 10, query: $query) {
    nodes { ${MADE} sourceIdentifier metafield(namespace: $namespace, key: $key) { value } }
  }
}`,
  },
  ordersByNumber: {
    name: 'OrdersByNumber',
    call: 'orders',
    cost: 10,
    writes: false,
    text: `query OrdersByNumber($query: String!, $namespace: String!, $key: String!) {
  orders(first: 10, query: $query) {
    nodes { id name sourceIdentifier tags metafield(namespace: $namespace, key: $key) { value } }
  }
}`,
  },
  orderById: {
    name: 'OrderById',
    call: 'order',
    cost: 1,
    writes: false,
    text: `query OrderById($id: ID!) {
  order(id: $id) { ${MADE} }
}`,
  },
  markOrder: {
    name: 'MarkOrder',
    call: 'metafieldsSet',
    cost: 10,
    writes: true,
    text: `mutation MarkOrder($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { id }
    userErrors { field message code }
  }
}`,
  },
  variantsBySku: {
    name: 'VariantsBySku',
    call: 'productVariants',
    cost: 11,
    writes: false,
    text: `query VariantsBySku($query: String!, $after: String) {
  productVariants(first: 100, after: $after, query: $query) {
    nodes { id sku displayName }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  findVariants: {
    name: 'FindVariants',
    call: 'productVariants',
    cost: 7,
    writes: false,
    text: `query FindVariants($query: String!) {
  productVariants(first: 20, query: $query) {
    nodes { id sku barcode displayName }
  }
}`,
  },
  orderCreate: {
    name: 'OrderCreate',
    call: 'orderCreate',
    cost: 10,
    writes: true,
    text: `mutation OrderCreate($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) {
    order { ${MADE} }
    userErrors { field message code }
  }
}`,
  },
  defineSourceOrder: {
    name: 'DefineSourceOrder',
    call: 'metafieldDefinitionCreate',
    cost: 10,
    writes: true,
    text: `mutation DefineSourceOrder($definition: MetafieldDefinitionInput!) {
  metafieldDefinitionCreate(definition: $definition) {
    createdDefinition { id }
    userErrors { field message code }
  }
}`,
  },
  shop: {
    name: 'Shop',
    call: 'shop',
    cost: 2,
    writes: false,
    text: `query Shop {
  shop { id name myshopifyDomain currencyCode plan { publicDisplayName partnerDevelopment } }
}`,
  },
  connection: {
    name: 'Connection',
    call: 'currentAppInstallation',
    cost: 3,
    writes: false,
    text: `query Connection {
  currentAppInstallation { accessScopes { handle } }
  publicApiVersions { handle supported }
}`,
  },
  locations: {
    name: 'Locations',
    call: 'locations',
    cost: 9,
    writes: false,
    text: `query Locations($after: String) {
  locations(first: 50, after: $after) {
    nodes { id name }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
} as const satisfies Record<string, Document>;

/** A document as a request: one POST to the pinned version. */
export function graphql(
  account: AccountId,
  document: Document,
  variables: Readonly<Record<string, unknown>>,
  more: readonly Pace[] = [],
): Request {
  return {
    account,
    call: document.call,
    method: 'POST',
    path: `/admin/api/${API_VERSION}/graphql.json`,
    body: { query: document.text, variables, operationName: document.name },
    writes: document.writes,
    paces: [{ by: 'points', cost: document.cost }, ...more],
  };
}
