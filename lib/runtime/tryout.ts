/** Test buttons and live lists of settings nodes: with the values in the dialog, saved or not, outside any effect. */
import { askBy } from '../engine/ask';
import { memoryLedger } from '../ledger';
import { LifecycleError, misconfigured } from '../model/errors';
import type { Ask, TestRow } from '../platforms/port';
import { DeployedAccounts, type Held } from './accounts';
import type { House } from './house';
import { Worlds } from './worlds';

/** What the dialog of a settings node holds. A secret that it does not know (`__PWRD__`) is the stored one. */
export interface Dialog {
  readonly id: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
}
export interface Choice {
  readonly value: string;
  readonly label: string;
}
type Open = (
  settings: Readonly<Record<string, unknown>>,
  credentials: Readonly<Record<string, string>>,
) => Omit<Held, 'node' | 'name'>;
const STORED = '__PWRD__';
const openers = new Map<string, Open>();

/** Makes a type of settings node known to the Test route. */
export function tryable(type: string, open: Open): void {
  openers.set(type, open);
}

/** Every row of a platform's Test; what throws is a row too. */
export async function test(house: House, type: string, dialog: Dialog): Promise<readonly TestRow[]> {
  const rows: TestRow[] = [];
  try {
    await withAccount(house, type, dialog, async (held, ask, account) => {
      for await (const row of held.platform.test(ask, held.settings, account)) rows.push(row);
    });
  } catch (error) {
    rows.push({
      ok: false,
      what: error instanceof LifecycleError ? String(error.details.field ?? 'settings') : 'connection',
      text: error instanceof Error ? error.message : String(error),
    });
  }
  return rows;
}
/** A platform's list (carriers, reasons, locations). Throws where the platform has no such list, or does not answer. */
export function listOf(house: House, type: string, list: string, dialog: Dialog): Promise<readonly Choice[]> {
  return withAccount(house, type, dialog, (held, ask, account) => {
    const read = held.platform.lists?.[list];
    if (!read) throw misconfigured('list', `${held.platform.name} has no list "${list}".`);
    return read(ask, held.settings, account);
  });
}

/** The account as the dialog has it. Throws Misconfigured. */
export function opened(house: House, type: string, dialog: Dialog): Held {
  const open = openers.get(type);
  if (!open) throw misconfigured('type', `There is nothing to test in a node of type "${type}".`);
  return { ...open(dialog.settings, secretsOf(house, dialog)), node: 'test', name: 'test' };
}
async function withAccount<T>(
  house: House,
  type: string,
  dialog: Dialog,
  work: (held: Held, ask: Ask, account: string) => Promise<T>,
): Promise<T> {
  const held = opened(house, type, dialog);
  const { parts } = house;
  const { running } = house;
  const clock = running?.clock ?? parts.createClock(1);
  const worlds = running?.worlds ?? new Worlds(parts.createSimulator, clock, parts.random);
  const http = parts.createWire();
  const accounts = new DeployedAccounts({
    wireOf: () => (held.world === undefined ? http : worlds.wireOf(held.world)),
    guarded: (_, wire) => wire,
    authOf: () => (typeof held.auth === 'function' ? held.auth(worlds.named(held.world ?? held.node)) : held.auth),
  });
  accounts.open(held);
  const ledger = running?.ledger ?? memoryLedger();
  const transport = parts.createTransport({
    clock,
    random: parts.random,
    ledger,
    connection: (account) => accounts.connection(account),
    log: () => undefined,
  });
  try {
    return await work(held, askBy(transport, clock), `settings:${held.node}`);
  } finally {
    await http.close();
    if (!running) {
      worlds.close();
      clock.stop();
      await ledger.close();
    }
  }
}

function secretsOf(house: House, { id, credentials }: Dialog): Readonly<Record<string, string>> {
  const stored = house.RED.nodes.getCredentials(id) ?? {};
  return Object.fromEntries(
    Object.entries(credentials).flatMap(([name, value]) =>
      value === STORED ? (stored[name] === undefined ? [] : [[name, stored[name]]]) : [[name, value]],
    ),
  );
}
