/** The search for what stands in for an unknown SKU, in the store where the order is to be made. */
import { covers } from '../../engine/look';
import type { Ledger } from '../../ledger/port';
import type { AccountId } from '../../model/order';
import type { OrderRecord } from '../../model/record';
import type { FoundVariant } from '../../platforms/port';
import { BadCommand } from './commands';

const LONGEST = 200;

export async function searchVariants(
  record: OrderRecord,
  ledger: Pick<Ledger, 'around'>,
  text: string,
  find: (store: AccountId, text: string) => Promise<readonly FoundVariant[]>,
): Promise<readonly FoundVariant[]> {
  if (text.length > LONGEST) throw new BadCommand(`"text" must be at most ${LONGEST} characters`);
  const store = await storeOf(record, ledger);
  if (store === undefined)
    throw new BadCommand('No create-order node with a store is deployed for this account; deploy one, then search its catalogue');
  return find(store, text);
}

/** Where the creation that asks would write; else where the deployed create-order node would. */
async function storeOf(record: OrderRecord, ledger: Pick<Ledger, 'around'>): Promise<AccountId | undefined> {
  const begun = Object.values(record.effects).findLast(({ verb }) => verb === 'order.create');
  if (begun) return begun.target;
  const { wired } = await ledger.around();
  const row = wired.find((one) => one.present && one.verb === 'order.create' && covers(one, record.account));
  const store = (row?.args as { readonly store?: unknown } | undefined)?.store;
  return typeof store === 'string' ? store : undefined;
}
