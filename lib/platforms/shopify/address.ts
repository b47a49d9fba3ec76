/** A party as Shopify takes it. What Shopify refuses or shortens is adapted and kept whole as an attribute; it never stops an order. */
import type { Party } from '../../model/order';
import { ADDRESS_LINE, TERRITORIES } from './mapping';
import { provinceCode } from './provinces';
import type { Attribute, MailingAddress } from './variables';

export interface Adapted {
  readonly address: MailingAddress;
  /** What did not fit, as it was. */
  readonly attributes: readonly Attribute[];
}

/** `whose` starts the attributes' names: "Shipping", "Billing". `country`: alpha-2, already looked up. */
export function adapt(party: Party, country: string, whose: string): Adapted {
  const attributes: Attribute[] = [];
  const keep = (what: string, value: string | undefined) => value && attributes.push({ key: `${whose} ${what}`, value });
  const { firstName, lastName } = split(party.name);
  const [address1, address2, rest] = wrap(party.lines);
  keep('address, continued', rest);
  const phone = phoneOf(party.phone);
  if (phone.adapted) keep('phone as given', party.phone);
  const territory = TERRITORIES[country];
  const province = territory?.province ?? provinceCode(country, party.region);
  if (!province) keep('region', party.region);
  if (party.pickupPoint) {
    keep('pick-up point', party.pickupPoint.id);
    keep('pick-up point name', party.pickupPoint.name);
  }
  const address = {
    firstName,
    lastName,
    company: party.company,
    address1,
    address2,
    city: party.city,
    provinceCode: province,
    zip: party.postalCode,
    countryCode: territory?.country ?? country,
    phone: phone.number,
  };
  return { address: Object.fromEntries(Object.entries(address).filter(([, value]) => value)), attributes };
}

/** Shopify keeps two fields; the first word is the given name, which is right for most and loses nothing for anyone. */
export function split(name: string): { firstName?: string; lastName?: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/);
  return rest.length > 0 ? { firstName: first, lastName: rest.join(' ') } : first ? { lastName: first } : {};
}

/** Any number of lines in two, at word boundaries, no word lost; the third is what two lines cannot hold. */
export function wrap(lines: readonly string[], length = ADDRESS_LINE): [string, string, string] {
  const given = lines.map((line) => line.trim()).filter(Boolean);
  const [first = '', ...others] = given;
  if (first.length <= length && others.join(', ').length <= length) return [first, others.join(', '), ''];
  const rows: [string, string, string] = ['', '', ''];
  let row = 0;
  for (const word of given.join(', ').split(/\s+/)) {
    const longer = rows[row] ? `${rows[row]} ${word}` : word;
    if (row < 2 && longer.length > length) row += 1;
    rows[row as 0 | 1 | 2] = rows[row] ? `${rows[row]} ${word}` : word;
  }
  return rows;
}

const EXTENSION = /[\s,;(]*(?:;ext=|ext(?:ension|n)?\.?|poste|durchwahl|dw\.?|x|#)\s*[.:]?\s*(\d+)\)?\s*$/i;
/**
 * A phone number that Shopify takes: digits, and a plus where the country is stated. An extension is cut off; a number with
 * letters, or of an impossible length, is left out. `adapted`: the number as given says more and has to be kept.
 */
export function phoneOf(given: string | undefined): { readonly number?: string; readonly adapted: boolean } {
  const text = given?.trim() ?? '';
  if (!text) return { adapted: false };
  const base = text.replace(EXTENSION, '').replace(/\(0\)/, '');
  const digits = base.replace(/\D/g, '');
  if (/[\p{L}@#*]/u.test(base) || digits.length < 5 || digits.length > 15) return { adapted: true };
  const international = /^\s*(\+|00)/.test(base);
  return { number: international ? `+${digits.replace(/^00/, '')}` : digits, adapted: EXTENSION.test(text) };
}
