/** The ledger as its callers know it, over a connection that takes rows (wire.ts). */
import type { HintKind } from '../../model/hint';
import type { AccountId, OrderKey } from '../../model/order';
import type { AccountRow, Around, Case, Instant, Listener, Ms, Observation, OrderRecord, Wired } from '../../model/record';
import type { Bare } from '../deploy';
import { AnswerLost } from '../errors';
import type { AuditRow, CaseRow, Cursor, Hint, Joined, Ledger, Night, Overview, Patch, PlannedRow, Seen } from '../port';
import { NO_CURSOR } from '../records';
import { directory, observation, patchRows, recordOf, seenRow } from './rows';
import type { Ask } from './store';
import { owner } from './wire';

/** A message must not hold the connection for long: lists are fetched, and the audit sealed, in steps. */
const ORDERS_A_STEP = 50;
const SEALS_A_STEP = 200;

export class SqliteLedger implements Ledger {
  /** `copy` makes the copy of a night beside the calls. `end` lets go of the connection; calls after it are refused by `ask`. */
  constructor(
    private readonly ask: Ask,
    private readonly copy: (night: Night) => Promise<string | null>,
    private readonly end: () => Promise<void>,
  ) {}

  join(engine: string, span: Ms, now: Instant): Promise<Joined> {
    return this.ask('join', engine, span, now);
  }
  beat(engine: string, span: Ms, now: Instant): Promise<Joined> {
    return this.ask('join', engine, span, now);
  }
  due(now: Instant, limit: number, without: readonly AccountId[]) {
    return this.ask('due', now, limit, without);
  }
  async read(key: OrderKey): Promise<{ readonly order: OrderRecord | null; readonly around: number }> {
    const { order, around } = await this.ask('read', key);
    return { order: order && recordOf(key, order), around };
  }
  async commit(key: OrderKey, version: number, patch: Patch, base?: OrderRecord): Promise<'done' | 'conflict'> {
    try {
      return await this.ask('commit', key, version, patchRows(patch, base));
    } catch (error) {
      if (error instanceof AnswerLost) return 'conflict';
      throw error;
    }
  }
  append(
    seen: readonly Seen[],
    now: Instant,
    cursor?: { readonly account: AccountId; readonly stream: string; readonly expect: number; readonly moved: Cursor },
  ): Promise<'done' | 'elsewhere'> {
    const row = cursor && ([cursor.account, cursor.stream, cursor.expect, JSON.stringify(cursor.moved)] as const);
    return this.ask('append', now, seen.map(seenRow), row ?? null);
  }
  async cursor(account: AccountId, stream: string): Promise<Cursor> {
    const row = await this.ask('cursor', account, stream);
    return row ? { ...(JSON.parse(row.body) as Cursor), version: row.version } : NO_CURSOR;
  }
  hint(account: AccountId, kind: HintKind, ids: readonly string[], now: Instant): Promise<void> {
    return this.ask('hint', account, kind, ids, now);
  }
  hints(account: AccountId, kind: HintKind, limit: number): Promise<readonly Hint[]> {
    return this.ask('hints', account, kind, limit);
  }
  heeded(account: AccountId, kind: HintKind, hints: readonly Pick<Hint, 'id' | 'turn'>[]): Promise<void> {
    return this.ask('heeded', account, kind, hints);
  }

  async around(): Promise<Around> {
    const { version, listeners, wired, accounts, engines } = await this.ask('around');
    const rows = accounts.map((text): AccountRow => JSON.parse(text));
    return {
      version,
      listeners: listeners.map((text): Listener => JSON.parse(text)),
      wired: wired.map((text): Wired => JSON.parse(text)),
      accounts: Object.fromEntries(rows.map((row) => [row.id, row])),
      engines,
    };
  }
  deploy(
    now: Instant,
    listeners: readonly Bare<Listener>[],
    wired: readonly Bare<Wired>[],
    disabled: readonly string[],
  ): Promise<void> {
    return this.ask('deploy', now, JSON.stringify(listeners), JSON.stringify(wired), disabled);
  }
  account(row: AccountRow, by: string): Promise<void> {
    return this.ask('account', JSON.stringify(row), by);
  }

  take(budget: string, span: Ms, burst: number, now: Instant): Promise<Ms> {
    return this.ask('take', budget, span, burst, now);
  }
  once(name: string, event: string, now: Instant): Promise<boolean> {
    return this.ask('once', name, event, now);
  }
  keep(name: string, value: unknown, now: Instant): Promise<void> {
    return this.ask('keep', name, JSON.stringify(value ?? null), now);
  }
  async kept(name: string): Promise<{ readonly value: unknown; readonly at: Instant } | null> {
    const row = await this.ask('kept', name);
    return row && { value: JSON.parse(row.body), at: row.at };
  }

  find({
    id,
    system,
    kind,
  }: {
    readonly id: string;
    readonly system?: string;
    readonly kind?: string;
  }): Promise<readonly OrderKey[]> {
    return this.ask('find', id, system ?? null, kind ?? null);
  }
  async openCases(limit: number, after: OrderKey = ''): Promise<readonly CaseRow[]> {
    const { cases, people } = await this.ask('openCases', limit, after);
    return cases.map(([key, account, cause, body]) => {
      const row = directory(people[key] ?? []).join(body, owner.case(cause)) as Case;
      return { ...row, key, account: account as AccountId };
    });
  }
  caseCount(account: AccountId): Promise<number> {
    return this.ask('caseCount', account);
  }
  planned(limit: number, after: PlannedRow = { key: '', effect: '' }): Promise<readonly PlannedRow[]> {
    return this.ask('planned', limit, after.key, after.effect);
  }
  async orders(limit: number, after: OrderKey = '', standing = false): Promise<readonly OrderRecord[]> {
    const found: OrderRecord[] = [];
    for (;;) {
      const step = Math.min(limit - found.length, ORDERS_A_STEP);
      if (step <= 0) return found;
      const rows = await this.ask('orders', step, found.at(-1)?.key ?? after, standing);
      found.push(...rows.map(([key, record]) => recordOf(key, record)));
      if (rows.length < step) return found;
    }
  }
  overview(now: Instant): Promise<Overview> {
    return this.ask('overview', now);
  }
  async facts(key: OrderKey): Promise<readonly Observation[]> {
    const { facts, people } = await this.ask('facts', key);
    const persons = directory(people);
    return facts.map(({ n, subject, version, sentAt, answeredAt, hash, body }) =>
      observation(subject, version, sentAt, answeredAt, hash, persons.join(body, owner.fact(n))),
    );
  }
  erase(key: OrderKey, by: string, now: Instant): Promise<number> {
    return this.ask('erase', key, by, now);
  }
  async seal(now: Instant): Promise<string | null> {
    for (;;) {
      const { head, more } = await this.ask('seal', now, SEALS_A_STEP);
      if (!more) return head;
    }
  }
  audit(after: number, limit: number): Promise<readonly AuditRow[]> {
    return this.ask('audit', after, limit);
  }
  backup(night: Night): Promise<string | null> {
    return this.copy(night);
  }
  close(): Promise<void> {
    return this.end();
  }
}
