/**
 * Every answer that a case can be given: what the ledger stores for it, which right it takes, what it asks for. One table, read
 * by the browser to draw the buttons and by the admin routes to carry them out, so that no button can do what a route refuses.
 */
import type { CaseDetail, CaseKind, DecisionKind } from '../model/record';

export type AnswerName =
  | 'try again'
  | 'start over'
  | 'ignore'
  | 'mark done'
  | 'use variant'
  | 'bundle'
  | 'free line'
  | 'refuse line'
  | 'leave out'
  | 'ask again'
  | 'it happened'
  | 'send again'
  | 'do it now'
  | 'create anyway'
  | 'same order'
  | 'different order'
  | 'accept difference'
  | 'refund what is left'
  | 'share over lines'
  | 'approve'
  | 'reject'
  | 'settled in portal'
  | 'snooze'
  | 'show again'
  | 'assign'
  | 'note'
  | 'done by hand';

/** What an answer needs to know from the person. 'variants' is a variant, how many of it and its share of the price per line. */
export type Needs = 'nothing' | 'reason' | 'record id' | 'variant' | 'variants' | 'moment' | 'owner';
/** What the decision is about: the case itself, or what its parameters name. */
type Of = 'cause' | 'effect' | 'delivery' | 'duty' | 'verb';

export interface Answer {
  readonly name: AnswerName;
  readonly does:
    | {
        readonly store: DecisionKind;
        readonly of: Of;
        readonly value?: 'record' | 'variant' | 'bundle' | 'free line' | 'until' | 'no longer' | 'owner';
      }
    | { readonly leaveOut: 'verb' | 'effect' }
    /** Reads the account again; nothing is decided. */
    | { readonly poke: true };
  readonly right: 'write' | 'approve';
  readonly needs: Needs;
  /** May hold for every order with the same SKU from now on, as the person wishes. */
  readonly always?: 'offered';
  /** Closes nothing by itself: the case goes when it is no longer true. */
  readonly closes: boolean;
}

const plain = (name: AnswerName, store: DecisionKind, of: Of, closes = true): Answer => ({
  name,
  does: { store, of },
  right: 'write',
  needs: 'nothing',
  closes,
});
const leaveOut = (name: AnswerName, what: 'verb' | 'effect' = 'verb'): Answer => ({
  name,
  does: { leaveOut: what },
  right: 'write',
  needs: 'reason',
  closes: true,
});

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
const readAgain: Answer = { name: 'try again', does: { poke: true }, right: 'write', needs: 'nothing', closes: false };
const tryAgain = plain('try again', 'do it', 'effect', false);
const startOver = plain('start over', 'start over', 'effect', false);

/** The first is the default: what most people will want. The common answers follow in `answersOf`. */
const OWN: Readonly<Record<CaseKind, readonly Answer[]>> = {
  'unknown sku': [
    {
      name: 'use variant',
      does: { store: 'use sku', of: 'cause', value: 'variant' },
      right: 'write',
      needs: 'variant',
      always: 'offered',
      closes: true,
    },
    {
      name: 'free line',
      does: { store: 'use sku', of: 'cause', value: 'free line' },
      right: 'write',
      needs: 'nothing',
      always: 'offered',
      closes: true,
    },
    {
      name: 'bundle',
      does: { store: 'use sku', of: 'cause', value: 'bundle' },
      right: 'write',
      needs: 'variants',
      always: 'offered',
      closes: true,
    },
    leaveOut('refuse line'),
  ],
  refused: [tryAgain, plain('settled in portal', 'done by hand', 'cause', false), leaveOut('leave out')],
  'in doubt': [
    { ...tryAgain, name: 'ask again' },
    plain('it happened', 'it happened', 'effect'),
    { name: 'send again', does: { store: 'it did not', of: 'effect' }, right: 'approve', needs: 'reason', closes: true },
  ],
  'flow let this pass': [plain('do it now', 'do it', 'duty'), leaveOut('leave out')],
  'flow error': [plain('start over', 'failed flow', 'delivery')],
  'maybe exists': [plain('same order', 'it happened', 'cause'), plain('different order', 'it did not', 'cause')],
  'price difference': [plain('accept difference', 'do it', 'cause'), leaveOut('leave out')],
  unmapped: [tryAgain, leaveOut('leave out')],
  'silent channel': [readAgain],
  'unknown value': [],
  planned: [
    { name: 'approve', does: { store: 'approve', of: 'effect' }, right: 'approve', needs: 'nothing', closes: true },
    leaveOut('reject', 'effect'),
  ],
  unreadable: [readAgain, leaveOut('leave out')],
  'arrived late': [plain('create anyway', 'do it', 'verb'), leaveOut('leave out')],
  'cancelled after creation': [plain('done by hand', 'done by hand', 'cause')],
  'not decided': [],
  'account stopped': [readAgain],
  'rule broken': [tryAgain, leaveOut('leave out')],
  fault: [tryAgain, leaveOut('leave out')],
  'listener gone': [plain('done by hand', 'done by hand', 'cause')],
  'unknown rate': [tryAgain, leaveOut('leave out')],
  'over-refund': [plain('refund what is left', 'do it', 'cause'), leaveOut('reject', 'effect')],
  'refund without lines': [plain('share over lines', 'do it', 'cause'), leaveOut('reject', 'effect')],
  'changed request': [{ ...startOver, right: 'approve' }],
};

/** The duty, effect or delivery that a case is about; undefined where it is about facts or an account alone. */
export const aboutOf = (detail: CaseDetail): string | undefined =>
  text(detail, 'effect') ?? text(detail, 'duty') ?? text(detail, 'delivery');
/** The verb that a case holds up. A line without a variant holds up the making of the order. */
export function verbOf(kind: CaseKind, detail: CaseDetail): string {
  return text(detail, 'verb') ?? aboutOf(detail)?.split('/')[0] ?? (kind === 'unreadable' ? '*' : 'order.create');
}

/** Asked while an effect was under way: any word about it makes the engine look at the effect again. */
const ASKED_UNDER_WAY: ReadonlySet<CaseKind> = new Set([
  'unknown sku',
  'unmapped',
  'unknown rate',
  'maybe exists',
  'rule broken',
  'fault',
  'not decided',
  'over-refund',
  'refund without lines',
]);

/** The answers that only this kind has, the default first. */
export function ownAnswersOf(kind: CaseKind, detail: CaseDetail): readonly Answer[] {
  const own = OWN[kind];
  // What was made must be known from then on: a creation that happened is named.
  if (kind !== 'in doubt' || !text(detail, 'effect')?.startsWith('order.create/')) return own;
  return own.map((answer) =>
    answer.name === 'it happened'
      ? { ...answer, needs: 'record id', does: { store: 'it happened', of: 'effect', value: 'record' } }
      : answer,
  );
}

/** The answers of one case: its own, then those that every case has. */
export function answersOf(kind: CaseKind, detail: CaseDetail): readonly Answer[] {
  const own = ownAnswersOf(kind, detail);
  if (kind === 'planned') return own;
  const has = (...names: readonly AnswerName[]) => own.some((answer) => names.includes(answer.name));
  const ofAnEffect = text(detail, 'effect') !== undefined;
  const common: Answer[] = [];
  if (!has('try again', 'ask again', 'do it now')) common.push(ofAnEffect || ASKED_UNDER_WAY.has(kind) ? tryAgain : readAgain);
  if (!has('start over') && ofAnEffect) common.push(startOver);
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
const text = (detail: CaseDetail, name: string): string | undefined =>
  typeof detail[name] === 'string' ? detail[name] : undefined;
