/** Requests that the simulated marketplace refuses, and how a table of them is judged. */
import assert from 'node:assert/strict';
import { type Called, json, World } from './world';

export interface Refused {
  readonly name: string;
  readonly path: string;
  readonly call?: Called;
  readonly prepare?: (world: World) => void;
  readonly status: number;
  readonly body: unknown;
}
export const message = (status: number, text: string) => ({ message: text, status });
export const coded = (code: string, text: string, field?: string) => ({
  errors: [field === undefined ? { code, message: text } : { code, field, message: text }],
});
export const put = (body: unknown, headers: Called['headers'] = {}): Called => ({ method: 'PUT', body, headers });
export const post = (body: unknown, headers: Called['headers'] = {}): Called => ({ method: 'POST', body, headers });
export const lines = (...decisions: readonly (readonly [string, unknown])[]) =>
  put({ order_lines: decisions.map(([id, accepted]) => ({ id, accepted })) });
export const many = (count: number, prefix = 'X') => Array.from({ length: count }, (_, index) => `${prefix}${index}`).join(',');
export const ACCEPT = '/api/orders/T-A/accept';

/** The money of T-A is secured, and its goods may go. */
export const ready = ({ market }: World): void => {
  market.world.debitDelay = 0;
  market.decideInPortal('T-A', true);
};
/** A refusal in `{status, message}`. */
export interface Case {
  readonly name: string;
  readonly call: Refused['call'];
  readonly says: string;
  readonly prepare?: (world: World) => void;
  readonly status?: number;
}
/** The same call with other bodies; 400, and after the ordinary preparation unless said otherwise. */
export const told =
  (path: string, ordinarily: (world: World) => void) =>
  ({ name, call, says, prepare, status = 400 }: Case): Refused => ({
    name,
    path,
    ...(call ? { call } : {}),
    prepare: prepare ?? ordinarily,
    status,
    body: message(status, says),
  });

/** Each request is refused as it says, and changes nothing. */
export function refuses(requests: readonly Refused[]): void {
  for (const { name, path, call, prepare, status, body } of requests) {
    it(name, async () => {
      const world = new World();
      for (const id of ['T-A', 'T-B'])
        world.market.place({
          id,
          lines: [
            { sku: 'MUG-BLUE', quantity: 1, price: '12.50' },
            { sku: 'BOOK-1', quantity: 2, price: '8.00' },
          ],
        });
      prepare?.(world);
      const before = JSON.stringify(world.market.orders());
      const answer = await world.mirakl(path, call);
      assert.deepEqual({ status: answer.status, body: json(answer) }, { status, body });
      assert.equal(JSON.stringify(world.market.orders()), before, 'a refusal changes nothing');
      assert.deepEqual(world.simulator.counts(), []);
      assert.equal(world.simulator.arrivals.at(-1)?.committed, false);
    });
  }
}
