import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Shipment, Units } from '../../lib/model/life';
import { added, merged, parcelsOf, sameUnits } from '../../lib/model/parcels';

const units = (quantity: number, lineId = 'L1'): Units => ({ lineId, quantity });
const shipment = (id: string, change: Partial<Shipment> = {}): Shipment => ({
  id,
  state: 'open',
  at: `2026-03-01T10:00:0${id}Z`,
  lines: [units(1)],
  numbers: [`N${id}`],
  urls: [],
  ...change,
});

describe('parcels', () => {
  it('are a shipment each, in the order in which they left', () => {
    const parcels = parcelsOf([shipment('2'), shipment('1', { lines: [units(2)] })]);
    assert.deepEqual(
      parcels.map(({ id, number, lines }) => [id, number, lines]),
      [
        ['1', 'N1', [units(2)]],
        ['2', 'N2', [units(1)]],
      ],
    );
  });
  it('keep their identity when they are voided and shipped again, and not when something else ships', () => {
    const [again] = parcelsOf([shipment('1', { state: 'voided' }), shipment('2')]);
    assert.deepEqual([again?.id, again?.shipment, again?.number, again?.voided], ['1', '2', 'N2', false]);
    const others = parcelsOf([shipment('1', { state: 'voided' }), shipment('2', { lines: [units(2)] })]);
    assert.deepEqual(
      others.map(({ id, voided }) => [id, voided]),
      [
        ['1', true],
        ['2', false],
      ],
    );
  });
  it('stay apart where each was told as its own, also when one of them is voided later', () => {
    const parcels = parcelsOf([shipment('1', { state: 'voided' }), shipment('2'), shipment('3')], new Set(['1', '2']));
    assert.deepEqual(
      parcels.map(({ id, shipment: now, number }) => [id, now, number]),
      [
        ['1', '3', 'N3'],
        ['2', '2', 'N2'],
      ],
    );
  });
  it('two voided ones alike are replaced one by one', () => {
    const parcels = parcelsOf([
      shipment('1', { state: 'voided' }),
      shipment('2', { state: 'voided' }),
      shipment('3'),
      shipment('4'),
    ]);
    assert.equal(new Set(parcels.map(({ id }) => id)).size, parcels.length);
    assert.deepEqual(parcels.filter(({ voided }) => !voided).length, 2);
  });
  it('without a line of the source are none', () => {
    assert.deepEqual(parcelsOf([shipment('1', { lines: [] })]), []);
  });
  it('take one number; the others are shown as unsent', () => {
    const [parcel] = parcelsOf([shipment('1', { numbers: ['A', 'B', 'C'] })]);
    assert.deepEqual([parcel?.number, parcel?.unsent], ['A', ['B', 'C']]);
  });
  it('as one: the first number, all units, nothing that was voided', () => {
    const one = merged(
      parcelsOf([
        shipment('1', { numbers: [] }),
        shipment('2', { lines: [units(2), units(1, 'L2')] }),
        shipment('3', { state: 'voided', lines: [units(5)] }),
      ]),
    );
    assert.deepEqual([one?.id, one?.number, one?.lines], ['1', 'N2', [units(3), units(1, 'L2')]]);
    assert.equal(merged(parcelsOf([shipment('1', { state: 'voided' })])), undefined);
  });
  it('carry every unit that stands exactly once, whatever was voided and shipped again', () => {
    const drawn = fc.array(
      fc.record({
        state: fc.constantFrom('open' as const, 'voided' as const),
        lines: fc.array(fc.record({ lineId: fc.constantFrom('L1', 'L2'), quantity: fc.integer({ min: 1, max: 3 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(drawn, (all) => {
        const shipments = all.map((one, n) => shipment(String(n), { ...one, lines: added(one.lines) }));
        const parcels = parcelsOf(shipments);
        const open = shipments.filter(({ state }) => state === 'open').flatMap(({ lines }) => lines);
        const told = parcels.filter(({ voided }) => !voided).flatMap(({ lines }) => lines);
        assert.ok(sameUnits(open, told));
        assert.equal(new Set(parcels.map(({ id }) => id)).size, parcels.length);
      }),
    );
  });
});
