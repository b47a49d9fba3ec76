/** What the shop says of an order's money and units, in short. */
import { asked } from './shop-life';
import type { World } from './world';

const MONEY = `query M($id: ID!) { order(id: $id) { displayFinancialStatus totalRefundedSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } }
  lineItems(first: 5) { nodes { currentQuantity unfulfilledQuantity } }
  refunds { totalRefundedSet { shopMoney { amount } } orderAdjustments(first: 5) { nodes { reason amountSet { shopMoney { amount } } } }
    refundShippingLines(first: 5) { nodes { subtotalAmountSet { shopMoney { amount } } taxAmountSet { shopMoney { amount } } } }
    refundLineItems(first: 5) { nodes { quantity restockType subtotalSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } } } }
    transactions(first: 5) { nodes { kind status gateway } } } } }`;
interface Bag {
  readonly shopMoney: { readonly amount: string };
}
interface Money {
  readonly displayFinancialStatus: string;
  readonly totalRefundedSet: Bag;
  readonly currentTotalPriceSet: Bag;
  readonly lineItems: { readonly nodes: readonly { readonly currentQuantity: number; readonly unfulfilledQuantity: number }[] };
  readonly refunds: readonly {
    readonly totalRefundedSet: Bag;
    readonly orderAdjustments: { readonly nodes: readonly { readonly reason: string; readonly amountSet: Bag }[] };
    readonly refundShippingLines: { readonly nodes: readonly { readonly subtotalAmountSet: Bag; readonly taxAmountSet: Bag }[] };
    readonly refundLineItems: {
      readonly nodes: readonly {
        readonly quantity: number;
        readonly restockType: string;
        readonly subtotalSet: Bag;
        readonly totalTaxSet: Bag;
      }[];
    };
    readonly transactions: {
      readonly nodes: readonly { readonly kind: string; readonly status: string; readonly gateway: string }[];
    };
  }[];
}
const of = ({ shopMoney }: Bag): string => shopMoney.amount;
/** Status, sums, units still wanted and still to ship, and each refund in words. */
export async function money(world: World, id: string) {
  const read = await asked<Money>(world, MONEY, { id }, 'order');
  return {
    status: read.displayFinancialStatus,
    refunded: of(read.totalRefundedSet),
    current: of(read.currentTotalPriceSet),
    units: read.lineItems.nodes.map((line) => [line.currentQuantity, line.unfulfilledQuantity]),
    refunds: read.refunds.map((one) => ({
      moved: of(one.totalRefundedSet),
      beyond: one.orderAdjustments.nodes.map(({ reason, amountSet }) => `${reason} ${of(amountSet)}`),
      shipping: one.refundShippingLines.nodes.map((line) => `${of(line.subtotalAmountSet)} ${of(line.taxAmountSet)}`),
      lines: one.refundLineItems.nodes.map(
        (line) => `${line.quantity} ${line.restockType} ${of(line.subtotalSet)} ${of(line.totalTaxSet)}`,
      ),
      by: one.transactions.nodes.map((transaction) => `${transaction.kind} ${transaction.status} ${transaction.gateway}`),
    })),
  };
}
/** What is available of a SKU at the first location, and what lies there. */
export const stockOf = (world: World, sku: string) => {
  const [first] = world.shop.stock().filter((one) => one.sku === sku);
  return [first?.available, first?.onHand];
};
export const units = (line: string | undefined, quantity: number) => [{ lineItemId: line ?? '', quantity }];
