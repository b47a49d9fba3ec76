import { ownKey } from '../model/order';
import { refunded } from '../model/phase';
import { open, total, undecided } from '../model/quantities';
import type { Instant } from '../model/record';
import { generationOf, madeOf, receipts } from '../model/state';
import type { Happening } from './events';
import type { Look } from './look';
import { dated, pressing } from './marketplace-events';

/** What is now true of an order, or of its account, whoever did it: each once. */
export function lifeHappenings(at: Look): readonly Happening[] {
  if (at.order.key === ownKey(at.order.account)) return ofTheAccount(at);
  if (!at.state.reading || !at.state.eligible) return [];
  return [...accepted(at), ...imported(at), ...gone(at), ...moneyBack(at), ...closed(at), ...overdue(at)];
}

/** It stands until the channel is heard of again, so a trigger that came since is told as well. */
function ofTheAccount({ order, around }: Look): readonly Happening[] {
  const since = around.accounts[order.account]?.silentSince;
  if (since === undefined) return [];
  const detail = { account: order.account, since: new Date(since).toISOString() };
  return [{ key: `life.silent/${since}`, type: 'life.silent', at: since, until: Number.POSITIVE_INFINITY, detail }];
}

const read = ({ order }: Look): Instant => order.observations.order?.answeredAt ?? order.firstSeenAt;
/** When it was made in the shop: whatever was true before happened before. */
function boundAt({ order }: Look): Instant | undefined {
  const key = String(generationOf(order));
  return receipts(order, 'order.create').find(({ effect, write }) => effect.key === key && madeOf(write.answer))?.write
    .answeredAt;
}
function accepted(at: Look): readonly Happening[] {
  const { acceptance } = at.state;
  if (acceptance === 'pending' || acceptance === 'refused' || acceptance === 'expired') return [];
  const told = receipts(at.order, 'order.accept')[0]?.write.answeredAt ?? Number.POSITIVE_INFINITY;
  const when = Math.min(told, boundAt(at) ?? told, read(at));
  return [{ key: 'life.accepted', type: 'life.accepted', at: when, detail: { acceptance } }];
}
function imported(at: Look): readonly Happening[] {
  const { bound } = at.state;
  if (!bound) return [];
  const key = `life.imported/${generationOf(at.order)}`;
  return [{ key, type: 'life.imported', at: boundAt(at) ?? read(at), detail: { shopOrder: bound.name } }];
}
/** All that is to ship has left, and all that left has arrived. */
function gone(at: Look): readonly Happening[] {
  const { reading, quantities, merchantLines, stage } = at.state;
  const all = total(merchantLines.flatMap(({ id }) => quantities[id] ?? []));
  if (all.shipped === 0 || open(all) + undecided(all) > 0) return [];
  const shipped: Happening = { key: 'life.shipped', type: 'life.shipped', at: dated(read(at), reading?.shippedAt) };
  if (stage !== 'delivered' && all.delivered < all.shipped) return [shipped];
  return [shipped, { key: 'life.delivered', type: 'life.delivered', at: dated(read(at), reading?.deliveredAt) }];
}
/** Once in part, once in full. */
function moneyBack(at: Look): readonly Happening[] {
  const { reading } = at.state;
  if (!reading) return [];
  const how = refunded(reading);
  if (how !== 'partial' && how !== 'full') return [];
  const last = reading.refunds.flatMap(({ state, doneAt }) => (state === 'done' ? [dated(read(at), doneAt)] : []));
  return [{ key: `life.refunded/${how}`, type: 'life.refunded', at: Math.max(...last), detail: { refunded: how } }];
}
const closed = (at: Look): readonly Happening[] =>
  at.state.stage === 'closed' ? [{ key: 'life.closed', type: 'life.closed', at: read(at) }] : [];
/** From the moment on that it should have been done; it stands until it is. */
const overdue = (at: Look): readonly Happening[] =>
  pressing(at.state).map(({ deadline, by }) => {
    const iso = new Date(by).toISOString();
    return {
      key: `life.overdue/${deadline}/${iso}`,
      type: 'life.overdue',
      at: by,
      until: Number.POSITIVE_INFINITY,
      detail: { deadline, by: iso },
    };
  });
