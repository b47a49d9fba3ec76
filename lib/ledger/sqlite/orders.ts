/** Orders at the connection: what is due, one record, commits and readings. Each function is one transaction's work. */
import { wins } from '../../model/observe';
import type { OrderKey } from '../../model/order';
import type { Instant } from '../../model/record';
import { sameReading } from '../repeats';
import { erased, observed, READER } from '../trail';
import { type Book, changes } from './book';
import {
  type Cells,
  type CursorRow,
  type EffectRow,
  type FactRow,
  owner,
  type PatchRows,
  type People,
  type RecordRows,
  type RefRow,
  type SeenRow,
  type Texts,
} from './wire';

interface KeptFact {
  readonly n: number;
  readonly subject: string;
  readonly version: string;
  readonly sentAt: Instant;
  readonly answeredAt: Instant;
  readonly hash: string;
  readonly body: string;
}

export const orders = (book: Book) => {
  const { sql } = book;

  function people(key: OrderKey, of: string, texts: Texts): void {
    if (texts === null) return;
    for (const [at, text] of texts.entries()) sql.person.run(key, of, at, text);
    sql.personEnd.run(key, of, texts.length);
  }
  function refer(key: OrderKey, refs: readonly RefRow[]): void {
    for (const [id, system, kind] of refs) sql.ref.run(id, system, kind, key);
  }
  function create(key: OrderKey, account: string, alarm: Instant | null, standing: 0 | 1, now: Instant): void {
    sql.created.run(key, account, alarm, standing, now);
    if (key !== account) sql.counted.run();
    if (book.sources.has(account)) return;
    sql.source.run(account);
    book.sources.add(account);
  }
  /** Keeps a reading as a fact and, where it wins, as the order's. True where the record changed. */
  function weigh(
    key: OrderKey,
    [subject, version, sentAt, answeredAt, hash, body, texts]: FactRow,
    raise: () => boolean,
  ): boolean {
    const held = sql.holds.get(key, subject);
    const holds = held && { version: String(held.version), sentAt: Number(held.sent_at), hash: String(held.hash) };
    if (holds && sameReading(holds, { version, hash }) && !(sentAt > holds.sentAt && raise())) return false;
    const won = holds === undefined || wins({ version, sentAt, hash }, holds);

    const written = sql.fact.run(key, subject, version, sentAt, answeredAt, hash, body);
    let fact = Number(written.lastInsertRowid);
    if (Number(written.changes) === 1) people(key, owner.fact(fact), texts);
    else {
      fact = Number(sql.sameFact.get(key, subject, version, hash)?.n);
      if (won) sql.raised.run(sentAt, fact);
    }
    if (won) sql.hold.run(key, subject, fact);
    return won;
  }
  function effect(key: OrderKey, [id, state, inDoubt, body, texts, writes, reads, fewer]: EffectRow): void {
    sql.effect.run(key, id, state, inDoubt, body);
    people(key, owner.effect(id), texts);
    for (const [kind, rows] of [
      ['write', writes],
      ['read', reads],
    ] as const) {
      for (const [at, row] of rows.entries()) {
        if (row === null) continue;
        sql.turn.run(key, id, kind, at, row[0]);
        people(key, owner.turn(kind, at, id), row[1]);
      }
      if (fewer === 0) continue;
      if (changes(sql.turnsEnd, key, id, kind, rows.length) === 0) continue;
      // A conversation that started over is shorter than before: what was cut from its lost turns goes with them.
      for (let at = rows.length; changes(sql.personEnd, key, owner.turn(kind, at, id), 0) > 0; at++);
    }
  }
  function cells(key: OrderKey): Cells {
    const flat: (string | number | null)[] = [];
    for (const { k, id, n, a, b, c, d, body } of sql.rows.all(key)) {
      flat.push(k ?? null, id ?? null, n ?? null, a ?? null, b ?? null, c ?? null, d ?? null, body ?? null);
    }
    return flat;
  }
  function record(key: OrderKey): RecordRows | null {
    const order = sql.order.get(key);
    if (order === undefined) return null;
    const alarm = order.alarm === null ? null : Number(order.alarm);
    return {
      account: String(order.account),
      version: Number(order.version),
      alarm,
      firstSeenAt: Number(order.first_seen),
      cells: cells(key),
    };
  }

  return {
    due(
      now: Instant,
      limit: number,
      without: readonly string[],
    ): { readonly keys: readonly OrderKey[]; readonly inMs: number | null; readonly around: number } {
      book.tick(now);
      const due: { readonly key: string; readonly alarm: number }[] = [];
      let next: number | null = null;
      for (const account of book.sources) {
        if (without.includes(account)) continue;
        for (const { key, alarm } of sql.due.all(account, now, limit)) due.push({ key: String(key), alarm: Number(alarm) });
        const later = sql.next.get(account, now)?.alarm ?? null;
        if (later !== null && (next === null || Number(later) < next)) next = Number(later);
      }
      due.sort((a, b) => a.alarm - b.alarm || (a.key < b.key ? -1 : 1));
      return { keys: due.slice(0, limit).map(({ key }) => key), inMs: next === null ? null : next - now, around: book.around };
    },

    read(key: OrderKey): { readonly order: RecordRows | null; readonly around: number } {
      return { order: record(key), around: book.around };
    },

    commit(key: OrderKey, version: number, patch: PatchRows): 'done' | 'conflict' {
      if (changes(sql.moved, patch.alarm, patch.standing, key, version) === 0) {
        if (version !== 0 || sql.order.get(key) !== undefined) return 'conflict';
        create(key, key, patch.alarm, patch.standing, book.clock);
      }
      for (const row of patch.effects) effect(key, row);
      for (const [id, state, body, texts] of patch.deliveries) {
        sql.delivery.run(key, id, state, body);
        people(key, owner.delivery(id), texts);
      }
      for (const [cause, open, body, texts] of patch.cases) {
        sql.case.run(key, cause, open, body);
        people(key, owner.case(cause), texts);
      }
      for (const [body, texts] of patch.decisions)
        people(key, owner.decision(sql.decision.run(key, body).lastInsertRowid), texts);
      // Repeats are raised here in any case: the order moves anyway.
      for (const fact of patch.facts) weigh(key, fact, () => true);
      refer(key, patch.refs);
      book.note(patch.by, key, patch.what);
      return 'done';
    },

    append(now: Instant, seen: readonly SeenRow[], cursor: CursorRow | null): 'done' | 'elsewhere' {
      book.tick(now);
      if (cursor !== null) {
        const [account, stream, expect, body] = cursor;
        if (Number(sql.cursor.get(account, stream)?.version ?? 0) !== expect) return 'elsewhere';
        sql.cursorMoved.run(account, stream, expect + 1, body);
      }
      for (const [key, account, fact, refs] of seen) {
        const known = sql.order.get(key) !== undefined;
        if (weigh(key, fact, () => sql.inDoubt.get(key) !== undefined)) {
          if (known) sql.woken.run(now, key);
          else create(key, account, now, 1, now);
          book.note(READER, key, observed({ subject: fact[0], version: fact[1] }));
        }
        refer(key, refs);
      }
      return 'done';
    },

    cursor(account: string, stream: string): { readonly version: number; readonly body: string } | null {
      const row = sql.cursor.get(account, stream);
      return row ? { version: Number(row.version), body: String(row.body) } : null;
    },

    orders(limit: number, after: OrderKey, standing: boolean): readonly (readonly [OrderKey, RecordRows])[] {
      return (standing ? sql.standing : sql.orders).all(after, limit).flatMap(({ key }): [OrderKey, RecordRows][] => {
        const found = record(String(key));
        return found ? [[String(key), found]] : [];
      });
    },

    facts(key: OrderKey): { readonly facts: readonly KeptFact[]; readonly people: People } {
      const facts = sql.facts.all(key).map((f) => ({
        n: Number(f.n),
        subject: String(f.subject),
        version: String(f.version),
        sentAt: Number(f.sent_at),
        answeredAt: Number(f.answered_at),
        hash: String(f.hash),
        body: String(f.body),
      }));
      return { facts, people: peopleOf(book, key) };
    },

    erase(key: OrderKey, by: string, now: Instant): number {
      book.tick(now);
      if (changes(sql.touched, key) === 0) return 0;
      const entries = changes(sql.erased, key);
      book.erased = true;
      book.note(by, key, erased(entries));
      return entries;
    },
  };
};

export const peopleOf = ({ sql }: Book, key: OrderKey): People =>
  sql.people.all(key).flatMap(({ owner: of, at, body }) => [of ?? null, at ?? null, body ?? null]);
