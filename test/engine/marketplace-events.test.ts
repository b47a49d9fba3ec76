import assert from 'node:assert/strict';
import type { Reading } from '../../lib/model/order';
import { answeredBy, cancellation, type Given, inDoubt, parcel, push, refund, returned, told, wanted } from './marketplace-facts';
import { effect, NOW, reading, write } from './records';

describe('what a marketplace tells of an order', () => {
  const shipped = { tracking: { carrier: 'DHL', number: 'N1' }, shippedAt: '2026-03-01T11:00:00Z' };
  const home = { name: 'A', lines: ['B 1'], city: 'C', country: 'FR' };
  const moved = { ...home, lines: ['Other 2'] };
  const at = (shipTo: object) =>
    ({ order: { ...reading('ready_to_ship').order, parties: { personal: { shipTo } } } }) as Partial<Reading>;
  const table: readonly [string, Given, readonly string[]][] = [
    ['nothing of an order that goes its way', {}, []],
    ['shipped in the portal', { stage: 'shipped', told: shipped }, ['marketplace.shipped/A-1/N1']],
    [
      'its changed number is told again',
      { stage: 'shipped', told: { tracking: { number: 'N2' } } },
      ['marketplace.shipped/A-1/N2'],
    ],
    [
      'what we told it ourselves is no news',
      { stage: 'shipped', told: shipped, effects: [push({ writes: [answeredBy(null)], state: 'confirmed' })] },
      [],
    ],
    ['nor what may be ours', { stage: 'shipped', told: shipped, effects: [push({ writes: [inDoubt] })] }, []],
    [
      'it is, once that turned out not to be',
      {
        stage: 'shipped',
        told: shipped,
        effects: [push({ writes: [write({ attempt: { n: 1, at: 1, sendUntil: 2, commitsWithin: 1, resolved: 'absent' } })] })],
      },
      ['marketplace.shipped/A-1/N1'],
    ],
    [
      'each parcel, where it tells of each',
      { parcels: 'each', things: { ...parcel('S1'), ...parcel('S2', { numbers: [] }) } },
      ['marketplace.shipped/S1/N1', 'marketplace.shipped/S2/'],
    ],
    [
      'and then nothing of the order as a whole, whatever is read first',
      { parcels: 'each', stage: 'shipped', told: shipped },
      [],
    ],
    ['no parcel that was given up', { parcels: 'each', things: parcel('S1', { state: 'voided' }) }, []],
    [
      'no parcel of ours',
      {
        parcels: 'each',
        things: { ...parcel('S1'), ...parcel('S2') },
        effects: [push({ state: 'confirmed', writes: [write({ answer: 'S1', record: 'S1', answeredAt: NOW })] })],
      },
      ['marketplace.shipped/S2/N1'],
    ],
    ['cancelled as a whole', { stage: 'cancelled', told: { cancellations: [cancellation('c1')] } }, ['marketplace.cancelled']],
    ['cancelled in part', { told: { cancellations: [cancellation('c1')] } }, ['marketplace.cancelled/c1']],
    [
      'no part that we cancelled',
      {
        told: { cancellations: [cancellation('c1'), cancellation('c2')] },
        effects: [effect('cancel.push', { state: 'confirmed', about: 'r1', writes: [answeredBy({ made: ['c1'] })] })],
      },
      ['marketplace.cancelled/c2'],
    ],
    [
      'nor the order, where all its parts were ours',
      {
        stage: 'cancelled',
        told: { cancellations: [cancellation('c1')] },
        effects: [effect('cancel.push', { state: 'confirmed', about: 'r1', writes: [answeredBy({ made: ['c1'] })] })],
      },
      [],
    ],
    [
      'nor where we cancelled the order by one call',
      {
        stage: 'cancelled',
        told: { cancellations: [cancellation('c9')] },
        effects: [effect('cancel.push', { state: 'confirmed', writes: [answeredBy(null)] })],
      },
      [],
    ],
    [
      'nothing while our cancellation is still going on',
      {
        told: { cancellations: [cancellation('c9')] },
        effects: [effect('cancel.push', { writes: [answeredBy({ made: ['c1'] })] })],
      },
      [],
    ],
    ['nor where we may have', { stage: 'cancelled', effects: [effect('cancel.push', { writes: [inDoubt] })] }, []],
    [
      'three equal refunds are three',
      { told: { refunds: ['1', '2', '3'].map((id) => refund(id)) } },
      ['marketplace.refunded/1', 'marketplace.refunded/2', 'marketplace.refunded/3'],
    ],
    [
      'a refund only when it is done',
      { told: { refunds: [refund('1', { state: 'pending' }), refund('2', { state: 'failed' })] } },
      [],
    ],
    [
      'no refund of ours',
      {
        told: { refunds: [refund('1'), refund('2')] },
        effects: [effect('refund.push', { writes: [answeredBy({ made: ['1'] })], state: 'confirmed' })],
      },
      ['marketplace.refunded/2'],
    ],
    [
      'nothing new while one of ours is in doubt',
      { told: { refunds: [refund('1'), refund('2')] }, effects: [effect('refund.push', { writes: [inDoubt] })] },
      [],
    ],
    ['a return', { things: returned('R1', 'requested') }, ['marketplace.return/R1/requested']],
    [
      'not that its goods came, or that it is closed, where we said so; that it was agreed is to be done in the shop',
      {
        things: {
          ...returned('R1', 'received'),
          ...returned('R2', 'closed'),
          ...returned('R3', 'open'),
          ...returned('R4', 'closed'),
        },
        effects: (
          [
            ['R1', 'receive'],
            ['R2', 'close'],
            ['R3', 'accept'],
            ['R4', 'receive'],
          ] as const
        ).map(([id, step]) =>
          effect('return.push', {
            id: `return.push/${id}/${step}`,
            state: 'confirmed',
            args: { fact: { step, told: { id } } },
            writes: [answeredBy(null)],
          }),
        ),
      },
      ['marketplace.return/R3/open', 'marketplace.return/R4/closed'],
    ],
    [
      'a document that is wanted, not one that is announced, issued or given up',
      {
        things: {
          ...wanted('D1', 'announced'),
          ...wanted('D2', 'wanted'),
          ...wanted('D3', 'issued'),
          ...wanted('D4', 'cancelled'),
        },
      },
      ['marketplace.document/D2'],
    ],
    ['an address that changed after creation', { made: home, told: at(moved) }, ['marketplace.address/']],
    ['not the same one', { made: home, told: at(home) }, []],
    [
      'not one of an order that left',
      {
        made: home,
        stage: 'shipped',
        told: { ...at(moved) },
        effects: [push({ state: 'confirmed', writes: [answeredBy(null)] })],
      },
      [],
    ],
    ['not where the person was erased', { made: null, told: at(moved) }, []],
    ['an incident, of the order where no line is named', { told: { incident: true } }, ['marketplace.incident/order/1/opened']],
    [
      'an incident of a line',
      { told: { incident: true, incidents: [{ lineId: 'A-1-1', reason: 'LATE' }] } },
      ['marketplace.incident/A-1-1/1/opened'],
    ],
    [
      'that it is settled, where somebody was told of it',
      { events: ['marketplace.incident/A-1-1/1/opened'] },
      ['marketplace.incident/A-1-1/1/settled'],
    ],
    [
      'another one of that line',
      {
        told: { incident: true, incidents: [{ lineId: 'A-1-1' }] },
        events: ['marketplace.incident/A-1-1/1/opened', 'marketplace.incident/A-1-1/1/settled'],
      },
      ['marketplace.incident/A-1-1/2/opened'],
    ],
  ];
  for (const [text, given, expected] of table)
    it(text, () =>
      assert.deepEqual(
        told(given).map((key) => (key.startsWith('marketplace.address/') ? 'marketplace.address/' : key)),
        expected,
      ),
    );

  it('the key of an address holds nothing of it, and another address is another event', () => {
    const keys = [moved, { ...moved, city: 'D' }].flatMap((shipTo) => told({ made: home, told: at(shipTo) }));
    assert.equal(new Set(keys).size, 2);
    for (const key of keys) assert.match(key, /^marketplace\.address\/[0-9a-f]{16}$/);
  });
  it('in whatever order its readings came, it tells the same', () => {
    const things = Object.entries({ ...parcel('S1'), ...returned('R1', 'open'), ...wanted('D1', 'wanted') });
    const given = { parcels: 'each' as const, told: { refunds: [refund('1')] } };
    const forth = told({ ...given, things: Object.fromEntries(things) });
    assert.deepEqual(new Set(told({ ...given, things: Object.fromEntries(things.reverse()) })), new Set(forth));
    assert.equal(forth.length, 4);
  });
});
