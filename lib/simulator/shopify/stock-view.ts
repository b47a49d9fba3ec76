/** Locations, inventory items and levels as GraphQL shows them. */
import { isoOf } from '../exchange';
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { Thing } from './execute';
import { gid, numberIn } from './ids';
import { dated, holds, readQuery, type Term } from './search';
import { changedAtOf, itemNumber, type Level, type Location, levelId, type Variant } from './stock';

export const locationView = (location: Location): Thing => ({
  __typename: 'Location',
  id: gid('Location', location.number),
  legacyResourceId: String(location.number),
  name: location.name,
  isActive: true,
  fulfillsOnlineOrders: true,
  hasActiveInventory: true,
  shipsInventory: true,
  isFulfillmentService: false,
});

/** A location with what is stocked there: `stocked` are the variants, `item` shows one's inventory item. */
export const stockedView = (location: Location, stocked: () => readonly Variant[], item: (variant: Variant) => Thing): Thing => ({
  ...locationView(location),
  inventoryLevels: (args: Args) => {
    const there = stocked().flatMap((variant) => {
      const level = variant.levels.get(location.number);
      return level && isAsked(level, args) ? [{ variant, level }] : [];
    });
    return connectionOf(
      'InventoryLevel',
      there,
      args,
      ({ variant }) => String(variant.number),
      ({ variant, level }) => levelView(variant, level, () => item(variant)),
    );
  },
});
/** Whether a level is among those of a query. */
function isAsked(level: Level, { query }: Args): boolean {
  const fulfils = (term: Term): boolean => term.field !== 'updated_at' || dated(level.changedAt, term);
  return holds(readQuery(typeof query === 'string' ? query : ''), fulfils);
}

/** An inventory item; `duplicates` are the other variants with its SKU, `view` shows its variant. */
export function itemView(variant: Variant, duplicates: number, view: (variant: Variant) => Thing): Thing {
  const shown = (level: Level): Thing => levelView(variant, level, () => itemView(variant, duplicates, view));
  return {
    __typename: 'InventoryItem',
    id: gid('InventoryItem', itemNumber(variant)),
    legacyResourceId: String(itemNumber(variant)),
    sku: variant.sku,
    tracked: true,
    requiresShipping: true,
    createdAt: isoOf(0),
    updatedAt: isoOf(changedAtOf(variant)),
    duplicateSkuCount: duplicates,
    variant: () => view(variant),
    variants: (args: Args) => connectionOf('ProductVariant', [variant], args, (one) => String(one.number), view),
    inventoryLevel: ({ locationId }: Args) => {
      const level = variant.levels.get(numberIn(String(locationId), 'Location'));
      return level ? shown(level) : null;
    },
    inventoryLevels: (args: Args) => {
      const levels = [...variant.levels.values()].filter((level) => isAsked(level, args));
      return connectionOf('InventoryLevel', levels, args, ({ location }) => String(location.number), shown);
    },
  };
}

export function levelView(variant: Variant, level: Level, item: () => Thing): Thing {
  const held: Readonly<Record<string, number>> = {
    available: level.available,
    on_hand: level.onHand,
    committed: level.onHand - level.available,
    incoming: 0,
    reserved: 0,
    damaged: 0,
    safety_stock: 0,
    quality_control: 0,
  };
  return {
    __typename: 'InventoryLevel',
    id: levelId(variant, level),
    isActive: true,
    createdAt: isoOf(level.createdAt),
    updatedAt: isoOf(level.changedAt),
    location: () => locationView(level.location),
    item,
    quantities: ({ names }: Args) =>
      (Array.isArray(names) ? names : [])
        .map(String)
        .filter((name) => name in held)
        .map(
          (name): Thing => ({
            __typename: 'InventoryQuantity',
            id: gid('InventoryQuantity', `${level.location.number}?inventory_item_id=${itemNumber(variant)}&name=${name}`),
            name,
            quantity: held[name],
            updatedAt: isoOf(level.changedAt),
          }),
        ),
  };
}
