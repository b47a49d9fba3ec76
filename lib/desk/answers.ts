/**
 * Every answer that a case can be given: what the ledger stores for it, which right it takes, what it asks for. One table, read
 * by the browser to draw the buttons and by the admin routes to carry them out, so that no button can do what a route refuses.
 */
import type { CaseDetail, CaseKind } from '../model/record';
import {
  type Answer,
  type AnswerName,
  type LeftOut,
  type Of,
  plain,
  readAgain,
  startOver,
  stepOf,
  text,
  tryAgain,
} from './answer';
import { ownAnswersOf } from './answers-own';

export type { Answer, AnswerName, Needs } from './answer';
export { isOptional, rightFor } from './answer';
export { ownAnswersOf };

const ignore: Answer = { name: 'ignore', does: { store: 'dismiss', of: 'cause' }, right: 'write', needs: 'reason', closes: true };
const markDone = plain('mark done', 'done by hand', 'cause', false);
/** What every case has and none ends by. */
const marks: readonly Answer[] = [
  {
    name: 'snooze',
    does: { store: 'snooze', of: 'cause', value: 'until' },
    right: 'write',
    needs: 'moment',
    closes: false,
  },
  {
    name: 'show again',
    does: { store: 'snooze', of: 'cause', value: 'no longer' },
    right: 'write',
    needs: 'nothing',
    closes: false,
  },
  { name: 'assign', does: { store: 'assign', of: 'cause', value: 'owner' }, right: 'write', needs: 'owner', closes: false },
  { name: 'note', does: { store: 'note', of: 'cause' }, right: 'write', needs: 'reason', closes: false },
];
/** The duty, effect or delivery that a case is about; undefined where it is about facts or an account alone. */
export const aboutOf = (detail: CaseDetail): string | undefined =>
  text(detail, 'effect') ?? text(detail, 'duty') ?? text(detail, 'delivery');
/** The verb that a case holds up. A line without a variant holds up the making of the order. */
export function verbOf(kind: CaseKind, detail: CaseDetail): string {
  return stepOf(detail) ?? (kind === 'unreadable' ? '*' : 'order.create');
}

/** Asked while an effect was under way: any word about it makes the engine look at the effect again. */
const ASKED_UNDER_WAY: ReadonlySet<CaseKind> = new Set([
  'unknown sku',
  'unmapped',
  'unknown rate',
  'maybe exists',
  'fault',
  'not decided',
  'over-refund',
  'refund without lines',
]);

/** The answers of one case: its own, then those that every case has. */
export function answersOf(kind: CaseKind, detail: CaseDetail): readonly Answer[] {
  const own = ownAnswersOf(kind, detail);
  if (kind === 'planned') return own;
  const has = (...names: readonly AnswerName[]) => own.some((answer) => names.includes(answer.name));
  const ofAnEffect = text(detail, 'effect') !== undefined;
  const common: Answer[] = [];
  if (!has('try again', 'ask again', 'do it now')) common.push(ofAnEffect || ASKED_UNDER_WAY.has(kind) ? tryAgain : readAgain);
  if (!has('start over') && ofAnEffect && kind === 'refused') common.push(startOver);
  common.push(ignore);
  if (!has('done by hand', 'settled in portal')) common.push(markDone);
  return [...own, ...common, ...marks];
}
export const answerNamed = (kind: CaseKind, detail: CaseDetail, name: AnswerName): Answer | undefined =>
  answersOf(kind, detail).find((answer) => answer.name === name);

/** What a decision's `of` holds for this case. */
export function subjectOf(cause: string, kind: CaseKind, detail: CaseDetail, of: Of): string {
  if (of === 'cause') return cause;
  return of === 'verb' ? verbOf(kind, detail) : (text(detail, of) ?? aboutOf(detail) ?? cause);
}
/** What is left out: an order is accepted and made once, every other verb has a step for each thing. */
export function leftOutOf(cause: string, kind: CaseKind, detail: CaseDetail, what: LeftOut): string {
  const verb = verbOf(kind, detail);
  if (what === 'verb' || (what === 'step' && /^(order\.|\*)/.test(verb))) return verb;
  return text(detail, 'effect') ?? text(detail, 'duty') ?? (what === 'step' ? verb : cause);
}
