import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareVersions, hashOf, ties, wins } from '../../lib/model/observe';
import type { Body } from '../../lib/model/order';
import { reading } from './example';

describe('which reading holds', () => {
  const at = (version: string, sentAt = 1, hash = 'a') => ({ version, sentAt, hash });
  const rows: readonly [string, ReturnType<typeof at>, ReturnType<typeof at>][] = [
    ['the later version', at('2026-03-01T08:00:01Z'), at('2026-03-01T08:00:00Z', 9, 'z')],
    ['the later instant, though its text is the smaller', at('2026-03-01T07:30:00Z'), at('2026-03-01T08:00:00+01:00', 9, 'z')],
    ['the later instant, though its text has fewer digits', at('2026-03-01T08:00:00.5Z'), at('2026-03-01T08:00:00.490Z', 9, 'z')],
    ['of texts, the greater', at('b'), at('a', 9, 'z')],
    ['an instant, against a version that is none', at('2026-03-01T08:00:00Z'), at('zzz', 9, 'z')],
    ['the one asked later, where the versions are equal', at('2026-03-01T08:00:00Z', 2), at('2026-03-01T09:00:00+01:00', 1, 'z')],
    ['the greater hash, where they were asked at once', at('1', 1, 'b'), at('1', 1, 'a')],
  ];
  for (const [what, better, worse] of rows) {
    it(`is ${what}`, () => {
      assert.equal(wins(better, worse), true);
      assert.equal(wins(worse, better), false);
    });
  }

  it('is no reading over itself', () => assert.equal(wins(at('1'), at('1')), false));

  it('does not take a number or a day for an instant', () => {
    assert.ok(compareVersions('5', '10') > 0);
    assert.ok(compareVersions('2026-3-1', '2026-10-1') > 0);
    assert.ok(compareVersions('2026-13-41T08:00:00Z', '2026-12-01T08:00:00Z') < 0, 'a date that there is not is a text');
  });
  it('reads an instant without a zone as UTC, on every machine', () => {
    assert.equal(compareVersions('2026-03-01T08:00:00', '2026-03-01T08:00:00Z'), 0);
  });

  it('is an order without circles, whatever the versions are', () => {
    const instant = fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('Z', '+01:00', '-02:00', ''))
      .map(([hour, zone]) => `2026-03-01T0${hour}:00:00${zone}`);
    const version = fc.oneof(instant, fc.constantFrom('a', 'b', '1', '2026', '9999-99-99T99:99:99Z'));
    const one = fc.record({ version, sentAt: fc.nat(2), hash: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        assert.ok(!(wins(a, b) && wins(b, a)));
        if (wins(a, b) && wins(b, c)) assert.ok(wins(a, c));
        if (!wins(a, b) && !wins(b, a) && !wins(b, c) && !wins(c, b)) assert.ok(!wins(a, c) && !wins(c, a));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('readings that tie', () => {
  it('are those of one version with other content', () => {
    const one = { version: '2026-03-01T08:00:00Z', sentAt: 1, hash: 'a' };
    assert.equal(ties(one, { ...one, version: '2026-03-01T09:00:00+01:00', hash: 'b' }), true);
    assert.equal(ties(one, { ...one, sentAt: 9 }), false);
    assert.equal(ties(one, { ...one, version: '2026-03-01T08:00:01Z', hash: 'b' }), false);
  });
});

describe('the hash of a body', () => {
  it('is sha256 in hex', () => assert.match(hashOf(reading()), /^[0-9a-f]{64}$/));

  it('survives a way over the wire', () => {
    const body = { ...reading(), sellerReference: undefined } as unknown as Body;
    assert.equal(hashOf(JSON.parse(JSON.stringify(body)) as Body), hashOf(body));
  });
  it('depends on the order of lines, and on every digit', () => {
    const body = reading();
    const [first, second] = body.order.lines;
    assert.ok(first && second);
    assert.notEqual(hashOf({ ...body, order: { ...body.order, lines: [second, first] } }), hashOf(body));
    assert.notEqual(
      hashOf({
        ...body,
        order: { ...body.order, lines: [{ ...first, unitPrice: { amount: '10.01', currency: 'EUR' } }, second] },
      }),
      hashOf(body),
    );
  });
});
