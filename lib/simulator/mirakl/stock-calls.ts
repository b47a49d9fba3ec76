/** STO01 to STO03, OF24 and OF21: stock and offers are sent in, and looked at (CONTRACT §8). */
import { compared, Digits, isObject, textOf, writeExact } from '../exact';
import { type HttpAnswer, type HttpRequest, isoOf } from '../exchange';
import { ok, refused } from './answers';
import { itemsOf } from './batch';
import { type Call, type Marketplace, withBody } from './call';
import { partOf } from './csv';
import { type Offer, offerView } from './offers';
import { pageOf } from './offset';
import { flagOf, listOf, oneOf } from './parameters';
import { datatype, missing, orRefused } from './refusal';

const MINUTE = 60_000;
const created = (text: string, at: string): HttpAnswer => ({ ...ok(text, { location: at }, true), status: 201 });

function takeStock(marketplace: Marketplace, { body, headers, now, url }: HttpRequest): HttpAnswer {
  const file = partOf(body, headers['content-type'] ?? '', 'file');
  if (file === null) return refused(400, 'Error with field file. It must not be null.');
  const { id } = marketplace.imports.takeStock(file, now);
  return created(writeExact({ import_id: id }), `${url.origin}/api/offers/stock/imports/${id}/status`);
}
function status(marketplace: Marketplace, _request: HttpRequest, id = ''): HttpAnswer {
  const one = marketplace.imports.findStock(id);
  if (!one) return refused(404, `Import with id '${id}' not found`);
  const over = one.status === 'COMPLETE' || one.status === 'FAILED';
  const lines = { lines_in_error: Math.max(0, one.errors.length - 1), lines_in_success: one.success };
  return ok(
    JSON.stringify({
      date_created: isoOf(one.createdAt),
      has_error_report: one.errors.length > 0,
      import_id: one.id,
      ...(over ? lines : {}),
      shop_id: Number(marketplace.shopId),
      status: one.status,
    }),
  );
}
function report(marketplace: Marketplace, _request: HttpRequest, id = ''): HttpAnswer {
  const one = marketplace.imports.findStock(id);
  if (!one) return refused(404, `Import with id '${id}' not found`);
  if (one.errors.length === 0) return refused(404, `There is no error report for the import '${id}'`);
  const text = one.errors.map((line) => `${line}\r\n`).join('');
  return { status: 200, headers: { 'content-type': 'text/csv;charset=UTF-8' }, text, committed: false };
}

const REQUIRED = ['shop_sku', 'product_id', 'product_id_type', 'state_code', 'update_delete'] as const;
function takeOffers(marketplace: Marketplace, request: HttpRequest): HttpAnswer {
  return withBody(request, (body) =>
    orRefused(() => {
      const offers = itemsOf(body, 'offers', 10_000);
      for (const [index, offer] of offers.entries()) {
        for (const field of REQUIRED) {
          const value = offer[field];
          if (value === undefined || value === null) throw missing(`offers[${index}].${field}`);
          if (typeof value !== 'string') throw datatype(`offers[${index}].${field}`);
        }
        if (offer.price === undefined || offer.price === null) throw missing(`offers[${index}].price`);
        for (const field of ['price', 'quantity']) {
          const value = offer[field];
          if (value !== undefined && value !== null && !(value instanceof Digits)) throw datatype(`offers[${index}].${field}`);
        }
        if (!['', 'update', 'delete'].includes(textOf(offer.update_delete) ?? ''))
          throw datatype(`offers[${index}].update_delete`);
      }
      const { id } = marketplace.imports.takeOffers(offers, request.body, request.now);
      return created(writeExact({ import_id: new Digits(id) }), `${request.url.origin}/api/offers/imports/${id}`);
    }),
  );
}

const SORTS = new Set(['totalPrice', 'price', 'productTitle']);
function listOffers(marketplace: Marketplace, { url, now }: HttpRequest): HttpAnswer {
  return pageOf(url, 'offers', (query) => {
    const states = listOf(query, 'offer_state_codes');
    const [sku, product] = [query.get('sku'), query.get('product_id')];
    const favourites = flagOf(query, 'favorite') === true;
    const sort = oneOf(query, 'sort', SORTS) ?? 'totalPrice';
    const found = marketplace.offers
      .all()
      .filter(
        (offer) =>
          !favourites &&
          (sku === null || offer.sku === sku) &&
          (product === null || product === `MK-${offer.sku}`) &&
          (states?.has(textOf(offer.told.state_code) ?? '') ?? true),
      )
      .sort((a, b) => (sort === 'productTitle' ? (a.sku < b.sku ? -1 : 1) : compared(priceOf(a), priceOf(b))));
    return found.map((offer) => () => writeExact(offerView(offer, now)));
  });
}
const priceOf = ({ told }: Offer): string =>
  (isObject(told.discount) ? textOf(told.discount.price) : null) ?? textOf(told.price) ?? '0';

const imported = (rest: string) => new RegExp(`^/api/offers/stock/imports/([^/]+)/${rest}$`);
export const stocking: readonly Call[] = [
  {
    call: 'STO01',
    method: 'POST',
    path: /^\/api\/offers\/stock\/imports$/,
    pace: { calls: 1, within: MINUTE },
    takes: 'multipart/form-data',
    answer: takeStock,
  },
  { call: 'STO02', method: 'GET', path: imported('status'), pace: { calls: 1, within: 15_000 }, answer: status },
  {
    call: 'STO03',
    method: 'GET',
    path: imported('error_report'),
    pace: { calls: 1, within: MINUTE },
    gives: 'text/csv',
    answer: report,
  },
  { call: 'OF24', method: 'POST', path: /^\/api\/offers$/, pace: { calls: 1, within: MINUTE }, answer: takeOffers },
  { call: 'OF21', method: 'GET', path: /^\/api\/offers$/, answer: listOffers },
];
