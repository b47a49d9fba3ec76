/** The triggers for what happens later: which output, which payload. */
import assert from 'node:assert/strict';
import type { LifeEvent } from '../../lib/engine/port';
import type { DocumentReading, ParcelReading, Reading, Refund, ReturnReading } from '../../lib/model/order';
import type { OrderRecord, Subject } from '../../lib/model/record';
import type { Message } from '../../lib/runtime/types/node-red';
import { onCanvas } from '../runtime/canvas';
import { allNodes, beginScripted, end, helper, house, type NodeType } from './helper';
import { ACCOUNT, event, KEY, reading, record, type ScriptedEngine } from './scripted-engine';

const money = (amount: string) => ({ amount, currency: 'EUR' });
const refund: Refund = {
  id: '17',
  lineId: '1',
  state: 'done',
  item: money('5.00'),
  shipping: money('0.00'),
  taxes: [],
  quantity: 0,
  at: '2026-03-01T09:00:00Z',
};
const cancellation = { ...refund, id: '9', quantity: 1 };
const shipment: ParcelReading['shipment'] = {
  id: 'S1',
  state: 'open',
  at: '2026-03-01T09:00:00Z',
  lines: [{ lineId: '1', quantity: 1 }],
  numbers: ['N1'],
  urls: [],
};
const told: ReturnReading['told'] = { id: 'R1', state: 'open', at: '2026-03-01T09:00:00Z', lines: [] };
const wanted: DocumentReading['wanted'] = {
  id: 'D1',
  is: 'invoice',
  state: 'wanted',
  at: '2026-03-01T09:00:00Z',
  formats: ['PDF'],
  totals: { net: money('10.00'), tax: money('2.00'), gross: money('12.00') },
};
function known(change: Partial<Reading> = {}): OrderRecord {
  const one = record();
  const seen = (subject: Subject, body: Reading | ParcelReading | ReturnReading | DocumentReading) => ({
    [subject]: { subject, version: '1', sentAt: 0, answeredAt: 0, hash: subject, body },
  });
  return {
    ...one,
    observations: {
      ...seen('order', { ...reading(), refunds: [refund], cancellations: [cancellation], ...change }),
      ...seen('parcel/S1', { kind: 'parcel', by: 'marketplace', shipment }),
      ...seen('return/R1', { kind: 'return', told }),
      ...seen('document/D1', { kind: 'document', wanted }),
    },
  };
}

describe('triggers for what happens later', () => {
  let scripted: { readonly engine: ScriptedEngine };
  const heard: { port: number; message: Message }[] = [];
  beforeEach(() => {
    heard.length = 0;
    scripted = beginScripted();
  });
  afterEach(end);
  async function load(type: NodeType, settings: object, outputs: number): Promise<void> {
    const ports = Array.from({ length: outputs }, (_, port) => `out${port}`);
    await helper.load(
      allNodes(),
      onCanvas([
        { id: 'tab', type: 'tab', label: 't' },
        { id: 'seller', type: 'marketplace-account', platform: 'simulator of mirakl', world: 'demo' },
        { id: 'books', type: 'order-ledger', where: 'memory' },
        { id: 'node', type, z: 'tab', wires: ports.map((port) => [port]), ...settings },
        ...ports.map((id) => ({ id, type: 'helper', z: 'tab', wires: [] })),
      ]),
    );
    await house().account('seller');
    for (const [port, id] of ports.entries())
      helper.getNode(id).on('input', (message: Message) => void heard.push({ port, message }));
  }
  async function hand(type: NodeType, given: Partial<LifeEvent>, order: OrderRecord = known()): Promise<boolean> {
    const row = { id: 'node', nodeType: type, account: ACCOUNT, events: [], from: -1, since: 0, until: null, present: true };
    const run = { key: KEY, delivery: 'node|x', run: 1 };
    const taken = scripted.engine.options.flow.hand(run, row, { ...event(given.type), ...given }, order);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    return taken;
  }
  const sent = (n: number): Message => heard[n]?.message ?? assert.fail('nothing was sent');
  const keyIn = (value: unknown): string => (value as { readonly key: string }).key;
  const listeners = () => scripted.engine.deployed.at(-1)?.listeners ?? [];

  describe('marketplace events', () => {
    const table: readonly [string, number, Partial<LifeEvent>, unknown][] = [
      ['shipped', 0, { about: 'S1' }, shipment],
      ['cancelled', 1, { about: '9' }, cancellation],
      ['return', 2, { about: 'R1' }, told],
      ['refunded', 3, { about: '17' }, refund],
      ['document', 4, { about: 'D1' }, wanted],
      [
        'deadline',
        5,
        { detail: { deadline: 'ship', by: '2026-03-02T10:00:00.000Z' } },
        { deadline: 'ship', by: '2026-03-02T10:00:00.000Z', key: KEY },
      ],
      ['address', 6, {}, reading().order.parties.personal?.shipTo],
      [
        'incident',
        7,
        { detail: { state: 'opened', line: '1', reason: null } },
        { state: 'opened', line: '1', reason: null, key: KEY },
      ],
    ];
    for (const [name, port, given, payload] of table)
      it(`${name}: leaves at its output, with what it is about`, async () => {
        await load('marketplace-event-in', { account: 'seller' }, 8);
        assert.equal(await hand('marketplace-event-in', { type: `marketplace.${name}`, ...given }), true);
        assert.deepEqual(
          heard.map((one) => [one.port, one.message.topic]),
          [[port, `marketplace.${name}`]],
        );
        assert.deepEqual(heard[0]?.message.payload, payload);
        assert.equal(keyIn(sent(0).order), KEY);
        assert.equal((sent(0).event as { about?: string }).about, given.about);
      });
    it('an order that was cancelled as a whole, or left as a whole, is its own payload', async () => {
      await load('marketplace-event-in', { account: 'seller' }, 8);
      await hand('marketplace-event-in', { type: 'marketplace.cancelled' });
      await hand(
        'marketplace-event-in',
        { type: 'marketplace.shipped', about: 'MK1' },
        known({ tracking: { number: 'N2' }, quantities: { '1': { ...reading().quantities['1'], shipped: 1 } as never } }),
      );
      assert.equal(keyIn(sent(0).payload), KEY);
      const { id, numbers, lines } = sent(1).payload as ParcelReading['shipment'];
      assert.deepEqual([id, numbers, lines], ['MK1', ['N2'], [{ lineId: '1', quantity: 1 }]]);
    });
    it('hears of what its wired outputs tell', async () => {
      await load('marketplace-event-in', { account: 'seller' }, 2);
      assert.deepEqual(
        listeners().map(({ nodeType, account, from, events }) => [nodeType, account, from, events]),
        [['marketplace-event-in', ACCOUNT, -1, ['marketplace.shipped', 'marketplace.cancelled']]],
      );
    });
  });

  describe('life events', () => {
    it('have an output for each ticked event, in that order', async () => {
      await load('lifecycle-event-in', { account: 'seller', events: ['overdue', 'imported'] }, 2);
      assert.deepEqual(listeners()[0]?.events, ['life.overdue', 'life.imported']);
      const detail = { deadline: 'ship', by: '2026-03-02T10:00:00.000Z' };
      await hand('lifecycle-event-in', { type: 'life.overdue', detail });
      await hand('lifecycle-event-in', { type: 'life.imported', detail: { shopOrder: '#1' } });
      assert.equal(await hand('lifecycle-event-in', { type: 'life.shipped' }), false, 'not ticked');
      assert.deepEqual(
        heard.map(({ port }) => port),
        [0, 1],
      );
      assert.deepEqual(heard[0]?.message.payload, { ...detail, key: KEY });
      assert.equal(keyIn(sent(1).payload), KEY);
    });
    it('of every account, where none is chosen; a tick that this version does not know is none', async () => {
      await load('lifecycle-event-in', { events: ['closed', 'dancing'] }, 2);
      assert.deepEqual(
        listeners().map(({ account, events }) => [account, events]),
        [['*', ['life.closed']]],
      );
    });
    it('of a silent channel come without an order', async () => {
      await load('lifecycle-event-in', { events: ['silent'] }, 1);
      const detail = { account: ACCOUNT, since: '2026-03-01T10:00:00.000Z' };
      await hand(
        'lifecycle-event-in',
        { type: 'life.silent', subject: ACCOUNT, detail },
        { ...record(), key: ACCOUNT, observations: {} },
      );
      assert.deepEqual(heard[0]?.message.payload, detail);
      assert.equal(heard[0]?.message.order, undefined);
    });
    it('are counted by the day, and those sent again not twice', async () => {
      await load('lifecycle-event-in', { events: ['closed'] }, 1);
      await hand('lifecycle-event-in', { type: 'life.closed' });
      await hand('lifecycle-event-in', { type: 'life.closed', redelivered: true });
      const shown = new Promise<string | undefined>((resolve) => {
        const node = helper.getNode('node') as unknown as { status(given: { text?: string }): void };
        node.status = ({ text }) => text?.endsWith('today') && text !== '0 today' && resolve(text);
      });
      scripted.engine.options.changed?.({ key: KEY });
      assert.equal(await shown, '1 today');
    });
  });
});
