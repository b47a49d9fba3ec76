/** The admin routes of the nodes, registered once for the life of the process; the desk's are in `admin.ts`. */
import { adminRoutes } from './admin';
import type { AdminApp, AdminRequest, AdminResponse, Handler } from './admin/http';
import { ofHouse } from './admin/of-house';
import { refuse, sameOrigin } from './admin/rights';
import { type House, houseOf } from './house';
import { check, say } from './route/check';
import { rules } from './route/rules';
import { type Dialog, listOf, test } from './tryout';
import type { NodeRed } from './types/node-red';
import { reach } from './webhooks/reach';

type Asked = AdminRequest & { readonly params?: Readonly<Record<string, string>> };
const served = new WeakSet<AdminApp>();

export function routes(RED: NodeRed): void {
  const app: AdminApp | undefined = RED.httpAdmin;
  // With httpAdminRoot: false there is no editor, and nobody to answer.
  if (!app?.post || served.has(app)) return;
  served.add(app);
  const house = houseOf(RED);
  adminRoutes(ofHouse(RED, house));
  const write: Handler[] = [sameOrigin, RED.auth.needsPermission('order-lifecycle.write')];
  app.post(
    '/order-lifecycle/test/:type',
    ...write,
    answering((asked) => test(house, asked.params?.type ?? '', dialogOf(asked.body))),
  );
  app.post(
    '/order-lifecycle/lists/:type/:list',
    ...write,
    answering((asked) => listOf(house, asked.params?.type ?? '', asked.params?.list ?? '', dialogOf(asked.body))),
  );
  app.post(
    '/order-lifecycle/reach/:type',
    ...write,
    answering((asked) => reach(house, asked.params?.type ?? '', dialogOf(asked.body))),
  );
  app.post(
    '/order-lifecycle/route/check',
    ...write,
    answering(async ({ body }) =>
      check(rules.parse(field(body, 'rules')), field(body, 'mode') === 'all' ? 'all' : 'first').map(say),
    ),
  );
  app.post(
    '/order-lifecycle/simulator/place',
    ...write,
    answering(async (asked) => place(house, text(asked.body, 'id'))),
  );
}

/** A buyer orders in the world of a simulator node. */
function place(house: House, id: string): { readonly order: string } {
  const world = house.worlds.get(id);
  if (!world || !house.running) throw new Error('Deploy the simulator first; then its button places an order.');
  return { order: house.running.worlds.named(world.name).mirakl(world.name).place() };
}

function answering(work: (asked: Asked) => Promise<unknown>): Handler {
  return async (request: AdminRequest, response: AdminResponse) => {
    response.set('cache-control', 'no-store').set('x-content-type-options', 'nosniff');
    try {
      response.json(await work(request));
    } catch (error) {
      refuse(response, 400, { error: 'failed', text: error instanceof Error ? error.message : String(error) });
    }
  };
}
function dialogOf(body: unknown): Dialog {
  const record = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { id, settings, credentials } = record(body);
  const secrets = Object.entries(record(credentials)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { id: typeof id === 'string' ? id : '', settings: record(settings), credentials: Object.fromEntries(secrets) };
}
const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
const text = (body: unknown, name: string): string => {
  const value = field(body, name);
  return typeof value === 'string' ? value : '';
};
