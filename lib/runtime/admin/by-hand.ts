/** What people did by hand on the other side, so that it is not carried back as news. */
import type { Case } from '../../model/record';
import { BadCommand } from './commands';

const MOST = 20;
/** What a call or a verb makes in Shopify, by the name that its ids bear there. */
const GIDS: Readonly<Record<string, string>> = {
  fulfillmentCreate: 'Fulfillment',
  refundCreate: 'Refund',
  returnCreate: 'Return',
  'shop.fulfil': 'Fulfillment',
  'shop.refund': 'Refund',
  'shop.cancel': 'Refund',
};
/** The steps that would carry such a record back, by the step that a person did instead. */
const BACK: Readonly<Record<string, (id: string) => readonly string[]>> = {
  'parcel.push': (id) => [`shop.fulfil/${id}/1`],
  'refund.push': (id) => [`shop.refund/${id}`],
  'cancel.push': (id) => [`shop.cancel/${id}`, `shop.refund/${id}`],
  'shop.fulfil': (id) => [`parcel.push/${short(id)}/1`],
  'shop.refund': (id) => [`refund.push/${short(id)}`, `cancel.push/${short(id)}`],
  'shop.cancel': (id) => [`refund.push/${short(id)}`, `cancel.push/${short(id)}`],
};
const short = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** The vendor's ids that a person named; where they are Shopify's, by their number alone. `of`: a call, or a verb. */
export function recordsOf(given: string, of: string): readonly string[] {
  const named = given.split(/[\s,;]+/).filter(Boolean);
  if (named.length > MOST || named.some((id) => id.length > 200))
    throw new BadCommand(`at most ${MOST} numbers of up to 200 characters are named at once; name those of this order alone`);
  const type = GIDS[of];
  return named.map((id) => (type !== undefined && /^\d+$/.test(id) ? `gid://shopify/${type}/${id}` : id));
}

/** What is left out where a person did a step by hand: the step, and carrying back what they made. */
export function doneByHand({ detail }: Pick<Case, 'detail'>, given: string, cases: number): readonly string[] {
  const step = String(detail.effect);
  const verb = step.split('/')[0] ?? '';
  if (given !== '' && cases > 1) throw new BadCommand('a record belongs to one order; settle them one by one');
  const back = BACK[verb];
  return [step, ...(back ? recordsOf(given, verb).flatMap(back) : [])];
}
