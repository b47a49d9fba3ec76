import { LifecycleError, misconfigured } from '../model/errors';
import type { House } from './house';

const TRIES = 5;

/** Which of these SKUs a store has. Asked again while it does not answer; throws Transient after that, and where no store can be asked. */
export async function knownSkus(house: House, settingsNode: string, skus: readonly string[]): Promise<ReadonlySet<string>> {
  const { id } = await house.account(settingsNode);
  const { running } = house;
  const platform = house.accounts.heldOf(id)?.platform;
  const ask = platform?.knownSkus;
  if (!running || !ask)
    throw misconfigured(
      'store',
      `The catalogue of ${platform?.name ?? 'this account'} cannot be asked for SKUs. Choose a Shopify store in this node.`,
    );
  for (let tries = 1; ; tries++) {
    try {
      return new Set(await ask(running.ask, id, [...new Set(skus)]));
    } catch (error) {
      if (!(error instanceof LifecycleError) || error.retryAfter === undefined || tries === TRIES) throw error;
      await running.clock.sleep(error.retryAfter);
    }
  }
}
