import type { Refusal } from '../wire';

/** An admin route said no; `error` is its code, the message its own words. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly error: Refusal['error'] | 'unreachable',
    message: string,
  ) {
    super(message);
  }
}
/** Speaks to the admin routes. Every address is relative, so that any httpAdminRoot and any proxy before it works. */
export interface Client {
  get<A>(route: string, query?: Readonly<Record<string, string>>): Promise<A>;
  post<A>(route: string, body: unknown): Promise<A>;
}

/** `token` is asked for at every request, since the editor renews it. */
export function client(token: () => string | undefined): Client {
  async function ask<A>(route: string, init: RequestInit): Promise<A> {
    const bearer = token();
    const headers = {
      accept: 'application/json',
      ...(init.body ? { 'content-type': 'application/json' } : {}),
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    };
    let response: Response;
    try {
      response = await fetch(`order-lifecycle/${route}`, { ...init, headers, cache: 'no-store', credentials: 'same-origin' });
    } catch {
      throw new Refused('unreachable', 'Node-RED did not answer.');
    }
    if (response.ok) return (await response.json()) as A;
    if (response.status === 401) throw new Refused('no login', 'Sign in to Node-RED, or ask for the right order-lifecycle.read.');
    const refusal = (await response.json().catch(() => null)) as Refusal | null;
    throw new Refused(refusal?.error ?? 'failed', refusal?.text ?? `Node-RED answered ${response.status}.`);
  }
  return {
    get: (route, query) => ask(query ? `${route}?${new URLSearchParams(query)}` : route, { method: 'GET' }),
    post: (route, body) => ask(route, { method: 'POST', body: JSON.stringify(body) }),
  };
}
