/** What is our own doing, and what could be: the echo of an effect makes none (R8). Pure. */
import type { Return, Shipment, ShopReading, ShopRefund } from '../model/life';
import type { Effect, OrderRecord, RecordId } from '../model/record';
import { hasAnswer, inDoubt } from './look';

/** The vendor's ids of what an effect's answered writes made, and of what came of them (a cancellation's refund). */
export const madeBy = (effect: Effect): readonly RecordId[] => [
  ...effect.writes.flatMap((write) => {
    const ids = named(write.answer);
    return write.record !== undefined && write.answer !== undefined ? [...ids, write.record] : ids;
  }),
  ...named(effect.result),
];
function named(told: unknown): readonly RecordId[] {
  const made = (told as { readonly made?: unknown } | null | undefined)?.made;
  return Array.isArray(made) ? made.filter((id): id is string => typeof id === 'string') : [];
}
export const ours = (order: OrderRecord, ...verbs: readonly string[]): ReadonlySet<RecordId> =>
  new Set(Object.values(order.effects).flatMap((effect) => (verbs.includes(effect.verb) ? madeBy(effect) : [])));
/** Such a thing may be on its way by our own hand: until the effect has ended, one that is new tells nothing. */
export const underWay = (order: OrderRecord, ...verbs: readonly string[]): boolean =>
  Object.values(order.effects).some(
    (effect) => verbs.includes(effect.verb) && effect.state === 'open' && (inDoubt(effect) !== undefined || hasAnswer(effect)),
  );
/** A person is asked about such a step. What they do on the other side by hand is not carried back before they have answered. */
export const askedAbout = (order: OrderRecord, ...verbs: readonly string[]): boolean =>
  Object.values(order.effects).some(
    ({ verb, state, asks, refusal }) => verbs.includes(verb) && state === 'open' && (asks !== undefined || refusal !== undefined),
  );
/** Why what went back in the shop waits then. */
export const ASKED = 'a person is asked about money that went back at the marketplace';

export interface News {
  readonly shipments: readonly Shipment[];
  readonly refunds: readonly ShopRefund[];
  readonly returns: readonly Return[];
}
/** What the shop tells that we did not do; of a kind that we may be doing just now, nothing yet. */
export function inTheShop(order: OrderRecord, shop: ShopReading): News {
  const unknown = <T extends { readonly id: string }>(things: readonly T[], known: ReadonlySet<string>, waits: boolean) =>
    waits ? [] : things.filter(({ id }) => !known.has(id));
  return {
    shipments: unknown(shop.shipments, mirrored(order), underWay(order, 'shop.fulfil')),
    refunds: unknown(shop.refunds, ours(order, 'shop.refund', 'shop.cancel'), underWay(order, 'shop.refund', 'shop.cancel')),
    returns: underWay(order, 'shop.return') ? [] : shop.returns.filter((one) => !asWeMadeIt(order, one)),
  };
}

/** A return that we opened, received or closed in the shop tells nothing in that state; what people do with it then is news. */
function asWeMadeIt(order: OrderRecord, { id, state }: Return): boolean {
  const mine = Object.values(order.effects).filter((effect) => effect.verb === 'shop.return' && madeBy(effect).includes(id));
  return mine.some((effect) => state === 'requested' || factOf<{ readonly step?: string }>(effect)?.step === state);
}

/** Fulfilments that we made after the marketplace's own shipments: it knows of them. Those after a warehouse's message it must hear of. */
function mirrored(order: OrderRecord): ReadonlySet<RecordId> {
  return new Set(
    Object.values(order.effects)
      .filter((effect) => effect.verb === 'shop.fulfil' && factOf<{ by?: string }>(effect)?.by === 'marketplace')
      .flatMap(madeBy),
  );
}
/** By which way an effect came to its end, where its verb has several. */
export const endedBy = ({ result }: Effect): unknown => (result as { readonly by?: unknown } | null | undefined)?.by;
/** What the facts told an effect when it began. */
export const factOf = <F>(effect: Effect): F | undefined => (effect.args as { readonly fact?: F } | null | undefined)?.fact;
