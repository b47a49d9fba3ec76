/** An engine that holds a few orders in memory and writes down what it is told: the desk's routes need no more. */
import type { Engine } from '../../lib/engine/port';
import type { CaseRow, Ledger } from '../../lib/ledger/port';
import { personal, type Reading } from '../../lib/model/order';
import type {
  AccountRow,
  Around,
  Case,
  CaseDetail,
  CaseKind,
  Effect,
  Listener,
  Mode,
  OrderRecord,
  Wired,
} from '../../lib/model/record';
import type { Lived } from './lived';
import { reading } from './orders';

export const MIRAKL = 'mirakl:maison.mirakl.net:2001';
export const SHOP = 'shopify:north-cups.myshopify.com:77';
export const NOW = Date.parse('2026-09-01T10:45:00Z');
const MINUTE = 60_000;

type Decided = Parameters<Engine['decide']>[1] & { readonly key: string };
type Planned = Awaited<ReturnType<Engine['planned']>>[number];

export interface FakeEngine extends Engine {
  /** Opens a case of an order, which is made where it is not known; returns its cause. */
  open(order: string, kind: CaseKind, detail: CaseDetail, about?: string, minutesAgo?: number): string;
  /** A case of an order that is known by its whole key. */
  ask(key: string, kind: CaseKind, detail: CaseDetail): void;
  close(order: string, cause: string, by?: string): void;
  plan(planned: Planned): void;
  /** The shop has answered the creation of an order, which was not read there yet. */
  create(order: string, answer: unknown): void;
  readonly decided: Decided[];
  readonly leftOut: { readonly key: string; readonly verbs: readonly string[]; readonly reason: string; readonly by: string }[];
  readonly poked: string[];
  readonly modes: Map<string, Mode>;
  problem: string | null;
  /** What the routes read of the ledger beside the engine. */
  readonly ledger: Pick<Ledger, 'around' | 'orders' | 'kept' | 'keep' | 'openCases' | 'facts'>;
  /** What the ledger keeps by name. */
  readonly kept: Map<string, unknown>;
  readonly wired: Wired[];
  /** A trigger of the account begins at this instant. */
  begin(at: number): void;
  /** An order that has lived elsewhere, with its names and the flows that it lived in. */
  adopt(lived: Lived): void;
  /** An order that was read, and told to nobody. */
  know(order: string, orderedAt: string, stage?: Reading['stage']): string;
}

export function fakeEngine(): FakeEngine {
  const orders = new Map<string, OrderRecord>();
  const planned: Planned[] = [];
  const decided: Decided[] = [];
  const leftOut: FakeEngine['leftOut'] = [];
  const poked: string[] = [];
  const modes = new Map<string, Mode>([
    [MIRAKL, 'live'],
    [SHOP, 'preview'],
  ]);
  const openCases = (): CaseRow[] =>
    [...orders.values()].flatMap((order) =>
      Object.values(order.cases)
        .filter((one) => one.closedAt === undefined)
        .map((one) => ({ ...one, key: order.key, account: order.account })),
    );
  const keyOf = (order: string) => (order === '' ? MIRAKL : `${MIRAKL}:${order}`);
  const record = (order: string): OrderRecord => orders.get(keyOf(order)) ?? blank(keyOf(order), order);
  const put = (order: OrderRecord) => orders.set(order.key, order);
  const setCase = (key: string, one: Case) => {
    const order = orders.get(key);
    if (order) put({ ...order, version: order.version + 1, cases: { ...order.cases, [one.cause]: one } });
  };
  const settled = (key: string, cause: string, by: string) => {
    const one = orders.get(key)?.cases[cause];
    if (one) setCase(key, { ...one, closedAt: NOW, settledBy: by });
  };

  const listeners: Listener[] = [];
  const kept = new Map<string, unknown>();
  const creates: Wired = {
    verb: 'order.create',
    account: '*',
    node: 'create',
    reachedFrom: ['in'],
    args: { store: SHOP },
    since: 0,
    until: null,
    present: true,
  };
  let adopted: Lived | undefined;
  const around = (): Around => adopted?.around ?? { version: 1, listeners, wired: fake.wired, accounts: {}, engines: {} };

  const fake: FakeEngine = {
    kept,
    wired: [creates],
    ledger: {
      around: async () => around(),
      kept: async (name) => (kept.has(name) ? { value: kept.get(name), at: NOW } : null),
      keep: async (name, value) => void kept.set(name, value),
      openCases: async (limit) => openCases().slice(0, limit),
      facts: async (key) =>
        adopted?.record.key === key
          ? adopted.facts
          : Object.values(orders.get(key)?.observations ?? {}).flatMap((seen) => seen ?? []),
      orders: async (limit, after = '') => [...orders.values()].filter(({ key }) => key > after).slice(0, limit),
    },
    adopt(lived) {
      adopted = lived;
      put(lived.record);
    },
    begin(at) {
      const row = { id: 'in', nodeType: 'marketplace-order-in', account: MIRAKL, events: ['order.placed'] };
      listeners.splice(0, 1, { ...row, since: at, until: null, present: true, from: -1 });
    },
    know(order, orderedAt, stage = 'ready_to_ship') {
      const known = blank(keyOf(order), order);
      const seen = known.observations.order;
      const body = seen?.body;
      if (!seen || body?.kind !== 'order') throw new Error(`${order} has no reading`);
      put({
        ...known,
        effects: {},
        observations: { order: { ...seen, body: { ...body, stage, order: { ...body.order, orderedAt } } } },
      });
      return known.key;
    },
    decided,
    leftOut,
    poked,
    modes,
    problem: null,
    open(order, kind, detail, about = '1', minutesAgo = 12) {
      const cause = `${kind}/${about}`;
      put(record(order));
      setCase(keyOf(order), { cause, kind, detail, openedAt: NOW - minutesAgo * MINUTE, count: 1 });
      return cause;
    },
    ask: (key, kind, detail) => setCase(key, { cause: `${kind}/1`, kind, detail, openedAt: NOW - MINUTE, count: 1 }),
    close: (order, cause, by = 'ben') => settled(keyOf(order), cause, by),
    plan(one) {
      planned.push(one);
      put(record(one.key.split(':').slice(3).join(':')));
      setCase(one.key, {
        cause: `planned/${one.effect}`,
        kind: 'planned',
        detail: { effect: one.effect, verb: one.verb, call: one.calls[0]?.call ?? '' },
        openedAt: NOW - MINUTE,
        count: 1,
      });
    },
    create(order, answer) {
      const known = record(order);
      put({ ...known, effects: { ...known.effects, 'order.create/1': done('order.create', SHOP, 'orderCreate', answer) } });
    },
    async decide(key, decision) {
      const order = orders.get(key);
      if (!order) return 'already settled';
      const { cause } = (decision.value ?? {}) as { cause?: string };
      if (cause !== undefined && order.cases[cause]?.closedAt !== undefined) return 'already settled';
      decided.push({ ...decision, key });
      put({ ...order, decisions: [...order.decisions, { ...decision, at: NOW }] });
      const open = cause === undefined ? undefined : order.cases[cause];
      if (!open) return 'done';
      const { until, owner } = decision.value as { until?: number | null; owner?: string | null };
      const { snoozedUntil: _until, owner: _owner, ...bare } = open;
      if (decision.kind === 'snooze') setCase(key, until ? { ...open, snoozedUntil: until } : { ...bare });
      else if (decision.kind === 'assign') setCase(key, owner ? { ...open, owner } : { ...bare });
      else if (decision.kind === 'note') setCase(key, { ...open, note: decision.reason ?? '' });
      else settled(key, open.cause, decision.by);
      return 'done';
    },
    async leaveOut(key, verbs, reason, by) {
      leftOut.push({ key, verbs, reason, by });
      for (const one of Object.values(orders.get(key)?.cases ?? {}))
        if (verbs.some((verb) => one.cause.includes(verb)) || one.kind === 'arrived late') settled(key, one.cause, by);
    },
    read: async (key) => orders.get(key) ?? null,
    find: async (id) => (await (adopted?.find(id) ?? [])).flatMap((key) => orders.get(key) ?? []),
    cases: async (limit) => openCases().slice(0, limit),
    overview: async () => ({ orders: orders.size, openCases: openCases().length, openEffects: 2, parked: 1, out: 1, due: 3 }),
    planned: async () => planned.filter((one) => orders.get(one.key)?.cases[`planned/${one.effect}`]?.closedAt === undefined),
    async health(account) {
      const row: AccountRow = {
        id: account,
        platform: account.split(':')[0] ?? '',
        mode: modes.get(account) ?? 'preview',
        since: NOW - 86_400_000,
        lastHeard: NOW - 40_000,
      };
      const openOf = openCases().filter((one) => one.account === account).length;
      return {
        row,
        completeTo: account === MIRAKL ? '2026-09-01T10:42:00Z' : null,
        openCases: openOf,
        retryAt: fake.problem && account === SHOP ? NOW + 90_000 : null,
        problem: account === SHOP ? fake.problem : null,
      };
    },
    async setMode(account, mode) {
      modes.set(account, mode);
      return mode === 'live' ? [{ ok: true, what: 'metafield', text: 'The definition of order.id is there.' }] : [];
    },
    hint: async () => undefined,
    poke: (account) => void poked.push(account),
    stopAccount: async () => undefined,
    start: async () => undefined,
    stop: () => undefined,
    farewell: async () => undefined,
    deploy: async () => undefined,
    account: async (id, platform) => ({ id, platform, mode: 'preview', since: NOW }),
    effect: async () => ({ is: 'void', why: 'fake' }),
    park: async () => 'stale',
    closed: async () => undefined,
    rests: () => undefined,
    interrupted: async () => undefined,
    dueFor: async () => [],
    tell: async () => true,
    once: async () => true,
  };
  return fake;
}

function blank(key: string, order: string): OrderRecord {
  const seen = order === '' ? undefined : reading(key, order);
  return {
    key,
    account: MIRAKL,
    version: 3,
    alarm: null,
    firstSeenAt: NOW - 20 * MINUTE,
    observations: seen
      ? {
          order: {
            subject: 'order',
            version: '2026-09-01T08:20:00Z',
            sentAt: NOW - 20 * MINUTE,
            answeredAt: NOW - 20 * MINUTE,
            body: seen,
            hash: 'h',
          },
        }
      : {},
    decisions: [],
    effects: seen ? { 'order.accept/1': done('order.accept', MIRAKL, 'OR21', {}) } : {},
    deliveries: {},
    cases: {},
  };
}

/** An effect whose only call was answered. */
const done = (verb: string, target: string, call: string, answer: unknown): Effect => ({
  id: `${verb}/1`,
  verb,
  key: '1',
  target,
  args: {},
  state: 'confirmed',
  reads: [],
  lookAgain: 0,
  lookedAt: NOW,
  begunAt: NOW - 19 * MINUTE,
  revision: 1,
  tries: 1,
  writes: [
    {
      name: call,
      call,
      print: 'p',
      request: personal(null),
      attempt: { n: 1, at: NOW - 19 * MINUTE, sendUntil: NOW, commitsWithin: 120_000 },
      answeredAt: NOW - 18 * MINUTE,
      answer,
    },
  ],
});
