/** An engine alone with its ledger: nothing is sent anywhere and no flow is behind it, but for what a test says. */
import { createEngine } from '../../lib/engine/engine';
import type { Engine, EngineOptions } from '../../lib/engine/port';
import type { Request } from '../../lib/model/call';
import type { OrderKey } from '../../lib/model/order';
import { mirakl } from '../../lib/platforms/mirakl';
import type { Platform } from '../../lib/platforms/port';
import type { Transport } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { ACCOUNT } from './records';

interface Alone extends Pick<EngineOptions, 'ledger' | 'clock'>, Partial<Pick<EngineOptions, 'backups' | 'name'>> {
  /** Of `account`; absent: nothing is deployed. */
  readonly platform?: Platform;
  readonly account?: string;
  readonly send?: Transport['send'];
  /** Whether its flow takes what it is handed. */
  readonly takes?: boolean;
}
export const engineAlone = ({ platform, account = ACCOUNT, send, takes = false, ...given }: Alone): Engine =>
  createEngine({
    name: 'one',
    random: seededRandom(1),
    transport: {
      reserve: async () => 0,
      release: () => undefined,
      send: send ?? (async () => ({ is: 'not sent', why: 'no wire here' })),
    },
    connected: (id) => (platform && id === account ? { platform, account, settings: {} } : undefined),
    flow: { hand: () => takes, resume: () => takes },
    log: () => undefined,
    ...given,
  });

/** A call of a scripted conversation. */
export const scripted = (call: string, writes: boolean, body: unknown = {}): Request => ({
  account: ACCOUNT,
  call,
  method: 'POST',
  path: `/${call}`,
  body,
  writes,
  paces: [],
});
/** How such a call is written: done where this is true. */
export const provenBy = (is: () => Promise<unknown>) => ({
  read: () => ({ answer: 1 }),
  proof: { by: 'state', find: async () => ((await is()) ? { answer: 1 } : 'absent') } as const,
  commitsWithin: 1_000,
});
/** Mirakl that reads nothing by itself, and accepts orders by this conversation. */
export function acceptingBy(acceptOrder: NonNullable<Platform['acceptOrder']>): Platform {
  const { prepare: _, intake: __, ...rest } = mirakl;
  return { ...rest, acceptOrder };
}
export const KEY: OrderKey = `${ACCOUNT}:A-1`;
/** How the one line of the order is accepted. */
export const ACCEPT = { lines: [{ lineId: 'A-1-1', accepted: true }] };
/** Its account is live, and a node that accepts orders is wired behind its trigger. */
export async function accepting(engine: Engine): Promise<void> {
  await engine.account(ACCOUNT, 'mirakl', true);
  await engine.deploy(
    [{ id: 'in', nodeType: 't', account: ACCOUNT, events: ['order.placed'], from: 0 }],
    [{ verb: 'order.accept', account: ACCOUNT, node: 'accept', reachedFrom: ['in'] }],
    [],
  );
}
