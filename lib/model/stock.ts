/** How many units of an offer a marketplace is told: from a shop's levels, by a node's policy. Pure. */
import type { Iso } from './order';

/** What a shop has of one item at one location. `available` may be negative: sold below nothing. */
export interface StockLevel {
  /** The shop's own id of what is stocked; several variants may share it. */
  readonly item: string;
  readonly sku: string;
  readonly variants: readonly string[];
  /** The location's id and its name. */
  readonly location: string;
  readonly place: string;
  /** Without it quantities mean nothing: there is as much as is wanted, and nothing is told. */
  readonly tracked: boolean;
  readonly available: number;
  /** When it last changed, by the shop's clock. */
  readonly at: Iso;
}
/** One unit of what is offered is so many of this variant. */
export interface StockPart {
  readonly variant: string;
  readonly quantity: number;
}
export interface StockPolicy {
  /** Which locations count, by id or by name; none named: all of them. */
  readonly locations: readonly string[];
  /** Location, by id or by name → the marketplace's code of a warehouse; none: all locations are told as one number. */
  readonly warehouses: Readonly<Record<string, string>>;
  /** Units that are held back of every number that is told. */
  readonly buffer: number;
  /** With so many or fewer there are none. */
  readonly reserve: number;
}
/** A number that the marketplace is to be told of an offer, as a whole or at one of its warehouses. */
export interface StockRow {
  readonly sku: string;
  readonly quantity: number;
  readonly warehouse?: string;
}
/** Vendors count in 32 bits, and the file of stock has nine digits. */
const MOST = 999_999_999;

/** Items by the ids of their variants and by SKU, each with its levels. */
export interface Shelves {
  readonly byVariant: ReadonlyMap<string, Shelf>;
  readonly bySku: ReadonlyMap<string, readonly Shelf[]>;
}
export interface Shelf {
  readonly item: string;
  readonly variants: readonly string[];
  readonly tracked: boolean;
  readonly at: ReadonlyMap<string, { readonly place: string; readonly available: number }>;
  /** When any of its levels last changed; milliseconds by the shop's clock. */
  readonly changedAt: number;
}
export function shelvesOf(levels: Iterable<StockLevel>): Shelves {
  const items = new Map<
    string,
    { shelf: Shelf & { changedAt: number }; at: Map<string, { place: string; available: number }>; sku: string }
  >();
  for (const level of levels) {
    const changed = Date.parse(level.at);
    const known = items.get(level.item);
    if (known) {
      known.at.set(level.location, level);
      known.shelf.changedAt = Math.max(known.shelf.changedAt, changed);
      continue;
    }
    const at = new Map([[level.location, level]]);
    const { item, variants, tracked, sku } = level;
    items.set(item, { shelf: { item, variants, tracked, at, changedAt: changed }, at, sku });
  }
  const byVariant = new Map<string, Shelf>();
  const bySku = new Map<string, Shelf[]>();
  for (const { shelf, sku } of items.values()) {
    for (const variant of shelf.variants) byVariant.set(variant, shelf);
    if (sku !== '') bySku.set(sku, [...(bySku.get(sku) ?? []), shelf]);
  }
  return { byVariant, bySku };
}

/**
 * What is told of one offer: never below zero, a bundle by its least part. Empty where nothing can be said (no part of it is
 * tracked). `promised`: units of a variant's item that are sold and that the shop does not know of yet.
 */
export function rowsFor(
  sku: string,
  parts: readonly StockPart[],
  { byVariant }: Shelves,
  policy: StockPolicy,
  promised: (shelf: Shelf) => number,
): readonly StockRow[] {
  const units = (counts: (...names: [id: string, place: string]) => boolean): number | null => {
    const each = partsOf(parts).map(([variant, quantity]) => {
      const shelf = byVariant.get(variant);
      // What is in the shop no more cannot be sold any more.
      if (!shelf) return 0;
      if (!shelf.tracked) return Number.POSITIVE_INFINITY;
      let there = -promised(shelf);
      for (const [id, { place, available }] of shelf.at) if (counts(id, place)) there += available;
      return Math.floor(there / quantity);
    });
    const least = Math.min(...each);
    return Number.isFinite(least) ? told(least, policy) : null;
  };
  const tables = Object.entries(policy.warehouses);
  if (tables.length === 0) {
    const quantity = units((...names) => policy.locations.length === 0 || names.some((name) => policy.locations.includes(name)));
    return quantity === null ? [] : [{ sku, quantity }];
  }
  // Several locations may be one warehouse of the marketplace.
  return [...new Set(tables.map(([, code]) => code))].flatMap((warehouse): StockRow[] => {
    const quantity = units((...names) => names.some((name) => policy.warehouses[name] === warehouse));
    return quantity === null ? [] : [{ sku, quantity, warehouse }];
  });
}
function told(units: number, { buffer, reserve }: StockPolicy): number {
  return units <= reserve ? 0 : Math.min(MOST, Math.max(0, units - buffer));
}
/** A variant that stands twice in a bundle is needed twice. */
function partsOf(parts: readonly StockPart[]): [string, number][] {
  const needed = new Map<string, number>();
  for (const { variant, quantity } of parts) needed.set(variant, (needed.get(variant) ?? 0) + quantity);
  return [...needed];
}
