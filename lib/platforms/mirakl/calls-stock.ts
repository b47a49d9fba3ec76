/** Mirakl's calls about offers and their stock, as mirakl-seller.openapi.json has them. contracts/mirakl §8. */
import { createHash } from 'node:crypto';
import type { Request } from '../../model/call';
import type { AccountId } from '../../model/order';
import { request, type Settings } from './calls';
import { PAGE, paces } from './mapping';

/** OF21, one page of all offers; sorted by what changes least while pages are read. */
export const of21Page = (account: AccountId, settings: Settings, offset: number): Request =>
  request({
    account,
    settings,
    call: 'OF21',
    path: '/api/offers',
    query: { sort: 'productTitle', order: 'asc', max: String(PAGE), offset: String(offset) },
    paces: paces.offers,
  });
/** OF21 of one offer, by the shop's SKU. */
export const of21 = (account: AccountId, settings: Settings, sku: string): Request =>
  request({ account, settings, call: 'OF21', path: '/api/offers', query: { sku, max: '10' }, paces: paces.offer });

/** STO01: a file of stock as multipart/form-data (RFC 7578), in a part called `file`. */
export function sto01(account: AccountId, settings: Settings, file: string): Request {
  // Nothing of the file can be taken for its end: the boundary is made of the file's own digest.
  const boundary = `order-lifecycle-${createHash('sha256').update(file).digest('hex').slice(0, 32)}`;
  return {
    ...request({ account, settings, call: 'STO01', path: '/api/offers/stock/imports', paces: paces.stockFile }),
    method: 'POST',
    writes: true,
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: [
      `--${boundary}`,
      'Content-Disposition: form-data; name="file"; filename="stock.csv"',
      'Content-Type: text/csv; charset=utf-8',
      '',
      file,
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  };
}
const imported = (id: string, rest: string): string => `/api/offers/stock/imports/${encodeURIComponent(id)}/${rest}`;
export const sto02 = (account: AccountId, settings: Settings, id: string): Request =>
  request({ account, settings, call: 'STO02', path: imported(id, 'status'), paces: paces.stockStatus });
export const sto03 = (account: AccountId, settings: Settings, id: string): Request => ({
  ...request({ account, settings, call: 'STO03', path: imported(id, 'error_report'), paces: paces.stockReport }),
  accept: 'text/csv',
});
/** OF24: offers told anew, each with every field that it has. */
export const of24 = (account: AccountId, settings: Settings, offers: readonly Readonly<Record<string, unknown>>[]): Request => ({
  ...request({ account, settings, call: 'OF24', path: '/api/offers', paces: paces.offersTold }),
  method: 'POST',
  writes: true,
  body: { offers },
});
export const of02 = (account: AccountId, settings: Settings, id: string): Request =>
  request({
    account,
    settings,
    call: 'OF02',
    path: `/api/offers/imports/${encodeURIComponent(id)}`,
    paces: paces.offersStatus,
  });
