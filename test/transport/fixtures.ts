/** Requests, answers and a platform that reads them, as the tests of the transport need them. */
import type { Dialect, RawAnswer, Request, Verdict } from '../../lib/model/call';
import type { Connection, Transport, Wire } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { createTransport } from '../../lib/transport/transport';
import { type Turns, turns } from './ledger';
import type { VirtualClock } from './virtual-clock';

export const ACCOUNT = 'stub:example.test:1';

export const request = (over: Partial<Request> = {}): Request => ({
  account: ACCOUNT,
  call: 'OR21',
  method: 'PUT',
  path: '/api/orders/1/accept',
  body: { a: 1 },
  writes: true,
  paces: [],
  ...over,
});
export const raw = (status: number, body: unknown = '', headers: Record<string, string> = {}): RawAnswer => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Reads by status alone, with Shopify's way of saying THROTTLED. */
export const dialect: Dialect = {
  judge(call, answer): Verdict {
    if (answer.status === 401) return { is: 'unauthorised', why: 'HTTP 401' };
    if (answer.status === 429) return { is: 'not executed', why: 'HTTP 429' };
    if (answer.status >= 500) return { is: 'in doubt', why: `HTTP ${answer.status}` };
    if (answer.status >= 400) return { is: 'refused', code: 'BAD', text: answer.text, status: answer.status };
    const body = answer.text === '' ? null : (JSON.parse(answer.text) as { errors?: { extensions: { code: string } }[] });
    if (body?.errors?.[0]?.extensions.code === 'THROTTLED') return { is: 'not executed', why: 'THROTTLED' };
    return { is: 'ok', body: body ?? { call: call.call } };
  },
  throttle(answer) {
    const cost = answer.text.startsWith('{')
      ? (JSON.parse(answer.text) as { extensions?: { cost?: Cost } }).extensions?.cost
      : undefined;
    return (
      cost && {
        maximum: cost.throttleStatus.maximumAvailable,
        available: cost.throttleStatus.currentlyAvailable,
        restoreRate: cost.throttleStatus.restoreRate,
        cost: cost.actualQueryCost ?? cost.requestedQueryCost,
      }
    );
  },
};
export interface Cost {
  readonly requestedQueryCost: number;
  readonly actualQueryCost: number | null;
  readonly throttleStatus: {
    readonly maximumAvailable: number;
    readonly currentlyAvailable: number;
    readonly restoreRate: number;
  };
}

export const HEADER = { by: 'header', name: 'Authorization', value: 'k-0123456789' } as const;
export const connection = (wire: Wire, over: Partial<Connection> = {}): Connection => ({
  account: ACCOUNT,
  base: 'https://example.test',
  wire,
  dialect,
  auth: HEADER,
  timeout: 30_000,
  ...over,
});

export function transportOver(
  clock: VirtualClock,
  wire: Wire,
  over: Partial<Connection> & { readonly ledger?: Turns; readonly logs?: string[] } = {},
): Transport {
  const { ledger = turns(), logs = [], ...rest } = over;
  return createTransport({
    clock,
    random: seededRandom(1),
    ledger,
    connection: () => connection(wire, rest),
    log: (level, text) => logs.push(`${level} ${text}`),
  });
}
