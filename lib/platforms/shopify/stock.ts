/** A shop's stock as a table: what is available of each item at each location. contracts/shopify §7: `available` is what is offered. */
import { z } from 'zod';
import type { StockLevel } from '../../model/stock';
import type { Table, TableRow } from '../port';
import { graphql } from './documents';
import { stockDocuments } from './documents-stock';
import { SEARCH_LAG, STOCK_EVERY, STOCK_WHOLE_EVERY } from './mapping';

const level = z.looseObject({
  updatedAt: z.string(),
  isActive: z.boolean(),
  item: z.looseObject({
    id: z.string(),
    sku: z.string().nullish(),
    tracked: z.boolean(),
    variants: z.looseObject({ nodes: z.array(z.looseObject({ id: z.string() })) }).nullish(),
  }),
  quantities: z.array(z.looseObject({ name: z.string(), quantity: z.number().int() })),
});
const pageInfo = z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const location = z.looseObject({
  id: z.string(),
  name: z.string().default(''),
  inventoryLevels: z.looseObject({ nodes: z.array(level), pageInfo }),
});
const body = z.looseObject({
  locations: z.looseObject({ nodes: z.array(location), pageInfo }).optional(),
  // One that was deleted while its pages were read has nothing.
  location: location.nullish(),
});

/** What is still to be read of a sweep: further levels of some locations, then further locations. */
interface Mark {
  readonly at: readonly (readonly [location: string, after: string])[];
  readonly after: string | null;
}
const readMark = (mark: number | string): Mark =>
  typeof mark === 'string' ? (JSON.parse(mark) as Mark) : { at: [], after: null };

export const stock: Table = {
  table: 'stock',
  every: STOCK_EVERY,
  overlap: SEARCH_LAG,
  wholeEvery: STOCK_WHOLE_EVERY,
  drifts: false,
  tells: true,
  wanted: { verb: 'stock.push', event: 'stock.changed' },
  hinted: 'inventory item',
  page(account, _settings, from, mark) {
    const query = from === null ? null : `updated_at:>='${from}'`;
    const { at, after } = readMark(mark);
    const [more] = at;
    return more
      ? graphql(account, stockDocuments.stockAt, { id: more[0], query, after: more[1] })
      : graphql(account, stockDocuments.stockChanged, { query, after });
  },
  read(answer, mark) {
    const read = body.parse(answer);
    const before = readMark(mark);
    const nodes = read.locations?.nodes ?? (read.location ? [read.location] : []);
    const further = nodes.flatMap(({ id, inventoryLevels: { pageInfo: more } }): Mark['at'] =>
      more.hasNextPage && more.endCursor ? [[id, more.endCursor]] : [],
    );
    const at = [...further, ...before.at.slice(1)];
    const after = read.locations ? nextOf(read.locations.pageInfo) : before.after;
    return {
      rows: nodes.flatMap((at) => at.inventoryLevels.nodes.map((one) => rowOf(at, one))),
      next: at.length > 0 || after !== null ? JSON.stringify({ at, after } satisfies Mark) : null,
    };
  },
};
const nextOf = ({ hasNextPage, endCursor }: z.output<typeof pageInfo>): string | null =>
  hasNextPage ? (endCursor ?? null) : null;

/** An item that is no longer stocked at a location has nothing there. */
function rowOf(
  at: Pick<z.output<typeof location>, 'id' | 'name'>,
  { item, isActive, updatedAt, quantities }: z.output<typeof level>,
): TableRow {
  const value: StockLevel = {
    item: item.id,
    sku: item.sku ?? '',
    variants: item.variants?.nodes.map(({ id }) => id) ?? [],
    location: at.id,
    place: at.name,
    tracked: item.tracked,
    available: isActive ? (quantities.find(({ name }) => name === 'available')?.quantity ?? 0) : 0,
    at: updatedAt,
  };
  return { key: `${item.id}@${at.id}`, value };
}
