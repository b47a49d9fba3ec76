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
  owner,
  type PatchRows,
  type People,
  type RecordRows,
  type RefRow,
  type SeenRow,
  WIDTH,
} from './wire';

const cutRow = (value: unknown): CutRow => {
  const { text, people } = cut(value);
  return [text, people];
};
/** A write or a read never changes once it was made, and stands in every patch of its effect: it is cut once. */
const rowsOfParts = new WeakMap<object, CutRow>();
const partRow = (part: object): CutRow => {
  const known = rowsOfParts.get(part);
  if (known) return known;
  const row = cutRow(part);
  rowsOfParts.set(part, row);
  return row;
};
const refRow = ({ id, system, kind }: Ref): RefRow => [id, system, kind];
const factRow = ({ subject, version, sentAt, answeredAt, hash, body }: Observation): FactRow => [
  subject,
  version,
  sentAt,
  answeredAt,
  hash,
  ...cutRow(body),
];
const effectRow = (effect: Effect): EffectRow => {
  const { writes, reads, ...rest } = effect;
  return [effect.id, effect.state, inDoubt(effect) ? 1 : 0, ...cutRow(rest), writes.map(partRow), reads.map(partRow)];
};
export const seenRow = ({ key, account, observation, refs }: Seen): SeenRow => [
  key,
  account,
  factRow(observation),
  refs.map(refRow),
];

export const patchRows = (patch: Patch): PatchRows => ({
  alarm: patch.alarm,
  standing: patch.standing ? 1 : 0,
  by: patch.by,
  what: committed(patch),
  effects: (patch.effects ?? []).map(effectRow),
  deliveries: (patch.deliveries ?? []).map((row) => [row.id, row.state, ...cutRow(row)]),
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
