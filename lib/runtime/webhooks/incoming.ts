import type { AccountId } from '../../model/order';
import type { Held } from '../accounts';
import type { House } from '../house';
import type { Running } from '../running';
import { addressOf, tokenIn } from './address';
import { mount, unmount } from './node-red-port';
import { OwnPorts } from './own-ports';
import { Reception } from './reception';
import { type Subscriber, Subscriptions } from './subscriptions';

const LOOK_EVERY = 60_000;
/** A switch of mode is seen among all the other changes, so soon, also where one comes right after another. */
const SEEN_WITHIN = 2_000;

/** The webhooks of this process: the ports that they come in by, and what the platforms are asked to send. */
export class Incoming {
  readonly reception: Reception;
  readonly ports: OwnPorts;
  readonly #troubles = new Map<string, string>();
  #subscriptions: { readonly of: Running; readonly are: Subscriptions } | undefined;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #lookedAt = 0;

  constructor(private readonly house: House) {
    this.reception = new Reception({
      held: () => house.accounts.all,
      secretsOf: (held) => this.secretsOf(held),
      account: (held) => this.#account(held),
      engine: () => house.engine,
      log: (text) => this.#log(text),
    });
    this.ports = new OwnPorts(this.reception);
    house.onChange(() => {
      if (this.#timer) this.#soon ??= setTimeout(() => this.#look(), this.#lookedAt + SEEN_WITHIN - Date.now()).unref();
    });
  }

  /** Flows have started, or more is known of their accounts: doors are opened and closed, subscriptions made and removed. */
  deployed(): void {
    this.#later(async () => {
      await this.#doors();
      await this.#subscribe();
    });
    if (this.house.accounts.all.some(({ platform }) => platform.webhooks)) this.#timer ??= this.#often();
  }
  standing(node: string): 'off' | 'on' | 'failing' {
    if (!this.house.accounts.all.some((held) => held.node === node && held.webhooks)) return 'off';
    return this.trouble(node) === undefined ? 'on' : 'failing';
  }
  /** Why webhooks of a settings node do not come, where that is known. */
  trouble(node: string): string | undefined {
    const door = this.#troubles.get(node);
    if (door !== undefined) return door;
    const held = this.house.accounts.all.find((one) => one.node === node);
    const account = held?.webhooks && this.#account(held);
    const [first] = account === undefined ? [] : (this.#subscriptions?.are.troubles(account) ?? []);
    return first;
  }
  /** Throws Misconfigured where they are not to be had: a simulated world that is not open. */
  secretsOf(held: Held): readonly string[] {
    const secrets = held.webhooks?.secrets ?? [];
    if (typeof secrets !== 'function') return secrets;
    const worlds = this.house.running?.worlds;
    return worlds ? secrets(worlds.named(held.world ?? held.node)) : [];
  }
  /** Ports that no deployed store uses are closed. */
  tidy(): Promise<void> {
    return this.ports.only(this.house.accounts.all.flatMap((held) => (usesOwnPort(held) ? [held.webhooks.port] : [])));
  }
  async close(): Promise<void> {
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    await this.#work;
    unmount(this.house.RED.httpNode);
    await this.ports.only([]);
  }

  #often(): NodeJS.Timeout {
    return setInterval(() => this.#look(), LOOK_EVERY).unref();
  }
  #look(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#lookedAt = Date.now();
    this.#later(() => this.#subscribe());
  }
  #later(step: () => Promise<void>): void {
    this.#work = this.#work
      .then(step)
      .catch((error: unknown) => this.#log(error instanceof Error ? error.message : String(error)));
  }
  #account({ node }: Held): AccountId | undefined {
    return this.house.accounts.known(node)?.id;
  }
  #log(text: string): void {
    this.house.RED.log.warn(`[order-lifecycle] ${text}`);
  }

  async #doors(): Promise<void> {
    const before = new Map(this.#troubles);
    this.#troubles.clear();
    // Closed first: a port may be wanted by another way now.
    await this.tidy();
    for (const held of this.house.accounts.all) {
      if (!held.webhooks) continue;
      try {
        addressOf(held, this.secretsOf(held));
        await this.#open(held);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#troubles.set(held.node, why);
        if (before.get(held.node) !== why) this.#log(why);
      }
    }
    if (!this.house.accounts.all.some((held) => held.webhooks?.by === 'node-red')) unmount(this.house.RED.httpNode);
    if (this.#troubles.size > 0 || before.size > 0) this.house.changed();
  }
  async #open(held: Held): Promise<void> {
    if (held.world !== undefined) this.#inProcess(held.world);
    else if (held.webhooks?.by === 'node-red') mount(this.house.RED.httpNode, this.reception);
    else if (usesOwnPort(held)) await this.ports.open(held.webhooks.port);
  }
  /** A simulated shop sends them within the process. */
  #inProcess(world: string): void {
    const simulator = this.house.running?.worlds.named(world);
    if (!simulator) return;
    simulator.deliver = async ({ url, headers, body }) => {
      const held = this.reception.find(tokenIn(url) ?? '');
      if (!held) return { status: 404 };
      const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      return this.reception.take(held, { headers: named, body: Buffer.from(body) });
    };
  }

  async #subscribe(): Promise<void> {
    const { running, accounts } = this.house;
    if (!running) return;
    if (this.#subscriptions?.of !== running) {
      const { ledger, ask, clock } = running;
      const way = {
        ledger,
        ask,
        now: () => clock.now(),
        log: (text: string) => this.#log(text),
        changed: () => this.house.changed(),
      };
      this.#subscriptions = { of: running, are: new Subscriptions(way) };
    }
    const rows = (await running.ledger.around()).accounts;
    const subscribers = accounts.all.flatMap((held): Subscriber[] => {
      const { node, platform, webhooks } = held;
      const account = this.#account(held);
      const row = account === undefined ? undefined : rows[account];
      // What has no door open is not promised to the platform; what it was promised before stays until it is mended.
      if (!platform.webhooks || !row || row.stopped !== undefined || this.#troubles.has(node)) return [];
      const uri = webhooks ? addressOf(held, this.secretsOf(held)) : null;
      return [{ node, account: row.id, mode: row.mode, webhooks: platform.webhooks, uri }];
    });
    await this.#subscriptions.are.look(subscribers);
  }
}
const usesOwnPort = (held: Held): held is Held & { readonly webhooks: NonNullable<Held['webhooks']> } =>
  held.world === undefined && held.webhooks?.by === 'own port';
