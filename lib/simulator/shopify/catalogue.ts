/** The shop's variants with their inventory, and how they are found by SKU. */
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { Thing } from './execute';
import { gid, numberIn } from './ids';
import { dated, holds, readQuery, resembles, type Term, termsOf } from './search';
import { availableOf, changedAtOf, itemNumber, type Location, STOCK, Stock, type Variant } from './stock';
import { itemView, stockedView } from './stock-view';

export class Catalogue {
  knowsEverySku = true;
  /** SKUs that no variant has, even where every SKU is known. */
  readonly unknown = new Set<string>();
  readonly stock = new Stock();
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
      levels: new Map(),
    };
    const { first } = this.stock;
    variant.levels.set(first.number, { location: first, createdAt: 0, available: STOCK, onHand: STOCK, changedAt: 0 });
    this.variants.push(variant);
    this.bySku.set(sku, [...(this.bySku.get(sku) ?? []), variant]);
    return variant;
  }

  /** The variant of a gid; undefined where there is none. */
  variant(id: string): Variant | undefined {
    const number = numberIn(id, 'ProductVariant');
    return this.variants[number - 43_000_000_001];
  }

  all(): readonly Variant[] {
    return this.variants;
  }
  /** The first variant of a SKU; made where every SKU is known. */
  ofSku(sku: string): Variant | undefined {
    return this.bySku.get(sku)?.[0] ?? (this.knowsEverySku && !this.unknown.has(sku) ? this.add(sku) : undefined);
  }
  /** The variant of an inventory item's gid. */
  ofItem(id: string): Variant | undefined {
    const number = numberIn(id, 'InventoryItem');
    return this.variants.find((one) => itemNumber(one) === number);
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
    const fulfils = (variant: Variant, term: Term): boolean => {
      const { field, value } = term;
      if (field === 'sku') return resembles(variant.sku, value);
      if (field === 'id') return value === String(variant.number) || value === String(itemNumber(variant));
      if (field === 'updated_at') return dated(changedAtOf(variant), term);
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
    const variant = this.ofItem(String(args.id));
    return variant ? this.item(variant) : null;
  }
  locations(args: Args): Thing {
    return connectionOf(
      'Location',
      this.stock.locations,
      args,
      (one) => String(one.number),
      (one) => this.place(one),
    );
  }
  location({ id }: Args): Thing | null {
    const found = id === undefined || id === null ? this.stock.first : this.stock.find(String(id));
    return found ? this.place(found) : null;
  }
  private place(location: Location): Thing {
    return stockedView(
      location,
      () => this.standing(),
      (variant) => this.item(variant),
    );
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
      inventoryQuantity: availableOf(variant),
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

  item(variant: Variant): Thing {
    return itemView(variant, (this.bySku.get(variant.sku)?.length ?? 1) - 1, (one) => this.view(one));
  }
}
const textArg = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const keyOf = (variant: Variant): string => String(variant.number);
