/** Carriers and parcel numbers: an exact carrier's name makes the address of the parcel's page (CONTRACT §5). */
import type { Tracking } from './life';
import { type Input, strings, text } from './reading';

/** Carriers whose exact name makes the address of the parcel's page; a few of the vendor's list. */
const PAGES: Readonly<Record<string, (number: string) => string>> = {
  'DHL Express': (number) => `https://www.dhl.com/en/express/tracking.html?AWB=${number}`,
  DPD: (number) => `https://www.dpd.com/tracking?parcelNumber=${number}`,
  FedEx: (number) => `https://www.fedex.com/fedextrack/?trknbr=${number}`,
  GLS: (number) => `https://gls-group.eu/track/${number}`,
  'La Poste': (number) => `https://www.laposte.fr/outils/suivre-vos-envois?code=${number}`,
  UPS: (number) => `https://www.ups.com/track?tracknum=${number}`,
};
export const trackingOf = (company: string | null, numbers: readonly string[], urls: readonly string[]): Tracking => {
  const page = company === null ? undefined : PAGES[company];
  return { company, numbers, urls: urls.length === 0 && page ? numbers.map((number) => page(encodeURIComponent(number))) : urls };
};
/** TrackingInfo as it was sent. */
export const trackingIn = (given: Input | null): Tracking => {
  const several = (name: 'number' | 'url'): readonly string[] => {
    const list = strings(given?.[`${name}s`]);
    const one = text(given?.[name]);
    return list.length > 0 ? list : one === null ? [] : [one];
  };
  return trackingOf(text(given?.company), several('number'), several('url'));
};
/** As the books call it. */
export const told = ({ company, numbers }: Tracking): string => `${company ?? '-'}:${numbers.join('+')}`;
