/** What Mirakl's answers mean: one table by status. contracts/mirakl §2.2. */
import type { Dialect, RawAnswer, Request, Verdict } from '../../model/call';
import { readJson } from '../../model/json';

/** Surely nothing happened, and the same call will be refused again. */
const REFUSED: Readonly<Record<number, string>> = {
  400: 'Mirakl did not take the call as it was sent',
  403: 'the key may not do this',
  404: 'not found, or not visible to this key',
  405: 'this instance does not offer the call',
  406: 'this instance does not offer the call in JSON',
  410: 'this instance no longer offers the call',
  415: 'this instance does not take JSON here',
};
const LONGEST_TEXT = 300;

export const dialect: Dialect = {
  judge(request, raw) {
    const { status } = raw;
    if (status >= 200 && status < 300) return executed(request, raw);
    if (status === 401) return { is: 'unauthorised', why: 'Mirakl does not know the key' };
    if (status === 429) return { is: 'not executed', ...patience(raw), why: 'Mirakl asks for fewer calls (429)' };
    const refusal = REFUSED[status];
    if (refusal !== undefined) return { is: 'refused', status, ...said(raw.text, status, refusal) };
    if (request.writes) return { is: 'in doubt', why: `Mirakl answered ${status}` };
    if (status >= 300 && status < 400)
      return {
        is: 'refused',
        status,
        code: `HTTP_${status}`,
        text: 'the address answers with a redirection: enter the address of the marketplace itself',
      };
    return { is: 'not executed', why: `Mirakl answered ${status}` };
  },
};

function executed(request: Request, raw: RawAnswer): Verdict {
  if (request.accept !== undefined) return { is: 'ok', body: raw.text };
  if (raw.text.trim() === '') return { is: 'ok', body: null };
  try {
    const body = readJson(raw.text);
    const failed = itemRefused(request, body, raw.status);
    if (failed) return failed;
    const offset = request.call === 'OR11' ? request.query?.offset : undefined;
    // A page does not say which page it is; its request does.
    return {
      is: 'ok',
      body: offset !== undefined && typeof body === 'object' && body !== null ? { ...body, offset: Number(offset) } : body,
    };
  } catch {
    const why = `Mirakl answered ${raw.status} with something that is no JSON`;
    return request.writes ? { is: 'in doubt', why } : { is: 'not executed', why };
  }
}

/** Calls for many answer 2xx and say in the body what was refused; ours carry one item, so its error is the call's (§2.2). */
function itemRefused(request: Request, body: unknown, status: number): Verdict | undefined {
  if (!request.writes || typeof body !== 'object' || body === null) return undefined;
  const lists = Object.entries(body).filter(([name]) => /^(shipment|return)_errors$/.test(name));
  const [error] = lists.flatMap(([, list]) => (Array.isArray(list) ? list : [])) as Record<string, unknown>[];
  if (!error) return undefined;
  const text = typeof error.message === 'string' ? error.message : 'refused without a reason';
  return { is: 'refused', status, code: CODE.exec(text)?.[0] ?? `${request.call}_REFUSED`, text: text.slice(0, LONGEST_TEXT) };
}

/** `Retry-After` is in seconds (General Notes). */
function patience(raw: RawAnswer): { retryAfter?: number } {
  const stated = raw.headers['retry-after']?.trim() ?? '';
  return /^\d+$/.test(stated) ? { retryAfter: Number(stated) * 1000 } : {};
}

/** A code as OR21 lists them, where a message only mentions it. */
const CODE = /\b[A-Z]{3,}(?:_[A-Z0-9]+)+\b/;

/** {status, message}, {errors: [{code, field, message}]}, HTML or nothing: the code, the field and the vendor's sentence. */
function said(text: string, status: number, otherwise: string): { code: string; field?: string; text: string } {
  const body = parsed(text);
  const errors = Array.isArray(body.errors) ? (body.errors as Record<string, unknown>[]) : [];
  const first = errors.find((error) => typeof error === 'object' && error !== null) ?? body;
  const message = [...errors, body]
    .map((one) => one?.message)
    .filter((one): one is string => typeof one === 'string' && one !== '')
    .join('; ');
  const code = typeof first.code === 'string' && first.code !== '' ? first.code : (CODE.exec(message)?.[0] ?? `HTTP_${status}`);
  const field = first.field;
  return {
    code,
    ...(typeof field === 'string' && field !== '' ? { field } : {}),
    text: (message || otherwise).slice(0, LONGEST_TEXT),
  };
}
function parsed(text: string): Record<string, unknown> {
  try {
    const body = readJson(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
