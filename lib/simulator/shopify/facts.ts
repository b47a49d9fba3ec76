/** How effects are named in the books: the order by its id on the platform that it came from, then what was told. */
import type { ShopOrder } from './order';

/** The marketplace's order id where the shop can tell. */
export const orderFact = (order: ShopOrder): string => order.sourceIdentifier ?? order.metafields[0]?.value ?? order.name;
export const factOf = (order: ShopOrder, told: string): string => `${orderFact(order)} ${told}`;
