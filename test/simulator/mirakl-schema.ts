/** Judges the simulated marketplace's answers by the vendor's OpenAPI document, per path, method and status. */
import assert from 'node:assert/strict';
import path from 'node:path';
import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { contracts, read } from './contracts';
import type { Exchanged } from './world';

const DOCUMENT = path.join(contracts, 'mirakl', 'mirakl-seller.openapi.json');
/** What the contract documents for any call (CONTRACT §2.2); the OpenAPI document lists almost only 2xx. */
const REFUSALS = new Set([400, 401, 403, 404, 405, 406, 410, 415, 429, 500]);
const BEFORE_SHIPPING = new Set([
  'STAGING',
  'WAITING_ACCEPTANCE',
  'WAITING_DEBIT',
  'WAITING_DEBIT_PAYMENT',
  'REFUSED',
  'CANCELED',
]);

interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, { readonly content?: object }>> }>>>
  >;
}
const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Makes the judge; reading the document takes a while, so make one. */
export function miraklJudge(): (method: string, template: string, answer: Exchanged) => void {
  const document = JSON.parse(read(DOCUMENT)) as OpenApi & object;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  // Notes on how a number is stored: nothing that JSON could break.
  for (const format of ['with decimals', 'int32', 'int64', 'binary']) ajv.addFormat(format, true);
  ajv.addSchema(document, 'mirakl');
  return (method, template, answer) => {
    const responses = document.paths[template]?.[method.toLowerCase()]?.responses;
    assert.ok(responses, `${method} ${template} is no call of the vendor`);
    const response = responses[String(answer.status)];
    if (!response) {
      assert.ok(REFUSALS.has(answer.status), `${answer.status} is no answer to ${method} ${template}`);
      return refusalIsShaped(answer);
    }
    if (!response.content) return answer.status >= 400 ? refusalIsShaped(answer) : undefined;
    if (!('application/json' in response.content)) {
      const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
      assert.ok(type in response.content, `${type} is no answer to ${method} ${template}`);
      return;
    }
    const pointer = [
      'paths',
      template,
      method.toLowerCase(),
      'responses',
      String(answer.status),
      'content',
      'application/json',
      'schema',
    ]
      .map(escaped)
      .join('/');
    const validate = ajv.getSchema(`mirakl#/${pointer}`);
    assert.ok(validate, `no schema at ${pointer}`);
    const body: unknown = JSON.parse(answer.text);
    validate(body);
    const faults = (validate.errors ?? []).filter((error) => !isUnknownAddress(error, body));
    assert.deepEqual(
      faults.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`),
      [],
    );
  };
}

/** The document marks addresses as required objects; the contract has them null until the order may be shipped (§4). */
function isUnknownAddress({ instancePath, keyword }: ErrorObject, body: unknown): boolean {
  const [, index] = /^\/orders\/(\d+)\/customer\/(?:billing|shipping)_address$/.exec(instancePath) ?? [];
  if (index === undefined || keyword !== 'type') return false;
  const order = (
    body as { readonly orders: readonly { readonly order_state: string; readonly customer: Readonly<Record<string, unknown>> }[] }
  ).orders[Number(index)];
  const name = instancePath.split('/').at(-1) ?? '';
  return order !== undefined && order.customer[name] === null && BEFORE_SHIPPING.has(order.order_state);
}

function refusalIsShaped({ status, text }: Exchanged): void {
  const body = JSON.parse(text) as {
    readonly status?: unknown;
    readonly message?: unknown;
    readonly errors?: readonly Readonly<Record<string, unknown>>[];
  };
  const plain = body.status === status && typeof body.message === 'string';
  const coded =
    Array.isArray(body.errors) &&
    body.errors.every((error) => typeof error.code === 'string' && typeof error.message === 'string');
  assert.ok(plain || coded, `${status} has neither {status, message} nor {errors: [{code, message}]}: ${text}`);
}
