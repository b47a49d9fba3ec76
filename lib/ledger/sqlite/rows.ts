/** From the model's rows to texts, and back. Runs on the caller's thread. */
import type { AccountId, Body, OrderKey, Ref } from '../../model/order';
import type { Case, Decision, Delivery, Effect, Observation, OrderRecord, Subject, Write } from '../../model/record';
import { cut, joined } from '../personal';
import type { Patch, Seen } from '../port';
import { inDoubt } from '../repeats';
import { committed } from '../trail';
import {
  type CutRow,
  type EffectRow,
  type FactRow,
  type MarkedRow,
  owner,
  type PatchRows,
  type People,
  type RecordRows,
  type RefRow,
  type SeenRow,
  type Texts,
  WIDTH,
} from './wire';

const cutRow = (value: unknown): CutRow => {
  const { text, people } = cut(value);
  return [text, people];
};
/** Rows never change once they were made: each is cut once, also where it is asked what an order held before. */
function cutOnce<T extends object>(what: (row: T) => unknown): (row: T) => CutRow {
  const known = new WeakMap<T, CutRow>();
  return (row) => {
    const made = known.get(row) ?? cutRow(what(row));
    known.set(row, made);
    return made;
  };
}
const partRow = cutOnce((part: object) => part);
const effectBody = cutOnce(({ writes: _, reads: __, ...rest }: Effect) => rest);
const deliveryBody = cutOnce((delivery: Delivery) => delivery);

const NOBODY: CutRow = ['', []];
const alike = (a: Texts, b: Texts): boolean => a?.length === b?.length && (a ?? []).every((text, at) => text === b?.[at]);
/** The row without its people where the one before it had the same. */
const since = (row: CutRow, before: CutRow): CutRow => (alike(row[1], before[1]) ? [row[0], null] : row);

const refRow = ({ id, system, kind }: Ref): RefRow => [id, system, kind];
const factRow = ({ subject, version, sentAt, answeredAt, hash, body }: Observation): FactRow => [
  subject,
  version,
  sentAt,
  answeredAt,
  hash,
  ...cutRow(body),
];
/** `base`: what stands there. What is the same object in it is not sent again. */
function effectRow(effect: Effect, base: OrderRecord | undefined): EffectRow {
  const { id, state, writes, reads } = effect;
  const [doubt, body] = [inDoubt(effect) ? 1 : 0, effectBody(effect)] as const;
  if (!base) return [id, state, doubt, ...body, writes.map(partRow), reads.map(partRow), 1];
  const old = base.effects[id];
  const turns = (now: readonly object[], before: readonly object[] = []): (CutRow | null)[] =>
    now.map((part, at) => {
      const known = before[at];
      return part === known ? null : since(partRow(part), known ? partRow(known) : NOBODY);
    });
  const fewer = old !== undefined && (old.writes.length > writes.length || old.reads.length > reads.length) ? 1 : 0;
  const people = since(body, old ? effectBody(old) : NOBODY);
  return [id, state, doubt, ...people, turns(writes, old?.writes), turns(reads, old?.reads), fewer];
}
function deliveryRow(delivery: Delivery, base: OrderRecord | undefined): MarkedRow<string> {
  const [body, old] = [deliveryBody(delivery), base?.deliveries[delivery.id]];
  return [delivery.id, delivery.state, ...(base ? since(body, old ? deliveryBody(old) : NOBODY) : body)];
}
export const seenRow = ({ key, account, observation, refs }: Seen): SeenRow => [
  key,
  account,
  factRow(observation),
  refs.map(refRow),
];

export const patchRows = (patch: Patch, base?: OrderRecord): PatchRows => ({
  alarm: patch.alarm,
  standing: patch.standing ? 1 : 0,
  by: patch.by,
  what: committed(patch),
  effects: (patch.effects ?? []).map((row) => effectRow(row, base)),
  deliveries: (patch.deliveries ?? []).map((row) => deliveryRow(row, base)),
  cases: (patch.cases ?? []).map((row) => [row.cause, row.closedAt === undefined ? 1 : 0, ...cutRow(row)]),
  decisions: (patch.decisions ?? []).map(cutRow),
  facts: (patch.observations ?? []).map(factRow),
  refs: (patch.refs ?? []).map(refRow),
});

/** Finds a personal text by its owner and number. */
class Directory {
  private readonly texts = new Map<string, string>();
  add(of: string, at: number, body: string): void {
    this.texts.set(`${at}/${of}`, body);
  }
  join(text: string, of: string): unknown {
    return joined(text, (at) => this.texts.get(`${at}/${of}`));
  }
}
export function directory(people: People): Directory {
  const found = new Directory();
  for (let i = 0; i < people.length; i += 3) found.add(String(people[i]), Number(people[i + 1]), String(people[i + 2]));
  return found;
}

export const observation = (
  subject: string,
  version: string,
  sentAt: number,
  answeredAt: number,
  hash: string,
  body: unknown,
): Observation => ({ subject: subject as Subject, version, sentAt, answeredAt, hash, body: body as Body });

/** Kinds of rows in `SQL.rows`, in the order in which they come. */
const [HOLDS, EFFECT, TURN, DELIVERY, CASE, DECISION, PERSON] = [0, 1, 2, 3, 4, 5, 6];

type Open<T> = { -readonly [K in keyof T]: T[K] };

export function recordOf(key: OrderKey, { account, version, alarm, firstSeenAt, cells }: RecordRows): OrderRecord {
  const people = new Directory();
  let end = cells.length;
  for (; end > 0 && cells[end - WIDTH] === PERSON; end -= WIDTH) {
    people.add(String(cells[end - WIDTH + 1]), Number(cells[end - WIDTH + 5]), String(cells[end - 1]));
  }
  const observations: Partial<Record<Subject, Observation>> = {};
  const effects: Record<string, Effect> = {};
  const deliveries: Record<string, Delivery> = {};
  const cases: Record<string, Case> = {};
  const decisions: Decision[] = [];
  for (let i = 0; i < end; i += WIDTH) {
    const [kind, id, n, a, b, c, d] = [
      cells[i],
      String(cells[i + 1]),
      Number(cells[i + 2]),
      cells[i + 3],
      cells[i + 4],
      cells[i + 5],
      cells[i + 6],
    ];
    const body = String(cells[i + 7]);
    if (kind === HOLDS) {
      const held = people.join(body, owner.fact(n));
      observations[id as Subject] = observation(id, String(a), Number(c), Number(d), String(b), held);
    } else if (kind === EFFECT) {
      effects[id] = { ...(people.join(body, owner.effect(id)) as Omit<Effect, 'writes' | 'reads'>), writes: [], reads: [] };
    } else if (kind === TURN) {
      const [at, said, effect] = [Number(c), String(a), effects[id] as Open<Effect>];
      const turn = people.join(body, owner.turn(said, at, id));
      if (said === 'write') (effect.writes as Write[])[at] = turn as Write;
      else (effect.reads as Effect['reads'][number][])[at] = turn as Effect['reads'][number];
    } else if (kind === DELIVERY) deliveries[id] = people.join(body, owner.delivery(id)) as Delivery;
    else if (kind === CASE) cases[id] = people.join(body, owner.case(id)) as Case;
    else if (kind === DECISION) decisions.push(people.join(body, owner.decision(n)) as Decision);
  }
  return { key, account: account as AccountId, version, alarm, firstSeenAt, observations, decisions, effects, deliveries, cases };
}
