/** HTTP for real: the only place that knows axios. Loaded at the first call, because loading it takes a tenth of a second. */
import type { AxiosInstance } from 'axios';
import { misconfigured } from '../model/errors';
import type { WireConfig } from './adapter';
import { type Wire, WireError } from './port';

type Opened = { readonly instance: AxiosInstance; close(): Promise<void> };

/**
 * A wire over axios with one pool of connections. It follows no redirect, judges no status, reads every answer as text.
 * Throws WireError, and Misconfigured before any byte where the address is neither https nor on this machine.
 * `close()` drops every connection, what is on its way included; after it nothing is sent.
 */
export function axiosWire(): Wire & { close(): Promise<void> } {
  let opened: Promise<Opened> | undefined;
  let closed = false;

  const wire: Wire = async (request) => {
    refuseUnsafe(request.url);
    if (closed) throw new WireError('the wire is closed', false);
    opened ??= open();
    const { instance } = await opened;
    const { method, url, headers, body, timeout, mayLeave } = request;
    const config: Partial<WireConfig> = {
      method,
      url,
      timeout,
      ...(body === undefined ? {} : { data: body }),
      ...(mayLeave ? { mayLeave } : {}),
    };
    const answer = await instance.request<string>({ ...config, headers: { ...headers } });
    return { status: answer.status, headers: answer.headers as Record<string, string>, text: answer.data };
  };
  return Object.assign(wire, {
    async close(): Promise<void> {
      closed = true;
      await (await opened)?.close();
    },
  });
}

async function open(): Promise<Opened> {
  const [{ default: axios }, { exchange, pool }] = await Promise.all([import('axios'), import('./adapter')]);
  const dispatcher = pool();
  const instance = axios.create({
    adapter: (config) => exchange(dispatcher, config),
    validateStatus: () => true,
    maxRedirects: 0,
    responseType: 'text',
    transformRequest: [],
    transformResponse: [],
    // The pool knows the proxy.
    proxy: false,
  });
  return { instance, close: () => dispatcher.destroy() };
}

/** Keys and customers' addresses never travel in the clear, except to this very machine. */
function refuseUnsafe(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.username || url?.password)
    throw misconfigured(
      'address',
      'An address holds a user name or password. Put credentials in the fields for them and the bare address here.',
    );
  if (url?.protocol === 'https:') return;
  if (url?.protocol === 'http:' && isLoopback(url.hostname)) return;
  throw misconfigured(
    'address',
    `${url ? `The address ${url.protocol}//${url.host} is not https` : 'An address could not be read'}. Only https is used, except on this machine itself (localhost, 127.0.0.1, ::1). Correct the address in the account's settings.`,
  );
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
