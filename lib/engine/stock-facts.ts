import type { Ledger } from '../ledger/port';
import { type AccountId, type OrderKey, ownKey } from '../model/order';
import { open, undecided } from '../model/quantities';
import type { Instant, Ms, OrderRecord } from '../model/record';
import { stateOf } from '../model/state';
import { rowsFor, type Shelf, type Shelves, type StockLevel, type StockPart, type StockRow, shelvesOf } from '../model/stock';
import type { Offered } from '../platforms/port';
import type { PushStockArgs, StockFact, StockRefusal, StockWay } from '../platforms/stock';
import { shelfOf, wholeSince } from './tables';
import { creationOf, leftOut } from './verb';

type Books = Pick<Ledger, 'keep' | 'kept' | 'orders'>;
/** What a marketplace was told last of an offer, or of one of its warehouses. */
export interface Told {
  readonly quantity: number;
  readonly at: Instant;
  /** It did not take it. */
  readonly refused?: string;
}
const MINUTE: Ms = 60_000;
/** Numbers that one push tells. */
const MOST_ROWS = 10_000;
const MOST_OFFERS_ANEW = 50;
/** What was refused is tried again by itself after so long. */
const REFUSED_FOR: Ms = 24 * 60 * MINUTE;
/** The clocks of two systems. */
const APART: Ms = 2 * MINUTE;
/** Where the shop's stock does not follow an order that was made in it, that order holds nothing back for longer. */
const MADE_FOR: Ms = 10 * MINUTE;
const PAGE = 200;

export const rowKey = ({ sku, warehouse }: StockRow): string => (warehouse === undefined ? sku : `${sku}@${warehouse}`);
export const toldTo = (ledger: Pick<Ledger, 'keep' | 'kept'>, account: AccountId) => shelfOf<Told>(ledger, 'told', account);
export const wayOf = (account: AccountId): string => `told/${account}/by`;

/** What is to be told of stock now. A text: it cannot be said yet. */
export async function stockFact(
  ledger: Books,
  args: Omit<PushStockArgs, 'fact'>,
  retriedAt: Instant,
  now: Instant,
): Promise<StockFact | { readonly unknown: string } | string> {
  const { store, account } = args;
  const offersOf = await wholeSince(ledger, 'offers', account);
  if (offersOf === null) return 'its offers are read';
  if ((await wholeSince(ledger, 'stock', store)) === null) return 'the stock is read';
  const [levels, offers, told, map, by] = await Promise.all([
    shelfOf<StockLevel>(ledger, 'stock', store).all(),
    shelfOf<Offered>(ledger, 'offers', account).all(),
    toldTo(ledger, account).all(),
    ledger.kept('map/sku'),
    ledger.kept(wayOf(account)),
  ]);
  const shelves = shelvesOf([...levels.values()].map(({ value }) => value));
  const skus = new Skus(shelves, (map?.value ?? {}) as Readonly<Record<string, unknown>>);
  const places = new Set([...levels.values()].flatMap(({ value: { location, place } }) => [location, place]));
  const unknown = [...args.locations, ...Object.keys(args.warehouses)].find((name) => !places.has(name));
  // Without it every number would be too low, down to nothing.
  if (unknown !== undefined) return { unknown };
  const promised = await promisedOf(ledger, store, skus, now);
  const apart: StockRefusal[] = [];
  const changed: StockRow[] = [];
  let units = 0;
  for (const [sku, { value: offered, seen }] of offers) {
    const parts = skus.partsOf(sku);
    if (parts === 'several') {
      apart.push({ sku, reason: 'it stands for several variants in the shop: say in the map of SKUs which one it is' });
      continue;
    }
    const before = (row: StockRow): Told | undefined => told.get(rowKey(row))?.value;
    if (parts.length === 0) {
      // It was told of before, and is in the shop no more.
      if ((before({ sku, quantity: 0 })?.quantity ?? 0) > 0) changed.push({ sku, quantity: 0 });
      continue;
    }
    const held = (shelf: Shelf): number => promised.get(shelf.item) ?? 0;
    const rows = rowsFor(sku, parts, shelves, args, held);
    units += parts.reduce((sum, { variant }) => sum + (promised.get(shelves.byVariant.get(variant)?.item ?? '') ?? 0), 0);
    const refused = rows.flatMap((row) => before(row) ?? []).find((one) => one.refused !== undefined);
    const again = rows.some((row) => before(row)?.quantity !== row.quantity);
    if (refused?.refused !== undefined && !again && refused.at > retriedAt && now - refused.at < REFUSED_FOR) {
      apart.push({ sku, reason: refused.refused });
      continue;
    }
    const stands = (row: StockRow): number | undefined => {
      const last = before(row);
      const asOffered = row.warehouse === undefined ? offered.quantity : offered.warehouses[row.warehouse];
      const known = last?.refused === undefined ? last : undefined;
      return known && Date.parse(seen) <= known.at + APART ? known.quantity : asOffered;
    };
    // Numbers of one offer go together: a warehouse that is not named might count as emptied.
    if (rows.some((row) => stands(row) !== row.quantity)) changed.push(...rows);
  }
  const way = by && now - by.at < REFUSED_FOR ? (by.value as StockWay) : 'file';
  const rows = atOnce(changed, way === 'file' ? MOST_ROWS : MOST_OFFERS_ANEW);
  return { rows, by: way, apart, left: changed.length - rows.length, promised: units };
}
/** As many as go together; the numbers of one offer are not parted. */
function atOnce(rows: readonly StockRow[], most: number): readonly StockRow[] {
  let end = Math.min(most, rows.length);
  while (end < rows.length && end > 0 && rows[end - 1]?.sku === rows[end]?.sku) end += 1;
  return rows.slice(0, end);
}

/** What a marketplace's SKU is in the shop: by the map, else the one item of that SKU. */
class Skus {
  constructor(
    private readonly shelves: Shelves,
    private readonly map: Readonly<Record<string, unknown>>,
  ) {}
  shelfOf(variant: string): Shelf | undefined {
    return this.shelves.byVariant.get(variant);
  }
  partsOf(sku: string): readonly StockPart[] | 'several' {
    const mapped = Object.hasOwn(this.map, sku) ? partsIn(this.map[sku]) : undefined;
    if (mapped) return mapped;
    const [only, ...others] = this.shelves.bySku.get(sku) ?? [];
    if (others.length > 0) return 'several';
    const variant = only?.variants[0];
    return variant === undefined ? [] : [{ variant, quantity: 1 }];
  }
}
/** As the map of SKUs holds it: a variant's id, one part, or the parts of a bundle; `custom` is nothing that is stocked. */
function partsIn(value: unknown): readonly StockPart[] | undefined {
  if (value === 'custom') return [];
  const parts = (Array.isArray(value) ? value : [value]).map((one): StockPart | undefined => {
    if (typeof one === 'string') return { variant: one, quantity: 1 };
    const { variantId, quantity = 1 } = (one ?? {}) as { readonly variantId?: unknown; readonly quantity?: unknown };
    return typeof variantId === 'string' && Number.isInteger(quantity) && Number(quantity) > 0
      ? { variant: variantId, quantity: Number(quantity) }
      : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/**
 * Units that a marketplace has sold and the shop's levels do not show yet, by item: of orders that are to be made in the shop, and
 * of those that were made since the levels were read. Without this a change told in between would sell them twice.
 */
async function promisedOf(ledger: Books, store: AccountId, skus: Skus, now: Instant): Promise<ReadonlyMap<string, number>> {
  const units = new Map<string, number>();
  for (let after: OrderKey | undefined; ; ) {
    const orders = await ledger.orders(PAGE, after, true);
    for (const order of orders) {
      for (const { sku, quantity, since } of soldIn(order, store, now)) {
        const parts = skus.partsOf(sku);
        for (const part of parts === 'several' ? [] : parts) {
          const shelf = skus.shelfOf(part.variant);
          if (shelf && !(since !== undefined && shelf.changedAt >= since))
            units.set(shelf.item, (units.get(shelf.item) ?? 0) + quantity * part.quantity);
        }
      }
    }
    after = orders.at(-1)?.key;
    if (orders.length < PAGE) return units;
  }
}
interface Sold {
  readonly sku: string;
  readonly quantity: number;
  /** When it was sent to the shop; a level that changed since shows it. */
  readonly since?: Instant;
}
const BEFORE_SHIPPING = ['awaiting_acceptance', 'awaiting_payment', 'ready_to_ship'];
function soldIn(order: OrderRecord, store: AccountId, now: Instant): readonly Sold[] {
  if (order.key === ownKey(order.account)) return [];
  const state = stateOf(order);
  if (!state.eligible || leftOut(order, 'order.create', creationOf(order))) return [];
  const making = Object.values(order.effects).find((effect) => effect.verb === 'order.create');
  const sent = making?.writes.find((write) => write.answer !== undefined)?.attempt.at;
  const args = making?.args as { readonly stock?: string } | undefined;
  if (state.bound) {
    const shows = state.bound.store !== store || args?.stock === 'bypass' || sent === undefined || now - sent > MADE_FOR;
    if (shows) return [];
  } else if (!BEFORE_SHIPPING.includes(state.stage)) return [];
  return state.merchantLines.flatMap((line): Sold[] => {
    const counted = state.quantities[line.id];
    const quantity = counted ? open(counted) + undecided(counted) : line.quantity;
    return quantity > 0
      ? [{ sku: line.sku.source, quantity, ...(state.bound && sent !== undefined ? { since: sent } : {}) }]
      : [];
  });
}
