import type { z } from 'zod';
import { misconfigured } from '../model/errors';
import type { Held } from './accounts';
import type { House } from './house';
import { type Common, nodeFile } from './register';
import { asLifecycleError } from './running';
import { readCredentials, readSettings } from './settings';
import { tryable } from './tryout';
import type { NodeFile, RuntimeNode } from './types/node-red';

/** Settings and secrets of one settings node, deployed or just being edited. */
export interface Given<S extends z.ZodObject, C extends string> {
  readonly settings: z.output<S>;
  readonly credentials: { readonly [name in C]?: string };
}
export interface AccountNode<S extends z.ZodObject, C extends string> extends Common<S> {
  /** All of type password. */
  readonly credentials: readonly C[];
  /** Synchronous, no I/O. Throws Misconfigured. */
  open(given: Given<S, C>): Omit<Held, 'node' | 'name'>;
}
/** A settings node that is an account on some platform. */
export function accountNode<S extends z.ZodObject, const C extends string>(definition: AccountNode<S, C>): NodeFile {
  const secrets = Object.fromEntries(definition.credentials.map((name) => [name, { type: 'password' as const }]));
  tryable(definition.type, (config, credentials) =>
    definition.open({
      settings: readSettings(definition.settings, config, definition.migrations),
      credentials: readCredentials(definition.credentials, credentials),
    }),
  );
  return nodeFile(
    definition,
    ({ house, node, config, settings }) => {
      if (settings === undefined) return () => undefined;
      try {
        const held = definition.open({ settings, credentials: readCredentials(definition.credentials, node.credentials) });
        house.accounts.open({ ...held, node: node.id, name: config.name || held.base.replace(/^https?:\/\//, '') });
      } catch (error) {
        node.error(asLifecycleError(error));
      }
      return () => undefined;
    },
    { credentials: secrets },
  );
}

export interface SettingsNode<S extends z.ZodObject> extends Common<S> {
  /** Makes the settings known to the house; returns what is to be undone at close. */
  open(settings: z.output<S>, house: House, node: RuntimeNode): () => void;
}
/** A settings node that is no account. */
export function settingsNode<S extends z.ZodObject>(definition: SettingsNode<S>): NodeFile {
  return nodeFile(definition, ({ house, node, settings }) =>
    settings === undefined ? () => undefined : definition.open(settings, house, node),
  );
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;
const HOST = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?$/i;
/**
 * The base address of whatever a person pasted: a portal's address with a path, a host alone. https, but for this machine
 * itself, where a path is kept too: a stand-in may serve several hosts. Throws Misconfigured.
 */
export function baseOf(address: string, what: string): string {
  const [, scheme = '', host = '', path = ''] = /^(?:(https?):\/\/)?([^/?#\s@]+)([^?#\s]*)/i.exec(address.trim()) ?? [];
  // What has another scheme reads as a host with a colon and no port.
  if (!HOST.test(host) || address.includes('@'))
    throw misconfigured(
      'address',
      `${what} has no usable address. Paste the address of its portal, such as https://shop.example.com; without a user name or password in it.`,
    );
  const loopback = LOOPBACK.test(host);
  const plain = scheme.toLowerCase() === 'http' || (scheme === '' && loopback);
  if (plain && !loopback)
    throw misconfigured('address', `The address of ${what} is not https. Only https is used, except on this machine itself.`);
  return `${plain ? 'http' : 'https'}://${host.toLowerCase()}${loopback ? path.replace(/\/+$/, '') : ''}`;
}
