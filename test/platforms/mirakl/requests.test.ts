import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Request } from '../../../lib/model/call';
import type { Part } from '../../../lib/model/giving-back';
import { writeJson } from '../../../lib/model/json';
import { mirakl } from '../../../lib/platforms/mirakl';
import { a01, or04, or11ByIds, or11Page, or21, pc01, re01, sh12, sh21 } from '../../../lib/platforms/mirakl/calls';
import { or28, or29, or30 } from '../../../lib/platforms/mirakl/calls-money';
import { or23, or24, st01, st11, st23 } from '../../../lib/platforms/mirakl/calls-ship';
import { REFERENCE_LENGTH, REFERENCES_PER_CALL } from '../../../lib/platforms/mirakl/mapping';
import { rt11, rt21, rt25, rt26, rt27 } from '../../../lib/platforms/mirakl/return-push';
import { ACCOUNT } from '../orders';
import { contracts, needs, text } from '../sources';

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId?: string;
            readonly summary?: string;
            readonly parameters?: readonly {
              readonly name: string;
              readonly in: string;
              readonly schema?: { readonly type?: string; readonly enum?: readonly unknown[] };
            }[];
            readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
          }
        >
      >
    >
  >;
}
/** Paging is described in prose and listed nowhere (contracts/mirakl §1, §2.4). */
const PAGING = new Set(['max', 'offset', 'sort', 'order', 'limit', 'page_token']);
const items = Array.from({ length: REFERENCES_PER_CALL }, (_, n) => ({
  key: `${ACCOUNT}:O-${n}`,
  sourceOrderId: `O-${n}`,
  reference: `#${n}`,
}));
const settings = { shopId: '2001' };
const part: Part = {
  lineId: 'A-1',
  quantity: 1,
  unshipped: true,
  item: '18.35',
  taxes: [{ code: 'VAT9', amount: '1.65' }],
  shipping: '2.45',
  shippingTaxes: [{ code: 'VAT20', amount: '0.41', computed: true }],
  fees: [{ code: 'ECO', amount: '0.50' }],
};
const terms = { account: ACCOUNT, currency: 'EUR', taxMode: 'exclusive' } as const;
const requests: readonly Request[] = [
  or11Page(ACCOUNT, settings, '2026-09-01T00:00:00.000Z', 100),
  or11Page(ACCOUNT, {}, null, 0),
  or11ByIds(ACCOUNT, settings, ['A', 'B']),
  or21(ACCOUNT, settings, 'MK/1 A', [
    { lineId: 'A-1', accepted: true },
    { lineId: 'A-2', accepted: false },
  ]),
  or04(ACCOUNT, settings, items),
  pc01(ACCOUNT, settings),
  a01(ACCOUNT, settings),
  sh21(ACCOUNT, settings),
  re01(ACCOUNT, settings),
  or28(settings, terms, [part], '17'),
  or29(ACCOUNT, settings, 'MK/1 A'),
  or30(settings, terms, [part], '34'),
  or23(ACCOUNT, settings, 'MK/1 A', { carrier_code: 'DHL', tracking_number: 'N-1' }),
  or23(ACCOUNT, {}, 'A', { carrier_name: 'Vans', carrier_url: 'https://vans.example/N-1', tracking_number: 'N-1' }),
  or24(ACCOUNT, settings, 'MK/1 A'),
  st01(ACCOUNT, settings, 'A', [{ lineId: 'A-1', quantity: 2 }], { carrier_name: 'Vans', carrier_url: 'https://vans.example/1' }),
  st01(ACCOUNT, settings, 'A', [{ lineId: 'A-1', quantity: 2 }], {}),
  st11(ACCOUNT, settings, 'A'),
  st23(ACCOUNT, settings, 'S-1', { carrier_code: 'DHL', tracking_number: 'N-1' }),
  sh12(ACCOUNT, settings),
  rt11(ACCOUNT, settings, 'A-1'),
  rt21(ACCOUNT, settings, '5a000000-0000-4000-8000-000000000001'),
  rt25(ACCOUNT, settings, '5a000000-0000-4000-8000-000000000001'),
  rt26(ACCOUNT, settings, '5a000000-0000-4000-8000-000000000001', ['A-1']),
  rt27(ACCOUNT, settings, '5a000000-0000-4000-8000-000000000001'),
];

describe('Mirakl: every request against the vendor’s OpenAPI', () => {
  for (const request of requests) {
    it(`${request.call} ${request.method} ${request.path}`, function () {
      needs(this, contracts);
      const api = JSON.parse(text(contracts, 'mirakl', 'mirakl-seller.openapi.json')) as OpenApi;
      const [path, operation] =
        Object.entries(api.paths).flatMap(([pattern, methods]) => {
          const fits = new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(request.path);
          const found = fits ? methods[request.method.toLowerCase()] : undefined;
          return found ? [[pattern, found] as const] : [];
        })[0] ?? assert.fail('no such path and method');
      assert.ok(
        `${operation.summary ?? ''}${operation.operationId ?? ''}`.includes(request.call),
        `${path} is ${operation.summary}`,
      );
      for (const [name, value] of Object.entries(request.query ?? {})) {
        if (PAGING.has(name)) continue;
        const parameter =
          operation.parameters?.find((one) => one.name === name && one.in === 'query') ??
          assert.fail(`no query parameter ${name}`);
        if (parameter.schema?.type === 'integer') assert.match(value, /^\d+$/);
      }
      if (request.body === undefined) return assert.equal(operation.requestBody === undefined || request.method === 'GET', true);
      const body: unknown = JSON.parse(writeJson(request.body));
      const schema = operation.requestBody?.content['application/json']?.schema ?? assert.fail('no JSON body');
      const ajv = new Ajv2020({ strict: false, allErrors: true });
      addFormats(ajv);
      ajv.addFormat('with decimals', true);
      ajv.addSchema({ ...api, $id: 'mirakl' });
      const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"mirakl#/')));
      assert.ok(validate(body), JSON.stringify(validate.errors));
      const nothing = {
        orders: 'none',
        order_lines: 'none',
        refunds: 'none',
        cancelations: 'none',
        returns: 'none',
        shipments: 'none',
        carrier_code: 1,
      };
      assert.ok(!validate(nothing), 'the schema takes anything');
    });
  }

  it('what changes something writes, everything else reads', () =>
    assert.deepEqual(
      requests.filter((request) => request.writes).map((request) => request.call),
      ['OR21', 'OR04', 'OR28', 'OR29', 'OR30', 'OR23', 'OR23', 'OR24', 'ST01', 'ST01', 'ST23', 'RT21', 'RT25', 'RT26', 'RT27'],
    ));
  it('an order id is escaped in a path', () => assert.equal(or21(ACCOUNT, {}, 'A/B C', []).path, '/api/orders/A%2FB%20C/accept'));
  it('OR04 once a minute with 100 orders; a reference is at most as long as the vendor takes', () => {
    assert.deepEqual(or04(ACCOUNT, {}, items).paces, [{ by: 'every', name: 'OR04', span: 61_000 }]);
    assert.equal(mirakl.reference?.batch, 100);
    const long = or04(ACCOUNT, {}, [{ key: 'k', sourceOrderId: 'O', reference: 'x'.repeat(3000) }]).body as {
      orders: { references: { order_reference_for_seller: string } }[];
    };
    assert.equal(long.orders[0]?.references.order_reference_for_seller.length, REFERENCE_LENGTH);
  });
});
