/** The parts of orderCreate's input, read one by one; what is wrong with them is collected (CONTRACT §4.1). */
import { decimalsOf } from '../../model/money';
import { partOf } from '../exact';
import { isoOf } from '../exchange';
import { type Amounts, type Currencies, sumOfAmounts, timesOfAmounts } from './amounts';
import type { Catalogue } from './catalogue';
import type { Value } from './coerce';
import type { Definitions } from './definitions';
import type { UserError } from './errors';
import { type Address, fits, type Metafield, type OrderLine, type ShippingLine, type TaxLine, type Transaction } from './order';

export type Input = { readonly [key: string]: Value };
/** What the vendor says of products and customers; assumed of orders (CONTRACT §4.2). */
export const VALUE_TAKEN =
  'Value is already assigned to another metafield. Choose a different value to ensure it remains unique.';

export interface ShopRules {
  readonly currency: string;
  readonly refusesPhonesWithLetters: boolean;
  readonly dormant: boolean;
  /** Unverified of the vendor whether orderCreate refuses a taken `id` value. */
  readonly refusesTakenIds: boolean;
}
export interface CreateParts {
  readonly rules: ShopRules;
  readonly catalogue: Catalogue;
  readonly definitions: Definitions;
  /** Whether some order carries this value under this definition. */
  readonly taken: (namespace: string, key: string, value: string) => boolean;
  /** A number that no object had before. */
  readonly number: () => number;
  readonly orderName: () => string;
  readonly now: number;
}

export const text = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);
export const inputs = (value: Value | undefined): readonly Input[] => (Array.isArray(value) ? (value as Input[]) : []);
export const input = (value: Value | undefined): Input | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
export const strings = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Reads the input of orderCreate; collects what is wrong with it. */
export class Reading {
  readonly errors: UserError[] = [];
  constructor(
    private readonly parts: CreateParts,
    readonly currencies: Currencies,
  ) {}

  wrong(code: string, message: string, ...path: (string | number)[]): void {
    this.errors.push({ field: ['order', ...path.map(String)], message, code });
  }

  amounts(bag: Input | null, ...path: (string | number)[]): Amounts {
    const { shop, presentment } = this.currencies;
    const read = (money: Input | null, currency: string, name: string): string => {
      if (!money) return '0';
      const amount = text(money.amount) ?? '0';
      if (money.currencyCode !== currency) this.wrong('INVALID', `Currency must be ${currency}`, ...path, name, 'currencyCode');
      else if (!fits(amount, currency))
        this.wrong('INVALID', `Amount must have at most ${decimalsOf(currency)} decimals`, ...path, name, 'amount');
      return amount;
    };
    const inShop = read(input(bag?.shopMoney), shop, 'shopMoney');
    const given = input(bag?.presentmentMoney);
    if (!given && bag && shop !== presentment)
      this.wrong('INVALID', `Presentment money in ${presentment} is required`, ...path, 'presentmentMoney');
    return { shop: inShop, presentment: given ? read(given, presentment, 'presentmentMoney') : inShop };
  }

  taxLines(value: Value | undefined, ...path: (string | number)[]): TaxLine[] {
    return inputs(value).map((line, index) => {
      const rate = text(line.rate);
      if (rate === null) this.wrong('TAX_LINE_RATE_MISSING', 'Tax line rate is missing', ...path, index, 'rate');
      return {
        title: text(line.title) ?? '',
        rate: rate ?? '0',
        channelLiable: line.channelLiable === true,
        amounts: this.amounts(input(line.priceSet), ...path, index, 'priceSet'),
      };
    });
  }

  line(line: Input, index: number): OrderLine {
    const at = ['lineItems', index] as const;
    const id = text(line.variantId);
    const variant = id === null ? null : (this.parts.catalogue.variant(id) ?? null);
    if (id !== null && !variant) this.wrong('INVALID', 'Variant does not exist', ...at, 'variantId');
    if (id === null && text(line.title) === null) this.wrong('INVALID', "Title can't be blank", ...at, 'title');
    if (id === null && !input(line.priceSet)) this.wrong('INVALID', "Price can't be blank", ...at, 'priceSet');
    if (typeof line.quantity !== 'number' || line.quantity < 1)
      this.wrong('INVALID', 'Quantity must be greater than 0', ...at, 'quantity');
    const service = text(line.fulfillmentService);
    if (service !== null && service !== 'manual')
      this.wrong('FULFILLMENT_SERVICE_INVALID', 'Fulfillment service is invalid', ...at, 'fulfillmentService');
    return {
      number: this.parts.number(),
      title: text(line.title) ?? (variant ? `Product ${variant.sku}` : ''),
      sku: text(line.sku) ?? variant?.sku ?? null,
      quantity: Number(line.quantity),
      variant,
      requiresShipping: line.requiresShipping === true,
      taxable: line.taxable !== false,
      vendor: text(line.vendor),
      unit: this.amounts(input(line.priceSet), ...at, 'priceSet'),
      attributes: inputs(line.properties).map((one) => ({ key: String(one.name), value: String(one.value) })),
      taxLines: this.taxLines(line.taxLines, ...at, 'taxLines'),
      removed: 0,
    };
  }

  shipping(line: Input, index: number): ShippingLine {
    const at = ['shippingLines', index] as const;
    return {
      number: this.parts.number(),
      title: String(line.title),
      code: text(line.code),
      source: text(line.source),
      amounts: this.amounts(input(line.priceSet), ...at, 'priceSet'),
      taxLines: this.taxLines(line.taxLines, ...at, 'taxLines'),
    };
  }

  transaction(one: Input, index: number): Transaction {
    return {
      number: this.parts.number(),
      kind: text(one.kind) ?? 'SALE',
      status: text(one.status) ?? 'SUCCESS',
      gateway: text(one.gateway) ?? 'manual',
      processedAt: text(one.processedAt) ?? isoOf(this.parts.now),
      test: one.test === true,
      amounts: this.amounts(input(one.amountSet), 'transactions', index, 'amountSet'),
      parent: null,
    };
  }

  metafield(one: Input, index: number): Metafield {
    const { definitions, taken, number, rules } = this.parts;
    const [namespace, key, value] = [text(one.namespace) ?? '$app', text(one.key) ?? '', text(one.value) ?? ''];
    const definition = definitions.find('ORDER', namespace, key);
    const type = text(one.type) ?? definition?.type ?? '';
    if (key === '') this.wrong('INVALID', "Key can't be blank", 'metafields', index, 'key');
    if (value === '') this.wrong('INVALID', "Value can't be blank", 'metafields', index, 'value');
    if (type === '') this.wrong('INVALID', "Type can't be blank", 'metafields', index, 'type');
    else if (definition && definition.type !== type)
      this.wrong(
        'INVALID',
        `Type must be consistent with the definition's type: '${definition.type}'.`,
        'metafields',
        index,
        'type',
      );
    if (definition?.type === 'id' && rules.refusesTakenIds && taken(namespace, key, value)) {
      this.wrong('INVALID', VALUE_TAKEN, 'metafields', index, 'value');
    }
    return { number: number(), namespace, key, type, value };
  }

  address(value: Value | undefined, name: string): Address | null {
    const given = input(value);
    if (!given) return null;
    const phone = text(given.phone);
    if (this.parts.rules.refusesPhonesWithLetters && phone !== null && /\p{L}/u.test(phone))
      this.wrong('INVALID', 'Phone is invalid', name, 'phone');
    return given as Address;
  }

  discount(order: Input, lines: readonly OrderLine[], shipping: readonly ShippingLine[]): Amounts {
    const given = input(order.discountCode);
    const kinds = given ? Object.entries(given).filter(([, one]) => one !== null) : [];
    if (kinds.length > 1) this.wrong('INVALID', 'Only one discount code can be provided', 'discountCode');
    const [kind, of] = kinds[0] ?? [];
    if (kind === 'freeShippingDiscountCode')
      return sumOfAmounts(
        shipping.map((line) => line.amounts),
        this.currencies,
      );
    if (kind === 'itemFixedDiscountCode') return this.amounts(input(input(of)?.amountSet), 'discountCode', kind, 'amountSet');
    if (kind !== 'itemPercentageDiscountCode') return sumOfAmounts([], this.currencies);
    const items = sumOfAmounts(
      lines.map((line) => timesOfAmounts(line.unit, line.quantity, this.currencies)),
      this.currencies,
    );
    // Percentages come as floats; a thousandth of a percent is as fine as they are meant.
    const thousandths = Math.round(Number(input(of)?.percentage ?? 0) * 1000);
    const share = (amount: string, currency: string) => partOf(amount, thousandths, 100_000, currency);
    return { shop: share(items.shop, this.currencies.shop), presentment: share(items.presentment, this.currencies.presentment) };
  }
}
