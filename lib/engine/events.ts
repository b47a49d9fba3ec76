import { ownKey } from '../model/order';
import type { CaseDetail, EventKey, Instant, Listener } from '../model/record';
import { lifeHappenings } from './life-events';
import { deliveryId, type Look } from './look';
import { marketplaceHappenings } from './marketplace-events';
import { shopHappenings } from './shop-events';
import { rangeOf, stockHappenings } from './stock-events';

/** What has happened to an order, as triggers tell it. Derived from the facts; only the handing out is a row. */
export interface Happening {
  readonly key: EventKey;
  readonly type: string;
  readonly at: Instant;
  readonly detail?: CaseDetail;
  /** The thing that it is about: a shipment, a refund, a return. */
  readonly about?: string;
  /** A listener that was told this one, or one that begins so, was told this. */
  readonly same?: EventKey;
  readonly like?: EventKey;
  /** A listener that hears of this type is told only after one that begins so. */
  readonly after?: { readonly type: string; readonly like: EventKey };
  /** It stands until then: a listener that came before is told as well, though it came after `at`. */
  readonly until?: Instant;
  /** It happens again and again in one row of its own; `about` counts it, and whoever hears of one hears of all before. */
  readonly recurs?: true;
}
const DAY = 86_400_000;

/** Everything that has happened, oldest first. A case that stays open for a day, or when it was put off until, escalates. */
export function happenings(at: Look): readonly Happening[] {
  const { order, state } = at;
  const found: Happening[] = [];
  if (state.reading && state.eligible && order.key !== ownKey(order.account)) {
    found.push({ key: 'placed', type: 'order.placed', at: order.firstSeenAt });
    const seen = order.observations.order;
    if (seen && seen.answeredAt > order.firstSeenAt)
      found.push({ key: `changed/${seen.version}`, type: 'order.changed', at: seen.answeredAt });
  }
  found.push(...stockHappenings(at));
  if (state.eligible) found.push(...shopHappenings(at), ...marketplaceHappenings(at));
  found.push(...lifeHappenings(at));
  for (const one of Object.values(order.cases)) {
    const detail = { ...one.detail, cause: one.cause, kind: one.kind };
    found.push({ key: `case/${one.cause}/${one.openedAt}/opened`, type: 'case.opened', at: one.openedAt, detail });
    // One that somebody put off is quiet until then, and told of then.
    const escalates = one.snoozedUntil ?? one.openedAt + DAY;
    const again = one.snoozedUntil === undefined ? '' : `/${one.snoozedUntil}`;
    if (one.closedAt === undefined || one.closedAt > escalates)
      found.push({ key: `case/${one.cause}/${one.openedAt}/escalated${again}`, type: 'case.escalated', at: escalates, detail });
    if (one.closedAt !== undefined)
      found.push({ key: `case/${one.cause}/${one.openedAt}/settled`, type: 'case.settled', at: one.closedAt, detail });
  }
  return found.sort((a, b) => a.at - b.at);
}

/** What is to be handed out first: an event, and its listener. */
export interface HandOut {
  readonly at: Instant;
  readonly event: Happening;
  readonly listener: Listener;
}

/** Whether a listener has this event already, or one that says the same; or has not what this one follows. */
function told(at: Look, { id, events }: Listener, { key, same = key, like, after, recurs, about }: Happening): boolean {
  const { deliveries } = at.order;
  if (recurs) {
    const known = deliveries[deliveryId(id, key)];
    if (known?.state === 'out' || known?.state === 'again') return true;
    return known !== undefined && rangeOf(known).to >= Number(about);
  }
  const begins = (prefix: EventKey): boolean => Object.keys(deliveries).some((one) => one.startsWith(deliveryId(id, prefix)));
  if ([key, same].some((one) => deliveries[deliveryId(id, one)] !== undefined)) return true;
  if (like !== undefined && begins(like)) return true;
  return after !== undefined && events.includes(after.type) && !begins(after.like);
}

/** Events that no delivery of a deployed listener carries yet, oldest first. */
export function undelivered(at: Look, events: readonly Happening[]): readonly HandOut[] {
  const due: HandOut[] = [];
  for (const event of events) {
    for (const listener of at.listeners) {
      if (!listener.present || !listener.events.includes(event.type)) continue;
      // A listener that came later is told of what stands (an order to import), not of changes and cases before its time.
      if (event.type !== 'order.placed' && (event.until ?? event.at) < listener.since) continue;
      if (told(at, listener, event)) continue;
      due.push({ at: event.at, event, listener });
    }
  }
  return due;
}
