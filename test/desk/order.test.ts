/** One order as the desk shows it, and the box that finds it. */
import assert from 'node:assert/strict';
import { format } from '../../lib/desk/browser/format';
import type { Around } from '../../lib/desk/browser/sentences';
import { enUs } from '../../lib/desk/browser/words/en-us';
import type { FoundOrder, OrderView, Refusal } from '../../lib/desk/wire';
import { asking } from './asking';
import { MIRAKL } from './fake-engine';
import { type Harness, harness } from './harness';
import { type Lived, lived } from './lived';
import { MARKUP } from './orders';

const around: Around = {
  format: format('en-US'),
  moment: () => 'then',
  relative: () => 'ago',
  until: () => 0,
  named: (id) => id,
};

describe('an order that has lived', () => {
  let desk: Harness;
  let life: Lived;
  let view: OrderView;
  const { get } = asking(() => desk);
  before(async function () {
    this.timeout(30_000);
    life = await lived();
    desk = await harness();
    desk.deployed = life.accounts;
    desk.now = life.now;
    desk.engine.adopt(life);
    view = (await get<OrderView>(`order?key=${encodeURIComponent(life.record.key)}`)).body;
  });
  after(() => desk?.close());
  const said = () => view.timeline.map(({ what, detail }) => enUs.happened(what, detail, around));

  it('stands in its phase; what comes next, and whose turn it is', () => {
    assert.equal(view.phase, 'shipped');
    assert.deepEqual(
      view.expected.map(({ what, whose, waits }) => [what, whose, waits]),
      [
        ['answer', 'person', 'not decided'],
        ['deliver', 'carrier', undefined],
      ],
    );
    assert.equal(
      enUs.expected(view.expected[0] ?? assert.fail(), around),
      'A question is open: To be decided – a person decides',
    );
  });
  it('counts units by line, and money by bucket: paid, given back, left', () => {
    const [a, b] = view.lines.map(({ id }) => view.counters[id]);
    assert.deepEqual([a?.ordered, a?.shipped, b?.ordered, b?.shipped], [2, 2, 1, 1]);
    const { buckets, total, left } = view.money ?? assert.fail('no money');
    assert.deepEqual(
      buckets
        .filter(({ bucket }) => !bucket.endsWith('tax'))
        .map(({ bucket, captured, refunded, left: rest }) => [bucket, captured.amount, refunded.amount, rest.amount]),
      [
        ['item', '25.50', '11.50', '14.00'],
        ['shipping', '3.90', '0.00', '3.90'],
      ],
    );
    assert.deepEqual([total.captured.amount, total.refunded.amount, total.left.amount], ['29.40', '11.50', '17.90']);
    assert.deepEqual(
      Object.values(left).map(({ amount }) => amount),
      ['10.00', '4.00'],
    );
  });
  it('tells one story, oldest first, in words', () => {
    const texts = said();
    assert.deepEqual(
      texts.filter((text) => /undefined|null|NaN|\[object/.test(text)),
      [],
    );
    const order = [
      'Marketplace: read for the first time: awaiting acceptance',
      'Sent: Accept or refuse the lines (OR21): answered',
      'Sent: Create the order (orderCreate): answered → 65',
      'Shopify: shipped, 2 units (DHL JD-14600)',
      'Sent: Make a shipment (ST01): answered',
      'Shopify: the tracking number changed (DHL JD-14601), before JD-14600',
      'Sent: Change a shipment’s tracking (ST23): answered',
      'Shopify: refunded €10.00, 1 unit',
      'Sent: Refund (OR28): proven not to have happened at then',
      'Sent: Refund (OR28), try 2: answered',
      'Marketplace: refunded €1.50',
      'Sent: Refund (refundCreate): answered',
      'Case opened: To be decided',
    ];
    let from = -1;
    for (const one of order) {
      const at = texts.findIndex((text, n) => n > from && text.startsWith(one));
      assert.ok(at > from, `${one}\nis not there after line ${from} of\n${texts.join('\n')}`);
      from = at;
    }
    assert.ok(texts.some((text) => text.endsWith('– our own doing')));
    assert.ok(texts.some((text) => text.startsWith('To your flow, “shop”: shipped in Shopify, done')));
    const times = view.timeline.map(({ at }) => at);
    assert.deepEqual(
      times,
      times.toSorted((x, y) => x - y),
    );
  });
  it('names what happened on either side, and which of it is ours', () =>
    assert.deepEqual(
      view.things.map(({ kind, side, ours, numbers, amount }) => [side, kind, ours, numbers.join(), amount?.amount]),
      [
        ['marketplace', 'shipment', true, 'JD-14601', undefined],
        ['marketplace', 'shipment', true, 'V-7', undefined],
        ['marketplace', 'refund', true, '', '10.00'],
        ['marketplace', 'refund', false, '', '1.50'],
        ['marketplace', 'return', false, '', undefined],
        ['shop', 'shipment', false, 'JD-14601', undefined],
        ['shop', 'shipment', false, 'V-7', undefined],
        ['shop', 'refund', false, '', '10.00'],
        ['shop', 'refund', true, '', '1.50'],
      ],
    ));
  it('holds nobody’s name anywhere', () => {
    const body = life.record.observations.order?.body;
    const party = body?.kind === 'order' ? body.order.parties.personal?.shipTo : undefined;
    const text = JSON.stringify(view);
    for (const secret of [party?.name, party?.city, party?.postalCode, ...(party?.lines ?? [])])
      assert.ok(secret && !text.includes(secret), secret);
  });

  describe('is found', () => {
    const find = (text: string) => get<FoundOrder[]>(`find?text=${encodeURIComponent(text)}`);
    const as = async (text: string) => (await find(text)).body.map((one) => [one.key === life.record.key, one.as]);
    it('by its number, whole or as people write it, on either side', async () => {
      const id = life.record.key.slice(life.record.account.length + 1);
      for (const text of [id, ` ${id} `, life.record.key]) assert.deepEqual(await as(text), [[true, 'order']], text);
      for (const text of [life.names.shop, life.names.shop.replace('#', '')])
        assert.deepEqual(await as(text), [[true, 'shop order']], text);
      const gid = view.shopOrder?.id ?? '';
      for (const text of [gid, gid.slice(gid.lastIndexOf('/') + 1)])
        assert.deepEqual(await as(text), [[true, 'shop order']], text);
    });
    it('by a tracking number, the one before too, however it is written', async () => {
      for (const text of ['JD-14601', 'jd-14601']) assert.deepEqual(await as(text), [[true, 'tracking']], text);
      assert.deepEqual(await as('JD-14600'), [[true, 'reference']]);
    });
    it('by a refund or a return of either side', async () => {
      for (const text of [life.names.refund, life.names.portal]) assert.deepEqual(await as(text), [[true, 'refund']], text);
      assert.deepEqual(await as(life.names.rma), [[true, 'return']]);
    });
    it('by nothing else, and never by a person', async () => {
      assert.deepEqual(await as('no such thing'), []);
      const body = life.record.observations.order?.body;
      const party = body?.kind === 'order' ? body.order.parties.personal?.shipTo : undefined;
      for (const text of [party?.name, party?.city, party?.lines[0]]) assert.deepEqual(await as(text ?? assert.fail()), [], text);
      const mail = await get<Refusal>('find?text=anna%40example.test');
      assert.deepEqual([mail.status, mail.body.error], [403, 'no right']);
      assert.equal((await get('find?text=%20')).status, 400);
      assert.equal((await get(`find?text=${'9'.repeat(101)}`)).status, 400);
    });
  });
});

describe('an order that was only read', () => {
  let desk: Harness;
  beforeEach(async () => {
    desk = await harness();
  });
  afterEach(() => desk.close());
  const { get } = asking(() => desk);
  it('waits for whoever ships it, by the marketplace’s deadline', async () => {
    const key = desk.engine.know('A', '2026-09-01T08:00:00Z');
    const { body } = await get<OrderView>(`order?key=${encodeURIComponent(key)}`);
    assert.deepEqual(
      [body.phase, body.expected],
      ['ready_to_ship', [{ what: 'ship', whose: 'seller', by: '2026-09-03T08:00:00Z' }]],
    );
    assert.equal(body.money?.total.left.amount, '31.80');
    assert.deepEqual(body.things, []);
  });
  it('a reading that could not be understood is said with its field; markup in it stays text', async () => {
    desk.engine.open('', 'unreadable', { field: 'f', text: MARKUP.error });
    const { body } = await get<OrderView>(`order?key=${encodeURIComponent(MIRAKL)}`);
    assert.deepEqual([body.phase, body.lines], ['on_hold', []]);
  });
});
