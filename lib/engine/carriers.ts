import type { AccountId, OrderKey } from '../model/order';
import type { Effect } from '../model/record';
import type { Accounts } from './accounts';
import type { Page } from './books';
import { type Carrier, carryOut } from './carry';
import { References } from './references';
import { verbNamed } from './verbs';

/** Who carries an effect out: a conversation of its own, or the account's shared call. A refused key stops the account. */
export class Carriers {
  readonly #references = new Map<AccountId, References>();
  constructor(
    private readonly carrier: Carrier,
    private readonly accounts: Accounts,
    private readonly stopped: () => boolean,
    private readonly readAgain: (account: AccountId, key: OrderKey) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Null: the order moved; look again. */
  async carryOut(page: Page, effect: Effect): Promise<Page | null> {
    const shared = verbNamed(effect.verb)?.doneBy === 'engine, many in a call';
    const done = shared
      ? await this.#reference(effect.target).carryOut(page, effect)
      : await carryOut(this.carrier, page, effect);
    const refusal = done?.order.effects[effect.id]?.refusal;
    if (refusal?.code === 'UNAUTHORISED') await this.accounts.stop(effect.target, 'key refused');
    return done;
  }
  #reference(account: AccountId): References {
    const known = this.#references.get(account);
    if (known) return known;
    const again = (key: OrderKey) => this.readAgain(account, key);
    const made = new References(this.carrier, account, this.stopped, again, this.failed);
    this.#references.set(account, made);
    return made;
  }
}
