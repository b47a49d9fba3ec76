/** A simulated world in virtual time, and the two ways to call into it. */
import { createSimulator, type SimulatedWorld, type SimulatorOptions } from '../../lib/simulator';

export const START = Date.parse('2026-11-02T08:00:00Z');

/** Time passes only when everything that can run has run. */
export class VirtualClock {
  private readonly sleepers: { at: number; wake: () => void }[] = [];
  constructor(private instant = START) {}
  now(): number {
    return this.instant;
  }
  sleep(span: number): Promise<void> {
    return new Promise((wake) => {
      const at = this.instant + span;
      const after = this.sleepers.findIndex((sleeper) => sleeper.at > at);
      this.sleepers.splice(after < 0 ? this.sleepers.length : after, 0, { at, wake });
    });
  }
  /** Lets time pass until a promise is settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = promise.finally(() => {
      settled = true;
    });
    done.catch(() => undefined);
    for (await quiet(); !settled; await quiet()) {
      if (!this.step()) throw new Error('nobody sleeps, and what is waited for never comes');
    }
    return done;
  }
  /** Lets a span pass with all that happens in it. */
  async pass(span: number): Promise<void> {
    const end = this.instant + span;
    for (await quiet(); (this.sleepers[0]?.at ?? Number.POSITIVE_INFINITY) <= end; await quiet()) this.step();
    this.instant = end;
  }
  private step(): boolean {
    const next = this.sleepers.shift();
    if (!next) return false;
    this.instant = next.at;
    next.wake();
    return true;
  }
}
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Seeded chance (mulberry32). */
export function seeded(seed: number): { next(): number } {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}

export interface Exchanged {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
export interface Called {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly timeout?: number;
}

/** A marketplace `bazaar` and a shop `store`, with a client of each that has the right key. */
export class World {
  readonly clock = new VirtualClock();
  readonly simulator: SimulatedWorld;
  constructor(options: Partial<Pick<SimulatorOptions, 'faults'>> & { readonly seed?: number } = {}) {
    this.simulator = createSimulator({
      clock: this.clock,
      random: seeded(options.seed ?? 1),
      ...(options.faults ? { faults: options.faults } : {}),
    });
  }
  get market() {
    return this.simulator.mirakl('bazaar');
  }
  get shop() {
    return this.simulator.shopify('store');
  }

  /** A call of the marketplace; in time that is let pass. */
  mirakl(path: string, call: Called = {}): Promise<Exchanged> {
    return this.clock.until(this.miraklLater(path, call));
  }
  /** The same, for whoever lets time pass himself. */
  miraklLater(path: string, { method = 'GET', body, headers = {}, timeout = 30_000 }: Called = {}): Promise<Exchanged> {
    const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
    return this.send(
      this.market.host,
      path,
      method,
      { Authorization: this.market.key, Accept: 'application/json', ...content, ...headers },
      body,
      timeout,
    );
  }
  accept(id: string, accepted = true): Promise<Exchanged> {
    const lines = this.market.orders().find((order) => order.id === id)?.lines ?? [];
    return this.mirakl(`/api/orders/${id}/accept`, {
      method: 'PUT',
      body: { order_lines: lines.map((line) => ({ id: line.id, accepted })) },
    });
  }

  /** A GraphQL call of the shop. */
  graphql(
    query: string,
    variables: unknown = {},
    call: Called & { readonly version?: string; readonly operationName?: string } = {},
  ): Promise<Exchanged> {
    return this.clock.until(this.graphqlLater(query, variables, call));
  }
  graphqlLater(
    query: string,
    variables: unknown = {},
    call: Called & { readonly version?: string; readonly operationName?: string } = {},
  ): Promise<Exchanged> {
    const headers = { 'X-Shopify-Access-Token': this.shop.token, 'Content-Type': 'application/json', ...call.headers };
    const body = call.body ?? {
      query,
      variables,
      ...(call.operationName === undefined ? {} : { operationName: call.operationName }),
    };
    return this.send(
      this.shop.host,
      `/admin/api/${call.version ?? '2026-10'}/graphql.json`,
      call.method ?? 'POST',
      headers,
      body,
      call.timeout ?? 30_000,
    );
  }

  private send(
    host: string,
    path: string,
    method: string,
    headers: Readonly<Record<string, string | undefined>>,
    body: unknown,
    timeout: number,
  ): Promise<Exchanged> {
    const given = Object.fromEntries(
      Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    return this.simulator.wire({ method, url: `https://${host}${path}`, headers: given, timeout, ...text });
  }
}

export const json = <T>({ text }: Exchanged): T => JSON.parse(text) as T;
/** What a GraphQL answer holds, for tests that look into it. */
export interface GraphqlAnswer {
  // The shape depends on the document; tests state what they expect of it.
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: {
    readonly cost: {
      readonly requestedQueryCost: number;
      readonly actualQueryCost: number | null;
      readonly throttleStatus: {
        readonly currentlyAvailable: number;
        readonly maximumAvailable: number;
        readonly restoreRate: number;
      };
    };
  };
}

/** What a root field answered with. The caller says what shape it expects; a missing answer fails the test. */
export function dataOf<T>({ data, errors }: GraphqlAnswer, field: string): T {
  if (!data || !(field in data)) throw new Error(`${field} was not answered: ${JSON.stringify(errors)}`);
  return data[field] as T;
}
