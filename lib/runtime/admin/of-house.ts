import type { DeployedAccount } from '../../desk/wire';
import { misconfigured } from '../../model/errors';
import type { AccountId } from '../../model/order';
import type { FoundVariant } from '../../platforms/port';
import type { AdminOptions } from '../admin';
import type { House } from '../house';
import type { NodeRed } from '../types/node-red';
import type { DeskSettings } from './rights';

/** What the desk's routes show of this process: `adminRoutes(ofHouse(RED, house))`. */
export const ofHouse = (RED: NodeRed, house: House): AdminOptions => ({
  httpAdmin: RED.httpAdmin,
  auth: RED.auth,
  settings: RED.settings as DeskSettings,
  engine: () => house.engine,
  accounts: () => deployed(house),
  ledger: () => house.running?.ledger,
  findVariants: (store, text) => findVariants(house, store, text),
  abilities(account, learned) {
    const platform = house.accounts.heldOf(account)?.platform;
    return platform?.able ? { ...platform.abilities, ...platform.able(learned) } : platform?.abilities;
  },
  problem: () => house.problem?.message,
  unreached: () => house.unreached,
  // The engine's own clock: a simulated world's runs faster than the machine's.
  pace: () => house.running?.plan.pace ?? 1,
  now: () => (house.running ? house.engineTime() : Date.now()),
});

/** Throws where the store is not deployed or has no catalogue to search, and what the asking throws. */
async function findVariants(house: House, store: AccountId, text: string): Promise<readonly FoundVariant[]> {
  const { running } = house;
  const platform = house.accounts.heldOf(store)?.platform;
  if (!running || !platform?.findVariants)
    throw misconfigured('store', `The catalogue of ${store} cannot be searched. Deploy its settings node first.`);
  return platform.findVariants(running.ask, store, text);
}

function deployed(house: House): readonly DeployedAccount[] {
  return house.accounts.all.map(({ node, name, platform, world }) => {
    const standing = house.accounts.standing(node);
    const why = standing.is === 'known' ? house.webhooks.trouble(node) : standing.why;
    return {
      ...(standing.is === 'known' ? { id: standing.account } : { id: `settings:${node}`, unidentified: true }),
      name,
      node,
      platform: platform.name,
      side: platform.side,
      simulated: world !== undefined,
      ...(why === undefined ? {} : { problem: why }),
    };
  });
}
