/** Speaks to the admin routes as a script would. */
import assert from 'node:assert/strict';
import type { AnswerName } from '../../lib/desk/answers';
import type { DeskState, Seen, Settled } from '../../lib/desk/wire';
import type { Harness } from './harness';

export interface Answered<A> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: A;
}
export interface Asking {
  get<A>(route: string): Promise<Answered<A>>;
  post<A>(route: string, body: unknown): Promise<Answered<A>>;
  /** The case of an order, as the desk shows it now. */
  seen(order: string): Promise<Seen>;
  settle(order: string, answer: AnswerName, given?: Readonly<Record<string, unknown>>): Promise<readonly Settled[]>;
}

export function asking(desk: () => Harness): Asking {
  const ask = async <A>(route: string, init?: RequestInit): Promise<Answered<A>> => {
    const { status, headers, json } = await fetch(`${desk().url}/order-lifecycle/${route}`, init).then((answer) => ({
      status: answer.status,
      headers: answer.headers,
      json: answer.json().catch(() => null),
    }));
    return { status, headers, body: (await json) as A };
  };
  const all: Asking = {
    get: (route) => ask(route),
    post: (route, body) =>
      ask(route, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    async seen(order) {
      const { body } = await all.get<DeskState>('state');
      const found = body.cases.find((one) => one.key.endsWith(`:${order}`));
      assert.ok(found, order);
      return { key: found.key, cause: found.cause, openedAt: found.openedAt, count: found.count };
    },
    settle: async (order, answer, given = {}) =>
      (await all.post<Settled[]>('settle', { cases: [await all.seen(order)], answer, ...given })).body,
  };
  return all;
}
