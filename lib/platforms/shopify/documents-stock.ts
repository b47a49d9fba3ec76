/** The GraphQL documents by which a shop's stock is read, location by location. contracts/shopify §7. */
import type { Document } from './documents';

const LEVELS = `nodes {
          updatedAt
          isActive
          item { id sku tracked variants(first: 3) { nodes { id } } }
          quantities(names: ["available"]) { name quantity }
        }
        pageInfo { hasNextPage endCursor }`;

export const stockDocuments = {
  /** Levels of ten locations that changed, fifty of each; what is left of one is read by `stockAt`. */
  stockChanged: {
    name: 'StockChanged',
    call: 'locations',
    cost: 210,
    writes: false,
    text: `query StockChanged($query: String, $after: String) {
  locations(first: 10, after: $after, includeLegacy: true) {
    nodes {
      id
      name
      inventoryLevels(first: 50, query: $query, includeInactive: true) {
        ${LEVELS}
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  stockAt: {
    name: 'StockAt',
    call: 'location',
    cost: 80,
    writes: false,
    text: `query StockAt($id: ID!, $query: String, $after: String) {
  location(id: $id) {
      id
      name
      inventoryLevels(first: 250, after: $after, query: $query, includeInactive: true) {
        ${LEVELS}
      }
  }
}`,
  },
} satisfies Record<string, Document>;
