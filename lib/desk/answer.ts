/** One answer that a case can be given: its shape, and the plain ones. */
import type { CaseDetail, DecisionKind } from '../model/record';

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
  | 'leave as is'
  | 'refund what is left'
  | 'share over lines'
  | 'approve'
  | 'reject'
  | 'settled in portal'
  | 'snooze'
  | 'show again'
  | 'assign'
  | 'note'
  | 'done by hand'
  | 'goodwill'
  | 'allocate'
  | 'send name'
  | 'name carrier'
  | 'name reason'
  | 'name number'
  | 'accept return';

/**
 * What an answer needs to know from the person. 'variants' is a variant, how many of it and its share of the price per line;
 * 'made' the vendor's ids of what was made, 'made, if any' may be none; 'amounts' which line an amount belongs to; 'code' one word.
 */
export type Needs =
  | 'nothing'
  | 'reason'
  | 'record id'
  | 'variant'
  | 'variants'
  | 'moment'
  | 'owner'
  | 'made'
  | 'made, if any'
  | 'amounts'
  | 'code';
/** What the decision is about: the case itself, or what its parameters name. */
export type Of = 'cause' | 'effect' | 'delivery' | 'duty' | 'verb';
/** What is left out: all of a verb; a step where its verb has several, else the verb; the one effect; it, and carrying back the record of it that a person made by hand. */
export type LeftOut = 'verb' | 'step' | 'effect' | 'made by hand';

export interface Answer {
  readonly name: AnswerName;
  readonly does:
    | {
        readonly store: DecisionKind;
        readonly of: Of;
        readonly value?:
          | 'record'
          | 'variant'
          | 'bundle'
          | 'free line'
          | 'until'
          | 'no longer'
          | 'owner'
          | 'made'
          | 'amounts'
          | 'by name'
          | 'carrier'
          | 'reason code'
          | 'number';
      }
    /** `why`: the reason, where the answer says it all. */
    | { readonly leaveOut: LeftOut; readonly why?: string }
    /** Reads the account again; nothing is decided. */
    | { readonly poke: true };
  readonly right: 'write' | 'approve';
  readonly needs: Needs;
  /** May hold for every order with the same SKU from now on, as the person wishes. */
  readonly always?: 'offered';
  /** Takes this right where several cases are answered at once: money is not given back in bulk without it. */
  readonly bulk?: 'approve';
  /** Closes nothing by itself: the case goes when it is no longer true. */
  readonly closes: boolean;
}
/** The right that an answer to so many cases takes. */
export const rightFor = ({ right, bulk }: Answer, cases: number): Answer['right'] => (cases > 1 ? (bulk ?? right) : right);
/** Nothing need be given for it; where something may be, the form is shown all the same. */
export const isOptional = (needs: Needs): boolean => needs === 'nothing' || needs === 'owner' || needs === 'made, if any';

export const plain = (name: AnswerName, store: DecisionKind, of: Of, closes = true): Answer => ({
  name,
  does: { store, of },
  right: 'write',
  needs: 'nothing',
  closes,
});
export const leaveOut = (name: AnswerName, what: LeftOut = 'step'): Answer => ({
  name,
  does: { leaveOut: what },
  right: 'write',
  needs: 'reason',
  closes: true,
});

export const readAgain: Answer = { name: 'try again', does: { poke: true }, right: 'write', needs: 'nothing', closes: false };
export const tryAgain = plain('try again', 'do it', 'effect', false);
export const startOver = plain('start over', 'start over', 'effect', false);

/** The verb of the step that a case names; undefined where it names none. */
export const stepOf = (detail: CaseDetail): string | undefined =>
  text(detail, 'verb') ?? (text(detail, 'effect') ?? text(detail, 'duty'))?.split('/')[0];
/** A parameter of a case, where it is text. */
export const text = (detail: CaseDetail, name: string): string | undefined =>
  typeof detail[name] === 'string' ? detail[name] : undefined;
