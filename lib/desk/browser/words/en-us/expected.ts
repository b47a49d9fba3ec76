/** What is expected next, whose turn it is, and what it waits for. */
import type { Expected, Whose } from '../../../wire';
import type { Around } from '../../sentences';
import { cases } from './cases';
import { code } from './parameters';
import { VERBS } from './verbs';

const STEPS: Readonly<Record<string, string>> = {
  answer: 'A question is open',
  accept: 'Accept the order',
  pay: 'Payment by the buyer',
  ship: 'Ship the goods',
  'ship the rest': 'Ship what is left',
  deliver: 'Delivery',
  close: 'The order is closed after the time for returns',
  release: 'The order is released',
  'send back': 'Goods come back',
};
const TURN: Readonly<Record<Whose, string>> = {
  flow: 'your flow',
  engine: 'by itself',
  person: 'a person decides',
  seller: 'you, or your warehouse',
  marketplace: 'the marketplace',
  carrier: 'the carrier',
  buyer: 'the buyer',
  nobody: 'nobody',
};
const WAITS: Readonly<Record<string, string>> = {
  approval: 'waits for an approval',
  answer: 'a question is open',
  'in doubt': 'asks for a proof',
  'no node': 'no node of yours does this',
  'node disabled': 'its node is disabled',
};

export function expected({ what, whose, waits, by }: Expected, { moment }: Around): string {
  const kind = cases[waits as keyof typeof cases]?.title;
  const why = waits === undefined ? '' : what === 'answer' ? `: ${kind ?? waits}` : ` (${WAITS[waits] ?? code(waits)})`;
  return `${STEPS[what] ?? VERBS[what] ?? what}${what === 'answer' ? why : ''} – ${TURN[whose]}${what === 'answer' ? '' : why}${by === undefined ? '' : `, by ${moment(Date.parse(by))}`}`;
}
