/**
 * The oracle: the ledger in plain maps. The other drivers must answer as this one does. Records are immutable and shared:
 * what comes in is frozen once, a change copies only the record around it.
 */
import type { HintKind } from '../model/hint';
import { wins } from '../model/observe';
import { type AccountId, type OrderKey, ownKey, type Ref } from '../model/order';
import type { AccountRow, Around, Instant, Listener, Ms, Observation, OrderRecord, Wired } from '../model/record';
import { Alarms } from './alarms';
import { applied } from './applied';
import { type Bare, foldListeners, foldWired } from './deploy';
import { type Leases, lease } from './engines';
import { CLOCK_SLACK, ClockBehind } from './errors';
import { frozen } from './frozen';
import { turn } from './pace';
import { blank } from './personal';
import type { AuditRow, CaseRow, Cursor, Hint, Joined, Ledger, Overview, Patch, PlannedRow, Seen } from './port';
import { fresh, freshAccount, isAccount, NO_CURSOR } from './records';
import { inDoubt, sameReading } from './repeats';
import { accountSet, committed, deployed, erased, observed, READER, sealOf } from './trail';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

class MemoryLedger implements Ledger {
  private readonly records = new Map<OrderKey, OrderRecord>();
  private readonly readings = new Map<OrderKey, Observation[]>();
  private readonly alarms = new Alarms();
  private readonly standing = new Set<OrderKey>();
  private readonly cursors = new Map<string, Cursor>();
  private readonly hinted = new Map<string, { readonly account: AccountId; readonly kind: HintKind; readonly hint: Hint }>();
  private turnsOfHints = 0;
  private readonly refs = new Map<string, { readonly ref: Ref; readonly key: OrderKey }[]>();
  private readonly turns = new Map<string, Instant>();
  private readonly happened = new Set<string>();
  private readonly lists = new Map<string, { readonly value: unknown; readonly at: Instant }>();
  private readonly rows: AuditRow[] = [];
  private unsealed = 0;
  private sorted: OrderKey[] | undefined;
  private leases: Leases = { until: {}, given: {} };
  private now: Instant = 0;
  private surroundings: Around = { version: 0, listeners: [], wired: [], accounts: {}, engines: {} };

  async join(engine: string, span: Ms, now: Instant): Promise<Joined> {
    if (now < this.now - CLOCK_SLACK) throw new ClockBehind(now, this.now);
    this.tick(now);
    const granted = lease(this.leases, engine, span, now);
    this.leases = granted.leases;
    this.change({ engines: granted.leases.until });
    return { now: this.now, engine: granted.engine };
  }
  beat(engine: string, span: Ms, now: Instant): Promise<Joined> {
    return this.join(engine, span, now);
  }

  async due(now: Instant, limit: number, without: readonly AccountId[]) {
    this.tick(now);
    return { ...this.alarms.due(now, limit, without), around: this.surroundings.version };
  }
  async read(key: OrderKey) {
    return { order: this.records.get(key) ?? null, around: this.surroundings.version };
  }
  async commit(key: OrderKey, version: number, patch: Patch): Promise<'done' | 'conflict'> {
    const old = this.records.get(key) ?? (version === 0 ? freshAccount(key, this.now) : undefined);
    if (old === undefined || old.version !== version) return 'conflict';
    const record: Writable<OrderRecord> = applied(old, patch);
    // Repeats are raised here in any case: the row is written anyway.
    for (const observation of patch.observations ?? []) this.weigh(record, observation, true);
    this.store(record, old.alarm);
    if (patch.standing) this.standing.add(key);
    else this.standing.delete(key);
    this.refer(key, patch.refs);
    this.note(patch.by, key, committed(patch));
    return 'done';
  }

  async append(
    seen: readonly Seen[],
    now: Instant,
    cursor?: { readonly account: AccountId; readonly stream: string; readonly expect: number; readonly moved: Cursor },
  ): Promise<'done' | 'elsewhere'> {
    this.tick(now);
    if (cursor !== undefined) {
      const name = JSON.stringify([cursor.account, cursor.stream]);
      if ((this.cursors.get(name) ?? NO_CURSOR).version !== cursor.expect) return 'elsewhere';
      this.cursors.set(name, frozen({ ...cursor.moved, version: cursor.expect + 1 }));
    }
    for (const { key, account, observation, refs } of seen) {
      const old = this.records.get(key);
      const record: Writable<OrderRecord> = { ...(old ?? fresh(key, account, now)) };
      if (this.weigh(record, observation, Object.values(record.effects).some(inDoubt))) {
        record.version += 1;
        record.alarm = now;
        this.standing.add(key);
        this.store(record, old?.alarm ?? null);
        this.note(READER, key, observed(observation));
      }
      this.refer(key, refs);
    }
    return 'done';
  }
  async cursor(account: AccountId, stream: string): Promise<Cursor> {
    return this.cursors.get(JSON.stringify([account, stream])) ?? NO_CURSOR;
  }

  async hint(account: AccountId, kind: HintKind, ids: readonly string[], now: Instant): Promise<void> {
    this.tick(now);
    this.turnsOfHints += 1;
    for (const id of ids) {
      const name = JSON.stringify([account, kind, id]);
      const at = this.hinted.get(name)?.hint.at ?? now;
      this.hinted.set(name, frozen({ account, kind, hint: { id, turn: this.turnsOfHints, at } }));
    }
  }
  async hints(account: AccountId, kind: HintKind, limit: number): Promise<readonly Hint[]> {
    const rows = [...this.hinted.values()].filter((row) => row.account === account && row.kind === kind);
    return rows.slice(0, limit).map(({ hint }) => hint);
  }
  async heeded(account: AccountId, kind: HintKind, hints: readonly Pick<Hint, 'id' | 'turn'>[]): Promise<void> {
    for (const { id, turn } of hints) {
      const name = JSON.stringify([account, kind, id]);
      if (this.hinted.get(name)?.hint.turn === turn) this.hinted.delete(name);
    }
  }

  async around(): Promise<Around> {
    return this.surroundings;
  }
  async deploy(
    now: Instant,
    listeners: readonly Bare<Listener>[],
    wired: readonly Bare<Wired>[],
    disabled: readonly string[],
  ): Promise<void> {
    this.tick(now);
    const asleep = new Set(disabled);
    this.change({
      listeners: foldListeners(this.surroundings.listeners, listeners, asleep, now),
      wired: foldWired(this.surroundings.wired, wired, asleep, now),
    });
    this.note('deploy', '', deployed(listeners.length, wired.length, disabled.length));
  }
  async account(row: AccountRow, by: string): Promise<void> {
    this.change({ accounts: { ...this.surroundings.accounts, [row.id]: row } });
    this.note(by, ownKey(row.id), accountSet(row));
  }

  async take(budget: string, span: Ms, burst: number, now: Instant): Promise<Ms> {
    this.tick(now);
    const { wait, next } = turn(this.turns.get(budget) ?? 0, span, burst, now);
    if (wait === 0) this.turns.set(budget, next);
    return wait;
  }
  async once(name: string, event: string, now: Instant): Promise<boolean> {
    this.tick(now);
    const id = JSON.stringify([name, event]);
    if (this.happened.has(id)) return false;
    this.happened.add(id);
    return true;
  }
  async keep(name: string, value: unknown, now: Instant): Promise<void> {
    this.tick(now);
    this.lists.set(name, frozen({ value: value ?? null, at: now }));
  }
  async kept(name: string) {
    return this.lists.get(name) ?? null;
  }

  async find({
    id,
    system,
    kind,
  }: {
    readonly id: string;
    readonly system?: string;
    readonly kind?: string;
  }): Promise<readonly OrderKey[]> {
    const hits = (this.refs.get(id) ?? []).filter(
      ({ ref }) => (system ?? ref.system) === ref.system && (kind ?? ref.kind) === ref.kind,
    );
    return [...new Set(hits.map(({ key }) => key))].sort();
  }
  async openCases(limit: number, after?: OrderKey): Promise<readonly CaseRow[]> {
    const open: CaseRow[] = [];
    for (const record of this.following(after)) {
      if (open.length >= limit) break;
      const causes = Object.keys(record.cases).sort();
      for (const cause of causes) {
        const row = record.cases[cause];
        if (row && row.closedAt === undefined) open.push({ ...row, key: record.key, account: record.account });
      }
    }
    return open;
  }
  async caseCount(account: AccountId): Promise<number> {
    let open = 0;
    for (const record of this.records.values()) {
      if (record.account !== account) continue;
      for (const { closedAt } of Object.values(record.cases)) if (closedAt === undefined) open += 1;
    }
    return open;
  }
  async planned(limit: number, after?: PlannedRow): Promise<readonly PlannedRow[]> {
    const rows: PlannedRow[] = [];
    for (const { key, effects } of this.following()) {
      if (after !== undefined && key < after.key) continue;
      for (const { id, state } of Object.values(effects))
        if (state === 'planned' && !(key === after?.key && id <= after.effect)) rows.push({ key, effect: id });
    }
    return rows.sort((a, b) => (a.key === b.key ? (a.effect < b.effect ? -1 : 1) : a.key < b.key ? -1 : 1)).slice(0, limit);
  }
  async orders(limit: number, after?: OrderKey, standing = false): Promise<readonly OrderRecord[]> {
    const orders: OrderRecord[] = [];
    for (const record of this.following(after)) {
      if (orders.length >= limit) break;
      if (!isAccount(record) && (!standing || this.standing.has(record.key))) orders.push(record);
    }
    return orders;
  }
  async overview(now: Instant): Promise<Overview> {
    const count = { orders: 0, openCases: 0, openEffects: 0, parked: 0, out: 0, due: this.alarms.count(now) };
    for (const record of this.records.values()) {
      if (!isAccount(record)) count.orders += 1;
      for (const { closedAt } of Object.values(record.cases)) if (closedAt === undefined) count.openCases += 1;
      for (const { state } of Object.values(record.effects)) if (state === 'open') count.openEffects += 1;
      for (const { state } of Object.values(record.deliveries)) if (state === 'parked' || state === 'out') count[state] += 1;
    }
    return count;
  }
  async facts(key: OrderKey): Promise<readonly Observation[]> {
    return [...(this.readings.get(key) ?? [])];
  }
  async erase(key: OrderKey, by: string, now: Instant): Promise<number> {
    this.tick(now);
    const record = this.records.get(key);
    if (record === undefined) return 0;
    const { key: _, account, version, alarm, firstSeenAt, observations, ...rows } = record;
    const facts = blank(this.readings.get(key) ?? []);
    const rest = blank(rows);
    const winners = blank(observations);
    this.readings.set(key, frozen(facts.value).slice());
    this.records.set(
      key,
      frozen({ key, account, version: version + 1, alarm, firstSeenAt, observations: winners.value, ...rest.value }),
    );
    const entries = facts.erased + rest.erased;
    this.note(by, key, erased(entries));
    return entries;
  }
  async seal(now: Instant): Promise<string | null> {
    this.tick(now);
    let head = this.rows[this.unsealed - 1]?.seal ?? '';
    for (const row of this.rows.slice(this.unsealed)) {
      head = sealOf(head, row);
      this.rows[this.unsealed] = frozen({ ...row, seal: head });
      this.unsealed += 1;
    }
    return head === '' ? null : head;
  }
  async audit(after: number, limit: number): Promise<readonly AuditRow[]> {
    return this.rows.slice(after, after + limit);
  }
  /** What is in memory has no file. */
  async backup(): Promise<null> {
    return null;
  }
  async close(): Promise<void> {}

  private tick(now: Instant): void {
    if (now > this.now) this.now = now;
  }
  private change(part: Partial<Omit<Around, 'version'>>): void {
    this.surroundings = frozen({ ...this.surroundings, ...part, version: this.surroundings.version + 1 });
  }
  private note(by: string, key: OrderKey, what: string): void {
    if (what !== '') this.rows.push(frozen({ n: this.rows.length + 1, at: this.now, by, key, what, seal: null }));
  }
  private store(record: OrderRecord, alarm: Instant | null): void {
    if (!this.records.has(record.key)) this.sorted = undefined;
    this.records.set(record.key, frozen(record));
    this.alarms.move(record.account, record.key, alarm, record.alarm);
  }
  private refer(key: OrderKey, refs: readonly Ref[] = []): void {
    for (const ref of refs) {
      const known = this.refs.get(ref.id);
      if (known === undefined) this.refs.set(ref.id, [{ ref, key }]);
      else if (!known.some((k) => k.key === key && k.ref.system === ref.system && k.ref.kind === ref.kind))
        known.push({ ref, key });
    }
  }
  /** Records after a key, in the order of keys. */
  private *following(after = ''): Generator<OrderRecord> {
    this.sorted ??= [...this.records.keys()].sort();
    for (const key of this.sorted) {
      const record = key > after ? this.records.get(key) : undefined;
      if (record) yield record;
    }
  }
  /**
   * Keeps a reading as a fact and, where it wins, as the order's. True where the record changed. `raise`: a repeat of what
   * holds, asked later, moves the instant it was asked (an absence counts from there).
   */
  private weigh(record: Writable<OrderRecord>, observation: Observation, raise: boolean): boolean {
    const { subject, sentAt } = observation;
    const holds = record.observations[subject];
    const repeats = holds !== undefined && sameReading(observation, holds);
    if (repeats && !(raise && sentAt > holds.sentAt)) return false;
    const won = holds === undefined || wins(observation, holds);

    const facts = this.readings.get(record.key) ?? [];
    this.readings.set(record.key, facts);
    const at = facts.findIndex((fact) => fact.subject === subject && sameReading(fact, observation));
    const fact = frozen(won && at >= 0 ? { ...observation, ...facts[at], sentAt } : observation);
    if (at < 0) facts.push(fact);
    else if (won) facts[at] = fact;
    if (won) record.observations = { ...record.observations, [subject]: fact };
    return won;
  }
}

export const memoryLedger = (): Ledger => new MemoryLedger();
