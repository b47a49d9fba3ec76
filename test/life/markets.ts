/** The marketplaces that the life suite is played on. One more joins by one more row. */
import { mirakl } from '../../lib/platforms/mirakl';
import type { Platform } from '../../lib/platforms/port';
import { createSimulator } from '../../lib/simulator';
import type { MarketplacePeople, MiraklSimulator, Simulator } from '../../lib/simulator/port';
import type { Connection } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { VirtualClock } from '../proof/virtual-clock';

/** How a marketplace may be set up, where a scene wants it otherwise than it comes. */
export type Setting =
  | 'several parcels'
  /** Before the buyer is debited, whole orders and units. */
  | 'sellers cancel'
  | 'asks for documents'
  | 'prices before tax'
  /** Taxes of a refund are told to it, and not computed there. */
  | 'taxes are told';

/** What people do there, and what stands there. */
export interface Market extends MarketplacePeople, Pick<MiraklSimulator, 'place' | 'orders'> {}
export interface MarketRow {
  readonly name: string;
  readonly platform: Platform;
  open(simulator: Simulator): {
    readonly market: Market;
    readonly account: string;
    readonly connection: Pick<Connection, 'base' | 'dialect' | 'auth'>;
    /** Those that it knows; a scene that wants another is not played on it. */
    readonly settings: Readonly<Partial<Record<Setting, () => void>>>;
  };
}

const onMirakl: MarketRow = {
  name: 'Mirakl',
  platform: mirakl,
  open(simulator) {
    const market = simulator.mirakl('bazaar');
    const { world, host } = market;
    return {
      market,
      account: `mirakl:${host}:${market.shopId}`,
      connection: {
        base: `https://${host}`,
        dialect: mirakl.dialect,
        auth: { by: 'header', name: 'Authorization', value: market.key },
      },
      settings: {
        'several parcels': () => Object.assign(world, { multiShipment: true }),
        'sellers cancel': () => Object.assign(world, { paymentWorkflow: 'PAY_ON_DELIVERY', partialCancelation: true }),
        'asks for documents': () => Object.assign(world, { asksForDocuments: true }),
        'prices before tax': () =>
          Object.assign((market.configuration as { features: object }).features, { order_tax_mode: 'TAX_EXCLUDED' }),
        'taxes are told': () => Object.assign(world, { taxRule: 'NONE' }),
      },
    };
  },
};
export const MARKETS: readonly [MarketRow, ...MarketRow[]] = [onMirakl];

/** What a scene wants of a marketplace's setting that this one does not have. */
export const unknownTo = (row: MarketRow, wanted: readonly Setting[] = []): Setting | undefined => {
  const { settings } = row.open(createSimulator({ clock: new VirtualClock(0), random: seededRandom(1) }));
  return wanted.find((setting) => settings[setting] === undefined);
};
