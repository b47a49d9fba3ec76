import type { Ledger, PlannedRow } from '../ledger/port';
import { LifecycleError } from '../model/errors';
import type { AccountId } from '../model/order';
import type { AccountRow, Ms } from '../model/record';
import type { Abilities } from '../platforms/port';
import type { Books } from './books';
import type { Guards } from './guards';
import type { Policy } from './look';
import type { Connected, Engine, EngineOptions, Health } from './port';
import type { Readers } from './readers';

/** One account as operators see it: its row, how far it was read, what is wrong. Throws UnknownAccount. */
export async function healthOf(
  account: AccountId,
  row: AccountRow | undefined,
  ledger: Ledger,
  readers: Readers,
  /** Of the ledger itself, which all accounts share. */
  trouble: string | null,
): Promise<Health> {
  if (!row) {
    const text = `Account ${account} is not known; deploy its settings node first.`;
    throw new LifecycleError('NOT_FOUND', 'UnknownAccount', text, { field: 'account' });
  }
  const [openCases, health] = await Promise.all([ledger.caseCount(account), readers.health(account)]);
  return { row, openCases, ...health, problem: health.problem ?? trouble };
}

/** What an account in preview would send now: each planned effect with its call, for a person to approve. */
export async function plannedCalls(ledger: Ledger, books: Books, limit: number): ReturnType<Engine['planned']> {
  const rows: Awaited<ReturnType<Engine['planned']>>[number][] = [];
  for (let after: PlannedRow | undefined; ; ) {
    const some = await ledger.planned(PLANNED_A_STEP, after);
    for (const { key, effect: id } of some) {
      const order = (await books.open(key))?.order;
      const [effect, asked] = [order?.effects[id], order?.cases[`planned/${id}`]];
      if (!effect?.plan || asked === undefined || asked.closedAt !== undefined) continue;
      const calls = [{ call: effect.plan.call, request: effect.plan.request.personal }];
      rows.push({ key, effect: id, verb: effect.verb, target: effect.target, calls });
      if (rows.length === limit) return rows;
    }
    after = some.at(-1);
    if (some.length < PLANNED_A_STEP) return rows;
  }
}
const PLANNED_A_STEP = 100;

const GRACE: Ms = 30 * 60_000;
/** What an engine goes by, as it was asked for. Its name changes with a lapsed lease. */
export const policyOf = (
  options: EngineOptions,
  guards: Guards,
  lease: Ms,
  rowOf: (account: AccountId) => AccountRow | undefined,
): { -readonly [K in keyof Policy]: Policy[K] } => ({
  engine: options.name,
  alone: options.alone ?? true,
  lease,
  grace: options.grace ?? GRACE,
  guards,
  abilities: (account) => abilitiesOf(options.connected(account), rowOf(account)),
});
/** Asked at every look at an order: what a platform said of itself is read once. */
const known = new WeakMap<object, Abilities>();
/** What a platform is able to do, as it said of itself. */
function abilitiesOf(connected: Connected | undefined, row: AccountRow | undefined): Abilities | undefined {
  if (!connected) return undefined;
  const { abilities, able } = connected.platform;
  if (!able) return abilities;
  const learned = row?.learned;
  const source = typeof learned === 'object' && learned !== null ? learned : connected.platform;
  const found = known.get(source) ?? { ...abilities, ...able(learned) };
  known.set(source, found);
  return found;
}
