/** What the simulated marketplace's shop has to sell, what it is asked to bill, and its custom fields. */
import assert from 'node:assert/strict';
import { counts, MINUTE, mug, put, shipped } from './market';
import { json, World } from './world';

interface Page {
  readonly data: readonly Readonly<Record<string, unknown>>[];
}
const form = (file: string) => ({
  method: 'POST',
  headers: { 'Content-Type': 'multipart/form-data; boundary=cut' },
  body: `--cut\r\nContent-Disposition: form-data; name="file"; filename="stock.csv"\r\nContent-Type: text/csv\r\n\r\n${file}\r\n--cut--\r\n`,
});
const IMPORTS = '/api/offers/stock/imports';
const quantity = (world: World, sku: string) => world.market.offers().find((offer) => offer.sku === sku)?.quantity;

describe('simulator: stock', () => {
  it('is less by what buyers order, and never less than nothing', () => {
    const world = new World();
    const before = quantity(world, 'MUG-BLUE') ?? 0;
    world.market.place({ lines: [mug] });
    assert.equal(quantity(world, 'MUG-BLUE'), before - 2);
    world.market.place({ lines: [{ ...mug, quantity: before * 2 }] });
    assert.equal(quantity(world, 'MUG-BLUE'), 0);
  });

  it('is taken in later, line by line, and what is wrong is reported', async () => {
    const world = new World();
    const file = [
      '"offer-sku";"quantity";"warehouse-code";"update-delete"',
      '"MUG-BLUE";"7";"";""',
      'BOOK-1;3;LYON;update',
      'BOOK-1;4;PARIS;',
      'NONE;1;;',
      'VASE-H;few;;',
      'LAMP-OAK;1;;remove',
    ].join('\n');
    const answer = await world.mirakl(IMPORTS, form(file));
    assert.equal(answer.status, 201);
    const { import_id: id } = json<{ readonly import_id: string }>(answer);
    assert.equal(answer.headers.location, `https://${world.market.host}${IMPORTS}/${id}/status`);
    const looked: string[] = [];
    for (let look = 0; look < 3; look += 1) {
      looked.push(json<{ readonly status: string }>(await world.mirakl(`${IMPORTS}/${id}/status`)).status);
      await world.clock.pass(15_000);
    }
    assert.deepEqual(looked, ['WAITING', 'RUNNING', 'COMPLETE']);
    const status = json<Readonly<Record<string, unknown>>>(await world.mirakl(`${IMPORTS}/${id}/status`));
    assert.deepEqual([status.has_error_report, status.lines_in_success, status.lines_in_error], [true, 3, 3]);
    const report = await world.mirakl(`${IMPORTS}/${id}/error_report`, { headers: { Accept: 'text/csv' } });
    assert.deepEqual(report.text.split('\r\n'), [
      '"error-line";"error-message";"offer-sku";"quantity";"warehouse-code";"update-delete"',
      `"5";"The offer with SKU 'NONE' does not exist";"NONE";"1";"";""`,
      `"6";"The quantity 'few' is not valid";"VASE-H";"few";"";""`,
      `"7";"The value 'remove' is not valid for update-delete";"LAMP-OAK";"1";"";"remove"`,
      '',
    ]);
    const book = world.market.offers().find(({ sku }) => sku === 'BOOK-1');
    assert.deepEqual([quantity(world, 'MUG-BLUE'), book?.quantity, book?.warehouses], [7, 7, { LYON: 3, PARIS: 4 }]);
    assert.deepEqual(counts(world), ['stock MUG-BLUE 7 1', 'stock BOOK-1 3 @LYON 1', 'stock BOOK-1 4 @PARIS 1']);
  });

  it('is not taken in from a file between commas', async () => {
    const world = new World();
    const { import_id: id } = json<{ readonly import_id: string }>(
      await world.mirakl(IMPORTS, form('offer-sku,quantity\nMUG-BLUE,7')),
    );
    await world.clock.pass(world.market.world.importDelay);
    const status = json<Readonly<Record<string, unknown>>>(await world.mirakl(`${IMPORTS}/${id}/status`));
    assert.deepEqual([status.status, status.lines_in_success, quantity(world, 'MUG-BLUE')], ['FAILED', 0, 50]);
    assert.equal((await world.mirakl(`${IMPORTS}/${id}/error_report`)).status, 404);
  });

  it('is told once a minute, and asked about every fifteen seconds', async () => {
    const world = new World();
    const { import_id: id } = json<{ readonly import_id: string }>(
      await world.mirakl(IMPORTS, form('offer-sku;quantity\nMUG-BLUE;7')),
    );
    assert.equal((await world.mirakl(IMPORTS, form('offer-sku;quantity\nMUG-BLUE;8'))).status, 429);
    const status = () => world.mirakl(`${IMPORTS}/${id}/status`);
    const [first, second] = [await status(), await status()];
    assert.deepEqual([first.status, second.status, second.headers['retry-after']], [200, 429, '15']);
    assert.deepEqual(world.simulator.overRate(), { 'mirakl STO01': 1, 'mirakl STO02': 1 });
  });

  it('and everything else that OF24 does not tell is reset', async () => {
    const world = new World();
    const told = (change: Readonly<Record<string, unknown>>) => ({
      shop_sku: 'MUG-BLUE',
      product_id: 'MK-MUG-BLUE',
      product_id_type: 'SHOP_SKU',
      price: 13.5,
      state_code: '11',
      update_delete: 'update',
      ...change,
    });
    const tell = (offers: readonly unknown[]) => world.mirakl('/api/offers', { method: 'POST', body: { offers } });
    const listed = async () =>
      json<{ readonly offers: readonly Readonly<Record<string, unknown>>[] }>(await world.mirakl('/api/offers?sku=MUG-BLUE'))
        .offers[0];
    const before = await listed();
    assert.deepEqual([before?.quantity, before?.leadtime_to_ship, before?.description], [50, 2, 'MUG-BLUE as new']);
    const answer = await tell([told({}), told({ shop_sku: 'BOOK-1', update_delete: 'delete' })]);
    assert.equal(answer.status, 201);
    assert.equal((await listed())?.quantity, 50, 'not yet');
    await world.clock.pass(MINUTE);
    const after = await listed();
    assert.deepEqual(
      [after?.price, after?.quantity, after?.active, after?.leadtime_to_ship, after?.min_quantity_alert, after?.description],
      [13.5, 0, false, 1, 0, ''],
    );
    assert.equal(quantity(world, 'BOOK-1'), undefined);
    assert.deepEqual(counts(world), ['offer MUG-BLUE 0 1', 'offer BOOK-1 - 1']);
  });

  it('told twice in the same words while it is taken in is one import', async () => {
    const world = new World();
    world.market.world.importDelay = 5 * MINUTE;
    const offers = [
      { shop_sku: 'NEW', product_id: 'X', product_id_type: 'EAN', price: 1, state_code: '11', update_delete: '', quantity: 9 },
    ];
    const tell = async () =>
      json<{ readonly import_id: number }>(await world.mirakl('/api/offers', { method: 'POST', body: { offers } })).import_id;
    const first = await tell();
    await world.clock.pass(MINUTE);
    assert.equal(await tell(), first);
    await world.clock.pass(5 * MINUTE);
    assert.equal(quantity(world, 'NEW'), 9);
    assert.notEqual(await tell(), first);
    assert.deepEqual(counts(world), ['offer NEW 9 1']);
  });

  it('is listed in pages, by price', async () => {
    const world = new World();
    const answer = await world.mirakl('/api/offers?max=3&sort=price');
    const { offers, total_count } = json<{
      readonly offers: readonly { readonly price: number }[];
      readonly total_count: number;
    }>(answer);
    assert.deepEqual([offers.map(({ price }) => price), total_count], [[8, 12.5, 19.9], 8]);
    assert.equal(answer.headers.link, `<https://${world.market.host}/api/offers?max=3&sort=price&offset=3>; rel="next"`);
  });
});

describe('simulator: documents and custom fields', () => {
  it('asks for an invoice of what left and a credit note of what was paid back', async () => {
    const world = new World();
    world.market.world.asksForDocuments = true;
    const id = await shipped(world);
    assert.ok(world.market.refundInPortal(id, `${id}-2`, { amount: '8.00', quantity: 1, reason: '17' }));
    await world.clock.pass(world.market.world.refundDelay);
    const query = `state=TO_PROCESS&issuer_type=SHOP&entity_type=PRODUCT_LOGISTIC_ORDER&entity_id=${id}`;
    const { data } = json<Page>(await world.mirakl(`/api/document-request/requests?${query}`));
    assert.deepEqual(
      data.map((one) => [one.type, one.total_amount_excluding_taxes, one.total_tax_amount, one.total_amount_including_taxes]),
      [
        ['CREDIT_NOTE', 6.67, 1.33, 8],
        ['INVOICE', 31.58, 6.32, 37.9],
      ],
      'the latest first',
    );
    const lines = json<Page>(await world.mirakl(`/api/document-request/${String(data[1]?.id)}/lines`)).data;
    assert.deepEqual(
      lines.map((line) => [line.entity_id, line.quantity, line.total_price_including_taxes]),
      [
        [`${id}-1`, 2, 29.9],
        [`${id}-2`, 1, 8],
      ],
    );
    assert.deepEqual(json<Page>(await world.mirakl('/api/document-request/requests?state=ISSUED')).data, []);
  });

  it('keeps custom fields of the order and of a line, and clears them', async () => {
    const world = new World();
    const id = world.market.place({ lines: [mug] });
    const write = (body: unknown) => put(world, `/api/orders/${id}/additional_fields`, body);
    await write({
      order_additional_fields: [
        { code: 'delivery-note', value: 'ring twice' },
        { code: 'wrapping', value: ['paper', 'ribbon'] },
      ],
      order_lines: [{ order_line_id: `${id}-1`, order_line_additional_fields: [{ code: 'serial-number', value: 'S1' }] }],
    });
    const answer = json<{ readonly order_update_result: unknown }>(
      await write({ order_additional_fields: [{ code: 'delivery-note', value: null }] }),
    );
    assert.deepEqual(answer.order_update_result, {
      order_additional_fields: [{ code: 'wrapping', type: 'MULTIPLE_VALUES_LIST', value: ['paper', 'ribbon'] }],
      order_lines: [
        { order_line_additional_fields: [{ code: 'serial-number', type: 'STRING', value: 'S1' }], order_line_id: `${id}-1` },
      ],
    });
    assert.deepEqual(counts(world), [
      `fields ${id} delivery-note="ring twice" 1`,
      `fields ${id} wrapping=["paper","ribbon"] 1`,
      `fields ${id} ${id}-1 serial-number="S1" 1`,
      `fields ${id} delivery-note=- 1`,
    ]);
  });

  it('takes five custom field calls a second, and no sixth', async () => {
    const world = new World();
    world.market.world.rateTolerance = 0;
    const id = world.market.place();
    const calls = Array.from({ length: 6 }, () =>
      world.miraklLater(`/api/orders/${id}/additional_fields`, { method: 'PUT', body: {} }),
    );
    const answers = await world.clock.until(Promise.all(calls));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 429]);
  });
});
