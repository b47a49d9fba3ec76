/**
 * The desk's admin routes, below Node-RED's admin root. All state comes from the engine's port; nothing here remembers
 * anything. Rights are Node-RED's own, named `order-lifecycle.read`, `.write`, `.approve` and `.personal` (design DESK.md).
 */
import path from 'node:path';
import type { Refusal, Visitor } from '../desk/wire';
import type { Engine } from '../engine/port';
import type { AccountId } from '../model/order';
import type { OrderRecord } from '../model/record';
import { bundle, firstExample, packageOf } from './admin/assets';
import { accountOf, BadCommand, importCommand, keyOf, mapCommand, modeCommand, settleCommand, textOf } from './admin/commands';
import { earlierOrders, importOrders } from './admin/earlier';
import { findOrders } from './admin/find';
import type { AdminApp, AdminRequest, AdminResponse, Auth, Handler } from './admin/http';
import { MapChanges, readMaps } from './admin/maps';
import { orderView } from './admin/order-view';
import { type DeskSettings, type Right, refuse, sameOrigin, visitorOf } from './admin/rights';
import { settle } from './admin/settle';
import { deskState, type House } from './admin/state';
import { searchVariants } from './admin/variants';

export interface AdminOptions extends Omit<House, 'now'> {
  readonly httpAdmin: AdminApp;
  readonly auth: Auth;
  readonly settings: DeskSettings;
  readonly now?: () => number;
  /** Where the example flows lie; by default beside the built package. */
  readonly examples?: string;
  /** The browser's bundle; by default where the build puts it. */
  readonly bundle?: string;
}
/** Where the build puts it. */
const BUNDLE = path.join(__dirname, '..', 'desk', 'browser', 'desk.js');

/** Registers the routes once for the life of the process; what they show is looked up at every request. */
export function adminRoutes(options: AdminOptions): void {
  const { httpAdmin, auth, settings } = options;
  const house: House = {
    engine: options.engine,
    accounts: options.accounts,
    ledger: options.ledger,
    findVariants: options.findVariants,
    now: options.now ?? Date.now,
    ...(options.problem ? { problem: options.problem } : {}),
    ...(options.pace ? { pace: options.pace } : {}),
    ...(options.unreached ? { unreached: options.unreached } : {}),
    ...(options.abilities ? { abilities: options.abilities } : {}),
  };
  const examples = options.examples ?? path.join(packageOf(__dirname), 'examples');

  const route = (method: 'get' | 'post', name: string, right: Right, handle: (asked: Asked) => Promise<unknown>): void => {
    const guards: Handler[] = [auth.needsPermission(`order-lifecycle.${right}`)];
    if (method === 'post') guards.unshift(sameOrigin);
    httpAdmin[method](`/order-lifecycle/${name}`, ...guards, async (request, response) => {
      response.set('cache-control', 'no-store').set('x-content-type-options', 'nosniff');
      try {
        const answer = await handle({ request, visitor: await visitorOf(request, auth, settings) });
        response.json(answer ?? {});
      } catch (error) {
        refuseFor(error, response);
      }
    });
  };
  const running = (): Engine => {
    const engine = house.engine();
    if (!engine)
      throw new NotReady(
        house.problem?.() ?? 'The flows have not started yet, or the ledger is still opening. Try again in a moment.',
      );
    return engine;
  };

  const opened = () => {
    const ledger = house.ledger();
    if (!ledger) throw new NotReady('The ledger is still opening. Try again in a moment.');
    return ledger;
  };

  const shownOrder = async (record: OrderRecord, show: boolean) => {
    const ledger = opened();
    const [facts, around] = await Promise.all([ledger.facts(record.key), ledger.around()]);
    const abilities = (account: AccountId) => house.abilities?.(account, around.accounts[account]?.learned);
    return orderView(record, facts, { around, abilities }, show);
  };

  httpAdmin.get('/order-lifecycle/desk.js', bundle(options.bundle ?? BUNDLE));
  route('get', 'state', 'read', ({ visitor }) => deskState(house, visitor));
  route('get', 'order', 'read', async ({ request }) => {
    const record = await running().read(keyOf(request.query));
    if (!record) throw new NotFound('The ledger knows no such order. Look for it by its number at the marketplace.');
    return shownOrder(record, false);
  });
  // No person has a reference; what looks like a way to reach one is not looked for either.
  route('get', 'find', 'read', ({ request, visitor }) => {
    const text = textOf(request.query);
    if (text.includes('@') && !visitor.rights.personal) throw new NoRight(visitor, 'personal');
    return findOrders(
      running(),
      house.accounts().map(({ id }) => id),
      text,
    );
  });
  // Seeing a buyer is a fact of the order: it is stored before anything is shown.
  route('post', 'order/reveal', 'personal', async ({ request, visitor }) => {
    if (!visitor.rights.personal) throw new NoRight(visitor, 'personal');
    const key = keyOf(request.body);
    const engine = running();
    if (!(await engine.read(key))) throw new NotFound('The ledger knows no such order.');
    await engine.decide(key, { kind: 'reveal', of: 'buyer', by: visitor.name });
    const record = await engine.read(key);
    if (!record) throw new NotFound('The ledger knows no such order.');
    return shownOrder(record, true);
  });
  route('post', 'settle', 'write', ({ request, visitor }) =>
    settle(running(), settleCommand(request.body), visitor.name, house.now(), (right) => visitor.rights[right]),
  );
  route('post', 'mode', 'write', async ({ request, visitor }) => {
    const { account, mode, from } = modeCommand(request.body);
    // Going live sends what was planned, so it is an approval of all of it; a simulated account reaches nobody.
    const simulated = house.accounts().find((one) => one.id === account)?.simulated === true;
    if (mode === 'live' && !simulated && !visitor.rights.approve) throw new NoRight(visitor, 'approve');
    const engine = running();
    const { row } = await engine.health(account);
    if (row.mode !== from) return { is: 'already settled', mode: row.mode, rows: [] };
    const rows = await engine.setMode(account, mode, visitor.name);
    const after = await engine.health(account);
    return { is: after.row.mode === mode ? 'done' : 'refused', mode: after.row.mode, rows };
  });
  route('get', 'earlier', 'read', ({ request }) => earlierOrders(opened(), accountOf(request.query)));
  route('post', 'import', 'write', ({ request, visitor }) => {
    const { account, keys } = importCommand(request.body);
    return importOrders(running(), opened(), account, keys, visitor.name);
  });
  const maps = new MapChanges();
  route('get', 'maps', 'read', () => readMaps(opened()));
  route('post', 'map', 'write', ({ request, visitor }) =>
    maps.change(running(), opened(), mapCommand(request.body), visitor.name, house.now()),
  );
  // It asks the vendor, so it takes more than looking.
  route('get', 'variants', 'write', async ({ request }) => {
    const record = await running().read(keyOf(request.query));
    if (!record) throw new NotFound('The ledger knows no such order.');
    return searchVariants(record, opened(), textOf(request.query), house.findVariants);
  });
  route('post', 'poke', 'write', async ({ request }) => {
    running().poke(keyOf(request.body));
  });
  route('get', 'example', 'read', async () => {
    const example = await firstExample(examples);
    if (!example) throw new NotFound('This installation came without example flows. Install the package anew to get them.');
    return example;
  });
}

interface Asked {
  readonly request: AdminRequest;
  readonly visitor: Visitor;
}
class NotReady extends Error {}
class NotFound extends Error {}
class NoRight extends Error {
  constructor(visitor: Visitor, right: Right) {
    super(
      visitor.login
        ? `This takes the right order-lifecycle.${right}. Ask whoever keeps settings.js to give it to ${visitor.name}.`
        : right === 'approve'
          ? 'Nobody is signed in, so nothing is approved. Set adminAuth in settings.js, or orderLifecycle: { approveWithoutLogin: true }.'
          : 'Nobody is signed in, so buyers stay masked. Set adminAuth in settings.js.',
    );
  }
}

function refuseFor(error: unknown, response: AdminResponse): void {
  const text = error instanceof Error ? error.message : String(error);
  const [, status, code] = REFUSALS.find(([kind]) => error instanceof kind) ?? [Error, 500, 'failed' as const];
  refuse(response, status, { error: code, text });
}
const REFUSALS: readonly (readonly [new (...given: never[]) => Error, number, Refusal['error']])[] = [
  [BadCommand, 400, 'bad request'],
  [NoRight, 403, 'no right'],
  [NotFound, 404, 'not found'],
  [NotReady, 503, 'not ready'],
];
