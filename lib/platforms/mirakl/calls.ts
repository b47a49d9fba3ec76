/** Mirakl's calls as requests: path, query and body as mirakl-seller.openapi.json has them. `shop_id` goes with every call of a key that sees several shops. */
import type { Pace, Request } from '../../model/call';
import type { AccountId } from '../../model/order';
import type { ReferenceItem } from '../port';
import { settingsOf } from './learned';
import { IDS_PER_CALL, PAGE, paces, REFERENCE_LENGTH } from './mapping';

export type Settings = Readonly<Record<string, unknown>>;

/** A read; what writes spreads it. */
export function request(of: {
  account: AccountId;
  settings: Settings;
  call: string;
  path: string;
  query?: Record<string, string>;
  paces: readonly Pace[];
}): Request {
  const { shopId } = settingsOf(of.settings);
  const query = { ...of.query, ...(shopId ? { shop_id: shopId } : {}) };
  return {
    account: of.account,
    call: of.call,
    method: 'GET',
    path: of.path,
    ...(Object.keys(query).length > 0 ? { query } : {}),
    writes: false,
    paces: of.paces,
  };
}

/** OR11, one page of a sweep: by creation, which does not move; no end date and no state filter, so that nothing leaves while pages are read (R3). */
export const or11Page = (account: AccountId, settings: Settings, from: string | null, offset: number | string): Request =>
  request({
    account,
    settings,
    call: 'OR11',
    path: '/api/orders',
    query: {
      ...(from === null ? {} : { start_update_date: from }),
      sort: 'dateCreated',
      order: 'asc',
      max: String(PAGE),
      offset: String(offset),
    },
    paces: offset === 0 ? paces.sweep(settingsOf(settings).partnerKey === true) : paces.furtherPage,
  });

/** OR11 by id: at most 100, else 400. The default page of 10 would cut the answer. */
export function or11ByIds(account: AccountId, settings: Settings, ids: readonly string[]): Request {
  if (ids.length === 0 || ids.length > IDS_PER_CALL)
    throw new RangeError(`OR11 takes 1 to ${IDS_PER_CALL} order ids, not ${ids.length}`);
  return request({
    account,
    settings,
    call: 'OR11',
    path: '/api/orders',
    query: { order_ids: ids.join(','), max: String(PAGE), offset: '0' },
    paces: paces.byIds,
  });
}

/** OR21: every line decided in one call. */
export const or21 = (
  account: AccountId,
  settings: Settings,
  orderId: string,
  lines: readonly { lineId: string; accepted: boolean }[],
): Request => ({
  ...request({ account, settings, call: 'OR21', path: `/api/orders/${encodeURIComponent(orderId)}/accept`, paces: paces.free }),
  method: 'PUT',
  writes: true,
  body: { order_lines: lines.map(({ lineId, accepted }) => ({ id: lineId, accepted })) },
});

/** OR04: the seller's reference of up to 100 orders, once a minute. */
export const or04 = (account: AccountId, settings: Settings, items: readonly ReferenceItem[]): Request => ({
  ...request({ account, settings, call: 'OR04', path: '/api/orders', paces: paces.reference }),
  method: 'PUT',
  writes: true,
  body: {
    orders: items.map((item) => ({
      order_id: item.sourceOrderId,
      references: { order_reference_for_seller: item.reference.slice(0, REFERENCE_LENGTH) },
    })),
  },
});

export const pc01 = (account: AccountId, settings: Settings): Request =>
  request({ account, settings, call: 'PC01', path: '/api/platform/configuration', paces: paces.free });
export const a01 = (account: AccountId, settings: Settings): Request =>
  request({ account, settings, call: 'A01', path: '/api/account', paces: paces.shop });
export const sh21 = (account: AccountId, settings: Settings): Request =>
  request({ account, settings, call: 'SH21', path: '/api/shipping/carriers', paces: paces.carriers });
export const sh12 = (account: AccountId, settings: Settings): Request =>
  request({ account, settings, call: 'SH12', path: '/api/shipping/types', paces: paces.types });
export const re01 = (account: AccountId, settings: Settings): Request =>
  request({ account, settings, call: 'RE01', path: '/api/reasons', paces: paces.free });
