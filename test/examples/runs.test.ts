/** Each example, run in a Node-RED of its own. */
import assert from 'node:assert/strict';
import type { SpawnedNodeRed } from '../node-red/spawn';
import type { FlowNode } from '../node-red/user-directory';
import { exampleNumber } from './files';
import { type Heard, runExample, until } from './heard';

const at = (heard: readonly Heard[], name: string): readonly Heard[] => heard.filter((one) => one.at === name);
const skus = ({ message }: Heard): readonly string[] => message.order?.lines.map(({ sku }) => sku.source) ?? [];
const keys = (heard: readonly Heard[]): readonly string[] => heard.map(({ message }) => message.order?.key ?? '');
const furniture = (sku: string): boolean => sku === 'CHAIR-ASH' || sku === 'LAMP-OAK';
const named = (flow: readonly FlowNode[], type: string): string => flow.find((node) => node.type === type)?.id ?? '';

describe('an example, run', function () {
  this.timeout(90_000);
  let nodeRed: SpawnedNodeRed | undefined;
  afterEach(async () => {
    await nodeRed?.kill();
    nodeRed = undefined;
  });
  const run = async (number: string, orders: number): Promise<SpawnedNodeRed> => {
    nodeRed = await runExample(exampleNumber(number), orders);
    return nodeRed;
  };

  it('01 brings orders from the marketplace to Shopify, each once', async () => {
    const heard = await until(await run('01', 2), (all) => at(all, 'in Shopify').length >= 10);
    const made = at(heard, 'in Shopify');
    assert.equal(new Set(keys(made)).size, made.length);
    assert.deepEqual(at(heard, 'errors'), []);
  });

  it('02 routes by SKU and total, leaves out what is sent by hand, and writes one mail for each order', async () => {
    const routed = (all: readonly Heard[]) => [
      at(all, 'left out'),
      at(all, 'mail').filter((one) => skus(one).some(furniture)),
      at(all, 'mail').filter((one) => !skus(one).some(furniture)),
    ];
    const heard = await until(await run('02', 4), (all) => routed(all).every((some) => some.length >= 2));
    const [out = [], bulky = [], other = []] = routed(heard);
    for (const one of out) assert.ok(skus(one).includes('MUG-BLUE'));
    for (const one of [...bulky, ...other]) assert.ok(!skus(one).includes('MUG-BLUE'));
    for (const { message } of bulky) assert.deepEqual(message.routing?.tags, ['bulky']);
    for (const { message } of other) assert.ok(!message.routing?.tags?.includes('bulky'));
    for (const { message } of [...bulky, ...other])
      assert.match(String(message.payload), /^MK\d+-A is now #\d+ in Shopify: \d+\.\d\d EUR$/);
    assert.equal(new Set(keys(at(heard, 'mail'))).size, at(heard, 'mail').length);
    assert.deepEqual(at(heard, 'to decide'), []);
  });

  it('03 asks a person about what the flow let pass, in words, and finds an order by its number', async () => {
    const flow = exampleNumber('03');
    const spawned = await run('03', 1);
    // Simulated buyers cancel now and then, which is a case of another kind.
    const passed = (all: readonly Heard[]) =>
      at(all, 'text').filter(({ message }) => /let this pass/.test(String(message.payload)));
    const heard = await until(spawned, (all) => passed(all).length >= 2);
    for (const { message } of at(heard, 'text')) assert.match(String(message.payload), /^[a-z ]+: order MK\d+-A, \d+\.\d\d EUR$/);
    const texts = passed(heard);
    for (const { message } of texts) assert.match(String(message.payload), /^flow let this pass: order MK\d+-A, \d+\.\d\d EUR$/);
    for (const one of texts) assert.ok(skus(one).some(furniture));
    assert.equal(new Set(keys(texts)).size, texts.length);

    const pressed = await fetch(`${spawned.url}/inject/${named(flow, 'inject')}`, { method: 'POST' });
    assert.equal(pressed.status, 200);
    const [answer] = at(await until(spawned, (all) => at(all, 'answer').length > 0), 'answer');
    assert.match(String(answer?.message.payload), /^#1001 is MK\d+-A at the marketplace, \w+$/);
  });

  /** What a node added, one after another, each at the debug node of that name. */
  const results = (heard: readonly Heard[], name: string, of: string): readonly Readonly<Record<string, unknown>>[] =>
    at(heard, name).flatMap(({ message }) => (message.results?.[of] ?? []) as readonly Readonly<Record<string, unknown>>[]);

  it('04 tells the marketplace what shipped, each parcel once', async () => {
    const heard = await until(await run('04', 1), (all) => at(all, 'told').length >= 5);
    for (const told of results(heard, 'told', 'tracking')) assert.match(String(told.number), /^P\d+$/);
    assert.deepEqual(at(heard, 'errors'), []);
  });

  it('05 cancels on the other side what was cancelled on one', async () => {
    const heard = await until(await run('05', 2), (all) => at(all, 'cancelled').length >= 3);
    assert.ok(results(heard, 'cancelled', 'cancellation').length >= 3);
    assert.deepEqual(at(heard, 'errors'), []);
  });

  it('06 gives back on the other side what was given back on one, to the cent', async () => {
    const heard = await until(await run('06', 1), (all) => at(all, 'refunded').length >= 3);
    for (const { total } of results(heard, 'refunded', 'refund'))
      assert.match(String((total as { amount?: string } | null)?.amount), /^\d+\.\d\d$/);
    assert.deepEqual(at(heard, 'errors'), []);
  });

  it('07 makes shipments of a warehouse’s rows, and the marketplace hears of them', async () => {
    const heard = await until(await run('07', 1), (all) => at(all, 'made').length >= 3 && at(all, 'told').length >= 3);
    for (const made of results(heard, 'made', 'fulfilment')) assert.match(String(made.shipment), /^warehouse:[0-9a-f]+$/);
    for (const told of results(heard, 'told', 'tracking')) assert.match(String(told.number), /^TPLMK\d+-A$/);
    // Now and then a buyer cancels while the file is on its way: those units are not there to ship.
    for (const { message } of at(heard, 'rejected'))
      for (const { field } of message.payload as readonly { readonly field: string }[]) assert.equal(field, 'quantity');
    assert.deepEqual(at(heard, 'errors'), []);
  });

  it('08 carries orders through their whole life, either way', async () => {
    const heard = await until(await run('08', 2), (all) =>
      ['in Shopify', 'told', 'cancelled', 'refunded'].every((name) => at(all, name).length >= 2),
    );
    assert.equal(new Set(keys(at(heard, 'in Shopify'))).size, at(heard, 'in Shopify').length);
    assert.deepEqual(at(heard, 'errors'), []);
  });

  it('09 collects cases into a digest, by kind, and names orders only', async () => {
    const flow = exampleNumber('09');
    const spawned = await run('09', 2);
    // Every few seconds somebody asks for the digest; it says nothing while there is no case.
    const heard = await until(spawned, (all) => {
      void fetch(`${spawned.url}/inject/${named(flow, 'inject')}`, { method: 'POST' });
      return at(all, 'text').length > 0;
    });
    const [text] = at(heard, 'text');
    assert.match(String(text?.message.topic), /^\d+ orders wait for you$/);
    assert.match(String(text?.message.payload), /\d+ × [a-z ]+: MK\d+-A/);
  });

  it('10 tells the marketplace what is available, changed numbers only', async () => {
    const heard = await until(await run('10', 0.3), (all) => at(all, 'pushed').length >= 3 && at(all, 'levels').length >= 3);
    for (const { message } of at(heard, 'pushed')) {
      const stock = message.results?.stock as { readonly pushed: number; readonly refused: readonly unknown[] } | undefined;
      assert.ok(stock && stock.pushed >= 1 && stock.pushed <= 8, `${stock?.pushed} of 8 offers`);
      assert.deepEqual(stock.refused, []);
    }
    const [all] = at(heard, 'levels').map(({ message }) => String(message.payload).split('\n'));
    assert.ok((all?.length ?? 0) >= 8);
    for (const line of all ?? []) assert.match(line, /^[A-Z0-9-]+;Warehouse;\d+$/);
    assert.deepEqual(at(heard, 'errors'), []);
  });
});
