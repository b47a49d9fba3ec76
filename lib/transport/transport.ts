/** The one way out: paces, signs, fences, sends, judges. What an answer means is in `verdicts.ts`. */

import type { Ledger } from '../ledger/port';
import type { Answer, RawAnswer, Request, Throttle, Verdict } from '../model/call';
import { LifecycleError } from '../model/errors';
import { writeJson } from '../model/json';
import type { AccountId } from '../model/order';
import type { Instant, Ms } from '../model/record';
import { Budgets } from './budgets';
import { Credentials, type Signed } from './credentials';
import { type Clock, type Connection, type Random, type Transport, WireError } from './port';
import { redact } from './redact';
import { afterVerdict, afterWireError, backOff, type Circumstances, unauthorised, withJitter } from './verdicts';

export interface TransportOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly ledger: Pick<Ledger, 'take' | 'keep' | 'kept'>;
  /** Looked up at every call, so that a redeployed account is used at once. */
  readonly connection: (account: AccountId) => Connection | undefined;
  /** Ids, call names and codes only. */
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
}
type Outcome =
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'unauthorised'; readonly used: string; readonly why: string; readonly status: number };

/** The transport over the wires of the deployed accounts. Keeps tokens, budgets and pauses; nothing else. */
export function createTransport(options: TransportOptions): Transport {
  const { clock, random, log } = options;
  const budgets = new Budgets(clock, options.ledger);
  const credentials = new Credentials(clock);
  const failures = new Map<string, number>();
  /** Credentials that were renewed after a refusal and have not worked since: refused again, the account stops. */
  const unproven = new Map<AccountId, string>();
  /** Those who wait for a place, per account and call: only the first of a line asks. */
  const lines = new Map<string, Promise<unknown>>();

  async function waitForPlace(request: Request, notAfter: Instant | undefined): Promise<Answer | null> {
    for (;;) {
      const wait = await budgets.reserve(request);
      if (wait === 0) return null;
      if (notAfter !== undefined && clock.now() + wait > notAfter)
        return { is: 'not sent', why: `no place before the deadline: ${request.call} must wait ${wait} ms` };
      await clock.sleep(wait);
    }
  }
  function inLine(request: Request, notAfter: Instant | undefined): Promise<Answer | null> {
    const name = nameOf(request);
    const before = lines.get(name);
    const mine = before ? before.then(() => waitForPlace(request, notAfter)) : waitForPlace(request, notAfter);
    // Whoever comes next waits for this one, however it ends.
    const end = mine.then(
      () => undefined,
      () => undefined,
    );
    lines.set(name, end);
    void end.then(() => lines.get(name) === end && lines.delete(name));
    return mine;
  }

  /** Under a reservation: signs, fences, sends once, judges. */
  async function attempt(request: Request, notAfter: Instant | undefined): Promise<Outcome> {
    const connection = options.connection(request.account);
    if (!connection)
      return unsent(request, {
        is: 'not sent',
        why: `account ${request.account} is not deployed; deploy its settings node, then this goes on`,
      });
    const signed = await signing(connection);
    if (signed.is !== 'signed') return unsent(request, withoutCredentials(request, signed));

    const url = urlOf(connection, request);
    const body = bodyOf(request);
    const headers = {
      accept: request.accept ?? 'application/json',
      ...(body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
      [signed.name]: signed.value,
    };
    // From here to the wire without a wait: the fence holds in the tick in which the request is written.
    const mayLeave = (): boolean => notAfter === undefined || clock.now() <= notAfter;
    if (!mayLeave())
      return unsent(request, { is: 'not sent', why: `the deadline of ${request.call} passed before it could be sent` });
    const sentAt = clock.now();
    budgets.leave(request);
    let raw: RawAnswer;
    try {
      raw = await connection.wire({
        method: request.method,
        url,
        headers,
        ...(body === undefined ? {} : { body }),
        timeout: connection.timeout,
        mayLeave,
      });
    } catch (error) {
      return { is: 'answer', answer: broken(request, error, sentAt) };
    }
    return judged(request, raw, connection, sentAt, signed.value);
  }

  /** Refused credentials: nothing was executed. Once more with new ones, under a place of its own. */
  async function renewed(
    request: Request,
    notAfter: Instant | undefined,
    first: Extract<Outcome, { is: 'unauthorised' }>,
  ): Promise<Answer> {
    const connection = options.connection(request.account);
    if (!connection || unproven.get(request.account) === first.used) return unauthorised(first.why, first.status);
    log('warn', `${request.account} ${request.call}: credentials refused (HTTP ${first.status}), renewing them once`);
    const signed = await signing(connection, first.used);
    if (signed.is !== 'signed') return withoutCredentials(request, signed);
    unproven.set(request.account, signed.value);
    const wait = await budgets.reserve(request);
    if (wait > 0) return { is: 'not executed', retryAfter: wait, why: redact(first.why) };
    const second = await attempt(request, notAfter);
    return second.is === 'answer' ? second.answer : unauthorised(second.why, second.status);
  }

  async function signing(connection: Connection, refused?: string): Promise<Signed> {
    try {
      return await credentials.sign(connection, refused);
    } catch (error) {
      return { is: 'refused', status: 0, why: error instanceof Error ? error.message : String(error) };
    }
  }

  function withoutCredentials(request: Request, signed: Exclude<Signed, { is: 'signed' }>): Answer {
    if (signed.is === 'refused') return unauthorised(signed.why, signed.status);
    const wait = signed.retryAfter === undefined ? backOff(failed(request), random) : withJitter(signed.retryAfter, random);
    return { is: 'not executed', retryAfter: wait, why: redact(signed.why) };
  }

  function unsent(request: Request, answer: Answer): Outcome {
    budgets.release(request);
    return { is: 'answer', answer };
  }

  function broken(request: Request, error: unknown, sentAt: Instant): Answer {
    if (error instanceof LifecycleError) {
      budgets.release(request);
      return { is: 'refused', code: error.code, field: 'address', text: redact(error.message), status: 0 };
    }
    // A wire that breaks its word may have sent.
    const sent = error instanceof WireError ? error.sent : true;
    if (sent) budgets.land(request, true, undefined);
    else budgets.release(request);
    return afterWireError(
      request,
      { sent, message: error instanceof Error ? error.message : String(error) },
      circumstances(sentAt, failed(request)),
    );
  }

  function judged(request: Request, raw: RawAnswer, connection: Connection, sentAt: Instant, used: string): Outcome {
    const { verdict, report } = read(request, raw, connection);
    if (verdict.is === 'unauthorised') {
      budgets.land(request, false, report);
      return { is: 'unauthorised', used, why: verdict.why, status: raw.status };
    }
    if (unproven.get(request.account) === used) unproven.delete(request.account);
    const computed = budgets.land(request, verdict.is !== 'not executed', report);
    const well = verdict.is === 'ok' || verdict.is === 'refused';
    if (well) failures.delete(nameOf(request));
    const around = { ...circumstances(sentAt, well ? 0 : failed(request)), ...(computed > 0 ? { computed } : {}) };
    const answer = afterVerdict(request, verdict, raw, around);
    if (
      answer.is === 'not executed' &&
      (raw.status === 429 || (verdict.is === 'not executed' && (verdict.retryAfter !== undefined || computed > 0)))
    )
      pause(request, raw, answer.retryAfter);
    return { is: 'answer', answer };
  }

  /** A dialect that throws has met something nobody foresaw: it was sent, so a write is in doubt. */
  function read(request: Request, raw: RawAnswer, { dialect }: Connection): { verdict: Verdict; report: Throttle | undefined } {
    try {
      return { verdict: dialect.judge(request, raw), report: dialect.throttle?.(raw) };
    } catch (error) {
      return {
        verdict: {
          is: 'in doubt',
          why: `the answer to ${request.call} (HTTP ${raw.status}) could not be read: ${error instanceof Error ? error.name : 'unknown'}`,
        },
        report: undefined,
      };
    }
  }

  function pause(request: Request, raw: RawAnswer, wait: Ms): void {
    log('warn', `${request.account} ${request.call}: asked for patience (HTTP ${raw.status}), next call in ${wait} ms`);
    budgets
      .pause(request, clock.now() + wait)
      .catch((error: unknown) =>
        log(
          'warn',
          `${request.account} ${request.call}: the pause could not be stored (${error instanceof Error ? error.name : 'unknown'}); it holds until this process ends`,
        ),
      );
  }

  /** Failures in a row before this one. */
  function failed(request: Request): number {
    const before = failures.get(nameOf(request)) ?? 0;
    failures.set(nameOf(request), before + 1);
    return before;
  }
  const circumstances = (sentAt: Instant, before: number): Circumstances => ({
    sentAt,
    answeredAt: clock.now(),
    failures: before,
    random,
  });

  return {
    reserve: (request) => budgets.reserve(request),
    release: (request) => budgets.release(request),
    async send(request, notAfter) {
      if (!budgets.holds(request)) {
        const late = await inLine(request, notAfter);
        if (late) return late;
      }
      const first = await attempt(request, notAfter);
      if (first.is === 'answer') return first.answer;
      return renewed(request, notAfter, first);
    },
  };
}

const nameOf = (request: Request): string => `${request.account}/${request.call}`;

function bodyOf({ body, contentType }: Request): string | undefined {
  if (body === undefined) return undefined;
  return contentType === undefined ? writeJson(body) : String(body);
}
function urlOf(connection: Connection, request: Request): string {
  const query = request.query && Object.keys(request.query).length > 0 ? `?${new URLSearchParams(request.query).toString()}` : '';
  return `${connection.base}${request.path}${query}`;
}
