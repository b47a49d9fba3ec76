/** The same random life against memory and SQLite: every answer, and everything kept at the end, must be equal. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { memoryLedger, sqliteInline } from '../../lib/ledger';
import type { Ledger } from '../../lib/ledger/port';
import type { Instant } from '../../lib/model/record';
import {
  ACCOUNT,
  answered,
  at,
  decision,
  delivery,
  effect,
  listener,
  NOON,
  OTHER,
  observed,
  orderOf,
  patch,
  question,
  seen,
  wired,
  write,
} from './rows';

type Step = (ledger: Ledger, now: Instant) => Promise<unknown>;

const order = fc.constantFrom(1, 2, 3, 4);
const account = fc.constantFrom(ACCOUNT, OTHER);
const minutes = fc.constantFrom(0, 1, 2, 3);
const content = fc.constantFrom('', 'a', 'b');
const lag = fc.constantFrom(0, 10, 10_000);
const id = fc.constantFrom('1', '2', '3');
// Twice through JSON text: a negative zero does not survive it, on any driver that writes.
const json = fc.json().map((text): unknown => JSON.parse(JSON.stringify(JSON.parse(text))));
const reading = fc.tuple(order, minutes, lag, content, account);

const writes = fc.array(
  fc.constantFrom(
    write('a'),
    answered('a'),
    write('b', { attempt: { n: 1, at: NOON, sendUntil: NOON, commitsWithin: 9, resolved: 'absent' } }),
    answered('c'),
  ),
  { maxLength: 3 },
);
const effects = fc.array(
  fc
    .record({
      key: id,
      state: fc.constantFrom('open' as const, 'planned' as const, 'confirmed' as const, 'void' as const),
      writes,
    })
    .map(({ key, ...more }) => effect(key, more)),
  { maxLength: 2 },
);
const parked = fc.constantFrom([], [{ node: 'n', nodeType: 'accept-order', effect: 'e', message: { personal: 'QW5uYQ==' } }]);
const deliveries = fc.array(
  fc
    .record({ event: id, state: fc.constantFrom('out' as const, 'parked' as const, 'done' as const), parked })
    .map(({ event, state, ...more }) => delivery(event, state, more)),
  { maxLength: 2 },
);
const cases = fc.array(
  fc.tuple(id, fc.boolean()).map(([cause, closed]) => question(cause, closed ? NOON : undefined)),
  { maxLength: 2 },
);
const refs = fc.array(
  id.map((text) => ({ system: 'shopify', kind: 'order', id: text })),
  { maxLength: 1 },
);

const steps = fc.oneof(
  fc.array(reading, { maxLength: 3 }).map(
    (given): Step =>
      (ledger, now) =>
        ledger.append(
          given.map(([n, version, late, text, of]) => seen(n, at(version), now - late, text, of)),
          now,
        ),
  ),
  fc.tuple(reading, fc.constantFrom(0, 1, 2), account).map(
    ([[n, version, late, text], expect, of]): Step =>
      (ledger, now) => {
        const moved = { version: expect + 1, from: at(version), sweep: null, completeTo: null };
        return ledger.append([seen(n, at(version), now - late, text)], now, { account: of, stream: 'orders', expect, moved });
      },
  ),
  fc
    .record({
      n: order,
      of: account,
      stale: fc.constantFrom(0, 0, 0, 1),
      effects,
      deliveries,
      cases,
      refs,
      decided: fc.boolean(),
      standing: fc.boolean(),
      alarm: fc.option(lag),
      read: fc.option(fc.tuple(minutes, content)),
    })
    .map(
      ({ n, of, stale, decided, alarm, read, ...rows }): Step =>
        async (ledger, now) => {
          const key = orderOf(n, of);
          const version = ((await ledger.read(key)).order?.version ?? 1) - stale;
          const observations = read ? [observed(key, at(read[0]), now, read[1])] : [];
          return ledger.commit(
            key,
            version,
            patch({
              ...rows,
              observations,
              decisions: decided ? [decision('x')] : [],
              alarm: alarm === null ? null : now + alarm,
            }),
          );
        },
    ),
  fc.tuple(account, id).map(
    ([of, cause]): Step =>
      async (ledger) => {
        const version = (await ledger.read(`${of}`)).order?.version ?? 0;
        return ledger.commit(`${of}`, version, patch({ cases: [question(cause)] }));
      },
  ),
  fc.tuple(fc.constantFrom(1, 9), fc.subarray([ACCOUNT, OTHER])).map(
    ([limit, without]): Step =>
      (ledger, now) =>
        ledger.due(now, limit, without),
  ),
  fc.tuple(fc.constantFrom('e', 'f', 'e~2'), lag).map(
    ([engine, late]): Step =>
      (ledger, now) =>
        ledger.beat(engine, 40_000, now - late),
  ),
  fc.tuple(fc.subarray(['a', 'b', 'c']), fc.subarray(['a', 'b', 'x']), fc.subarray(['x', 'y'])).map(
    ([given, disabled, nodes]): Step =>
      (ledger, now) =>
        ledger.deploy(
          now,
          given.map(listener),
          nodes.map((node) => wired('order.create', node)),
          disabled,
        ),
  ),
  fc.tuple(account, fc.constantFrom('live' as const, 'preview' as const)).map(
    ([of, mode]): Step =>
      (ledger) =>
        ledger.account({ id: of, platform: 'mirakl', mode, since: NOON }, 'mia'),
  ),
  fc.tuple(fc.constantFrom(1, 3), fc.constantFrom('1', '2')).map(
    ([burst, name]): Step =>
      (ledger, now) =>
        ledger.take(name, 7_000, burst, now),
  ),
  fc.tuple(id, id).map(
    ([name, event]): Step =>
      (ledger, now) =>
        ledger.once(name, event, now),
  ),
  fc.tuple(id, json).map(
    ([name, value]): Step =>
      (ledger, now) =>
        ledger.keep(name, value, now),
  ),
  fc.tuple(account, fc.constantFrom('order' as const, 'inventory item' as const), fc.array(id, { maxLength: 2 })).map(
    ([of, kind, ids]): Step =>
      (ledger, now) =>
        ledger.hint(of, kind, ids, now),
  ),
  fc.tuple(account, fc.constantFrom('order' as const, 'inventory item' as const), fc.constantFrom(0, 1)).map(
    ([of, kind, late]): Step =>
      async (ledger) => {
        const hints = await ledger.hints(of, kind, 2);
        await ledger.heeded(
          of,
          kind,
          hints.map(({ id: hinted, turn }) => ({ id: hinted, turn: turn - late })),
        );
        return hints;
      },
  ),
  order.map(
    (n): Step =>
      (ledger, now) =>
        ledger.erase(orderOf(n), 'mia', now),
  ),
  fc.constant<Step>((ledger, now) => ledger.seal(now)),
  fc.constantFrom<Step>(
    (ledger) => ledger.orders(2),
    (ledger) => ledger.orders(9, orderOf(1), true),
    (ledger) => ledger.openCases(2),
    (ledger) => ledger.openCases(9, orderOf(1)),
    (ledger) => ledger.caseCount(ACCOUNT),
    (ledger) => ledger.planned(2),
    (ledger) => ledger.planned(9, { key: orderOf(2), effect: 'order.create/1' }),
  ),
  fc.constant<Step>((ledger, now) => ledger.overview(now)),
  id.map(
    (text): Step =>
      (ledger) =>
        ledger.find({ id: text }),
  ),
);
const life = fc.array(fc.tuple(steps, fc.constantFrom(0, 0, 1, 500, 500, 30_000)), { minLength: 20, maxLength: 90, size: 'max' });

/** Everything that can be read. */
async function whole(ledger: Ledger): Promise<unknown> {
  const keys = [1, 2, 3, 4].flatMap((n) => [orderOf(n), orderOf(n, OTHER)]);
  return {
    orders: await Promise.all([...keys, ACCOUNT, OTHER].map((key) => ledger.read(`${key}`))),
    facts: await Promise.all(keys.map((key) => ledger.facts(key))),
    hints: [await ledger.hints(ACCOUNT, 'order', 99), await ledger.hints(OTHER, 'inventory item', 99)],
    around: await ledger.around(),
    audit: await ledger.audit(0, 9999),
    cases: await ledger.openCases(9999),
    counts: await Promise.all([ACCOUNT, OTHER].map((of) => ledger.caseCount(of))),
    planned: await ledger.planned(9999),
    standing: await ledger.orders(9999, '', true),
    cursors: await Promise.all([ACCOUNT, OTHER].map((of) => ledger.cursor(of, 'orders'))),
    found: await Promise.all(['1', '2', '1001-A', '1003-A'].map((text) => ledger.find({ id: text }))),
    kept: await Promise.all(['1', '2', '3'].map((name) => ledger.kept(name))),
  };
}
const told = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    (value) => value,
    (error: unknown) => String(error),
  );

describe('ledger: random lives', () => {
  for (const seed of [1, 2, 3]) {
    it(`of seed ${seed} end alike in memory and in SQLite`, async () => {
      await fc.assert(
        fc.asyncProperty(life, async (given) => {
          const [oracle, sqlite] = [memoryLedger(), sqliteInline(':memory:')];
          try {
            let now = NOON;
            for (const [step, passed] of given) {
              now += passed;
              assert.deepEqual(await told(step(sqlite, now)), await told(step(oracle, now)));
            }
            assert.deepEqual(await whole(sqlite), await whole(oracle));
          } finally {
            await sqlite.close();
          }
        }),
        { seed, numRuns: 80 },
      );
    });
  }
});
