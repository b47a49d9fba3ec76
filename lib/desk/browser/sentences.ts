/**
 * The words of one language. Sentences are composed here, from a case's kind and parameters, as plain text: names, SKUs and
 * titles are values in it and never markup. A further language is one more table of this shape, loaded when it is needed.
 */
import type { CaseDetail, CaseKind, Mode } from '../../model/record';
import type { AnswerName } from '../answers';
import type { Expected, FoundAs, Happening, MapName, Refusal } from '../wire';
import type { Format } from './format';

/** What a sentence may need besides the case's own parameters. */
export interface Around {
  readonly format: Format;
  /** Instants of the ledger's clock, as the reader's clock has them. */
  readonly moment: (at: number) => string;
  readonly relative: (at: number) => string;
  /** Milliseconds of the reader's time until then. */
  readonly until: (at: number) => number;
  /** A node's or an account's name, as a person knows it; the id where nobody does. */
  readonly named: (id: string) => string;
}
export interface CaseWords {
  readonly title: string;
  readonly sentence: (detail: CaseDetail, around: Around) => string;
  /** What a person can do about it, in a few words. */
  readonly remedy: string;
}
export interface AnswerWords {
  readonly label: string;
  /** What the button will do, for its dialog and its tooltip. */
  readonly explain: string;
  /** Label of the field that it asks for. */
  readonly field?: string;
  /** What is said once it is done, where that is more than usual. */
  readonly done?: string;
}
export interface MapWords {
  readonly title: string;
  /** Labels of both sides. */
  readonly from: string;
  readonly to: string;
  readonly hint?: string;
}
export type Urgency = 'now' | 'soon' | 'look';

export interface Words {
  readonly language: string;
  readonly cases: Readonly<Record<CaseKind, CaseWords>>;
  readonly answers: Readonly<Record<AnswerName, AnswerWords>>;
  readonly urgency: Readonly<Record<Urgency, string>>;
  readonly modes: Readonly<Record<Mode, { readonly label: string; readonly explain: string }>>;
  readonly verbs: Readonly<Record<string, string>>;
  /** The calls that change something, by the vendor's names. */
  readonly calls: Readonly<Record<string, string>>;
  /** Fields of a planned call. */
  readonly fields: Readonly<Record<string, string>>;
  /** What stands on the other side before a verb's call is made. */
  readonly before: Readonly<Record<string, string>>;
  /** The model's codes that are shown as they are otherwise: stages, holds, what a case's parameters are called. */
  readonly codes: Readonly<Record<string, string>>;
  readonly refusals: Readonly<Record<Refusal['error'] | 'unreachable', string>>;
  readonly maps: Readonly<Record<MapName, MapWords>>;
  readonly happened: (what: Happening['what'], detail: CaseDetail, around: Around) => string;
  readonly expected: (expected: Expected, around: Around) => string;
  readonly texts: Texts;
}

/** Everything else that is said. */
export interface Texts {
  readonly title: string;
  readonly accounts: string;
  readonly cases: string;
  readonly planned: string;
  readonly faults: string;
  readonly unreached: string;
  readonly orders: (n: number) => string;
  readonly due: string;
  readonly running: string;
  readonly parked: string;
  readonly noCases: string;
  readonly starting: string;
  readonly failed: string;
  readonly notLive: (since: string) => string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly tryIt: string;
  readonly connect: string;
  readonly added: string;
  readonly thereAlready: string;
  readonly noLoginTitle: string;
  readonly noLoginText: string;
  readonly showLines: string;
  readonly lines: string;
  readonly linesAfter: string;
  readonly simulated: string;
  readonly heard: (when: string) => string;
  readonly neverHeard: string;
  readonly completeTo: (when: string) => string;
  readonly retry: (when: string) => string;
  readonly silent: (when: string) => string;
  readonly healthy: string;
  readonly trouble: string;
  readonly unknownYet: string;
  readonly jump: (name: string) => string;
  readonly openNode: string;
  readonly order: (number: string) => string;
  readonly ofOrders: (count: string) => string;
  readonly opened: (when: string) => string;
  readonly times: (count: string) => string;
  readonly dueAt: (when: string) => string;
  readonly overdue: (when: string) => string;
  readonly more: string;
  readonly less: string;
  readonly showAll: (count: string) => string;
  readonly news: (arrived: string, gone: string) => string;
  readonly settledNow: string;
  /** A step was asked for that closes no case by itself. */
  readonly noted: string;
  readonly always: string;
  readonly settledBefore: (by: string | undefined) => string;
  readonly settleFailed: (why: string) => string;
  readonly ran: (done: string, already: string, failed: string) => string;
  readonly cancel: string;
  readonly close: string;
  readonly bulk: (count: string) => string;
  readonly needsRight: (right: string) => string;
  readonly noApproval: string;
  readonly goLiveTitle: (name: string) => string;
  readonly goLiveText: (planned: string) => string;
  readonly goLive: string;
  readonly prepared: string;
  readonly approveAll: (count: string) => string;
  readonly before: string;
  readonly after: string;
  readonly nothingBefore: string;
  readonly changes: (count: string) => string;
  readonly units: (count: string) => string;
  readonly buyer: string;
  readonly masked: string;
  readonly reveal: string;
  readonly revealExplain: string;
  readonly erased: string;
  readonly goods: string;
  readonly shipping: string;
  readonly tax: string;
  readonly total: string;
  readonly timeline: string;
  readonly lineItems: string;
  readonly inShop: (name: string) => string;
  readonly notInShop: string;
  readonly loading: string;
  readonly maps: string;
  readonly mapsText: string;
  readonly mapIt: string;
  readonly mapKept: (released: string) => string;
  readonly keep: string;
  readonly change: (from: string) => string;
  readonly changeIt: string;
  readonly snoozed: string;
  readonly quietUntil: (when: string) => string;
  readonly owner: (name: string) => string;
  readonly note: (text: string) => string;
  readonly inHours: (hours: number) => string;
  readonly tomorrow: string;
  readonly nextMonday: string;
  readonly earlier: string;
  readonly earlierTitle: (name: string) => string;
  readonly earlierText: (start: string) => string;
  readonly earlierNone: string;
  readonly earlierMore: (count: string) => string;
  readonly placed: string;
  readonly tickAll: string;
  readonly tick: (order: string) => string;
  readonly importThem: (count: string) => string;
  readonly imported: (done: string, not: string) => string;
  readonly searchVariants: string;
  readonly search: string;
  readonly nothingFound: string;
  readonly found: (count: string) => string;
  readonly sku: (sku: string) => string;
  readonly barcode: (barcode: string) => string;
  readonly parts: string;
  readonly variant: string;
  readonly quantity: string;
  readonly share: string;
  readonly percent: (percent: string) => string;
  readonly add: (title: string) => string;
  readonly remove: (title: string) => string;
  readonly next: string;
  readonly nothingNext: string;
  readonly ordered: string;
  readonly shipped: string;
  readonly shippedInShop: (count: string) => string;
  readonly cancelled: string;
  readonly refunded: string;
  readonly returned: string;
  readonly money: string;
  readonly captured: string;
  readonly toBePaid: string;
  readonly givenBack: string;
  readonly left: string;
  readonly within: (bucket: string) => string;
  readonly earlierCut: string;
  readonly findLabel: string;
  readonly findHint: string;
  readonly find: string;
  readonly foundNone: string;
  readonly foundAs: Readonly<Record<FoundAs, string>>;
  readonly foundOrders: (count: string) => string;
  readonly whichRecord: string;
  readonly otherRecord: string;
  readonly noRecords: string;
  readonly rest: (amount: string) => string;
  readonly partOf: (line: string) => string;
  readonly announced: (open: string) => string;
}

/** Needs a person at once; soon; or is for looking at. */
const URGENCY: Readonly<Record<CaseKind, Urgency>> = {
  'in doubt': 'now',
  'account stopped': 'now',
  'cancelled after creation': 'now',
  'silent channel': 'now',
  'rule broken': 'now',
  fault: 'now',
  'flow let this pass': 'soon',
  'flow error': 'soon',
  refused: 'soon',
  'unknown sku': 'soon',
  unreadable: 'soon',
  'maybe exists': 'soon',
  'price difference': 'soon',
  'not decided': 'soon',
  'listener gone': 'soon',
  'changed request': 'soon',
  unmapped: 'soon',
  'unknown rate': 'soon',
  'over-refund': 'soon',
  'refund without lines': 'soon',
  'arrived late': 'look',
  'unknown value': 'look',
  planned: 'look',
};
export const urgencyOf = (kind: CaseKind): Urgency => URGENCY[kind];
const RANK: Readonly<Record<Urgency, number>> = { now: 0, soon: 1, look: 2 };

/** By urgency, then by deadline, then by age: what a person should see first. */
export function moreUrgent(
  a: { readonly kind: CaseKind; readonly detail: CaseDetail; readonly openedAt: number },
  b: typeof a,
): number {
  return (
    RANK[urgencyOf(a.kind)] - RANK[urgencyOf(b.kind)] ||
    (deadlineOf(a.detail) ?? Infinity) - (deadlineOf(b.detail) ?? Infinity) ||
    a.openedAt - b.openedAt
  );
}
/** The moment after which a case cannot be mended any more, where its parameters hold one. */
export function deadlineOf(detail: CaseDetail): number | undefined {
  const deadline = detail.deadline;
  if (typeof deadline === 'number') return deadline;
  const at = typeof deadline === 'string' ? Date.parse(deadline) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
