/** Mirakl's answers: JSON bodies, and the two shapes in which it says no (CONTRACT §2.2, fixtures/error-bodies). */
import { type ExactObject, writeExact } from '../exact';
import type { HttpAnswer } from '../exchange';

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };

export const ok = (text: string, headers: Readonly<Record<string, string>> = {}, committed = false): HttpAnswer => ({
  status: 200,
  headers: { ...JSON_TYPE, ...headers },
  text,
  committed,
});
export const done = (): HttpAnswer => ({ status: 204, headers: {}, text: '', committed: true });

/** `{status, message}`: most calls, and everything that is refused before a call is reached. */
export const refused = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status,
  headers: { ...JSON_TYPE, ...headers },
  text: JSON.stringify({ message, status }),
  committed: false,
});

/** `{errors: [{code, field, message}]}`: calls whose documentation lists error codes. */
export const refusedWith = (status: number, code: string, message: string, field?: string): HttpAnswer => {
  const error: ExactObject = field === undefined ? { code, message } : { code, field, message };
  return { status, headers: JSON_TYPE, text: writeExact({ errors: [error] }), committed: false };
};
export const tooMany = (retryAfter: number): HttpAnswer =>
  refused(429, 'Too many requests', { 'retry-after': String(Math.max(1, Math.ceil(retryAfter / 1000))) });
