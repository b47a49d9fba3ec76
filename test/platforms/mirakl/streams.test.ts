import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { readJson } from '../../../lib/model/json';
import type { Body, ParcelReading, ReturnReading } from '../../../lib/model/order';
import { mirakl } from '../../../lib/platforms/mirakl';
import type { Stream } from '../../../lib/platforms/port';
import { ACCOUNT } from '../orders';
import { contracts, needs, text } from '../sources';

type Fields = Readonly<Record<string, unknown>>;
const streamOf = (name: string): Stream =>
  mirakl.streams?.find(({ stream }) => stream === name) ?? assert.fail(`no stream ${name}`);
const [shipments, returns, documents] = ['shipments', 'returns', 'document requests'].map(streamOf) as [Stream, Stream, Stream];

const shipment = (fields: Fields = {}): Fields => ({
  id: 'S1',
  order_id: 'MK1-A',
  status: 'SHIPPED',
  status_customer_debit: 'DEBIT_OK',
  created_date: '2026-09-02T08:00:00Z',
  last_updated_date: '2026-09-02T09:00:00Z',
  shipped_date: '2026-09-02T08:30:00Z',
  shipment_lines: [{ order_line_id: 'MK1-A-1', quantity: 1 }],
  tracking: { carrier_code: 'DHL', carrier_name: 'DHL Paket', tracking_number: 'N1', tracking_url: 'https://track.example/N1' },
  ...fields,
});
const returned = (fields: Fields = {}): Fields => ({
  id: 'R1',
  order_id: 'MK1-A',
  order_commercial_id: 'MK1',
  state: 'IN_PROGRESS',
  date_created: '2026-09-08T08:00:00Z',
  last_updated: '2026-09-08T09:00:00Z',
  method_code: 'RETURN_METHOD_BY_MAIL',
  reason_code: 'RETURN_OTHER',
  rma: 'RMA-7',
  return_address: { city: 'Lyon', country_iso_code: 'FRA', street1: '1 rue du Retour', zip_code: '69001' },
  return_lines: [{ order_line_id: 'MK1-A-1', quantity: 1, reason_code: 'RETURN_CHANGED_MIND' }],
  ...fields,
});
const wanted = (fields: Fields = {}): Fields => ({
  id: '0b0e9b3c-0000-4000-8000-000000000001',
  entity_id: 'MK1-A',
  entity_type: 'PRODUCT_LOGISTIC_ORDER',
  type: 'INVOICE',
  state: 'TO_PROCESS',
  initial_payment_state: 'PAID',
  date_created: '2026-09-02T08:00:00Z',
  issue_date: '2026-09-02T08:00:00Z',
  due_date: '2026-09-09T08:00:00Z',
  last_updated: '2026-09-02T08:00:00Z',
  currency_iso_code: 'EUR',
  document_details: [{ format: 'PDF' }],
  issuer: { type: 'SHOP', organization: { name: 'Shop' } },
  total_amount_excluding_taxes: 20.1,
  total_tax_amount: 4.02,
  total_amount_including_taxes: 24.12,
  ...fields,
});
const pageOf = (stream: Stream, ...data: readonly unknown[]) =>
  stream.read(ACCOUNT, readJson(JSON.stringify({ data, next_page_token: 'T2' })), {});
const bodyOf = (stream: Stream, entry: Fields): Body => pageOf(stream, entry).seen[0]?.body ?? assert.fail('nothing was read');
const parcelOf = (fields: Fields): ParcelReading['shipment'] => {
  const body = bodyOf(shipments, shipment(fields));
  return body.kind === 'parcel' ? body.shipment : assert.fail('no parcel');
};
const returnOf = (fields: Fields): ReturnReading['told'] => {
  const body = bodyOf(returns, returned(fields));
  return body.kind === 'return' ? body.told : assert.fail('no return');
};

describe('Mirakl: lists beside the orders', () => {
  const table: readonly [Stream, Fields, string, string][] = [
    [shipments, shipment(), 'ST11', '/api/shipments'],
    [returns, returned(), 'RT11', '/api/returns'],
    [documents, wanted(), 'DR11', '/api/document-request/requests'],
  ];
  for (const [stream, entry, call, path] of table) {
    it(`${call}: what is asked for and what these tests read are the vendor's`, function () {
      needs(this, contracts);
      const api = JSON.parse(text(contracts, 'mirakl', 'mirakl-seller.openapi.json')) as {
        readonly paths: Readonly<
          Record<
            string,
            { readonly get: { readonly operationId: string; readonly parameters: readonly { readonly name: string }[] } }
          >
        >;
      };
      const operation = api.paths[path]?.get ?? assert.fail('no such path');
      const first = stream.page(ACCOUNT, { shopId: '2001' }, '2026-09-01T00:00:00.000Z', 0);
      assert.deepEqual([operation.operationId, first.call, first.path, first.writes], [call, call, path, false]);
      const known = new Set(['limit', 'sort', 'page_token', ...operation.parameters.map(({ name }) => name)]);
      for (const name of Object.keys(first.query ?? {})) assert.ok(known.has(name), `no parameter ${name}`);
      const ajv = new Ajv2020({ strict: false, allErrors: true });
      addFormats(ajv);
      ajv.addFormat('with decimals', true);
      ajv.addSchema({ ...api, $id: 'mirakl' });
      const validate = ajv.compile({ $ref: `mirakl#/components/schemas/${call}_Response_200` });
      assert.ok(validate({ data: [entry], next_page_token: 'T2' }), JSON.stringify(validate.errors));
      assert.ok(!validate({ data: [{}] }), 'the schema takes anything');
    });
    it(`${call}: oldest first, no state and no end, a hundred at a time; then by token, each with its own budget`, () => {
      const { query = {} } = stream.page(ACCOUNT, {}, '2026-09-01T00:00:00.000Z', 0);
      assert.match(query.sort ?? '', /,ASC$/);
      assert.equal(query.limit, '100');
      assert.deepEqual(
        Object.keys(query).filter((name) => /state|_to$/.test(name)),
        [],
      );
      assert.equal(Object.entries(query).find(([name]) => name.endsWith('updated_from'))?.[1], '2026-09-01T00:00:00.000Z');
      assert.deepEqual(
        Object.keys(stream.page(ACCOUNT, {}, null, 0).query ?? {}).filter((name) => name.endsWith('_from')),
        [],
      );
      const after = stream.page(ACCOUNT, { shopId: '2001' }, '2026-09-01T00:00:00.000Z', 'T2');
      assert.deepEqual(after.query, { page_token: 'T2', limit: '100', shop_id: '2001' });
      assert.deepEqual(
        [...stream.page(ACCOUNT, {}, null, 0).paces, ...after.paces].map((pace) => pace.by === 'every' && pace.name),
        [call, `${call} page`],
      );
    });
    it(`${call}: one that cannot be read stops no other, and the next page is asked for`, () => {
      const { seen, stray, next } = pageOf(stream, { ...entry, id: 'bad', order_id: null, entity_id: null }, entry, 'none');
      assert.deepEqual([seen.length, stray.length, next], [1, 2, 'T2']);
      assert.match(stray[0]?.text ?? '', /bad: .*_id is missing.*portal/);
      assert.equal(seen[0]?.key, `${ACCOUNT}:MK1-A`);
    });
    it(`${call}: the last page has no token; a page that is none throws`, () => {
      assert.equal(stream.read(ACCOUNT, { data: [] }, {}).next, null);
      assert.throws(() => stream.read(ACCOUNT, { orders: [] }, {}));
    });
    it(`${call}: a state that is new to this version moves nothing and is told`, () => {
      const { seen, stray } = pageOf(stream, { ...entry, status: 'PONDERING', state: 'PONDERING' });
      assert.deepEqual(seen, []);
      assert.match(stray[0]?.text ?? '', /"PONDERING" is new/);
    });
  }

  it('shipments and returns only where PC01 has them; documents are asked for everywhere, and may be missing', () => {
    const has = (learned: object) => [shipments, returns, documents].map((one) => one.offered?.(learned) ?? true);
    assert.deepEqual(has({}), [false, false, true]);
    assert.deepEqual(has({ multiShipment: true, returns: false }), [true, false, true]);
    assert.deepEqual(has({ multiShipment: false, returns: true }), [false, true, true]);
    assert.deepEqual(
      [shipments, returns, documents].map((one) => one.mayBeMissing ?? false),
      [false, false, true],
    );
  });
  it('returns every 5 minutes at most, every 15 with a partner’s key', () => {
    const span = (settings: Fields) =>
      returns.page(ACCOUNT, settings, null, 0).paces.map((pace) => pace.by === 'every' && pace.span);
    assert.ok(returns.every >= 300_000);
    assert.deepEqual([span({}), span({ partnerKey: true })], [[301_000], [901_000]]);
  });
});

describe('Mirakl: a shipment', () => {
  it('is a parcel of its order', () => {
    const [one] = pageOf(shipments, shipment()).seen;
    assert.deepEqual([one?.subject, one?.version], ['parcel/S1', '2026-09-02T09:00:00Z']);
    assert.deepEqual(one?.body, {
      kind: 'parcel',
      by: 'marketplace',
      shipment: {
        id: 'S1',
        state: 'open',
        at: '2026-09-02T08:30:00Z',
        lines: [{ lineId: 'MK1-A-1', quantity: 1 }],
        carrier: { code: 'DHL', name: 'DHL Paket' },
        numbers: ['N1'],
        urls: ['https://track.example/N1'],
      },
    });
    assert.deepEqual(
      one?.refs.map(({ kind, id }) => [kind, id]),
      [
        ['shipment', 'S1'],
        ['tracking', 'N1'],
      ],
    );
  });
  const states: readonly [string, string | null, boolean][] = [
    ['SHIPPING', null, false],
    ['READY_FOR_PICK_UP', null, false],
    ['SHIPMENT_PREPARED', null, false],
    ['SHIPPED', 'open', false],
    ['TO_COLLECT', 'open', false],
    ['RECEIVED', 'open', true],
    ['CLOSED', 'open', true],
    ['CANCELED', 'voided', false],
  ];
  for (const [status, state, delivered] of states)
    it(`${status} is ${state ?? 'nothing yet'}`, () => {
      const [one] = pageOf(shipments, shipment({ status })).seen;
      if (state === null) return assert.equal(one, undefined);
      assert.ok(one?.body.kind === 'parcel');
      assert.deepEqual([one.body.shipment.state, one.body.shipment.deliveredAt !== undefined], [state, delivered]);
    });
  it('one line in two packages is one line; no tracking is none; without a date of shipping its own counts', () => {
    const packed = [1, 2].map((quantity) => ({ order_line_id: 'MK1-A-1', quantity, package_reference: `P${quantity}` }));
    const one = parcelOf({ shipment_lines: packed, tracking: null, shipped_date: null });
    assert.deepEqual([one.lines, one.numbers, one.carrier], [[{ lineId: 'MK1-A-1', quantity: 3 }], [], undefined]);
    assert.equal(one.at, '2026-09-02T08:00:00Z');
  });
  it('arrived when its carrier says so', () => {
    const milestones = [{ type: 'DELIVERED', occurrence_date: { date: '2026-09-03', time: '10:15', offset: '+02:00' } }];
    assert.equal(parcelOf({ status: 'RECEIVED', tracking: { milestones } }).deliveredAt, '2026-09-03T08:15:00.000Z');
  });
  it('whose lines name no order line is asked about', () =>
    assert.match(
      pageOf(shipments, shipment({ shipment_lines: [{ offer_sku: 'A', quantity: 1 }] })).stray[0]?.text ?? '',
      /^shipment S1: a line of it names no order line/,
    ));
});

describe('Mirakl: a return', () => {
  const states: readonly [string, string, number][] = [
    ['WAITING_ACCEPTANCE', 'requested', 0],
    ['IN_PROGRESS', 'open', 0],
    ['REFUSED', 'declined', 0],
    ['RECEIVED', 'received', 1],
    ['NO_RECEPTION', 'closed', 0],
    ['CLOSED', 'closed', 1],
    ['CANCELED', 'cancelled', 0],
  ];
  for (const [state, expected, received] of states)
    it(`${state} is ${expected}`, () => {
      const one = returnOf({ state });
      assert.deepEqual([one.state, one.lines[0]?.received], [expected, received]);
    });
  it('without goods to send back is closed without any', () =>
    assert.equal(returnOf({ state: 'CLOSED', method_code: 'RETURN_METHOD_RETURNLESS' }).lines[0]?.received, 0));
  it('names its lines, reasons, number and carrier, and is found by its RMA', () => {
    const two = ['RETURN_CHANGED_MIND', 'RETURN_DEFECTIVE_ITEM'].map((reason_code) => ({
      order_line_id: 'MK1-A-1',
      quantity: 1,
      reason_code,
    }));
    const [read] = pageOf(
      returns,
      returned({ return_lines: two, tracking: { carrier_name: 'DHL', tracking_number: 'B1' } }),
    ).seen;
    assert.ok(read?.body.kind === 'return');
    const { name, lines, carrier, number, reason } = read.body.told;
    assert.deepEqual([name, carrier, number, reason], ['RMA-7', { name: 'DHL' }, 'B1', 'RETURN_OTHER']);
    assert.deepEqual(
      lines.map((line) => [line.id, line.reason]),
      [
        ['MK1-A-1/0', 'RETURN_CHANGED_MIND'],
        ['MK1-A-1/1', 'RETURN_DEFECTIVE_ITEM'],
      ],
    );
    assert.deepEqual(
      read.refs.map(({ kind, id }) => [kind, id]),
      [
        ['return', 'R1'],
        ['rma', 'RMA-7'],
        ['tracking', 'B1'],
      ],
    );
  });
});

describe('Mirakl: a document that is asked for', () => {
  const states: readonly [string, string, string, string][] = [
    ['STAGING', 'announced', 'INVOICE', 'invoice'],
    ['TO_PROCESS', 'wanted', 'CREDIT_NOTE', 'credit_note'],
    ['ISSUED', 'issued', 'INVOICE', 'invoice'],
    ['CANCELED', 'cancelled', 'CREDIT_NOTE', 'credit_note'],
  ];
  for (const [state, expected, type, is] of states)
    it(`${type} ${state} is ${is} ${expected}`, () => {
      const body = bodyOf(documents, wanted({ state, type }));
      assert.ok(body.kind === 'document');
      assert.deepEqual([body.wanted.state, body.wanted.is], [expected, is]);
    });
  it('carries formats, date and exact totals', () => {
    const body = bodyOf(documents, wanted({ document_details: [{ format: 'PDF' }, { format: 'cXML' }] }));
    assert.ok(body.kind === 'document');
    const { formats, dueAt, totals } = body.wanted;
    assert.deepEqual(formats, ['PDF', 'cXML']);
    assert.equal(dueAt, '2026-09-09T08:00:00Z');
    assert.deepEqual([totals.net.amount, totals.tax.amount, totals.gross.amount], ['20.10', '4.02', '24.12']);
  });
  it('with an amount that its currency cannot hold is asked about', () =>
    assert.match(pageOf(documents, wanted({ currency_iso_code: 'JPY' })).stray[0]?.text ?? '', /total_amount_excluding_taxes: /));
});
