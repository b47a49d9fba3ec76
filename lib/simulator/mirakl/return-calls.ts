/** RT11 and RT21 to RT29: returns are listed, and each is accepted, received, judged, closed or cancelled by itself (CONTRACT §6). */
import { Digits, type ExactObject, isObject, objectsOf, textOf } from '../exact';
import { type HttpAnswer, type HttpRequest, isoOf } from '../exchange';
import { itemsOf, outcomes } from './batch';
import { type Call, type Marketplace, withBody } from './call';
import { textIn } from './order';
import { rangeOf, repeatedOf } from './parameters';
import { datatype, missing, orRefused, Refusal } from './refusal';
import type { Compliance, Return, Step } from './returns';
import { seek } from './seek';

const STATES = new Set(['WAITING_ACCEPTANCE', 'IN_PROGRESS', 'REFUSED', 'RECEIVED', 'NO_RECEPTION', 'CLOSED', 'CANCELED']);
const REJECTIONS = new Set(['RETURN_REJECTION_NOT_ELIGIBLE', 'RETURN_REJECTION_NOT_NEEDED', 'RETURN_REJECTION_WINDOW_CLOSED']);
const FAULTS = new Set(
  ['MISSING_ITEM', 'WRONG_PRODUCT', 'DAMAGED_PRODUCT', 'WINDOW_CLOSED', 'OTHER'].map((fault) => `RETURN_NON_COMPLIANT_${fault}`),
);

function list(marketplace: Marketplace, { url, now }: HttpRequest): HttpAnswer {
  const seenBy = now - marketplace.world.visibilityLag;
  return seek(url, {
    items: marketplace.returns.all(),
    placeOf: (one) => one.place,
    sort: 'date_created',
    filter: (query) => {
      const ids = repeatedOf(query, 'return_id');
      const states = repeatedOf(query, 'return_state', STATES);
      const commercial = repeatedOf(query, 'order_commercial_id');
      const lines = repeatedOf(query, 'order_line_id');
      const rmas = repeatedOf(query, 'return_rma');
      const customers = repeatedOf(query, 'customer_id');
      const created = rangeOf(query, 'return_creation_date_from', 'return_creation_date_to');
      const updated = rangeOf(query, 'return_last_updated_from', 'return_last_updated_to');
      return (one) =>
        (ids?.has(one.id) ?? true) &&
        (states?.has(one.state) ?? true) &&
        (commercial?.has(commercialOf(one)) ?? true) &&
        (lines === null || one.lines.some(({ line }) => lines.has(line))) &&
        (rmas?.has(one.rma) ?? true) &&
        (customers?.has(textIn(one.order.body, 'customer', 'customer_id') ?? '') ?? true) &&
        (created?.(one.createdAt) ?? true) &&
        (updated === null || (one.updatedAt <= seenBy && updated(one.updatedAt)));
    },
    view,
  });
}
const commercialOf = ({ order }: Return): string => textOf(order.body.commercial_id) ?? order.id;

function view(one: Return): ExactObject {
  return {
    date_created: isoOf(one.createdAt),
    documents: [],
    id: one.id,
    last_updated: isoOf(one.updatedAt),
    method_code: 'RETURN_METHOD_BY_MAIL',
    order_commercial_id: commercialOf(one),
    order_id: one.order.id,
    reason_code: one.lines[0]?.reason ?? 'RETURN_OTHER',
    ...(one.rejection === null ? {} : { rejection_reason_code: one.rejection }),
    return_address: { city: 'Lyon', country_iso_code: 'FRA', street1: "10 rue de l'Exemple", zip_code: '69001' },
    return_lines: one.lines.map(({ line, quantity, reason, compliance }) => ({
      compliance: compliance === null ? [] : [complianceView(compliance)],
      order_line_id: line,
      quantity: new Digits(String(quantity)),
      reason_code: reason,
    })),
    rma: one.rma,
    state: one.state,
  };
}
const complianceView = ({ compliant, reason, info }: Compliance): ExactObject => ({
  compliant,
  ...(info === null ? {} : { non_compliance_additional_info: info }),
  ...(reason === null ? {} : { non_compliance_reason_code: reason }),
});

/** Up to a hundred returns by their ids; `shaped` refuses the whole call, `deed` one item. */
function each<T>(
  marketplace: Marketplace,
  request: HttpRequest,
  shaped: (item: ExactObject, at: string) => T,
  deed: (one: Return, wish: T) => { readonly verb: string; readonly said?: string } | string,
): HttpAnswer {
  return withBody(request, (body) =>
    orRefused(() => {
      const wishes = itemsOf(body, 'returns', 100).map((item, index) => {
        const at = `returns[${index}]`;
        if (item.id === undefined || item.id === null) throw missing(`${at}.id`);
        if (typeof item.id !== 'string') throw datatype(`${at}.id`);
        return { id: item.id, wish: shaped(item, at) };
      });
      return outcomes(
        'return',
        wishes.map(({ id, wish }) => {
          const one = marketplace.returns.find(id);
          if (!one) return { key: { id }, outcome: { fault: `Return with id '${id}' not found` } };
          const result = deed(one, wish);
          if (typeof result === 'string') return { key: { id }, outcome: { fault: result } };
          const said = result.said === undefined ? '' : ` ${result.said}`;
          marketplace.books.count('mirakl', `return ${result.verb}`, `${one.order.id} ${id}${said}`);
          return { key: { id }, outcome: { done: { id } } };
        }),
      );
    }),
  );
}

const enumerated = (value: ExactObject[string] | undefined, allowed: ReadonlySet<string>, field: string): string | null => {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw datatype(field);
  if (!allowed.has(value)) throw new Refusal(`The value '${value}' is not valid for the field : ${field}`);
  return value;
};

const decide = (marketplace: Marketplace, request: HttpRequest): HttpAnswer =>
  each(
    marketplace,
    request,
    (item, at) => {
      if (item.accepted === undefined || item.accepted === null) throw missing(`${at}.accepted`);
      if (typeof item.accepted !== 'boolean') throw datatype(`${at}.accepted`);
      return {
        accepted: item.accepted,
        rejection: enumerated(item.rejection_reason_code, REJECTIONS, `${at}.rejection_reason_code`),
      };
    },
    (one, { accepted, rejection }) =>
      marketplace.returns.decide(one, accepted, rejection, 'api', request.now) ?? { verb: accepted ? 'accept' : 'refuse' },
  );

const judge = (marketplace: Marketplace, request: HttpRequest): HttpAnswer =>
  each(
    marketplace,
    request,
    (item, at) => {
      const lines = item.return_lines;
      if (!Array.isArray(lines) || !lines.every(isObject)) throw datatype(`${at}.return_lines`);
      if (lines.length === 0) throw new Refusal(`Error with field ${at}.return_lines. It must not be empty.`);
      if (lines.length > 200) throw new Refusal(`The limit of 200 is exceeded for the parameter : ${at}.return_lines`);
      return new Map(objectsOf(lines).map((line, index) => verdict(line, `${at}.return_lines[${index}]`)));
    },
    (one, verdicts) =>
      marketplace.returns.judge(one, verdicts, request.now) ?? {
        verb: 'compliance',
        said: [...verdicts].map(([line, { compliant, reason }]) => `${line} ${compliant ? 'yes' : (reason ?? 'no')}`).join(','),
      },
  );
function verdict(line: ExactObject, at: string): [string, Compliance] {
  if (typeof line.order_line_id !== 'string') throw datatype(`${at}.order_line_id`);
  if (typeof line.compliant !== 'boolean') throw datatype(`${at}.compliant`);
  const info = line.non_compliance_additional_info;
  if (info !== undefined && info !== null && typeof info !== 'string') throw datatype(`${at}.non_compliance_additional_info`);
  if (typeof info === 'string' && info.length > 2000)
    throw new Refusal(`Error with field ${at}.non_compliance_additional_info. Its size must be between 0 and 2000.`);
  const reason = enumerated(line.non_compliance_reason_code, FAULTS, `${at}.non_compliance_reason_code`);
  return [line.order_line_id, { compliant: line.compliant, reason, info: textOf(info) }];
}

const stepper =
  (step: Step) =>
  (marketplace: Marketplace, request: HttpRequest): HttpAnswer =>
    each(
      marketplace,
      request,
      () => null,
      (one) => marketplace.returns.step(one, step, request.now) ?? { verb: step },
    );

const exists = ({ world }: Marketplace): boolean => world.returns;
const isFirstPage = ({ url }: HttpRequest): boolean => !url.searchParams.has('page_token');
const put = (call: string, name: string, answer: Call['answer']): Call => ({
  call,
  method: 'PUT',
  path: new RegExp(`^/api/returns/${name}$`),
  exists,
  answer,
});
export const returning: readonly Call[] = [
  {
    call: 'RT11',
    method: 'GET',
    path: /^\/api\/returns$/,
    pace: { calls: 1, within: 5 * 60_000, counts: isFirstPage },
    exists,
    answer: list,
  },
  put('RT21', 'accept', decide),
  put('RT25', 'receive', stepper('receive')),
  put('RT26', 'compliance', judge),
  put('RT27', 'close', stepper('close')),
  put('RT29', 'cancel', stepper('cancel')),
];
