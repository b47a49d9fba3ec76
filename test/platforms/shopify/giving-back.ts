/** An order in the shop with its payment and what was refunded, as Shopify answers. */
import assert from 'node:assert/strict';
import type { Request } from '../../../lib/model/call';
import type { Reading, Refund } from '../../../lib/model/order';
import type { Effect } from '../../../lib/model/record';
import { digits, line, readingOf, tax } from '../orders';
import { ORDER, STORE } from './shop';

export const eur = (amount: string) => ({ amount, currency: 'EUR' });
const bag = (amount: string, currencyCode = 'EUR') => ({ presentmentMoney: { amount, currencyCode } });
/** Three mugs at 10.00 and shipping 3.00, tax inside; paid and bound. */
export const reading: Reading = readingOf({
  price: digits('30.00'),
  shipping_price: digits('3.00'),
  total_price: digits('33.00'),
  order_lines: [
    line(1, {
      quantity: 3,
      price: digits('30.00'),
      price_unit: digits('10.00'),
      shipping_price: digits('3.00'),
      taxes: [tax('5.00')],
      shipping_taxes: [tax('0.50')],
    }),
  ],
});
export const bound: Effect = {
  id: 'order.create/1',
  verb: 'order.create',
  key: '1',
  target: STORE,
  args: {},
  state: 'confirmed',
  writes: [
    {
      name: 'orderCreate',
      call: 'orderCreate',
      print: 'p',
      request: { personal: null },
      attempt: { n: 1, at: 1, sendUntil: 2, commitsWithin: 1 },
      answeredAt: 2,
      answer: { ...ORDER, total: eur('33.00') },
    },
  ],
  reads: [],
  lookAgain: 0,
  lookedAt: 0,
  begunAt: 0,
  revision: 1,
  tries: 1,
};
export interface Row {
  readonly id: number;
  readonly quantity: number;
  readonly current?: number;
  readonly unfulfilled?: number;
  readonly variant?: string;
  readonly units?: number;
  readonly line?: string | null;
}
export const lineId = (id: number): string => `gid://shopify/LineItem/${id}`;
const item = ({ id, quantity, current = quantity, unfulfilled = current, variant = 'v1', units, line: of = 'MK1-A-1' }: Row) => ({
  id: lineId(id),
  sku: 'SKU-1',
  quantity,
  currentQuantity: current,
  unfulfilledQuantity: unfulfilled,
  variant: { id: variant },
  customAttributes: [
    ...(of === null ? [] : [{ key: '_marketplace_line', value: of }]),
    ...(units === undefined ? [] : [{ key: '_marketplace_units', value: String(units) }]),
  ],
});
const SALE = {
  id: 'gid://shopify/OrderTransaction/1',
  kind: 'SALE',
  status: 'SUCCESS',
  gateway: 'Market',
  manualPaymentGateway: true,
};
export interface Shop {
  readonly rows?: readonly Row[];
  readonly paid?: string | null;
  readonly manual?: boolean;
  readonly back?: readonly { readonly id: number; readonly amount: string; readonly note?: string }[];
  readonly cancelledAt?: string | null;
}
export const refundId = (id: number): string => `gid://shopify/Refund/${id}`;
export const shop = ({
  rows = [{ id: 1, quantity: 3 }],
  paid = '33.00',
  manual = true,
  back = [],
  cancelledAt = null,
}: Shop = {}) => ({
  data: {
    order: {
      id: ORDER.id,
      cancelledAt,
      lineItems: { nodes: rows.map(item), pageInfo: { hasNextPage: false } },
      transactions: [
        ...(paid === null ? [] : [{ ...SALE, manualPaymentGateway: manual, amountSet: bag(paid) }]),
        ...back.map(({ id, amount }) => ({
          ...SALE,
          id: `gid://shopify/OrderTransaction/${id}`,
          kind: 'REFUND',
          amountSet: bag(amount),
        })),
      ],
      refunds: back.map(({ id, amount, note = null }) => ({ id: refundId(id), note, totalRefundedSet: bag(amount) })),
    },
  },
});
export const refunded = (id: number) => ({ data: { refundCreate: { refund: { id: refundId(id) }, userErrors: [] } } });

export const ofMarketplace = (change: Partial<Refund> = {}): Refund => ({
  id: '9001',
  lineId: 'MK1-A-1',
  state: 'done',
  item: eur('10.00'),
  shipping: eur('0.00'),
  taxes: [],
  quantity: 1,
  at: '2026-09-10T10:00:00Z',
  ...change,
});
/** What a document was sent with. */
export function variablesOf<V = Readonly<Record<string, unknown>>>(request: Request | undefined): V {
  assert.ok(request, 'nothing was sent');
  return (request.body as { readonly variables: V }).variables;
}
