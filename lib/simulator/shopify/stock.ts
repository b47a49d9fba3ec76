/** Stock of variants at locations: available is offered, on hand lies there; what lies between is committed to orders. */
import { gid, numberIn } from './ids';

export interface Location {
  readonly number: number;
  readonly name: string;
}
export interface Level {
  readonly location: Location;
  readonly createdAt: number;
  available: number;
  onHand: number;
  changedAt: number;
}
export interface Variant {
  readonly number: number;
  readonly sku: string;
  readonly title: string;
  readonly barcode: string | null;
  readonly policy: 'DENY' | 'CONTINUE';
  /** Only where it is stocked; the first location first. */
  readonly levels: Map<number, Level>;
}
/** What a variant has at a location that it is first stocked at. */
export const STOCK = 1000;

/** What a shop's numbers of items and levels are made of. */
export const itemNumber = (variant: Variant): number => variant.number + 1_000_000_000;
export const levelId = (variant: Variant, { location }: Level): string =>
  `${gid('InventoryLevel', 91_000_000_000 + itemNumber(variant) + (location.number - 71_001) * 10_000_000_000)}?inventory_item_id=${itemNumber(variant)}`;

export const availableOf = (variant: Variant): number =>
  [...variant.levels.values()].reduce((sum, { available }) => sum + available, 0);
export const changedAtOf = (variant: Variant): number =>
  Math.max(0, ...[...variant.levels.values()].map(({ changedAt }) => changedAt));

/** Told whenever a level has changed, or is new. */
export type LevelListener = (variant: Variant, level: Level, isNew: boolean) => void;

/** The shop's locations, and every change of stock at them. */
export class Stock {
  readonly locations: Location[] = [{ number: 71_001, name: 'Warehouse' }];
  onChange: LevelListener = () => {};

  /** The first one: where custom items are shipped from. */
  get first(): Location {
    return this.locations[0] as Location;
  }
  /** Adds a location; nothing is stocked there yet. Returns its gid. */
  add(name: string): string {
    const location = { number: 71_001 + this.locations.length, name };
    this.locations.push(location);
    return gid('Location', location.number);
  }
  /** By gid or by name. */
  find(idOrName: string): Location | undefined {
    return this.locations.find((one) => one.number === numberIn(idOrName, 'Location') || one.name === idOrName);
  }
  level(variant: Variant, location: Location): Level | undefined {
    return variant.levels.get(location.number);
  }
  /** The variant is stocked here from now on. */
  activate(variant: Variant, location: Location, available: number, at: number): Level {
    const level: Level = { location, createdAt: at, available, onHand: available, changedAt: at };
    variant.levels.set(location.number, level);
    this.onChange(variant, level, true);
    return level;
  }
  /** Changes what a variant has at a location; nothing happens where it is not stocked. */
  change(
    variant: Variant | null,
    location: Location,
    by: { readonly available?: number; readonly onHand?: number },
    at: number,
  ): void {
    const level = variant?.levels.get(location.number);
    if (!variant || !level) return;
    level.available += by.available ?? 0;
    level.onHand += by.onHand ?? 0;
    level.changedAt = at;
    this.onChange(variant, level, false);
  }
}
