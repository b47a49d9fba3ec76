/** OR31: custom fields of an order and its lines. What is wrong is told inside a 200, and nothing is written then. */
import { type Exact, type ExactObject, isObject, objectsOf, textOf, writeExact } from '../exact';
import type { HttpAnswer, HttpRequest } from '../exchange';
import { ok, refused } from './answers';
import { type Call, type Marketplace, withBody } from './call';
import { changed, linesOf, type MiraklOrder } from './order';
import { CUSTOM_FIELDS } from './platform';
import { lineIdOf } from './shipment';

type Entity = 'ORDER' | 'ORDER_LINE';
interface Written {
  /** The line, or null for the order itself. */
  readonly line: ExactObject | null;
  readonly code: string;
  readonly type: string;
  /** null: the field is cleared. */
  readonly value: Exact;
}
const fault = (code: string, field: string, message: string): ExactObject => ({ code, field, message });

/** What is wrong with a value; null where nothing is. */
function valueFault(entity: Entity, code: Exact | undefined, value: Exact): readonly [string, string] | null {
  const field = CUSTOM_FIELDS.find((one) => one.entity === entity && one.code === code);
  if (!field) return ['CUSTOM_FIELD_NOT_FOUND', `The custom field '${textOf(code) ?? ''}' does not exist`];
  if (!field.editable) return ['CUSTOM_FIELD_NOT_EDITABLE', `The custom field '${field.code}' cannot be edited by the shop`];
  if (value === null) return field.required ? ['CUSTOM_FIELD_REQUIRED', `The custom field '${field.code}' is required`] : null;
  const several = field.type === 'MULTIPLE_VALUES_LIST';
  const values = several ? value : [value];
  if (!Array.isArray(values) || !values.every((one) => typeof one === 'string'))
    return ['CUSTOM_FIELD_INVALID_VALUE', several ? 'must be an array of strings' : 'must be a string'];
  const allowed: readonly string[] = field.accepted;
  const bad = values.find(
    (one) => (allowed.length > 0 && !allowed.includes(one)) || (field.regex !== null && !new RegExp(field.regex).test(one)),
  );
  return bad === undefined ? null : ['CUSTOM_FIELD_INVALID_VALUE', `The value '${bad}' is not accepted`];
}

function readFields(
  entity: Entity,
  given: Exact | undefined,
  at: string,
  line: ExactObject | null,
  faults: ExactObject[],
): Written[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) {
    faults.push(fault('VALIDATION_ERROR', at, 'must be an array'));
    return [];
  }
  return given.flatMap((item, index) => {
    const field = `${at}[${index}]`;
    if (!isObject(item)) {
      faults.push(fault('VALIDATION_ERROR', field, 'must be an object'));
      return [];
    }
    const value = item.value === undefined || item.value === '' ? null : item.value;
    const wrong = valueFault(entity, item.code, value);
    if (wrong) {
      faults.push(fault(wrong[0], `${field}.${wrong[0] === 'CUSTOM_FIELD_NOT_FOUND' ? 'code' : 'value'}`, wrong[1]));
      return [];
    }
    const code = textOf(item.code) ?? '';
    return [{ line, code, type: CUSTOM_FIELDS.find((one) => one.code === code)?.type ?? 'STRING', value }];
  });
}
function readBody(order: MiraklOrder, body: ExactObject): { readonly written: Written[]; readonly faults: ExactObject[] } {
  const faults: ExactObject[] = [];
  const written = readFields('ORDER', body.order_additional_fields, 'order_additional_fields', null, faults);
  for (const [index, item] of objectsOf(body.order_lines).entries()) {
    const at = `order_lines[${index}]`;
    const line = linesOf(order).find((one) => lineIdOf(one) === textOf(item.order_line_id));
    if (!line) faults.push(fault('ORDER_LINE_NOT_FOUND', `${at}.order_line_id`, 'The order line does not exist'));
    else
      written.push(
        ...readFields('ORDER_LINE', item.order_line_additional_fields, `${at}.order_line_additional_fields`, line, faults),
      );
  }
  return { written, faults };
}

function update(marketplace: Marketplace, request: HttpRequest, id = ''): HttpAnswer {
  return withBody(request, (body) => {
    const order = marketplace.find(id);
    if (!order) return refused(404, `Order with id '${id}' not found`);
    if (!isObject(body)) return refused(400, 'The body must be an object');
    const { written, faults } = readBody(order, body);
    if (faults.length > 0) return ok(writeExact({ order_update_errors: { errors: faults, input: body } }));
    for (const { line, code, type, value } of written) {
      const owner = line ?? order.body;
      const name = line ? 'order_line_additional_fields' : 'order_additional_fields';
      const others = objectsOf(owner[name]).filter((one) => one.code !== code);
      owner[name] = value === null ? others : [...others, { code, type, value }];
      const said = value === null ? '-' : writeExact(value);
      marketplace.books.count('mirakl', 'fields', `${id} ${line ? `${lineIdOf(line)} ` : ''}${code}=${said}`);
    }
    if (written.length > 0) changed(order, request.now);
    const result = {
      order_additional_fields: objectsOf(order.body.order_additional_fields),
      order_lines: linesOf(order).map((line) => ({
        order_line_additional_fields: objectsOf(line.order_line_additional_fields),
        order_line_id: lineIdOf(line),
      })),
    };
    return ok(writeExact({ order_update_result: result }), {}, written.length > 0);
  });
}

export const customFields: readonly Call[] = [
  {
    call: 'OR31',
    method: 'PUT',
    path: /^\/api\/orders\/([^/]+)\/additional_fields$/,
    pace: { calls: 5, within: 1_000 },
    answer: update,
  },
];
