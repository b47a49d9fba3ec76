/** A ledger put back from a copy knows nothing of what was done since: each write is proven undone before it is sent. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mayBeForgotten, restoredAt } from '../../lib/engine/restored';
import { memoryLedger, sqliteInline } from '../../lib/ledger';
import { COPY, type Ledger } from '../../lib/ledger/port';
import { live, type World } from '../proof/life';
import { NOW, record } from './records';

describe('a restored ledger', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'restored-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A life whose engine dies again and again; its ledger is copied before one start, and put back from that copy before a later one. */
  async function life(seed: number, known: boolean): Promise<{ readonly world: World; readonly lost: number }> {
    const files = ['first', 'second'].map((name) => join(folder, `${name}-${seed}-${known}.sqlite`)) as [string, string];
    let ledger: Ledger = sqliteInline({ file: files[0] });
    let starts = 0;
    let lost = 0;
    let place: string | null = null;
    const made = async (of = ''): Promise<number> =>
      (await ledger.orders(1_000))
        .flatMap(({ effects }) => Object.entries(effects))
        .filter(([id, { state }]) => state === 'confirmed' && id.startsWith(of)).length;
    let [before, ordersBefore] = [0, 0];
    const switching = new Proxy({} as Ledger, {
      get: (_, name) =>
        name === 'join'
          ? async (...given: Parameters<Ledger['join']>) => {
              starts += 1;
              if (place === null && (await made()) >= 3) {
                place = await ledger.backup({ folder, night: `2026-03-0${1 + (seed % 9)}`, keep: 99, now: given[2] });
                [before, ordersBefore] = [await made(), await made('order.create/')];
              } else if (place !== null && lost === 0 && (await made('order.create/')) >= ordersBefore + 2) {
                // Orders among them: what was only accepted is accepted by itself the second time.
                lost = (await made()) - before;
                await ledger.close();
                copyFileSync(place, files[1]);
                ledger = sqliteInline({ file: files[1] });
                if (!known) await ledger.keep(COPY, null, given[2]);
              }
              return ledger.join(...given);
            }
          : Reflect.get(ledger, name)?.bind(ledger),
    });
    const world = await live({
      seed,
      orders: 10,
      kills: 40,
      lives: 40,
      check: 4,
      everyMs: 60_000,
      ledger: async () => switching,
    });
    await ledger.close();
    assert(starts > 10);
    return { world, lost };
  }
  /** Shopify orders beyond the first of their marketplace order. */
  function doubled({ shopify }: World): number {
    const numbers = shopify.orders().map(({ sourceIdentifier }) => sourceIdentifier);
    assert(numbers.every((number) => number !== null));
    return numbers.length - new Set(numbers).size;
  }

  for (const seed of [1, 2]) {
    it(`does nothing again that was done since its copy (seed ${seed})`, async () => {
      const { world, lost } = await life(seed, true);
      assert(lost >= 2, `${lost} effects were forgotten`);
      assert.equal(doubled(world), 0);
      assert.equal(world.shopify.orders().length, 10);
      assert.deepEqual(world.broken, []);
    }).timeout(60_000);
  }

  it('that were not known as one would do it again', async () => {
    const { world } = await life(1, false);
    assert(doubled(world) > 0);
  }).timeout(60_000);

  it('knows that it is one from its first start on, and does not if it is none', async () => {
    const ledger = memoryLedger();
    assert.equal(await restoredAt(ledger, 5), undefined);
    await ledger.keep(COPY, true, 1);
    assert.equal(await restoredAt(ledger, 7), 7);
    assert.equal(await restoredAt(ledger, 9), 7);
    await ledger.keep(COPY, true, 8);
    assert.equal(await restoredAt(ledger, 11), 11);
  });
  it('trusts what was placed after it was put back', () => {
    const order = record();
    const body = order.observations.order?.body;
    assert(body?.kind === 'order');
    const placed = Date.parse(body.order.orderedAt);
    assert.equal(mayBeForgotten(order, undefined), false);
    assert.equal(mayBeForgotten(order, placed + 1), true);
    assert.equal(mayBeForgotten(order, placed - 3_600_001), false);
    assert.equal(mayBeForgotten({ ...order, observations: {} }, NOW), true);
  });
});
