import assert from 'node:assert/strict';
import type { Faults } from '../../lib/simulator/port';
import { lateAndLost } from '../proof/life';
import { MARKETS, unknownTo } from './markets';
import { Stage, type StageOptions } from './stage';

/** One thing that happens to an order: what people do, and how it must stand in the end, whatever fails meanwhile. */
export interface Scene {
  readonly name: string;
  readonly options?: Partial<StageOptions>;
  plays(stage: Stage): Promise<void>;
  /** After everything has come to rest; asserts. */
  stands(stage: Stage): void | Promise<void>;
  /** Causes of the cases that a person is asked about; none where absent. */
  readonly asks?: readonly (string | RegExp)[];
  /** Facts that are equal are meant (three equal refunds): the vendor's books count them as one done thrice. */
  readonly alike?: boolean;
}
/** Under what it is played: calm, with faults, with faults and deaths. */
const UNDER: readonly {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly faults?: Faults;
  readonly kills?: number;
}[] = [
  { name: 'calm', seeds: [1] },
  { name: 'faults', seeds: [11, 12], faults: lateAndLost },
  { name: 'faults and deaths', seeds: [21, 22], faults: lateAndLost, kills: 12 },
];

export async function play(scene: Scene, options: StageOptions): Promise<Stage> {
  const stage = new Stage({ ...scene.options, ...options });
  try {
    await scene.plays(stage);
    await stage.rest();
    await scene.stands(stage);
    const open = await stage.cases();
    const asks = scene.asks ?? [];
    const expected = (cause: string) => asks.some((one) => (typeof one === 'string' ? one === cause : one.test(cause)));
    assert.deepEqual(
      open.filter((cause) => !expected(cause)),
      [],
      'cases that nothing explains',
    );
    for (const one of asks)
      assert.ok(
        open.some((cause) => (typeof one === 'string' ? one === cause : one.test(cause))),
        `nobody is asked about ${one}; open: ${open.join(', ')}`,
      );
    assert.deepEqual(stage.broken, []);
    assert.deepEqual(
      Object.entries(stage.simulator.overRate()).filter(([, calls]) => calls > 0),
      [],
      'published rates',
    );
    const twice = stage.simulator.counts().filter(({ count }) => count > 1 && !scene.alike);
    assert.deepEqual(twice, [], 'done twice');
    return stage;
  } finally {
    stage.end();
  }
}

/** Declares the tests of a table of scenes. */
export function scenes(title: string, table: readonly Scene[]): void {
  describe(title, function () {
    this.timeout(120_000);
    for (const market of MARKETS)
      for (const scene of table)
        for (const { name, seeds, ...under } of UNDER) {
          const lacks = unknownTo(market, scene.options?.world);
          const at = MARKETS.length > 1 ? `${market.name}, ${name}` : name;
          (lacks === undefined ? it : it.skip)(`${scene.name} (${lacks === undefined ? at : `${at}: no ${lacks}`})`, async () => {
            for (const seed of seeds) {
              try {
                await play(scene, { seed, market, ...under });
              } catch (error) {
                if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`;
                throw error;
              }
            }
          });
        }
  });
}

/** An order that is in the shop, ready to ship. Answers the marketplace's id and the shop's. */
export async function bound(
  stage: Stage,
  order?: Parameters<Stage['mirakl']['place']>[0],
): Promise<{ readonly id: string; readonly shop: string }> {
  await stage.minutes(2);
  const id = stage.market.place(
    order ?? {
      lines: [
        { sku: 'A', quantity: 2, price: '10.00' },
        { sku: 'B', quantity: 1, price: '5.50' },
      ],
      shipping: '3.90',
    },
  );
  await stage.until(`${id} in the shop`, () => shopOrder(stage, id) !== undefined);
  return { id, shop: shopOrder(stage, id)?.id ?? '' };
}
export const shopOrder = (stage: Stage, id: string) =>
  stage.shopify.orders().find((order) => order.sourceIdentifier === id && order.deletedAt === null);
export const marketOrder = (stage: Stage, id: string) => {
  const order = stage.market.orders().find((one) => one.id === id);
  assert.ok(order, `the marketplace has no order ${id}`);
  return order;
};
