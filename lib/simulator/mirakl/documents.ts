/** What the platform asks the shop to bill: an invoice when an order has left, a credit note when money went back (CONTRACT §7.2). */
import { Digits, type ExactObject, isObject, sumOf, textOf } from '../exact';
import { type HttpAnswer, type HttpRequest, isoOf } from '../exchange';
import { less } from './amounts';
import { refused } from './answers';
import type { Call, Marketplace } from './call';
import type { Numbers } from './numbers';
import { amountIn, currencyOf, type MiraklOrder, type Tax, taxBodies, taxesIn } from './order';
import { BadParameter, rangeOf, repeatedOf } from './parameters';
import { seek } from './seek';
import { lineIdOf, standingLines, unitsOf } from './shipment';

type Kind = 'INVOICE' | 'CREDIT_NOTE';
interface BilledLine {
  readonly id: string;
  readonly line: ExactObject;
  readonly quantity: number;
  /** Before tax. */
  readonly price: string;
  readonly shipping: string;
  readonly taxes: readonly Tax[];
  readonly shippingTaxes: readonly Tax[];
}
export interface DocumentRequest {
  readonly id: string;
  readonly place: number;
  readonly kind: Kind;
  readonly order: MiraklOrder;
  readonly createdAt: number;
  readonly lines: readonly BilledLine[];
}

export class DocumentRequests {
  private readonly requests: DocumentRequest[] = [];

  constructor(private readonly numbers: Numbers) {}

  all(): readonly DocumentRequest[] {
    return this.requests;
  }
  /** The order has left: all of it that stands is to be invoiced. */
  invoice(order: MiraklOrder, at: number): void {
    this.ask(
      'INVOICE',
      order,
      at,
      standingLines(order).map((line) => ({ line, part: line, price: 'price', shipping: 'shipping_price' })),
    );
  }
  /** Money went back. */
  creditNote(order: MiraklOrder, line: ExactObject, refund: ExactObject, at: number): void {
    this.ask('CREDIT_NOTE', order, at, [{ line, part: refund, price: 'amount', shipping: 'shipping_amount' }]);
  }

  private ask(
    kind: Kind,
    order: MiraklOrder,
    at: number,
    parts: readonly {
      readonly line: ExactObject;
      readonly part: ExactObject;
      readonly price: string;
      readonly shipping: string;
    }[],
  ): void {
    const currency = currencyOf(order.body);
    const included = order.body.order_tax_mode !== 'TAX_EXCLUDED';
    const before = (amount: string, taxes: readonly Tax[]) =>
      included ? less(amount, taxed(taxes, currency), currency) : sumOf([amount], currency);
    this.requests.push({
      id: this.numbers.uuid(),
      place: this.numbers.next('document'),
      kind,
      order,
      createdAt: at,
      lines: parts.map(({ line, part, price, shipping }) => {
        const [taxes, shippingTaxes] = [taxesIn(part, 'taxes'), taxesIn(part, 'shipping_taxes')];
        return {
          id: this.numbers.uuid(),
          line,
          quantity: unitsOf(part),
          price: before(amountIn(part, price), taxes),
          shipping: before(amountIn(part, shipping), shippingTaxes),
          taxes,
          shippingTaxes,
        };
      }),
    });
  }
}
const taxed = (taxes: readonly Tax[], currency: string): string =>
  sumOf(
    taxes.map((tax) => tax.amount),
    currency,
  );

/** Taxes of several lines by code and rate. */
function summed(taxes: readonly Tax[], currency: string): ExactObject[] {
  const byCode = new Map<string, Tax[]>();
  for (const tax of taxes)
    byCode.set(`${tax.code} ${tax.rate ?? ''}`, [...(byCode.get(`${tax.code} ${tax.rate ?? ''}`) ?? []), tax]);
  return [...byCode.values()].flatMap((same) =>
    taxBodies(same.slice(0, 1)).map(({ amount: _, ...tax }) => ({ ...tax, total_amount: new Digits(taxed(same, currency)) })),
  );
}
function view({ id, kind, order, createdAt, lines }: DocumentRequest): ExactObject {
  const currency = currencyOf(order.body);
  const taxes = lines.flatMap((line) => [...line.taxes, ...line.shippingTaxes]);
  const net = sumOf(
    lines.flatMap((line) => [line.price, line.shipping]),
    currency,
  );
  const tax = taxed(taxes, currency);
  const { customer } = order.body;
  const address = isObject(customer) && isObject(customer.billing_address) ? customer.billing_address : null;
  return {
    currency_iso_code: currency,
    date_created: isoOf(createdAt),
    document_details: [{ format: 'PDF' }],
    due_date: isoOf(createdAt + 30 * 86_400_000),
    entity_date_created: isoOf(order.createdAt),
    entity_id: order.id,
    entity_type: 'PRODUCT_LOGISTIC_ORDER',
    id,
    initial_payment_state: 'PAID',
    issue_date: isoOf(createdAt),
    issuer: { organization: { name: 'Example Shop SAS' }, type: 'SHOP' },
    last_updated: isoOf(createdAt),
    ...(address === null
      ? {}
      : { recipient: { billing_address: address, id: (isObject(customer) ? textOf(customer.customer_id) : null) ?? '' } }),
    state: 'TO_PROCESS',
    taxes: summed(taxes, currency),
    total_amount_excluding_taxes: new Digits(net),
    total_amount_including_taxes: new Digits(sumOf([net, tax], currency)),
    total_tax_amount: new Digits(tax),
    type: kind,
  };
}
function lineView(one: BilledLine, { order, kind }: DocumentRequest, shopId: string): ExactObject {
  const currency = currencyOf(order.body);
  const taxes = [...one.taxes, ...one.shippingTaxes].map((tax) => tax.amount);
  const refund = kind === 'CREDIT_NOTE';
  return {
    entity_id: lineIdOf(one.line),
    entity_type: refund ? 'PRODUCT_REFUND' : 'PRODUCT_ORDER_LINE',
    id: one.id,
    order: { id: order.id, commercial_id: textOf(order.body.commercial_id) ?? order.id },
    order_line: { id: lineIdOf(one.line) },
    price_excluding_taxes: new Digits(one.price),
    product: { references: [], sku: textOf(one.line.product_sku) ?? '', title: textOf(one.line.product_title) ?? '' },
    quantity: new Digits(String(one.quantity)),
    shipping_price_excluding_taxes: new Digits(one.shipping),
    shipping_taxes: taxBodies(one.shippingTaxes),
    shop: { id: new Digits(shopId) },
    taxes: taxBodies(one.taxes),
    total_price_including_taxes: new Digits(sumOf([one.price, one.shipping, ...taxes], currency)),
    unit_price_excluding_taxes: new Digits(one.price),
  };
}

const STATES = new Set(['STAGING', 'TO_PROCESS', 'ISSUED', 'CANCELED']);
const ENTITIES = new Set([
  'PRODUCT_LOGISTIC_ORDER',
  'SHOP_BILLING_CYCLE_PURCHASE_ORDER',
  'LOGISTIC_PURCHASE_ORDER',
  'FEES',
  'ONE_OFF_FEES',
]);

function list(marketplace: Marketplace, { url }: HttpRequest): HttpAnswer {
  return seek(url, {
    items: marketplace.documents.all(),
    placeOf: (one) => one.place,
    sort: 'dateCreated',
    descending: true,
    filter: (query) => {
      const id = query.get('id');
      const numbered = query.has('document_number');
      const states = repeatedOf(query, 'state', STATES);
      const kinds = repeatedOf(query, 'type', new Set(['INVOICE', 'CREDIT_NOTE']));
      const issuers = repeatedOf(query, 'issuer_type', new Set(['OPERATOR', 'SHOP']));
      const entities = repeatedOf(query, 'entity_id');
      const types = repeatedOf(query, 'entity_type', ENTITIES);
      if (entities && !types) throw new BadParameter('The parameter : entity_type must be given with the parameter : entity_id');
      const ranges = ['date_created', 'last_updated', 'issue_date'].map((name) => rangeOf(query, `${name}_from`, `${name}_to`));
      return (one) =>
        !numbered &&
        (id === null || id === one.id) &&
        (states?.has('TO_PROCESS') ?? true) &&
        (kinds?.has(one.kind) ?? true) &&
        (issuers?.has('SHOP') ?? true) &&
        (entities?.has(one.order.id) ?? true) &&
        (types?.has('PRODUCT_LOGISTIC_ORDER') ?? true) &&
        ranges.every((range) => range?.(one.createdAt) ?? true);
    },
    view,
  });
}
function lines(marketplace: Marketplace, { url }: HttpRequest, id = ''): HttpAnswer {
  const request = marketplace.documents.all().find((one) => one.id === id);
  if (!request) return refused(404, `Document request with id '${id}' not found`);
  return seek(url, {
    items: request.lines,
    placeOf: (line) => request.lines.indexOf(line),
    sort: 'dateCreated',
    filter: () => () => true,
    view: (line) => lineView(line, request, marketplace.shopId),
  });
}

export const documentRequests: readonly Call[] = [
  { call: 'DR11', method: 'GET', path: /^\/api\/document-request\/requests$/, answer: list },
  { call: 'DR12', method: 'GET', path: /^\/api\/document-request\/([^/]+)\/lines$/, answer: lines },
];
