/** What a webhook of Shopify says, and whether it is Shopify that says it. contracts/shopify §8. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HintKind } from '../../model/hint';
import { readJson } from '../../model/json';
import type { WebhookDelivery, Webhooks } from '../webhooks';
import { subscribe } from './subscriptions';

/** A SHA-256 in base64. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;
const DIGITS = /^\d{1,30}$/;
type Hints = readonly { readonly kind: HintKind; readonly id: string }[];

export const webhooks: Webhooks = {
  read(delivery, secrets, host) {
    const signature = header(delivery, 'hmac-sha256') ?? '';
    if (!SIGNATURE.test(signature)) return { is: 'forged', why: 'it has no signature of Shopify’s' };
    // Every secret is tried, so that the time taken tells nothing of which one fits.
    const signed = secrets.map((secret) => isSigned(delivery.body, signature, secret)).some(Boolean);
    if (!signed) return { is: 'forged', why: 'its signature was made with another secret' };
    const shop = header(delivery, 'shop-domain')?.toLowerCase();
    if (shop !== host.toLowerCase()) return { is: 'forged', why: 'it is of another shop' };
    return { is: 'hints', hints: hintsOf(header(delivery, 'topic') ?? '', delivery.body) };
  },
  subscribe,
};

/** Shopify's newer "events" leave out the X-. */
function header({ headers }: WebhookDelivery, name: string): string | undefined {
  const value = headers[`x-shopify-${name}`] ?? headers[`shopify-${name}`];
  return typeof value === 'string' ? value : value?.[0];
}
const isSigned = (body: Uint8Array, signature: string, secret: string): boolean =>
  timingSafeEqual(createHmac('sha256', secret).update(body).digest(), Buffer.from(signature, 'base64'));

/** Ids lie above 2^53: they are read as the digits that were written. What cannot be read says nothing. */
function hintsOf(topic: string, body: Uint8Array): Hints {
  let said: unknown;
  try {
    said = readJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return [];
  }
  switch (topic.toLowerCase().split('/')[0]) {
    case 'inventory_levels':
      return hint('inventory item', 'InventoryItem', undefined, at(said, 'inventory_item_id'));
    case 'orders': {
      const edited = at(said, 'order_edit', 'order_id');
      if (edited !== undefined) return hint('order', 'Order', undefined, edited);
      return hint('order', 'Order', at(said, 'admin_graphql_api_id'), at(said, 'id'));
    }
    // These name their order; some topics of returns name it as an object.
    case 'fulfillments':
    case 'refunds':
    case 'returns':
      return hint('order', 'Order', at(said, 'order', 'admin_graphql_api_id'), at(said, 'order_id') ?? at(said, 'order', 'id'));
    default:
      return [];
  }
}
function hint(kind: HintKind, type: string, gid: unknown, number: unknown): Hints {
  const prefix = `gid://shopify/${type}/`;
  if (typeof gid === 'string' && gid.startsWith(prefix) && DIGITS.test(gid.slice(prefix.length))) return [{ kind, id: gid }];
  const digits = String(number);
  return DIGITS.test(digits) ? [{ kind, id: `${prefix}${digits}` }] : [];
}
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce(
    (of, name) => (typeof of === 'object' && of !== null ? (of as Readonly<Record<string, unknown>>)[name] : undefined),
    value,
  );
