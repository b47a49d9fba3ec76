/** The marketplaces that the life suite is played on. One more joins by one more row. */
import { mirakl } from '../../lib/platforms/mirakl';
import type { Platform } from '../../lib/platforms/port';
import type { MarketplacePeople, MiraklSimulator, Simulator } from '../../lib/simulator/port';
import type { Connection } from '../../lib/transport/port';

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
  };
  /** Those that it knows; a scene that wants another is not played on it. */
  readonly settings: Readonly<Partial<Record<Setting, (simulator: Simulator) => void>>>;
}

const bazaar = (simulator: Simulator): MiraklSimulator => simulator.mirakl('bazaar');
const world = (change: Partial<MiraklSimulator['world']>) => (simulator: Simulator) =>
  void Object.assign(bazaar(simulator).world, change);
const onMirakl: MarketRow = {
  name: 'Mirakl',
  platform: mirakl,
  open(simulator) {
    const market = bazaar(simulator);
    const { host, key, shopId } = market;
    const auth = { by: 'header', name: 'Authorization', value: key } as const;
    return {
      market,
      account: `mirakl:${host}:${shopId}`,
      connection: { base: `https://${host}`, dialect: mirakl.dialect, auth },
    };
  },
  settings: {
    'several parcels': world({ multiShipment: true }),
    'sellers cancel': world({ paymentWorkflow: 'PAY_ON_DELIVERY', partialCancelation: true }),
    'asks for documents': world({ asksForDocuments: true }),
    'prices before tax': (simulator) =>
      Object.assign((bazaar(simulator).configuration as { features: object }).features, { order_tax_mode: 'TAX_EXCLUDED' }),
    'taxes are told': world({ taxRule: 'NONE' }),
  },
};
export const MARKETS: readonly [MarketRow, ...MarketRow[]] = [onMirakl];

/** What a scene wants of a marketplace's setting that this one does not have. */
export const unknownTo = ({ settings }: MarketRow, wanted: readonly Setting[] = []): Setting | undefined =>
  wanted.find((setting) => settings[setting] === undefined);
