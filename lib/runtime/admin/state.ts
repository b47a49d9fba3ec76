import type { AccountHealth, CaseView, DeployedAccount, DeskState, PlannedView, Visitor } from '../../desk/wire';
import type { Engine } from '../../engine/port';
import type { CaseRow, Ledger } from '../../ledger/port';
import type { AccountId } from '../../model/order';
import type { Around } from '../../model/record';
import type { Abilities, FoundVariant } from '../../platforms/port';
import { startOf } from './earlier';
import { callAsChanges } from './mask';

/** Cases that are listed at once; the count beside them is of all. */
const MOST_CASES = 300;
const MOST_PLANNED = 100;

export interface House {
  engine(): Engine | undefined;
  accounts(): readonly DeployedAccount[];
  /** Undefined while there is no engine. */
  ledger(): Pick<Ledger, 'around' | 'orders' | 'kept' | 'keep' | 'openCases' | 'facts'> | undefined;
  /** Why there is no engine, where that is not just "not yet". */
  problem?(): string | undefined;
  /** Asks a store's catalogue; at most 20 variants. */
  findVariants(store: AccountId, text: string): Promise<readonly FoundVariant[]>;
  /** What a deployed account's platform is able to do, by what it said of itself. */
  abilities?(account: AccountId, learned: unknown): Abilities | undefined;
  now(): number;
  /** How many milliseconds of that clock pass in one of the machine's. */
  pace?(): number;
  /** Nodes that would do something and that no trigger reaches. */
  unreached?(): readonly string[];
}

/** Everything that the sidebar shows, in one answer, so that what it says of one moment belongs together. */
export async function deskState(house: House, visitor: Visitor): Promise<DeskState> {
  const engine = house.engine();
  const nothing = {
    at: house.now(),
    pace: house.pace?.() ?? 1,
    visitor,
    cases: [],
    openCases: 0,
    planned: [],
    unreached: house.unreached?.() ?? [],
  };
  if (!engine) {
    const problem = house.problem?.();
    return {
      ...nothing,
      engine: problem === undefined ? 'starting' : 'failed',
      ...(problem === undefined ? {} : { problem }),
      accounts: house.accounts().map((account) => ({ ...account, openCases: 0 })),
    };
  }
  const around = await house.ledger()?.around();
  const [overview, rows, planned, accounts] = await Promise.all([
    engine.overview(),
    engine.cases(MOST_CASES),
    engine.planned(MOST_PLANNED),
    Promise.all(house.accounts().map((account) => healthOf(engine, account, around))),
  ]);
  return {
    ...nothing,
    engine: 'running',
    work: {
      orders: overview.orders,
      due: overview.due,
      running: overview.openEffects,
      parked: overview.parked,
      out: overview.out,
    },
    accounts,
    cases: rows.map(caseView),
    openCases: overview.openCases,
    planned: await Promise.all(planned.map((one) => plannedView(engine, one, rows))),
  };
}

/** An account that the ledger does not know yet, or whose health cannot be read, is still shown: with the reason. */
async function healthOf(engine: Engine, account: DeployedAccount, around: Around | undefined): Promise<AccountHealth> {
  if (account.unidentified) return { ...account, openCases: 0 };
  try {
    const { row, completeTo, openCases, retryAt, problem } = await engine.health(account.id);
    const why = problem ?? row.stopped;
    const start = around && account.side === 'marketplace' ? startOf(around, account.id) : undefined;
    return {
      ...account,
      mode: row.mode,
      openCases,
      ...(row.lastHeard === undefined ? {} : { lastHeard: row.lastHeard }),
      ...(row.silentSince === undefined ? {} : { silentSince: row.silentSince }),
      ...(completeTo === null ? {} : { completeTo }),
      ...(start === undefined ? {} : { start }),
      ...(retryAt === null ? {} : { retryAt }),
      ...(why === undefined || why === null ? {} : { problem: why }),
    };
  } catch (error) {
    return { ...account, openCases: 0, problem: error instanceof Error ? error.message : String(error) };
  }
}

export const caseView = ({
  key,
  account,
  cause,
  kind,
  detail,
  openedAt,
  count,
  snoozedUntil,
  owner,
  note,
}: CaseRow): CaseView => ({
  key,
  account,
  cause,
  kind,
  detail,
  openedAt,
  count,
  ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
  ...(owner === undefined ? {} : { owner }),
  ...(note === undefined ? {} : { note }),
});

type Planned = Awaited<ReturnType<Engine['planned']>>[number];
async function plannedView(engine: Engine, planned: Planned, rows: readonly CaseRow[]): Promise<PlannedView> {
  const asked = rows.find((row) => row.key === planned.key && row.kind === 'planned' && row.detail.effect === planned.effect);
  const body = (await engine.read(planned.key))?.observations.order?.body;
  const order = body?.kind === 'order' ? body.order : undefined;
  return {
    key: planned.key,
    effect: planned.effect,
    verb: planned.verb,
    target: planned.target,
    calls: planned.calls.map(({ call, request }) => callAsChanges(call, request)),
    ...(order ? { order: { units: order.lines.reduce((sum, line) => sum + line.quantity, 0), total: order.totals.grand } } : {}),
    ...(asked ? { seen: { key: asked.key, cause: asked.cause, openedAt: asked.openedAt, count: asked.count } } : {}),
  };
}
