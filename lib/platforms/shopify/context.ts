/** What the merchant's people see of the marketplace on the Shopify order: tags, attributes, name. */
import type { Order } from '../../model/order';
import type { CreateArgs } from '../port';
import { MOST_TAGS, TAG_LENGTH } from './mapping';
import type { Sold } from './sold';
import type { Attribute } from './variables';

/** At most 250 tags of 40 characters; a comma would part a tag in two, so it becomes a space. */
export function tagsOf(args: CreateArgs): string[] {
  const tags = new Map<string, string>();
  for (const given of args.tags) {
    const tag = [...given.replaceAll(',', ' ').replace(/\s+/g, ' ').trim()].slice(0, TAG_LENGTH).join('').trim();
    if (tag && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  }
  return [...tags.values()].slice(0, MOST_TAGS);
}

/** Shown as "additional details". What an address could not hold comes last; the node's own attributes win. */
export function attributesOf(args: CreateArgs, order: Order, kept: readonly Attribute[]): Attribute[] {
  const { channel, deadlines } = order;
  const stated: Record<string, string | undefined> = {
    Marketplace: channel.marketplace,
    'Marketplace channel': channel.label ?? channel.code,
    'Marketplace order': order.sourceOrderId,
    'Order key': order.key,
    'Ship by': deadlines.shipBy,
    'Deliver by': deadlines.deliverBy,
    'Customer reference': order.refs.find((ref) => ref.kind === 'customer reference')?.id,
    Location: args.location,
    Hold: args.hold,
    ...Object.fromEntries(kept.map(({ key, value }) => [key, value])),
    ...args.attributes,
  };
  return Object.entries(stated).flatMap(([key, value]) => (key.trim() && value?.trim() ? [{ key, value }] : []));
}

/** Units that were refunded before they shipped stay in the order's money, and whoever packs must know it. */
export function refundedOf(sold: Sold): Attribute[] {
  const lines = sold.lines.filter((one) => one.refunded > 0).map((one) => `${one.refunded} × ${one.line.title}`);
  return lines.length > 0 ? [{ key: 'Refunded, do not ship', value: lines.join('; ') }] : [];
}

/** `{marketplace} {number}` filled in; empty where Shopify's own name is wanted. */
export function nameOf(args: CreateArgs, order: Order): string {
  const words: Readonly<Record<string, string>> = {
    marketplace: order.channel.marketplace,
    channel: order.channel.label ?? order.channel.code ?? order.channel.marketplace,
    number: order.sourceOrderId,
    shop: order.channel.shopId,
  };
  return (args.nameTemplate ?? '').replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole).trim();
}
