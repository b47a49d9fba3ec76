/** What the sidebar would be told, and what a person would press there. */

import { setTimeout as pause } from 'node:timers/promises';
import type { CaseView, DeskState, SettleCommand } from '../../../lib/desk/wire';
import type { SpawnedNodeRed } from '../../node-red/spawn';

export async function state(nodeRed: SpawnedNodeRed): Promise<DeskState> {
  const answer = await fetch(`${nodeRed.url}/order-lifecycle/state`);
  return (await answer.json()) as DeskState;
}
export async function settle(nodeRed: SpawnedNodeRed, one: CaseView, answer: SettleCommand['answer']): Promise<void> {
  const { key, cause, openedAt, count } = one;
  await post(nodeRed, 'settle', { cases: [{ key, cause, openedAt, count }], answer } satisfies SettleCommand);
}
/** Waits until the engine runs and both accounts are identified, then takes them live. */
export async function goLive(nodeRed: SpawnedNodeRed): Promise<void> {
  const { accounts } = await when(
    () => state(nodeRed),
    (at) => at.engine === 'running' && at.accounts.length === 2 && at.accounts.every(({ mode }) => mode !== undefined),
    'running with two known accounts',
  );
  for (const { id, mode } of accounts) {
    if (mode === 'live') continue;
    await when(
      () => post(nodeRed, 'mode', { account: id, mode: 'live', from: mode }),
      (answer) => (answer as { is?: string }).is === 'done',
      `live: ${id}`,
    );
  }
}
async function post(nodeRed: SpawnedNodeRed, route: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${nodeRed.url}/order-lifecycle/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** Asks until it is so: another process tells nobody when. Throws after a minute, with the last answer. */
export async function when<T>(ask: () => Promise<T>, is: (answer: T) => boolean, what: string, most = 60_000): Promise<T> {
  const ends = Date.now() + most;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error as T);
    if (!(answer instanceof Error) && is(answer)) return answer;
    if (Date.now() > ends)
      throw new Error(
        `not ${what} in time: ${JSON.stringify(answer).slice(0, 1_500)} ${answer instanceof Error ? answer.message : ''}`,
      );
    await pause(50);
  }
}
