/** The desk on a small server of its own: the real routes and the real bundle before a fake engine. */
import { once } from 'node:events';
import fs from 'node:fs';
import type http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { DeployedAccount, VariantView } from '../../lib/desk/wire';
import { mirakl } from '../../lib/platforms/mirakl';
import { adminRoutes } from '../../lib/runtime/admin';
import type { AdminApp, AdminRequest, Handler } from '../../lib/runtime/admin/http';
import type { DeskSettings } from '../../lib/runtime/admin/rights';
import { type FakeEngine, fakeEngine, MIRAKL, NOW, SHOP } from './fake-engine';

export const accounts: readonly DeployedAccount[] = [
  {
    id: MIRAKL,
    name: 'Maison Verte',
    node: 'account-1',
    platform: 'mirakl',
    side: 'marketplace',
    simulated: false,
  },
  { id: SHOP, name: 'North Cups', node: 'store-1', platform: 'shopify', side: 'shop', simulated: false },
];
interface ExpressApp extends AdminApp {
  use(handler: unknown): unknown;
  listen(port: number, host: string): http.Server;
}
type Express = (() => ExpressApp) & { json(): Handler };

export interface Harness {
  readonly url: string;
  readonly engine: FakeEngine;
  /** What Node-RED's sign-in would have found: a user and their scopes. Undefined: nobody signed in. */
  visitor: { readonly username: string; readonly scopes: readonly string[] } | undefined;
  settings: DeskSettings;
  deployed: readonly DeployedAccount[];
  running: boolean;
  /** What the store's catalogue holds, and what was looked for in which store. */
  catalogue: readonly VariantView[];
  readonly searched: string[];
  now: number;
  close(): Promise<void>;
}

/** `bundle`: the built desk, where the browser is to show it. */
export async function harness({ bundle }: { readonly bundle?: string } = {}): Promise<Harness> {
  const express = require('express') as Express;
  const app = express();
  const engine = fakeEngine();
  const settings: { -readonly [K in keyof DeskSettings]: DeskSettings[K] } = {};
  const examples = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-examples-'));
  fs.writeFileSync(path.join(examples, '01 - First.json'), JSON.stringify([{ id: 'first-tab', type: 'tab', label: 'First' }]));
  fs.writeFileSync(path.join(examples, '02 - Second.json'), '[]');
  const made: Harness = {
    url: '',
    engine,
    visitor: undefined,
    deployed: accounts,
    running: true,
    catalogue: [],
    searched: [],
    now: NOW,
    get settings() {
      return settings;
    },
    set settings(next) {
      for (const name of Object.keys(settings)) delete settings[name as keyof DeskSettings];
      Object.assign(settings, next);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      fs.rmSync(examples, { recursive: true, force: true });
    },
  };
  /** As Node-RED does it: everything passes without adminAuth, else 401 for a missing login and a missing right alike. */
  const needsPermission =
    (permission: string): Handler =>
    (request, response, next) => {
      if (!settings.adminAuth) return next();
      const scopes = made.visitor?.scopes ?? [];
      const [, action] = permission.split('.');
      if (!scopes.some((scope) => scope === '*' || scope === permission || scope === action)) return response.status(401).end();
      (request as { user?: AdminRequest['user'] }).user = { username: made.visitor?.username ?? '' };
      return next();
    };
  app.use(express.json());
  adminRoutes({
    httpAdmin: app,
    auth: { needsPermission },
    engine: () => (made.running ? engine : undefined),
    accounts: () => made.deployed,
    ledger: () => (made.running ? engine.ledger : undefined),
    findVariants: async (store, text) => {
      made.searched.push(`${store} ${text}`);
      if (text === 'refused') throw new Error('Shopify refused: Access denied for productVariants field.');
      const words = text.toLowerCase();
      return made.catalogue.filter((one) => Object.values(one).some((value) => value.toLowerCase().includes(words)));
    },
    settings,
    abilities: (account) => (account.startsWith('mirakl') ? { ...mirakl.abilities, parcels: 'each' } : undefined),
    now: () => made.now,
    examples,
    ...(bundle === undefined ? {} : { bundle }),
  });
  app.get('/', (_request, response) => response.set('content-type', 'text/html').send(page));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(made, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** The colours of the editor's themes; `?dark` takes those of Node-RED 5. */
const page = `<!doctype html><meta charset="utf-8"><title>desk</title>
<style>
  html { --red-ui-primary-text-color: #555; --red-ui-secondary-background: #fff; --red-ui-secondary-border-color: #ddd; --red-ui-form-input-background: #fff;
    --red-ui-primary-font: Helvetica Neue, Arial, Helvetica, sans-serif; --red-ui-monospace-font: Menlo, Consolas, DejaVu Sans Mono, monospace }
  html.dark { --red-ui-primary-text-color: #ddd; --red-ui-secondary-background: #1c1c1c; --red-ui-secondary-border-color: #3c3c3c; --red-ui-form-input-background: #141414 }
  body { margin: 0; height: 100vh }
</style>
<script>if (location.search === '?dark') document.documentElement.className = 'dark'</script>
<order-lifecycle-desk></order-lifecycle-desk>
<script src="order-lifecycle/desk.js"></script>`;
