/** The shop's variants with their inventory, and how they are found by SKU. One location. */

import { isoOf } from '../exchange';
import type { Args } from './coerce';
import { connection, connectionOf } from './connection';
import type { Thing } from './execute';
import { holds, readQuery, resembles, type Term, termsOf } from './search';

export interface Variant {
  readonly number: number;
  readonly sku: string;
  readonly title: string;
  readonly barcode: string | null;
  readonly policy: 'DENY' | 'CONTINUE';
  available: number;
  onHand: number;
  changedAt: number;
}
const STOCK = 1000;
export const gid = (type: string, number: number | string): string => `gid://shopify/${type}/${number}`;
export const numberIn = (id: string, type: string): number =>
  Number(new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(id)?.[1] ?? Number.NaN);

const LOCATION: Thing = {
  __typename: 'Location',
  id: gid('Location', 71001),
  legacyResourceId: '71001',
  name: 'Warehouse',
  isActive: true,
  fulfillsOnlineOrders: true,
  hasActiveInventory: true,
  shipsInventory: true,
  isFulfillmentService: false,
};

export class Catalogue {
  knowsEverySku = true;
  /** SKUs that no variant has, even where every SKU is known. */
  readonly unknown = new Set<string>();
  private readonly variants: Variant[] = [];
  private readonly bySku = new Map<string, Variant[]>();

  /** Adds a variant and returns its id. A SKU may be given twice: SKUs are not unique. */
  addVariant(sku: string, more: Partial<Pick<Variant, 'title' | 'barcode'>> = {}): string {
    return gid('ProductVariant', this.add(sku, more).number);
  }

  private add(
    sku: string,
    { title = `Product ${sku}`, barcode = null }: Partial<Pick<Variant, 'title' | 'barcode'>> = {},
  ): Variant {
    const variant: Variant = {
      number: 43_000_000_001 + this.variants.length,
      sku,
      title,
      barcode,
      policy: 'DENY',
      available: STOCK,
      onHand: STOCK,
      changedAt: 0,
    };
    this.variants.push(variant);
    this.bySku.set(sku, [...(this.bySku.get(sku) ?? []), variant]);
    return variant;
  }

  /** The variant of a gid; undefined where there is none. */
  variant(id: string): Variant | undefined {
    const number = numberIn(id, 'ProductVariant');
    return this.variants[number - 43_000_000_001];
  }

  private found(query: string | null): readonly Variant[] {
    if (query === null || query.trim() === '') return this.standing();
    const asked = readQuery(query);
    // Who asks by SKU alone means them; who looks around for a word does not.
    if (this.knowsEverySku && termsOf(asked).every(({ field }) => field === 'sku')) {
      for (const { field, value } of termsOf(asked)) {
        if (field === 'sku' && value !== '' && !value.endsWith('*') && !this.unknown.has(value) && !this.bySku.has(value))
          this.add(value);
      }
    }
    const fulfils = (variant: Variant, { field, value }: Term): boolean => {
      if (field === 'sku') return resembles(variant.sku, value);
      if (field === 'id') return value === String(variant.number);
      if (field === 'barcode') return resembles(variant.barcode, value);
      if (field === 'title') return resembles(variant.title, value);
      if (field === null) return [variant.title, variant.sku, variant.barcode].some((text) => resembles(text, value));
      // An unknown filter is left out by the vendor, not refused.
      return true;
    };
    return this.standing().filter((variant) => holds(asked, (term) => fulfils(variant, term)));
  }
  private standing(): readonly Variant[] {
    return this.variants.filter((variant) => !this.unknown.has(variant.sku));
  }

  productVariants(args: Args): Thing {
    return connectionOf('ProductVariant', this.found(textArg(args.query)), args, keyOf, (variant) => this.view(variant));
  }
  inventoryItems(args: Args): Thing {
    return connectionOf('InventoryItem', this.found(textArg(args.query)), args, keyOf, (variant) => this.item(variant));
  }
  inventoryItem(args: Args): Thing | null {
    const number = numberIn(String(args.id), 'InventoryItem');
    const variant = this.variants.find((one) => itemNumber(one) === number);
    return variant ? this.item(variant) : null;
  }
  locations(args: Args): Thing {
    return connection('Location', [LOCATION], args);
  }

  view(variant: Variant): Thing {
    return {
      __typename: 'ProductVariant',
      id: gid('ProductVariant', variant.number),
      legacyResourceId: String(variant.number),
      sku: variant.sku,
      barcode: variant.barcode,
      title: 'Default Title',
      displayName: `${variant.title} - Default Title`,
      price: '19.90',
      taxable: true,
      inventoryPolicy: variant.policy,
      inventoryQuantity: variant.available,
      product: {
        __typename: 'Product',
        id: gid('Product', variant.number - 33_000_000_000),
        title: variant.title,
        status: 'ACTIVE',
        vendor: 'Example Shop',
      },
      inventoryItem: () => this.item(variant),
    };
  }

  private item(variant: Variant): Thing {
    const level = (): Thing => this.level(variant);
    return {
      __typename: 'InventoryItem',
      id: gid('InventoryItem', itemNumber(variant)),
      legacyResourceId: String(itemNumber(variant)),
      sku: variant.sku,
      tracked: true,
      requiresShipping: true,
      duplicateSkuCount: (this.bySku.get(variant.sku)?.length ?? 1) - 1,
      variant: () => this.view(variant),
      variants: (args: Args) => connection('ProductVariant', [this.view(variant)], args),
      inventoryLevel: (args: Args) => (args.locationId === LOCATION.id ? level() : null),
      inventoryLevels: (args: Args) => connection('InventoryLevel', [level()], args),
    };
  }

  private level(variant: Variant): Thing {
    const committed = variant.onHand - variant.available;
    const held: Readonly<Record<string, number>> = {
      available: variant.available,
      on_hand: variant.onHand,
      committed,
      incoming: 0,
      reserved: 0,
      damaged: 0,
      safety_stock: 0,
      quality_control: 0,
    };
    return {
      __typename: 'InventoryLevel',
      id: `${gid('InventoryLevel', 91_000_000_000 + itemNumber(variant))}?inventory_item_id=${itemNumber(variant)}`,
      updatedAt: isoOf(variant.changedAt),
      location: LOCATION,
      item: () => this.item(variant),
      quantities: ({ names }: Args) =>
        (Array.isArray(names) ? names : [])
          .filter((name) => String(name) in held)
          .map((name): Thing => ({ __typename: 'InventoryQuantity', name, quantity: held[String(name)], updatedAt: null })),
    };
  }
}
const textArg = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const keyOf = (variant: Variant): string => String(variant.number);
const itemNumber = (variant: Variant): number => variant.number + 1_000_000_000;
