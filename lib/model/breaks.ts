/** What breaks each rule, as far as one order's record shows it. The table and the rules' texts are in `rules.ts`. Pure. */
import { compare } from './money';
import { wins } from './observe';
import type { Party, Reading } from './order';
import type { Effect, Observation, OrderRecord, Write } from './record';
import { answered, decisionOf, generationOf, madeOf, receipts, referenceOf } from './state';

/** What a record alone does not hold. */
export interface Past {
  /** Every fact that is kept of the order. */
  readonly facts?: readonly Observation[];
  /** The record as it was before the commit that made this one. */
  readonly before?: OrderRecord;
}

const inDoubt = (write: Write): boolean => !answered(write) && write.attempt.resolved === undefined;
const effectsOf = (record: OrderRecord, verb: string): readonly Effect[] =>
  Object.values(record.effects).filter((effect) => effect.verb === verb);
export const readingOf = (observation: Observation | undefined): Reading | null =>
  observation?.body.kind === 'order' ? observation.body : null;
/** The first wrong that is found. */
export function first<T>(items: Iterable<T>, wrong: (item: T) => string | null): string | null {
  for (const item of items) {
    const text = wrong(item);
    if (text !== null) return text;
  }
  return null;
}

export function oneShopOrder(record: OrderRecord): string | null {
  const called = generationOf(record);
  return first(effectsOf(record, 'order.create'), (effect) => {
    const made = new Set(
      effect.writes.map((write) => (answered(write) ? madeOf(write.answer)?.id : undefined)).filter((id) => id !== undefined),
    );
    if (made.size > 1) return `${effect.id} made ${made.size} shop orders: ${[...made].join(', ')}`;
    return made.size > 0 && Number(effect.key) > called ? `${effect.id} made a shop order that no decision called for` : null;
  });
}

export function acknowledgedAfterBound(record: OrderRecord): string | null {
  return first(effectsOf(record, 'order.acknowledge'), (effect) =>
    first(effect.writes, (write) => {
      const bound = receipts(record, 'order.create').some(
        (made) => madeOf(made.write.answer)?.name === referenceOf(effect) && (made.write.answeredAt ?? 0) <= write.attempt.at,
      );
      return bound ? null : `${effect.id} was begun before a shop order of that name was bound`;
    }),
  );
}

export function decidedOnce(record: OrderRecord): string | null {
  const decided = new Map<string, string>();
  return first(receipts(record, 'order.accept'), ({ effect, write }) =>
    first(decisionOf(effect, write), ({ lineId }) => {
      const by = decided.get(lineId);
      decided.set(lineId, effect.id);
      return by === undefined ? null : `line ${lineId} was decided by ${by} and again by ${effect.id}`;
    }),
  );
}

/** Against the reading that the order was made from, where it is known; a person may have had it made in spite of a difference. */
export function totalsMatch(record: OrderRecord, past: Past): string | null {
  if (record.decisions.some((decision) => decision.kind === 'do it' && decision.of.startsWith('price difference'))) return null;
  return first(receipts(record, 'order.create'), ({ effect, write }) => {
    const made = madeOf(write.answer);
    const now = record.observations.order;
    const source =
      effect.frozen === undefined || now?.hash === effect.frozen ? now : past.facts?.find((fact) => fact.hash === effect.frozen);
    const grand = readingOf(source)?.order.totals.grand;
    if (!made || !grand) return null;
    if (made.total.currency === grand.currency && compare(made.total, grand) === 0) return null;
    return `${made.name} was made for ${made.total.amount} ${made.total.currency}, the source states ${grand.amount} ${grand.currency}`;
  });
}

export function afterTheFact(record: OrderRecord): string | null {
  const reading = readingOf(record.observations.order);
  if (!reading) return null;
  const cancelled = reading.order.lines.find(
    (line) => reading.lineStates[line.id] === 'cancelled' && (reading.quantities[line.id]?.shipped ?? 0) > 0,
  );
  if (cancelled) return `line ${cancelled.id} stands as cancelled, and units of it were shipped`;
  const { payment } = reading;
  const early =
    payment === 'awaiting' || payment === 'authorised' ? reading.refunds.find((refund) => refund.state === 'done') : undefined;
  return early ? `refund ${early.id} stands as done, and the payment is ${payment}` : null;
}

export function newestHolds(record: OrderRecord, past: Past): string | null {
  return first(past.facts ?? [], (fact) => {
    const holds = record.observations[fact.subject];
    // The same reading, asked for again, may stand with either instant.
    if (holds && (!wins(fact, holds) || (fact.version === holds.version && fact.hash === holds.hash))) return null;
    return `of ${fact.subject}, ${holds ? `version ${holds.version} asked at ${holds.sentAt}` : 'nothing'} holds against version ${fact.version} asked at ${fact.sentAt}`;
  });
}

export function nothingRepeated(record: OrderRecord, past: Past): string | null {
  const proves = new Map<string, string>();
  return first(Object.values(record.effects), (effect) =>
    first(effect.writes.entries(), ([index, write]) => {
      const by = write.record === undefined || !answered(write) ? undefined : proves.get(write.record);
      if (write.record !== undefined && answered(write)) proves.set(write.record, effect.id);
      if (by !== undefined) return `${write.record} proves ${by} and ${effect.id}`;
      if (index + 1 < effect.writes.length && !answered(write) && write.attempt.resolved !== 'refused')
        return `${effect.id} went on past ${write.name}, which has no answer`;
      const was = past.before?.effects[effect.id]?.writes[index];
      if (!was || was.attempt.n === write.attempt.n) return null;
      if (answered(was)) return `${effect.id} sends ${write.name} again, which was answered`;
      if (was.attempt.resolved === undefined)
        return `${effect.id} sends ${write.name} again, and nobody knows what became of attempt ${was.attempt.n}`;
      // One that had come to nothing and was given up counts from the beginning when it is begun anew.
      const anew = past.before?.effects[effect.id]?.state === 'void' && write.attempt.n === 1;
      return anew || write.attempt.n === was.attempt.n + 1 ? null : `${effect.id} skips an attempt of ${write.name}`;
    }),
  );
}

export function confirmedRests(record: OrderRecord, past: Past): string | null {
  return first(Object.values(past.before?.effects ?? {}), (was) => {
    const now = record.effects[was.id];
    return was.state === 'confirmed' && now && now.writes.length > was.writes.length
      ? `${was.id} was confirmed and writes again`
      : null;
  });
}

export function nothingVanishes(record: OrderRecord, past: Past): string | null {
  const ended = first(Object.values(record.effects), (effect) => {
    if (effect.state === 'void' && effect.writes.some(answered)) return `${effect.id} is void, and something of it happened`;
    if (effect.state === 'open' || effect.state === 'planned') return null;
    return effect.writes.some(inDoubt) ? `${effect.id} is ${effect.state}, and one of its writes is in doubt` : null;
  });
  if (ended !== null) return ended;
  const waits = Object.values(record.effects).find((effect) => effect.state === 'open' && effect.writes.some(inDoubt));
  const asked =
    Object.values(record.cases).some((one) => one.closedAt === undefined) ||
    record.decisions.some((decision) => decision.kind === 'dismiss');
  if (waits && record.alarm === null && !asked) return `${waits.id} is in doubt, and neither an alarm nor a case will end that`;
  const { before } = past;
  if (!before) return null;
  const kept = (one: OrderRecord): readonly string[] => [
    ...Object.keys(one.effects),
    ...Object.keys(one.deliveries),
    ...Object.keys(one.cases),
  ];
  const rows = new Set(kept(record));
  const gone = kept(before).find((row) => !rows.has(row));
  if (gone !== undefined) return `${gone} was kept and is no more`;
  return record.decisions.length < before.decisions.length ? 'a decision was kept and is no more' : null;
}

export function oneAtATime(record: OrderRecord): string | null {
  const out = Object.values(record.deliveries).filter((delivery) => delivery.state === 'out');
  if (out.length > 1) return `${out.length} deliveries are out: ${out.map((delivery) => delivery.id).join(', ')}`;
  const doubtful = new Map<string, string>();
  return first(Object.values(record.effects), (effect) =>
    first(effect.writes.filter(inDoubt), (write) => {
      // A shop's own record tells several marketplaces of its stock.
      const of = `${effect.verb} at ${effect.target}`;
      const other = doubtful.get(of);
      doubtful.set(of, `${effect.id} ${write.name}`);
      return other === undefined ? null : `two writes of ${effect.verb} are in doubt: ${other}, ${effect.id} ${write.name}`;
    }),
  );
}

/** When an absence was asked is not kept; that the effect was last looked at before the commit time ended shows that it came too soon. */
export function fenced(record: OrderRecord): string | null {
  return first(Object.values(record.effects), (effect) =>
    first(effect.writes, ({ name, attempt }) => {
      if (attempt.at > attempt.sendUntil) return `${effect.id} ${name} was begun after its sendUntil`;
      if (attempt.resolved !== 'absent' || effect.lookedAt > attempt.sendUntil + attempt.commitsWithin) return null;
      const told = record.decisions.some(
        (decision) => decision.kind === 'it did not' && decision.of === effect.id && decision.at >= attempt.at,
      );
      return told ? null : `${effect.id} ${name} was believed absent before the vendor's commit time had passed`;
    }),
  );
}

const namesOf = (party: Party | undefined): readonly (string | undefined)[] =>
  party ? [party.name, party.email, party.phone, ...party.lines] : [];
export function nothingPersonal(record: OrderRecord): string | null {
  const parties = readingOf(record.observations.order)?.order.parties.personal;
  if (!parties) return null;
  // Shorter ones are words that stand in any text.
  const secret = [parties.buyer, parties.billTo, parties.shipTo]
    .flatMap(namesOf)
    .filter((text): text is string => (text?.length ?? 0) > 5);
  const texts: readonly (readonly [string, string | undefined])[] = [
    ...Object.values(record.cases).map((one) => [`case ${one.kind}`, JSON.stringify(one.detail)] as const),
    ...Object.values(record.effects).map(
      (effect) =>
        [
          effect.id,
          [effect.reason, effect.refusal?.text, ...effect.writes.map(({ attempt }) => attempt.refused?.text)].join(' '),
        ] as const,
    ),
    ...Object.values(record.deliveries).map((delivery) => [delivery.id, delivery.error?.text] as const),
  ];
  return first(texts, ([where, text]) =>
    text !== undefined && secret.some((one) => text.includes(one)) ? `${where} holds something about a person` : null,
  );
}

export function sentInPreview(record: OrderRecord): string | null {
  return first(Object.values(record.effects), (effect) =>
    effect.state === 'planned' && effect.writes.some((write) => answered(write) || inDoubt(write))
      ? `${effect.id} is planned, and a call of it was sent`
      : null,
  );
}
