/**
 * The verdict of a run and its figures. The judge is that of the tests, since the main job runs in a checkout alone: it reads the
 * simulated world beside the ledger's open cases, and knows nothing of engine, model or platforms.
 */
import { type DeedsSeen, deedsOf } from '../../test/judge/deeds';
import { convictions, judge, type OpenCase, type Verdict } from '../../test/judge/judge';
import type { Simulator } from '../simulator/port';

export interface Seen extends DeedsSeen {
  readonly world: Pick<Simulator, 'counts' | 'overRate'>;
  readonly openCases: readonly OpenCase[];
  /** The marketplace's ids of orders that were left out on purpose, with the reason. */
  readonly leftOut: ReadonlyMap<string, string>;
}
/** What the last line of JSON says of the world; everything but orders, effects and cases is a count of faults. */
export interface Figures {
  readonly orders: number;
  /** How often each deed was done at each system: `shopify.create`. */
  readonly effects: Readonly<Record<string, number>>;
  /** Stands, or was done, more than once. */
  readonly duplicates: number;
  /** Should stand and does not, was not left out, and nobody is asked about it. */
  readonly lost: number;
  /** Open cases by kind. */
  readonly cases: Readonly<Record<string, number>>;
  /** Open cases, and shop orders, that the world gave no cause for. */
  readonly unexplained: number;
  /** What the buyer paid and got back is not the same on both sides. */
  readonly wrongMoney: number;
  /** Calls above a published rate. */
  readonly overRate: number;
}
export interface Summary {
  readonly figures: Figures;
  /** What is held against the run, each with its kind in front. Empty: it is clean. */
  readonly faults: readonly string[];
}

/** Deeds that every summary names, in the order of an order's life, so that what was never done is said too. */
const DEEDS = [
  ...['mirakl.accept', 'mirakl.refuse', 'shopify.create', 'mirakl.reference'],
  ...['shopify.fulfil', 'mirakl.ship', 'shopify.tracking', 'mirakl.tracking'],
  ...['shopify.cancel', 'mirakl.cancel', 'shopify.refund', 'mirakl.refund'],
  ...['shopify.return', 'mirakl.return accept', 'mirakl.return receive', 'shopify.update'],
];

/** Judges a world that has come to rest. */
export function summarise({ world, marketplace, shop, openCases, leftOut }: Seen): Summary {
  const verdict = judge(
    { marketplace: marketplace.orders(), shop: shop.orders(), counts: world.counts(), overRate: world.overRate() },
    { openCases, leftOut: [...leftOut].map(([sourceOrderId, reason]) => ({ sourceOrderId, reason })) },
    deedsOf({ marketplace, shop }),
  );
  const overRate = Object.values(world.overRate()).reduce((sum, calls) => sum + calls, 0);
  return { figures: { ...figuresOf(verdict, openCases), overRate }, faults: convictions(verdict) };
}

function figuresOf(verdict: Verdict, openCases: readonly OpenCase[]): Omit<Figures, 'overRate'> {
  const { orders, effects, duplicates, lost, unexplained, money } = verdict;
  const cases: Record<string, number> = {};
  for (const { kind } of openCases) cases[kind] = (cases[kind] ?? 0) + 1;
  return {
    orders,
    effects: { ...Object.fromEntries(DEEDS.map((deed) => [deed, 0])), ...effects },
    duplicates: duplicates.length,
    lost: lost.length,
    cases,
    unexplained: unexplained.length,
    wrongMoney: money.length,
  };
}
