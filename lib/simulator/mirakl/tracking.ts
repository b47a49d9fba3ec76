/** Who carries a parcel and under which number: read from a request, shown on an order (calls/OR23, ST01, ST23). */
import { type ExactObject, textOf } from '../exact';
import { CARRIERS } from './platform';
import type { Tracking } from './shipment';

const NUMBER = '{trackingId}';
const FIELDS = ['carrier_code', 'carrier_name', 'carrier_standard_code', 'tracking_number'] as const;

/**
 * Reads what a seller tells of a parcel; a string says why it is refused. `urlField`: the name of the URL, which differs
 * between calls. A registered carrier is meant by its code, and its URL is computed.
 */
export function trackingOf(
  given: ExactObject,
  urlField: 'carrier_url' | 'tracking_url',
  alternativeCarriers: boolean,
): Tracking | string {
  for (const field of [...FIELDS, urlField]) {
    const value = given[field];
    if (value !== undefined && value !== null && typeof value !== 'string')
      return `Error with field ${field}. Please check the field datatype.`;
  }
  const text = (field: string) => (textOf(given[field]) ?? '').trim() || null;
  const [code, name, standard, number] = [
    text('carrier_code'),
    text('carrier_name'),
    text('carrier_standard_code'),
    text('tracking_number'),
  ];
  if (code !== null) {
    const carrier = CARRIERS.carriers.find((one) => one.code === code);
    if (!carrier) return `Carrier with code '${code}' not found`;
    const url = carrier.tracking_url ?? null;
    if (url?.includes(NUMBER) && number === null) return `The tracking number is mandatory for the carrier '${code}'`;
    return {
      carrierCode: code,
      carrierName: carrier.label,
      standardCode: carrier.standard_code ?? null,
      number,
      url: url?.replace(NUMBER, encodeURIComponent(number ?? '')) ?? null,
    };
  }
  if (name === null) return 'The carrier code or the carrier name is mandatory';
  if (!alternativeCarriers) return 'The use of a carrier that is not registered is not allowed';
  return { carrierCode: null, carrierName: name, standardCode: standard, number, url: text(urlField) };
}

const SHOWN = [
  ['shipping_carrier_code', 'carrierCode'],
  ['shipping_carrier_standard_code', 'standardCode'],
  ['shipping_company', 'carrierName'],
  ['shipping_tracking', 'number'],
  ['shipping_tracking_url', 'url'],
] as const;

/** Writes a tracking on an order's body. */
export function showTracking(body: ExactObject, tracking: Tracking): void {
  for (const [field, from] of SHOWN) {
    const value = tracking[from];
    if (value === null) delete body[field];
    else body[field] = value;
  }
}
/** The tracking that an order's body shows; null where it shows none. */
export function shownTracking(body: ExactObject): Tracking | null {
  const text = (field: string) => textOf(body[field]);
  const shown: Tracking = {
    carrierCode: text('shipping_carrier_code'),
    carrierName: text('shipping_company'),
    standardCode: text('shipping_carrier_standard_code'),
    number: text('shipping_tracking'),
    url: text('shipping_tracking_url'),
  };
  return Object.values(shown).every((value) => value === null) ? null : shown;
}

/** A tracking in few words, for the books: carrier and number. */
export const inWords = (tracking: Tracking | null): string =>
  tracking === null ? 'untracked' : [tracking.carrierCode ?? tracking.carrierName ?? '?', tracking.number ?? '-'].join(' ');
