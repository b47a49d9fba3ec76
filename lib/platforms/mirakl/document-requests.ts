/** DR11: invoices and credit notes that the marketplace asks of the seller, as some do. contracts/mirakl §7. */
import { z } from 'zod';
import type { DocumentRequest } from '../../model/life';
import { type AccountId, orderKey } from '../../model/order';
import type { Read, Stream } from '../port';
import { amount, instantOf, requiredInstant } from './amounts';
import { DOCUMENT_STATES, DOCUMENT_TYPES, DOCUMENTS_EVERY, OVERLAP } from './mapping';
import { decimal, id, list, maybe, text } from './payload';
import { inTable, type Listed, readSeek, seekPage } from './seek';

const wanted = z.looseObject({
  id,
  entity_id: id,
  type: text,
  state: text,
  date_created: text,
  last_updated: text,
  due_date: maybe(text),
  currency_iso_code: z.string().regex(/^[A-Z]{3}$/),
  document_number: maybe(text),
  document_details: list(z.looseObject({ format: text })),
  total_amount_excluding_taxes: decimal,
  total_tax_amount: decimal,
  total_amount_including_taxes: decimal,
});
const DR11: Listed = {
  call: 'DR11',
  path: '/api/document-request/requests',
  every: DOCUMENTS_EVERY,
  from: 'last_updated_from',
  sort: 'dateCreated',
  // Of orders, and of the seller: neither ever changes.
  filters: { entity_type: 'PRODUCT_LOGISTIC_ORDER', issuer_type: 'SHOP' },
};
export const documentRequests: Stream = {
  stream: 'document requests',
  every: DOCUMENTS_EVERY,
  overlap: OVERLAP,
  mayBeMissing: true,
  page: (account, settings, from, mark) => seekPage(DR11, account, settings, from, mark),
  read: (account, body) => readSeek('document request', body, wanted, (one) => readRequest(account, one)),
};

function readRequest(account: AccountId, raw: z.output<typeof wanted>): Read {
  const { currency_iso_code: currency } = raw;
  const dueAt = instantOf(raw.due_date);
  const told: DocumentRequest = {
    id: raw.id,
    is: inTable(DOCUMENT_TYPES, 'type', raw.type),
    state: inTable(DOCUMENT_STATES, 'state', raw.state),
    at: requiredInstant('date_created', raw.date_created),
    ...(dueAt === undefined ? {} : { dueAt }),
    formats: raw.document_details.map(({ format }) => format),
    totals: {
      net: amount('total_amount_excluding_taxes', raw.total_amount_excluding_taxes, currency),
      tax: amount('total_tax_amount', raw.total_tax_amount, currency),
      gross: amount('total_amount_including_taxes', raw.total_amount_including_taxes, currency),
    },
    ...(raw.document_number === undefined ? {} : { number: raw.document_number }),
  };
  return {
    key: orderKey(account, raw.entity_id),
    subject: `document/${raw.id}`,
    version: raw.last_updated,
    body: { kind: 'document', wanted: told },
    refs: [],
  };
}
