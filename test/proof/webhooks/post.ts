/** What may be held against whoever took the post: a 200 that came before it was stored, and a letter that was never taken. */
import type { Letter, Try } from './poster';
import type { Stored } from './witness';

export interface Posted {
  readonly letters: readonly Letter[];
  readonly tries: readonly Try[];
  readonly stored: readonly Stored[];
}

export function judgePost({ letters, tries, stored }: Posted): readonly string[] {
  const storedAt = new Map<string, number[]>();
  for (const { id, at } of stored) storedAt.set(id, [...(storedAt.get(id) ?? []), at]);
  const held: string[] = [];
  const taken = new Set<number>();
  for (const { n, postedAt, answeredAt, status } of tries) {
    if (status !== 200) continue;
    taken.add(n);
    const id = subjectOf(letters[n]);
    const times = storedAt.get(id) ?? [];
    if (!times.some((at) => at >= postedAt && at <= answeredAt))
      held.push(`webhook ${n} of ${id} was answered 200 at ${answeredAt} and not stored since it was posted`);
  }
  for (const { n } of letters) if (!taken.has(n)) held.push(`webhook ${n} was never taken`);
  return held;
}

/** The gid of what it tells of, read by other means than the product's: digits in the text. */
export function subjectOf(letter: Letter | undefined): string {
  const { body = '', headers = {} } = letter ?? {};
  const digits = (field: string) => new RegExp(`"${field}":\\s*(\\d+)`).exec(body)?.[1];
  const topic = headers['X-Shopify-Topic'] ?? '';
  if (topic.startsWith('inventory_levels/')) return `gid://shopify/InventoryItem/${digits('inventory_item_id')}`;
  if (topic.startsWith('orders/') && topic !== 'orders/edited') return `gid://shopify/Order/${digits('id')}`;
  const inside = /"order":\s*\{[^}]*"id":\s*(\d+)/.exec(body)?.[1];
  return `gid://shopify/Order/${digits('order_id') ?? inside}`;
}
