/** Shopify's global ids. */
export const gid = (type: string, number: number | string): string => `gid://shopify/${type}/${number}`;
/** The number in a gid of this type; NaN where it is none. */
export const numberIn = (id: string, type: string): number =>
  Number(new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(id)?.[1] ?? Number.NaN);
