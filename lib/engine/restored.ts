import { COPY, type Ledger } from '../ledger/port';
import type { Instant, Ms, OrderRecord, Write } from '../model/record';

/** The marketplace's clock may be so far from ours. */
const CLOCKS_APART: Ms = 3_600_000;
const RESTORED = 'restored';

/**
 * When this ledger was last put back from a copy; undefined: never. It then knows nothing of what was done between the copy
 * and that moment.
 */
export async function restoredAt(ledger: Pick<Ledger, 'kept' | 'keep'>, now: Instant): Promise<Instant | undefined> {
  if ((await ledger.kept(COPY))?.value === true) {
    await ledger.keep(RESTORED, now, now);
    await ledger.keep(COPY, null, now);
  }
  const at = (await ledger.kept(RESTORED))?.value;
  return typeof at === 'number' ? at : undefined;
}

/** The order was there before the ledger was put back: whatever is due for it may have been done and forgotten. */
export function mayBeForgotten(order: OrderRecord, restored: Instant | undefined): restored is Instant {
  if (restored === undefined) return false;
  const body = order.observations.order?.body;
  const placed = body?.kind === 'order' ? Date.parse(body.order.orderedAt) : Number.NaN;
  return !(placed - CLOCKS_APART > restored);
}

/** A first write that may have been made already: in doubt from its beginning, so that its proof decides whether it is sent. */
export const forgotten = (write: Omit<Write, 'attempt'>, restored: Instant, commitsWithin: Ms): Write => ({
  ...write,
  attempt: { n: 1, at: restored, sendUntil: restored, commitsWithin },
});
