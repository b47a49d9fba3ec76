import type { AccountId, OrderKey } from '../model/order';
import type { Effect } from '../model/record';
import type { Accounts } from './accounts';
import type { Page } from './books';
import { type Carrier, carryOut } from './carry';
import { References } from './references';
import { begunAnew, isUnsent } from './standing';
import type { Standing } from './verb';
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
    const verb = verbNamed(effect.verb);
    const done =
      verb?.doneBy === 'engine, many in a call'
        ? await this.#reference(effect.target).carryOut(page, effect)
        : await this.#converse(page, effect, verb?.standing);
    const refusal = done?.order.effects[effect.id]?.refusal;
    if (refusal?.code === 'UNAUTHORISED') await this.accounts.stop(effect.target, 'key refused');
    return done;
  }
  async #converse(page: Page, effect: Effect, standing: Standing | undefined): Promise<Page | null> {
    if (!standing || !isUnsent(effect)) return carryOut(this.carrier, page, effect);
    const begun = await begunAnew(this.carrier, page, effect, standing);
    return 'effect' in begun ? carryOut(this.carrier, begun.page, begun.effect) : begun.page;
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
