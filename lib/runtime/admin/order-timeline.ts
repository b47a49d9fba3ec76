/** Everything that happened to an order, as one list, oldest first: what was told, done, decided and handed to flows. */
import type { Happening } from '../../desk/wire';
import { madeBy } from '../../engine/echo';
import type { CaseDetail, Delivery, Effect, Observation, OrderRecord, Write } from '../../model/record';
import { factsTold } from './order-facts';

export function timeline(record: OrderRecord, facts: readonly Observation[]): readonly Happening[] {
  const effects = Object.values(record.effects);
  const all: readonly Happening[] = [
    ...factsTold(facts, new Set(effects.flatMap(madeBy))),
    ...record.decisions.map(
      ({ at, by, kind, of, reason }): Happening => ({ at, what: 'decision', detail: { by, kind, of, reason: reason ?? null } }),
    ),
    ...effects.flatMap(ofEffect),
    ...Object.values(record.deliveries).map(ofDelivery),
    ...Object.values(record.cases).flatMap((one) => {
      const detail: CaseDetail = { ...one.detail, kind: one.kind, cause: one.cause };
      const opened: Happening = { at: one.openedAt, what: 'case opened', detail };
      if (one.closedAt === undefined) return [opened];
      return [opened, { at: one.closedAt, what: 'case closed' as const, detail: { ...detail, by: one.settledBy ?? null } }];
    }),
  ];
  return all.toSorted((a, b) => a.at - b.at);
}

/** Each attempt of each call; a step of which nothing was sent as what became of it. */
function ofEffect(effect: Effect): readonly Happening[] {
  const { refusal } = effect;
  const told = { effect: effect.id, verb: effect.verb };
  const ofCall = effect.writes.some((write) => write.call === refusal?.call && write.attempt.resolved === 'refused');
  const calls = effect.writes.flatMap((write) => [
    ...(write.earlier ?? []).map((attempt) => ofAttempt(attempt, write, told)),
    ofAttempt(write.attempt, write, {
      ...told,
      record: write.record ?? null,
    }),
  ]);
  if (refusal && !ofCall) {
    const { at, call, code, text } = refusal;
    calls.push({ at, what: 'call', detail: { ...told, call, n: effect.tries, outcome: 'refused', code, text } });
  }
  const quiet = calls.length === 0 && !effect.result;
  const step: Happening = {
    at: effect.begunAt,
    what: 'step',
    detail: { ...told, state: effect.state, reason: effect.reason ?? null },
  };
  return quiet || effect.state === 'void' ? [step, ...calls] : calls;
}
function ofAttempt(attempt: Write['attempt'], write: Write, told: CaseDetail): Happening {
  const last = attempt.n === write.attempt.n;
  const answered = last && write.answeredAt !== undefined;
  return {
    at: attempt.at,
    what: 'call',
    detail: {
      ...told,
      ...(attempt.refused ? { code: attempt.refused.code, text: attempt.refused.text } : {}),
      call: write.call,
      n: attempt.n,
      outcome: answered ? (write.known ?? 'answered') : (attempt.resolved ?? 'in doubt'),
      heard: (answered ? write.answeredAt : attempt.resolvedAt) ?? null,
    },
  };
}

/** A delivery keeps its last sending; how often it was sent is counted. */
const ofDelivery = ({ at, listener, event, type, about, state, run, parked, resent, error }: Delivery): Happening => ({
  at,
  what: 'delivery',
  detail: {
    node: listener,
    event,
    type,
    about: about ?? null,
    state,
    run,
    offered: resent,
    parkedAt: parked.map(({ node }) => node),
    failedAt: error?.node ?? null,
    error: error?.text ?? null,
  },
});
