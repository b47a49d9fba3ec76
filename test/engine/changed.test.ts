/** An effect that a newer version would carry out by another request: what was done stands, what came to nothing takes a person's word. */
import assert from 'node:assert/strict';
import { memoryLedger } from '../../lib/ledger';
import type { Answer, Request } from '../../lib/model/call';
import type { Platform } from '../../lib/platforms/port';
import { VirtualClock } from '../proof/virtual-clock';
import { ACCEPT, accepting, acceptingBy, engineAlone, KEY, provenBy, scripted } from './alone';
import { ACCOUNT, NOW, observation } from './records';

const asked = (call: string, body: unknown): Request => scripted(call, call !== 'look', body);
const ok: Answer = { is: 'ok', body: {}, sentAt: NOW, answeredAt: NOW };
const lost: Answer = { is: 'in doubt', why: 'the answer was lost' };
const busy: Answer = { is: 'not executed', why: 'busy', retryAfter: 60_000 };

/** Two writes, the first as version 1 says them, with these answers; then as version 2, over a stop; then what a person says. */
async function played(first: Answer, look: boolean, says?: string) {
  const clock = new VirtualClock(NOW);
  const ledger = memoryLedger();
  const sent: string[] = [];
  const start = async (version: number) => {
    const acceptOrder: NonNullable<Platform['acceptOrder']> = async (c) => {
      const how = provenBy(() => c.read(asked('look', {}), () => look));
      await c.write('first', asked('first', { version }), how);
      if (version === 1) c.wait(600_000, 'the update');
      await c.write('second', asked('second', { version }), how);
      return { decided: 'here', stage: null, lines: [] };
    };
    const engine = engineAlone({
      clock,
      ledger,
      platform: acceptingBy(acceptOrder),
      takes: true,
      send: async ({ call, body }) => {
        if (call === 'look') return { ...ok, sentAt: clock.now(), answeredAt: clock.now() };
        sent.push(`${call} ${(body as { version: number }).version}`);
        return version === 1 && call === 'first' ? first : ok;
      },
    });
    await accepting(engine);
    await engine.start();
    return engine;
  };
  const seen = observation('awaiting_acceptance', '2026-03-01T10:00:00Z', NOW);
  await ledger.append([{ key: KEY, account: ACCOUNT, observation: seen, refs: [] }], NOW);
  const one = await start(1);
  await one.effect('order.accept', KEY, ACCEPT);
  one.stop();
  await clock.run(clock.now() + 1_000);
  const two = await start(2);
  await clock.run(clock.now() + 1_200_000);
  const cases = (await two.cases(9)).map(({ kind }) => kind);
  const before = sent.join(', ');
  if (says) await Promise.all([two.decide(KEY, { kind: 'start over', of: says, by: 'eva' }), clock.run(clock.now() + 600_000)]);
  two.stop();
  await clock.run(clock.now() + 1);
  const { order } = await ledger.read(KEY);
  return {
    cases,
    before,
    sent: sent.join(', '),
    state: Object.values(order?.effects ?? {}).map((effect) => effect.state),
    left: (await two.cases(9)).length,
  };
}

describe('a request that a newer version would make differently', () => {
  it('what was answered stands, and what follows is sent as it is now', async () =>
    assert.deepEqual(await played(ok, true), {
      cases: [],
      before: 'first 1, second 2',
      sent: 'first 1, second 2',
      state: ['confirmed'],
      left: 0,
    }));
  it('what may have been done is proven first, by what was sent then', async () =>
    assert.deepEqual((await played(lost, true)).sent, 'first 1, second 2'));
  it('what came to nothing asks a person, and starts over at their word', async () =>
    assert.deepEqual(await played(busy, false, 'order.accept/1'), {
      cases: ['changed request'],
      before: 'first 1',
      sent: 'first 1, first 2, second 2',
      state: ['confirmed'],
      left: 0,
    }));
  it('so does what is proven not to be there', async () =>
    assert.deepEqual((await played(lost, false, 'order.accept/1')).sent, 'first 1, first 2, second 2'));
});
