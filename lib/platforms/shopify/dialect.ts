/** What Shopify's answers mean: HTTP status, top-level errors, userErrors, partial success. contracts/shopify §3.4 and §3.5. */
import type { Dialect, RawAnswer, Request, Throttle, Verdict } from '../../model/call';
import { readJson } from '../../model/json';
import { ORDER_LIMIT, ORDER_LIMIT_WAIT } from './mapping';

const REFUSED: Readonly<Record<number, string>> = {
  402: 'the shop is frozen: its owner has to settle the account with Shopify',
  403: 'Shopify forbids the call to this app',
  404: 'no such shop at this address',
  423: 'the shop is locked',
  430: 'Shopify refused the call for security reasons',
};
/** Raised before anything of a mutation runs. Static validation adds codes of its own in camelCase. */
const BEFORE_EXECUTION = new Set([
  'ACCESS_DENIED',
  'BAD_REQUEST',
  'INVALID_FIELD_ARGUMENTS',
  'INVALID_VARIABLE',
  'MAX_INPUT_SIZE_EXCEEDED',
  'MAX_COST_EXCEEDED',
  'NOT_FOUND',
  // Of @idempotent: this call did nothing (contracts/shopify §8).
  'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
  'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
]);
const VALIDATION = /^[a-z]+(?:[A-Z][a-z]+)+$/;
const DELETED = /^deleted\w+Id$/;
const LONGEST_TEXT = 300;

interface GraphqlError {
  readonly message: string;
  readonly code: string;
  readonly depth: number;
}
interface Heard {
  /** Undefined where the answer has no data at all. */
  readonly data: Record<string, unknown> | undefined;
  readonly errors: readonly GraphqlError[];
  readonly throttle: Throttle | undefined;
}

export const dialect: Dialect = {
  judge(request, raw) {
    const { status } = raw;
    if (status === 401) return { is: 'unauthorised', why: 'Shopify does not take the access token' };
    if (status === 429)
      return {
        is: 'not executed',
        retryAfter: statedWait(raw) ?? computedWait(heard(raw)?.throttle),
        why: 'Shopify asks for fewer calls (429)',
      };
    const refusal = REFUSED[status];
    if (refusal !== undefined) return { is: 'refused', status, code: `HTTP_${status}`, text: said(raw) ?? refusal };
    if (status >= 500) return unknown(request, `Shopify answered ${status}`);
    if (status >= 400 && status !== 408)
      return { is: 'refused', status, code: `HTTP_${status}`, text: said(raw) ?? `Shopify answered ${status}` };
    if (status >= 300 && status < 400)
      return {
        is: 'refused',
        status,
        code: `HTTP_${status}`,
        text: 'the shop answers with a redirection: enter its .myshopify.com address',
      };
    if (status !== 200) return unknown(request, `Shopify answered ${status}`);
    const answer = heard(raw);
    if (!answer) return unknown(request, 'Shopify answered with something that is no JSON');
    return request.writes ? afterMutation(request, answer) : afterQuery(answer);
  },
  throttle: (raw) => heard(raw)?.throttle,
};

const unknown = (request: Request, why: string): Verdict =>
  request.writes ? { is: 'in doubt', why } : { is: 'not executed', why };

function afterQuery(answer: Heard): Verdict {
  const [first] = answer.errors;
  if (!first) return answer.data ? { is: 'ok', body: answer.data } : { is: 'not executed', why: 'Shopify answered without data' };
  const throttled = throttledBy(answer);
  if (throttled) return throttled;
  const refusing = answer.errors.find((error) => beforeExecution(error));
  return refusing ? refusal(refusing.code, refusing.message) : { is: 'not executed', why: `Shopify reports ${first.code}` };
}

function afterMutation(request: Request, answer: Heard): Verdict {
  const payload = answer.data?.[request.call];
  // Whatever else is said: where the object's id is there, the mutation happened.
  if (
    isObject(payload) &&
    Object.values(payload)
      .flat()
      .some((made) => isObject(made) && typeof made.id === 'string')
  )
    return { is: 'ok', body: answer.data };
  // What deletes names what it deleted.
  if (isObject(payload) && Object.entries(payload).some(([name, id]) => DELETED.test(name) && typeof id === 'string'))
    return { is: 'ok', body: answer.data };

  const said = isObject(payload) ? userErrors(payload) : [];
  const [first] = said;
  if (
    [...said.map((error) => error.text), ...answer.errors.map((error) => error.message)].some((text) => ORDER_LIMIT.test(text))
  ) {
    return { is: 'not executed', retryAfter: ORDER_LIMIT_WAIT, why: 'Shopify takes five new orders a minute from this store' };
  }
  if (first)
    return {
      is: 'refused',
      status: 200,
      ...first,
      text: said
        .map((error) => error.text)
        .join('; ')
        .slice(0, LONGEST_TEXT),
    };
  const throttled = throttledBy(answer);
  if (throttled) return throttled;
  const [error] = answer.errors;
  if (error && answer.errors.every((one) => beforeExecution(one) && one.depth <= 1)) return refusal(error.code, error.message);
  return { is: 'in doubt', why: error ? `Shopify reports ${error.code}` : 'Shopify answered without saying what was made' };
}

const beforeExecution = (error: GraphqlError): boolean => BEFORE_EXECUTION.has(error.code) || VALIDATION.test(error.code);
const refusal = (code: string, text: string): Verdict => ({
  is: 'refused',
  status: 200,
  code,
  text: text.slice(0, LONGEST_TEXT),
});

function throttledBy(answer: Heard): Verdict | undefined {
  if (!answer.errors.some((error) => error.code === 'THROTTLED')) return undefined;
  return {
    is: 'not executed',
    retryAfter: computedWait(answer.throttle),
    why: 'Shopify’s bucket of points is empty (THROTTLED)',
  };
}
/** Until the bucket holds what the call asks for: whole seconds, at least one. */
function computedWait(throttle: Throttle | undefined): number {
  if (!throttle || throttle.cost === undefined || throttle.restoreRate <= 0) return 1_000;
  return Math.max(1, Math.ceil((throttle.cost - throttle.available) / throttle.restoreRate)) * 1_000;
}
function statedWait(raw: RawAnswer): number | undefined {
  const stated = raw.headers['retry-after']?.trim() ?? '';
  return /^\d+(\.\d+)?$/.test(stated) ? Math.ceil(Number(stated) * 1_000) : undefined;
}

/** `userErrors`, or as orderCancel calls them `orderCancelUserErrors`; several mutations give no code. */
function userErrors(payload: Record<string, unknown>): { code: string; field?: string; text: string }[] {
  const lists = Object.entries(payload).filter(([name]) => /userErrors$/i.test(name));
  return lists
    .flatMap(([, list]) => (Array.isArray(list) ? list : []))
    .filter(isObject)
    .map((error) => {
      const field = Array.isArray(error.field) ? error.field.join('.') : undefined;
      return {
        code: typeof error.code === 'string' ? error.code : 'USER_ERROR',
        ...(field ? { field } : {}),
        text: String(error.message ?? 'no reason given'),
      };
    });
}

/** Judged and asked for its costs: read once. */
const read = new WeakMap<RawAnswer, Heard | undefined>();
function heard(raw: RawAnswer): Heard | undefined {
  if (!read.has(raw)) read.set(raw, hear(raw));
  return read.get(raw);
}
function hear(raw: RawAnswer): Heard | undefined {
  let body: unknown;
  try {
    body = readJson(raw.text);
  } catch {
    return undefined;
  }
  if (!isObject(body)) return undefined;
  const { data, errors, extensions } = body;
  return { data: isObject(data) ? data : undefined, errors: errorsOf(errors), throttle: throttleOf(extensions) };
}
/** A list of errors, or at the door a plain sentence. */
function errorsOf(errors: unknown): GraphqlError[] {
  if (typeof errors === 'string') return [{ message: errors, code: 'ERROR', depth: 0 }];
  return (Array.isArray(errors) ? errors : []).filter(isObject).map((error) => {
    const extensions = isObject(error.extensions) ? error.extensions : {};
    const code = extensions.code;
    return {
      message: String(error.message ?? ''),
      code: typeof code === 'string' ? code : 'ERROR',
      depth: Array.isArray(error.path) ? error.path.length : 0,
    };
  });
}
function throttleOf(extensions: unknown): Throttle | undefined {
  const cost = isObject(extensions) ? extensions.cost : undefined;
  const status = isObject(cost) ? cost.throttleStatus : undefined;
  if (!isObject(cost) || !isObject(status)) return undefined;
  const [maximum, available, restoreRate] = [status.maximumAvailable, status.currentlyAvailable, status.restoreRate].map(points);
  if (maximum === undefined || available === undefined || restoreRate === undefined) return undefined;
  // What cannot be true is no report: believed, one wrong number would keep every later call waiting.
  if (maximum <= 0 || Math.abs(available) > maximum || restoreRate < 1) return undefined;
  // A refused call was charged nothing: then what it asked for counts.
  const charged = points(cost.actualQueryCost) ?? points(cost.requestedQueryCost);
  return {
    maximum,
    available,
    restoreRate,
    ...(charged === undefined || charged < 0 || charged > maximum ? {} : { cost: charged }),
  };
}
/** Points, not money: a double is exact enough. `readJson` gives "2000.0" as text. */
function points(stated: unknown): number | undefined {
  const value = typeof stated === 'number' || typeof stated === 'string' ? Number(stated) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
function said(raw: RawAnswer): string | undefined {
  const message = heard(raw)
    ?.errors.map((error) => error.message)
    .filter(Boolean)
    .join('; ');
  return message ? message.slice(0, LONGEST_TEXT) : undefined;
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
