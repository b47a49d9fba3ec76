/**
 * What became of a call: one table from what the wire and the platform's dialect say to what the engine acts on.
 * Pure; the test has a row per branch.
 */
import type { Answer, RawAnswer, Request, Verdict } from '../model/call';
import type { Instant, Ms } from '../model/record';
import type { Random } from './port';
import { redact } from './redact';

const FIRST_WAIT: Ms = 1_000;
const LONGEST_WAIT: Ms = 5 * 60_000;

/** Exponential back-off with jitter: after n failures in a row between half and all of 1 s · 2^n, at most five minutes. */
export function backOff(failures: number, random: Random): Ms {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 20));
  return Math.ceil(whole * (0.5 + random.next() / 2));
}

/** A computed or stated wait is never shortened; up to a tenth is added so that those who wait do not come at once. */
export const withJitter = (wait: Ms, random: Random): Ms => wait + Math.floor((random.next() * wait) / 10);

/** `Retry-After` in seconds or as a date, RFC 9110 §10.2.3. A date counts from the answer's own `Date` where it has one. */
export function retryAfter(raw: RawAnswer, now: Instant): Ms | undefined {
  const stated = raw.headers['retry-after']?.trim();
  if (stated === undefined || stated === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(stated)) return Math.ceil(Math.min(Number(stated), 7 * 86_400) * 1000);
  const moment = Date.parse(stated);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - (dateOf(raw) ?? now));
}

/** The platform's clock as its `Date` header states it. */
export function dateOf(raw: RawAnswer): Instant | undefined {
  const moment = Date.parse(raw.headers.date ?? '');
  return Number.isNaN(moment) ? undefined : moment;
}

export interface Circumstances {
  readonly sentAt: Instant;
  readonly answeredAt: Instant;
  /** Failures in a row of this account and call, before this one. */
  readonly failures: number;
  readonly random: Random;
  /** The wait computed from the bucket where the call was refused for lack of points. */
  readonly computed?: Ms;
}

/** The exchange broke. Not sent: nothing happened. Sent: a write is in doubt, a read is asked again later. */
export function afterWireError(
  request: Request,
  error: { readonly sent: boolean; readonly message: string },
  around: Circumstances,
): Answer {
  const why = redact(error.message);
  if (!error.sent) return { is: 'not sent', why };
  return unknown(request, why, around);
}

/** What the dialect read. 'unauthorised' is for the transport, which renews the credentials once before it asks here. */
export function afterVerdict(request: Request, verdict: Verdict, raw: RawAnswer, around: Circumstances): Answer {
  switch (verdict.is) {
    case 'ok': {
      const date = dateOf(raw);
      return {
        is: 'ok',
        body: verdict.body,
        ...(date === undefined ? {} : { date }),
        sentAt: around.sentAt,
        answeredAt: around.answeredAt,
      };
    }
    case 'refused':
      return {
        is: 'refused',
        code: verdict.code,
        ...(verdict.field === undefined ? {} : { field: verdict.field }),
        text: redact(verdict.text),
        status: verdict.status,
      };
    case 'not executed':
      return { is: 'not executed', retryAfter: patience(verdict.retryAfter, raw, around), why: redact(verdict.why) };
    case 'in doubt':
      return unknown(request, redact(verdict.why), around, retryAfter(raw, around.answeredAt));
    case 'unauthorised':
      return unauthorised(verdict.why, raw.status);
  }
}

export const unauthorised = (why: string, status: number): Answer => ({
  is: 'refused',
  code: 'UNAUTHORISED',
  text: redact(why),
  status,
});

function unknown(request: Request, why: string, around: Circumstances, stated?: Ms): Answer {
  if (request.writes) return { is: 'in doubt', why };
  return {
    is: 'not executed',
    retryAfter: stated === undefined ? backOff(around.failures, around.random) : withJitter(stated, around.random),
    why,
  };
}

/** The longest of what the bucket needs, what the dialect read and what the header states; else back-off. */
function patience(read: Ms | undefined, raw: RawAnswer, around: Circumstances): Ms {
  const stated = Math.max(around.computed ?? 0, read ?? 0, retryAfter(raw, around.answeredAt) ?? 0);
  return stated > 0 ? withJitter(stated, around.random) : backOff(around.failures, around.random);
}
