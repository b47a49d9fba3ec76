/**
 * `npm run proof:webhooks -- --webhooks N --orders M --kills K --seed S --rest SECONDS`: a real Node-RED whose shop says what changed by webhooks
 * alone (its list of changes shows nothing), posted over HTTP by another process in no order, repeated, and again until they are
 * answered 200, at 300 a second, while flows are deployed anew. None is answered 200 before it was stored; everything that
 * happened is told and done once; and the list, when it shows everything at the end, tells nothing again.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { OrderRecord } from '../../lib/model/record';
import type { WebhookRequest } from '../../lib/simulator/port';
import type { Random } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { type Deployment, freePort } from '../node-red/spawn';
import { newUserDirectory } from '../node-red/user-directory';
import { whole } from './given';
import { Aftermath, everyOrder } from './kill/aftermath';
import { goLive, when } from './kill/desk';
import { Lives } from './kill/lives';
import { rehearsal } from './kill/rehearsal';
import { endOf } from './kill/verdict';
import { judgePost, type Posted } from './webhooks/post';
import type { Letter, Try } from './webhooks/poster';
import type { Stored } from './webhooks/witness';

const KINDS: readonly Deployment[] = ['nodes', 'flows', 'full', 'reload'];
const PER_SECOND = 300;
const YEAR = 365 * 86_400_000;
const DEEDS = { ship: 0.3, part: 0.2, retrack: 0.1, deliver: 0.1 };
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The rehearsal's world with webhooks switched on and a witness of what is stored. */
async function world(seed: number, log: string) {
  const made = await rehearsal(seed);
  const port = await freePort();
  made.shopify.world.searchLag = 10 * YEAR;
  const hooks = { webhooks: 'own port', webhookPort: port, webhookAddress: 'https://hooks.example' };
  const witness = `require(${JSON.stringify(require.resolve('./webhooks/witness'))}).openWitnessed(${JSON.stringify(log)})`;
  return {
    ...made,
    port,
    credentials: { ...made.credentials, store: { ...made.credentials.store, webhookSecret: made.shopify.clientSecret } },
    flows: (revision: number) => made.flows(revision).map((node) => (node.id === 'store' ? { ...node, ...hooks } : node)),
    settingsCode: `(() => { const made = ${made.settingsCode}; made.orderLifecycle.parts.openLedger = ${witness}; return made; })()`,
  };
}

/** Hands what the shop sends to the other process, and hears of its tries. */
class Post {
  readonly letters: Letter[] = [];
  readonly tries: Try[] = [];
  readonly #taken = new Set<number>();
  readonly #child: ChildProcess;
  constructor(url: string, seed: number) {
    const poster = require.resolve('./webhooks/poster');
    this.#child = spawn(process.execPath, [poster, url, String(PER_SECOND), String(seed)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        const tried = JSON.parse(line) as Try;
        this.tries.push(tried);
        if (tried.status === 200) this.#taken.add(tried.n);
      });
  }
  take({ headers, body }: WebhookRequest): void {
    const letter = { n: this.letters.length, headers, body };
    this.letters.push(letter);
    this.#child.stdin?.write(`${JSON.stringify(letter)}\n`);
  }
  /** Whether one waits that was not answered 200 yet. */
  get open(): boolean {
    return this.#taken.size < this.letters.length;
  }
  async done(): Promise<void> {
    this.#child.stdin?.end();
    await once(this.#child, 'close');
  }
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

async function main(): Promise<void> {
  const [webhooks, orders, kills, seed] = [whole('webhooks', 5_000), whole('orders', 120), whole('kills', 2), whole('seed', 1)];
  // A second of the machine is a minute there.
  const rest = whole('rest', 20) * 1_000;
  const began = Date.now();
  const seconds = (): number => Math.round((Date.now() - began) / 1_000);
  const userDir = newUserDirectory();
  const log = path.join(userDir, 'stored.jsonl');
  const here = await world(seed, log);
  const { mirakl, shopify, simulator } = here;
  const aftermath = new Aftermath(userDir);
  const lives = new Lives(here, userDir, () => aftermath.count());
  let post: Post | undefined;
  try {
    await goLive(await lives.running());
    await subscribed(here);
    say(`${seconds()} s: subscribed`);
    const uri = new URL(shopify.webhooks.subscriptions()[0]?.uri ?? '');
    post = new Post(`http://127.0.0.1:${here.port}${uri.pathname}`, seed);
    const { take } = { take: post.take.bind(post) };
    simulator.deliver = async (request) => {
      take(request);
      return { status: 200 };
    };
    for (let n = 0; n < orders; n += 1) mirakl.place();
    await when(
      async () => shopify.orders().length,
      (made) => made >= orders,
      'every order in the shop',
      600_000,
    );
    say(`${seconds()} s: ${orders} orders in the shop; people begin`);
    const people = simulator.merchants({ shopify: 'store', everyMs: 60_000, rounds: Number.POSITIVE_INFINITY, ...DEEDS });
    const written = writing(post, shopify, webhooks, seededRandom(seed));
    let deploys = 0;
    // Until the last of them is taken: every kind of deploy, and deaths, under the full stream.
    for (; post.open || post.letters.length < webhooks; deploys += 1) {
      await lives.deploy(KINDS[deploys % KINDS.length] ?? 'full');
      if (deploys % 4 === 3 && lives.kills < kills) await lives.kill({ at: 'random', after: 50 });
      await lives.running();
    }
    await written;
    people.stop();
    await simulator.merchants({ shopify: 'store', everyMs: 60_000, rounds: 10, ship: 1 }).done;
    say(`${seconds()} s: ${post.letters.length} webhooks, ${deploys} deploys, ${lives.kills} kills; the rest of the post`);
    await lives.running();
    await post.done();
    const blind = await endOf(lives, here, aftermath, rest);
    const told = await toldIn(aftermath);
    // Now the list shows everything that happened.
    shopify.world.searchLag = 0;
    const seen = await endOf(lives, here, aftermath, rest);
    const again = await toldIn(aftermath);
    const stored = fs
      .readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Stored);
    const posted: Posted = { letters: post.letters, tries: post.tries, stored };
    const held = [
      ...blind.held,
      ...seen.held,
      ...judgePost(posted),
      ...untold(told, here),
      ...[...again].filter((event) => !told.has(event)).map((event) => `told by the list alone: ${event}`),
      ...((await aftermath.look((ledger) => left(ledger)))?.map((id) => `a hint was never heeded: ${id}`) ?? []),
    ];
    report({ posted, held, deploys, kills: lives.kills, orders, events: told.size, seconds: seconds(), seed });
    if (held.length > 0) {
      process.exitCode = 1;
      say(`the ledger of this run is kept in ${userDir}`);
    } else fs.rmSync(userDir, { recursive: true, force: true });
  } finally {
    post?.kill();
    await lives.end();
    await here.close();
  }
}
/** Notes make the number: each is a change that a shop tells of and nobody need hear. A little faster than they are posted. */
async function writing(post: Post, shopify: Here['shopify'], webhooks: number, random: Random): Promise<void> {
  const EVERY = 100;
  for (let round = 0; post.letters.length < webhooks; round += 1) {
    const orders = shopify.orders();
    const chance = (1.15 * PER_SECOND * EVERY) / 1_000 / orders.length;
    for (const { id } of orders) if (random.next() < chance) shopify.annotate(id, { note: `round ${round}` });
    await pause(EVERY);
  }
}
type Here = Awaited<ReturnType<typeof world>>;

const subscribed = ({ shopify }: Here) =>
  when(
    async () => shopify.webhooks.subscriptions().length,
    (count) => count >= 15,
    'subscribed',
    90_000,
  );
async function left(ledger: Parameters<Parameters<Aftermath['look']>[0]>[0]): Promise<readonly string[]> {
  const accounts = Object.keys((await ledger.around()).accounts);
  const hints = await Promise.all(accounts.map((account) => ledger.hints(account, 'order', 1_000)));
  return hints.flat().map(({ id }) => id);
}
/** What flows were told of the shop, by order and event. Throws where one event was made two deliveries of. */
async function toldIn(aftermath: Aftermath): Promise<ReadonlySet<string>> {
  const orders = (await aftermath.look((ledger) => everyOrder(ledger, false))) ?? [];
  const all = orders.flatMap((order: OrderRecord) =>
    Object.values(order.deliveries).map(({ listener, event }) => `${order.key}/${event} to ${listener}`),
  );
  if (new Set(all).size !== all.length) throw new Error('an event has two deliveries to one listener');
  return new Set(all);
}
function untold(told: ReadonlySet<string>, { shopify }: Here): readonly string[] {
  const events = [...told];
  return shopify
    .orders()
    .flatMap(({ fulfilments }) => fulfilments.map(({ id }) => id))
    .filter((id) => !events.some((event) => event.includes(`/shipped/${id}/`)))
    .map((id) => `nobody was told of ${id}`);
}
function report({
  posted: { letters, tries, stored },
  held,
  ...run
}: { readonly posted: Posted; readonly held: readonly string[] } & Readonly<Record<string, unknown>>): void {
  const statuses: Record<string, number> = {};
  for (const { status } of tries) statuses[status || 'no answer'] = (statuses[status || 'no answer'] ?? 0) + 1;
  for (const text of held.slice(0, 40)) say(text);
  say(
    JSON.stringify({
      ...run,
      webhooks: letters.length,
      posts: tries.length,
      ...ratesOf(tries),
      answeredIn: answeredIn(tries),
      statuses,
      stored: stored.length,
      held: held.length,
    }),
  );
}

/** Of each whole second in which something was posted, from the first to the last: the one in the middle, and the most. */
function ratesOf(tries: readonly Try[]): { readonly postedPerSecond: number; readonly most: number } {
  const seconds = new Map<number, number>();
  for (const { postedAt } of tries) {
    const second = Math.floor(postedAt / 1_000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  const whole = [...seconds.values()].slice(1, -1).sort((a, b) => a - b);
  return { postedPerSecond: whole[Math.floor(whole.length / 2)] ?? 0, most: whole.at(-1) ?? 0 };
}

/** Ms until 200, of one in two, of 99 in a hundred, and the most; a shop waits 5,000. */
function answeredIn(tries: readonly Try[]): Readonly<Record<'half' | 'most of them' | 'all', number>> {
  const took = tries.flatMap(({ status, postedAt, answeredAt }) => (status === 200 ? [answeredAt - postedAt] : []));
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { half: at(0.5), 'most of them': at(0.99), all: at(1) };
}

void main();
