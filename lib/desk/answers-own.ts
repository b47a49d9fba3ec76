/** What can be done about a case of each kind, and where its parameters tell more, about that one. */
import type { CaseDetail, CaseKind } from '../model/record';
import {
  type Answer,
  type AnswerName,
  leaveOut,
  type Needs,
  plain,
  readAgain,
  startOver,
  stepOf,
  text,
  tryAgain,
} from './answer';

/** A decision of this case that holds what a person named. */
const named = (name: AnswerName, needs: Needs, value: 'amounts' | 'by name' | 'carrier' | 'reason code' | 'number'): Answer => ({
  ...plain(name, 'do it', 'cause'),
  does: { store: 'do it', of: 'cause', value },
  needs,
});
const money = (answer: Answer): Answer => ({ ...answer, bulk: 'approve' });
const inPortal: Answer = {
  name: 'settled in portal',
  does: { leaveOut: 'made by hand', why: 'settled in the portal' },
  right: 'write',
  needs: 'made, if any',
  closes: true,
};

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
    leaveOut('refuse line', 'verb'),
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
  'price difference': [plain('accept difference', 'do it', 'cause'), leaveOut('leave out', 'verb')],
  unmapped: [tryAgain, leaveOut('leave out')],
  'silent channel': [readAgain],
  'unknown value': [],
  planned: [
    { name: 'approve', does: { store: 'approve', of: 'effect' }, right: 'approve', needs: 'nothing', closes: true },
    leaveOut('reject', 'effect'),
  ],
  unreadable: [readAgain, leaveOut('leave out', 'verb')],
  'arrived late': [plain('create anyway', 'do it', 'verb'), leaveOut('leave out', 'verb')],
  'cancelled after creation': [plain('done by hand', 'done by hand', 'cause')],
  'not decided': [leaveOut('leave out')],
  'account stopped': [readAgain],
  'rule broken': [tryAgain, leaveOut('leave out')],
  fault: [tryAgain, leaveOut('leave out')],
  'listener gone': [plain('done by hand', 'done by hand', 'cause')],
  'unknown rate': [tryAgain, leaveOut('leave out')],
  'over-refund': [
    money(plain('refund what is left', 'do it', 'cause')),
    {
      name: 'goodwill',
      does: { leaveOut: 'effect', why: 'goodwill of one side: the other is not told' },
      right: 'write',
      needs: 'nothing',
      closes: true,
    },
    leaveOut('reject', 'effect'),
  ],
  'refund without lines': [
    money(plain('share over lines', 'do it', 'cause')),
    named('allocate', 'amounts', 'amounts'),
    leaveOut('reject', 'effect'),
  ],
  'changed request': [{ ...startOver, right: 'approve' }],
};

/** Calls that make something with an id of its own: whoever says that one happened names what it made. */
const MAKES: ReadonlySet<string> = new Set(['ST01', 'OR28', 'OR30', 'fulfillmentCreate', 'refundCreate', 'returnCreate']);
/** Steps that, done by hand, show on that side as a record that nobody made: it is not to be carried back. */
const SHOWS: ReadonlySet<string> = new Set([
  'parcel.push',
  'refund.push',
  'cancel.push',
  'shop.fulfil',
  'shop.refund',
  'shop.cancel',
]);

/** What can be done about one case of a kind, by what its parameters tell. */
const BY_DETAIL: Partial<Record<CaseKind, (own: readonly Answer[], detail: CaseDetail) => readonly Answer[]>> = {
  refused(own, detail) {
    const verb = stepOf(detail) ?? '';
    // It stands, and is told anew with every change: there is nothing to leave out.
    if (verb === 'stock.push') return [tryAgain];
    return SHOWS.has(verb) ? own.map((one) => (one.name === 'settled in portal' ? inPortal : one)) : own;
  },
  'in doubt'(own, detail) {
    // What was sent was taken; whether it was carried out is the question.
    if (detail.import !== undefined) return own.map((one) => (one.name === 'ask again' ? one : ofCause(one)));
    // What was made must be known from then on: it is named.
    if (text(detail, 'effect')?.startsWith('order.create/')) return own.map((one) => happened(one, 'record id', 'record'));
    return MAKES.has(text(detail, 'call') ?? '') ? own.map((one) => happened(one, 'made', 'made')) : own;
  },
  unmapped(own, detail) {
    const leave = own.filter(({ name }) => name === 'leave out');
    switch (detail.what) {
      case 'carrier': {
        const byName = detail.byName === false ? [] : [named('send name', 'nothing', 'by name')];
        return [...byName, named('name carrier', 'code', 'carrier'), tryAgain, ...leave];
      }
      case 'reason':
        return [named('name reason', 'code', 'reason code'), tryAgain, ...leave];
      // A place that a node names: mended there.
      case 'location':
        return [tryAgain];
      default:
        return own;
    }
  },
  'not decided'(own, detail) {
    if (detail.return !== undefined) return [plain('accept return', 'do it', 'cause'), ...own];
    if (detail.shipment !== undefined) return [named('name number', 'code', 'number'), ...own];
    return stepOf(detail) === undefined ? [] : own;
  },
  // What the source states of itself, and what is told of one thing beside the order, hold up no step.
  'rule broken': (own, detail) => (stepOf(detail) === undefined && detail.line !== undefined ? [] : own),
  unreadable: (own, detail) => (detail.subject === undefined ? own : [readAgain]),
  // It was made already.
  'price difference': (own, detail) => (detail.shopOrder === undefined ? own : [plain('leave as is', 'do it', 'cause')]),
  'flow let this pass': (own, detail) => (stepOf(detail) === 'stock.push' ? own.filter(({ name }) => name !== 'leave out') : own),
};
const ofCause = (answer: Answer): Answer =>
  'store' in answer.does ? { ...answer, does: { ...answer.does, of: 'cause' } } : answer;
const happened = (answer: Answer, needs: Needs, value: 'record' | 'made'): Answer =>
  answer.name === 'it happened' ? { ...answer, needs, does: { store: 'it happened', of: 'effect', value } } : answer;

/** The answers that only this case has, the default first. */
export const ownAnswersOf = (kind: CaseKind, detail: CaseDetail): readonly Answer[] =>
  BY_DETAIL[kind]?.(OWN[kind], detail) ?? OWN[kind];
