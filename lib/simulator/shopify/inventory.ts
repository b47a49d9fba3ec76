/** inventorySetQuantities, inventoryAdjustQuantities, inventoryActivate (CONTRACT §7): compare and set, or change by. */
import { isoOf } from '../exchange';
import type { Catalogue } from './catalogue';
import type { Args, Value } from './coerce';
import { FieldError, type UserError } from './errors';
import type { Thing } from './execute';
import { gid } from './ids';
import { type Input, input, inputs, text } from './reading';
import type { Level, Location, Variant } from './stock';
import { levelView, locationView } from './stock-view';

const REASONS = new Set(
  'correction cycle_count_available damaged movement_created movement_updated movement_received movement_canceled other promotion quality_control received reservation_created reservation_updated reservation_deleted restock safety_stock shrinkage'.split(
    ' ',
  ),
);
const NAMES = new Set(['available', 'on_hand']);
const MOST = 1_000_000_000;

interface Change {
  readonly variant: Variant;
  readonly level: Level;
  readonly delta: number;
}
export interface InventoryParts {
  readonly catalogue: Catalogue;
  readonly now: () => number;
  /** Something was told about a SKU at a location. */
  readonly count: (told: string) => void;
}

export class Inventory {
  private groups = 0;

  constructor(private readonly parts: InventoryParts) {}

  /** inventorySetQuantities. */
  set(args: Args): Thing {
    return this.carryOut('Set', input(args.input) ?? {}, 'quantities', (row, level, name) => {
      const quantity = Number(row.quantity);
      return quantity - (name === 'available' ? level.available : level.onHand);
    });
  }
  /** inventoryAdjustQuantities. */
  adjust(args: Args): Thing {
    return this.carryOut('Adjust', input(args.input) ?? {}, 'changes', (row) => Number(row.delta));
  }
  refused(kind: 'Set' | 'Adjust', errors: readonly UserError[]): Thing {
    return groupPayload(kind, null, errors);
  }

  private carryOut(
    kind: 'Set' | 'Adjust',
    given: Input,
    rows: 'quantities' | 'changes',
    deltaOf: (row: Input, level: Level, name: string) => number,
  ): Thing {
    const refuse = (path: readonly string[], message: string, code: string) =>
      groupPayload(kind, null, [{ field: ['input', ...path], message, code }]);
    const name = text(given.name) ?? '';
    const reason = text(given.reason) ?? '';
    const reference = text(given.referenceDocumentUri);
    if (!NAMES.has(name) && !(kind === 'Adjust' && /^(damaged|quality_control|safety_stock|reserved)$/.test(name)))
      return refuse(
        ['name'],
        'The specified quantity name is invalid.',
        kind === 'Set' ? 'INVALID_NAME' : 'INVALID_QUANTITY_NAME',
      );
    if (kind === 'Adjust' && name !== 'available')
      return refuse(
        ['changes', '0', 'ledgerDocumentUri'],
        'A ledger document URI is required for this quantity name.',
        'INVALID_QUANTITY_DOCUMENT',
      );
    if (!REASONS.has(reason)) return refuse(['reason'], 'The specified reason is invalid.', 'INVALID_REASON');
    if (reference !== null && !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(reference))
      return refuse(['referenceDocumentUri'], 'The specified reference document is invalid.', 'INVALID_REFERENCE_DOCUMENT');
    const changes: Change[] = [];
    for (const [index, row] of inputs(given[rows]).entries()) {
      const at = [rows, String(index)];
      if (!('changeFromQuantity' in row)) {
        const type = kind === 'Set' ? 'InventoryQuantityInput' : 'InventoryChangeInput';
        throw new FieldError(`${type} must include the following argument: changeFromQuantity.`, 'INVALID_FIELD_ARGUMENTS');
      }
      const variant = this.parts.catalogue.ofItem(String(row.inventoryItemId));
      const location = this.parts.catalogue.stock.find(String(row.locationId));
      if (!variant)
        return refuse([...at, 'inventoryItemId'], 'The specified inventory item could not be found.', 'INVALID_INVENTORY_ITEM');
      if (!location) return refuse([...at, 'locationId'], 'The specified location could not be found.', 'INVALID_LOCATION');
      const level = variant.levels.get(location.number);
      if (!level)
        return refuse([...at, 'locationId'], 'The specified inventory item is not stocked at the location.', 'INVALID_LOCATION');
      const wrong = this.outOfBounds(kind, row);
      if (wrong) return refuse([...at, kind === 'Set' ? 'quantity' : 'delta'], wrong[0], wrong[1]);
      if (kind === 'Set' && changes.some((other) => other.level === level)) {
        return refuse(
          [...at, 'locationId'],
          'The combination of inventoryItemId and locationId must be unique.',
          'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
        );
      }
      const now = name === 'available' ? level.available : level.onHand;
      if (row.changeFromQuantity !== null && row.changeFromQuantity !== now)
        return refuse(
          [...at, 'changeFromQuantity'],
          'The specified change from quantity does not match the current quantity.',
          'CHANGE_FROM_QUANTITY_STALE',
        );
      changes.push({ variant, level, delta: deltaOf(row, level, name) });
    }
    return groupPayload(kind, this.group(changes, name, reason, reference), []);
  }

  private outOfBounds(kind: 'Set' | 'Adjust', row: Input): readonly [message: string, code: string] | null {
    const amount = Number(kind === 'Set' ? row.quantity : row.delta);
    if (kind === 'Set' && amount < 0) return ["The quantity can't be negative.", 'INVALID_QUANTITY_NEGATIVE'];
    if (amount > MOST) return [`The quantity can't be higher than ${MOST}.`, 'INVALID_QUANTITY_TOO_HIGH'];
    return amount < -MOST ? [`The quantity can't be lower than -${MOST}.`, 'INVALID_QUANTITY_TOO_LOW'] : null;
  }

  private group(changes: readonly Change[], name: string, reason: string, reference: string | null): Thing | null {
    const at = this.parts.now();
    const { stock } = this.parts.catalogue;
    const done = changes.filter(({ delta }) => delta !== 0);
    for (const { variant, level, delta } of done) {
      // What is committed stays committed: both move together.
      stock.change(variant, level.location, { available: delta, onHand: delta }, at);
      this.parts.count(
        `stock ${variant.sku} ${level.location.name} ${name} ${name === 'available' ? level.available : level.onHand} ${reference ?? ''}`.trim(),
      );
    }
    if (done.length === 0) return null;
    this.groups += 1;
    const shown = done.flatMap((change) =>
      ['available', 'on_hand'].map((of) => ({
        ...change,
        of,
        after: of === 'available' ? change.level.available : change.level.onHand,
      })),
    );
    return {
      __typename: 'InventoryAdjustmentGroup',
      id: gid('InventoryAdjustmentGroup', this.groups),
      createdAt: isoOf(at),
      reason,
      referenceDocumentUri: reference,
      changes: ({ quantityNames }: Args) =>
        shown
          .filter(({ of }) => !Array.isArray(quantityNames) || (quantityNames as readonly Value[]).includes(of))
          .map(
            ({ variant, level, delta, of, after }): Thing => ({
              __typename: 'InventoryChange',
              name: of,
              delta,
              quantityAfterChange: after,
              ledgerDocumentUri: null,
              item: () => this.parts.catalogue.item(variant),
              location: () => locationView(level.location),
            }),
          ),
    };
  }

  /** inventoryActivate: an item is stocked at a location from now on. */
  activate(args: Args): Thing {
    const variant = this.parts.catalogue.ofItem(String(args.inventoryItemId));
    const location = this.parts.catalogue.stock.find(String(args.locationId));
    const wrong = (field: string, message: string): Thing => activatePayload(null, [{ field: [field], message }]);
    if (!variant) return wrong('inventoryItemId', "The product couldn't be stocked because it wasn't found.");
    if (!location) return wrong('locationId', "The product couldn't be stocked because the location wasn't found.");
    const known = variant.levels.get(location.number);
    if (known && args.available !== undefined && args.available !== null)
      return wrong('available', 'Not allowed to set available quantity when the item is already active at the location.');
    const level = known ?? this.stocked(variant, location, Number(args.available ?? args.onHand ?? 0));
    return activatePayload(
      levelView(variant, level, () => this.parts.catalogue.item(variant)),
      [],
    );
  }
  private stocked(variant: Variant, location: Location, available: number): Level {
    this.parts.count(`stock ${variant.sku} ${location.name} activated ${available}`);
    return this.parts.catalogue.stock.activate(variant, location, available, this.parts.now());
  }
}

const groupPayload = (kind: 'Set' | 'Adjust', group: Thing | null, errors: readonly UserError[]): Thing => ({
  __typename: `Inventory${kind}QuantitiesPayload`,
  inventoryAdjustmentGroup: group,
  userErrors: errors.map((error) => ({ __typename: `Inventory${kind}QuantitiesUserError`, code: null, ...error })),
});
export const activatePayload = (level: Thing | null, errors: readonly UserError[]): Thing => ({
  __typename: 'InventoryActivatePayload',
  inventoryLevel: level,
  userErrors: errors.map(({ field, message }) => ({ __typename: 'UserError', field, message })),
});
