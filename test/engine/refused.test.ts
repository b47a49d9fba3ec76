/** A conversation that goes on after a refusal does so again when it is run once more, and does not ask for the refused thing again. */
import assert from 'node:assert/strict';
import { memoryLedger } from '../../lib/ledger';
import type { Answer, Request } from '../../lib/model/call';
import { type Platform, Refused } from '../../lib/platforms/port';
import { VirtualClock } from '../proof/virtual-clock';
import { ACCEPT, accepting, acceptingBy, engineAlone, KEY, provenBy, scripted } from './alone';
import { ACCOUNT, NOW, observation } from './records';

const asked = (call: string): Request => scripted(call, call === 'first' || call === 'second');

describe('a call that is refused, and gone on from', () => {
  /** What was sent, by name, where each call is answered by the next of its answers, the last of them from then on. */
  async function played(answers: Readonly<Record<string, readonly Answer[]>>) {
    const clock = new VirtualClock(NOW);
    const ledger = memoryLedger();
    const sent: string[] = [];
    const acceptOrder: NonNullable<Platform['acceptOrder']> = async (c) => {
      const how = provenBy(() => c.read(asked('look'), (body) => body));
      try {
        await c.write('first', asked('first'), how);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await c.read(asked('why'), (body) => body);
        await c.write('second', asked('second'), how);
      }
      return { decided: 'here', stage: null, lines: [] };
    };
    const engine = engineAlone({
      clock,
      ledger,
      platform: acceptingBy(acceptOrder),
      takes: true,
      send: async ({ call }) => {
        sent.push(call);
        const all = answers[call] ?? [];
        return all[Math.min(sent.filter((one) => one === call).length, all.length) - 1] ?? assert.fail(`no answer to ${call}`);
      },
    });
    await accepting(engine);
    const seen = observation('awaiting_acceptance', '2026-03-01T10:00:00Z', NOW);
    await ledger.append([{ key: KEY, account: ACCOUNT, observation: seen, refs: [] }], NOW);
    await engine.start();
    await engine.effect('order.accept', KEY, ACCEPT);
    await clock.run(NOW + 600_000);
    engine.stop();
    await clock.run(clock.now() + 1);
    const { order } = await ledger.read(KEY);
    const effects = Object.values(order?.effects ?? {});
    return { sent: sent.join(' '), effects, cases: await engine.cases(9) };
  }
  const refused: Answer = { is: 'refused', code: 'TOO_LATE', text: 'it has left', status: 400 };
  const ok: Answer = { is: 'ok', body: {}, sentAt: NOW, answeredAt: NOW };
  const lost: Answer = { is: 'in doubt', why: 'the answer was lost' };

  it('is not sent again where the conversation was cut off right after it', async () => {
    const { sent, effects } = await played({ first: [refused], why: [lost, lost, ok], second: [ok] });
    assert.equal(sent, 'first why why why second');
    assert.deepEqual(
      effects.map(({ state, refusal }) => [state, refusal]),
      [['confirmed', undefined]],
    );
  });
  it('is not sent again, and what followed is not forgotten, where the answer to that was lost', async () => {
    const { sent, effects } = await played({ first: [refused], why: [ok], second: [lost], look: [ok] });
    assert.equal(
      sent
        .split(' ')
        .filter((call) => call === 'first' || call === 'second')
        .join(),
      'first,second',
    );
    assert.deepEqual(
      effects.map(({ state, writes }) => [state, writes.map(({ name, attempt }) => [name, attempt.n, attempt.resolved])]),
      [
        [
          'confirmed',
          [
            ['first', 1, 'refused'],
            ['second', 1, undefined],
          ],
        ],
      ],
    );
  });
  it('stands refused where the conversation does not go on', async () => {
    const { effects } = await played({ first: [refused], why: [refused], second: [ok] });
    assert.deepEqual(
      effects.map(({ state, refusal }) => [state, refusal?.code]),
      [['open', 'TOO_LATE']],
    );
  });
});
