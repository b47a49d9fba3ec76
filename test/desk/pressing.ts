/** Buttons pressed against the whole engine and both simulated sides, in virtual time. */
import assert from 'node:assert/strict';
import type { AnswerName } from '../../lib/desk/answers';
import type { AccountId } from '../../lib/model/order';
import { settle } from '../../lib/runtime/admin/settle';
import type { Step, Wiring } from '../life/flow';
import { shopOf } from '../life/given-back';
import { bound, marketOrder } from '../life/scene';
import { Stage, type StageOptions } from '../life/stage';
import { everythingWired } from '../life/wired';

export let stage: Stage;
export let order = { id: '', shop: '' };
export const begin = async (options: Omit<StageOptions, 'seed'> = {}, place?: Parameters<typeof bound>[1]): Promise<void> => {
  stage = new Stage({ seed: 1, ...options });
  order = await bound(stage, place);
};
export const ship = async (
  parcel: Parameters<Stage['shopify']['fulfil']>[1] = { carrier: 'DHL', number: 'N-1' },
): Promise<void> => {
  stage.shopify.fulfil(order.shop, parcel);
  await stage.minutes(3);
};
export const shipped = async (options?: Omit<StageOptions, 'seed'>, parcel?: Parameters<typeof ship>[0]): Promise<void> => {
  await begin(options);
  await ship(parcel);
};
/** The order's open case whose cause begins so; waited for. */
export async function open(cause: string) {
  const find = async () => (await stage.ledger.openCases(1000)).find((one) => one.cause.startsWith(cause));
  await stage.until(`a case ${cause}`, async () => (await find()) !== undefined);
  return (await find()) ?? assert.fail(cause);
}
/** Virtual time passes while it is carried out. */
export async function during<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const settled = work.finally(() => {
    done = true;
  });
  while (!done) await Promise.race([settled, stage.minutes(1)]);
  return settled;
}
export async function press(
  cause: string,
  answer: AnswerName,
  given: { readonly reason?: string; readonly value?: string } = {},
) {
  const { key, cause: whole, openedAt, count } = await open(cause);
  const command = { cases: [{ key, cause: whole, openedAt, count }], answer, ...given };
  const outcomes = await during(settle(stage.engine, command, 'anna', stage.clock.now(), () => true));
  assert.deepEqual(outcomes, [{ cause: whole, key, is: 'done' }]);
  return whole;
}
/** The button is pressed, the case goes, and nothing else is asked. */
export async function ends(cause: string, answer: AnswerName, given?: Parameters<typeof press>[2]): Promise<void> {
  const whole = await press(cause, answer, given);
  await stage.until(`${whole} to end`, async () => !(await stage.cases()).includes(whole), 60);
  await stage.minutes(90);
  assert.deepEqual(await stage.cases(), []);
  assert.deepEqual(stage.broken, []);
}
export const wiring =
  (change: Wiring) =>
  (store: AccountId, marketplace: AccountId): Wiring => ({ ...everythingWired(store, marketplace), ...change });
export const step = (verb: string, args: object): readonly Step[] => [{ verb, args: () => args }];
export const refund = (more: object) =>
  step('refund.push', { reasons: {}, reason: '17', goodwill: 'ask', restock: false, ...more });
export const lineOf = (n: number): string => shopOf(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
export const sourceLine = (n: number): string => marketOrder(stage, order.id).lines[n]?.id ?? assert.fail('no such line');
export const leave = { reason: 'settled with the buyer' };
