/**
 * An adapter for axios over undici: axios' own costs four times the CPU of a call (design MEASURED §3). It does one
 * exchange, follows nothing, decodes nothing, and knows whether a byte of the request may have left.
 */
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { WireError, type WireRequest } from './port';

/** What a platform may answer at most: a hundred orders are a third of a megabyte. */
const LARGEST_ANSWER = 20 * 1024 * 1024;
/** Per address: more than the engine has in flight, fewer than a vendor would mind. */
const CONNECTIONS = 64;

/** What our wire adds to axios' own configuration. */
export interface WireConfig extends InternalAxiosRequestConfig<string | undefined> {
  readonly mayLeave?: WireRequest['mayLeave'];
}

/** Keeps connections alive; through the proxy of the environment where one is set, except for `NO_PROXY`. */
export function pool(environment: NodeJS.ProcessEnv = process.env): Dispatcher {
  // The deadline of an exchange is the adapter's own, so undici need not watch its parts too.
  const options = { connections: CONNECTIONS, headersTimeout: 0, bodyTimeout: 0 };
  const proxied = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'].some((name) => environment[name]);
  return proxied ? new EnvHttpProxyAgent(options) : new Agent(options);
}

/** One exchange. Rejects with WireError only; `sent` is true from the tick in which the request is written. */
export function exchange(dispatcher: Dispatcher, config: WireConfig): Promise<AxiosResponse<string>> {
  return new Promise((resolve, reject) => {
    const url = new URL(config.url ?? '');
    const body = config.data;
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(config.headers)) {
      // axios gives every POST and PUT a content type; without content there is none.
      if (body !== undefined || name.toLowerCase() !== 'content-type') headers[name] = String(value);
    }
    // Without this header any coding would be welcome (RFC 9110 §12.5.3).
    headers['accept-encoding'] = 'identity';
    new Exchange(dispatcher, config, resolve, reject).begin(url, headers, body);
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  private sent = false;
  private over = false;
  private status = 0;
  private headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private deadline: NodeJS.Timeout | undefined;
  private controller: Dispatcher.DispatchController | undefined;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly config: WireConfig,
    private readonly resolve: (response: AxiosResponse<string>) => void,
    private readonly reject: (error: WireError) => void,
  ) {}

  begin(url: URL, headers: Record<string, string>, body: string | undefined): void {
    const { timeout = 0, method = 'GET' } = this.config;
    if (timeout > 0) this.deadline = setTimeout(() => this.fail(`no answer within ${timeout} ms`), timeout);
    try {
      this.dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: method.toUpperCase() as Dispatcher.HttpMethod,
          headers,
          body: body ?? null,
        },
        this,
      );
    } catch (error) {
      this.fail(reasonOf(error));
    }
  }

  /** The connection stands and the request is about to be written; what is thrown here keeps it from being written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (!this.over && this.config.mayLeave?.() === false) this.fail('the deadline passed before a connection was free');
    if (this.over) throw new Error('not to be written');
    this.controller = controller;
    this.sent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.status = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
    const coding = this.headers['content-encoding'];
    if (coding !== undefined && coding !== 'identity')
      this.fail(`HTTP ${status}, answered in the coding ${coding}, which was not asked for`);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > LARGEST_ANSWER)
      this.fail(`HTTP ${this.status}, the answer is larger than ${LARGEST_ANSWER / 1024 / 1024} MB`);
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.over) return;
    this.end();
    const [first, ...rest] = this.chunks;
    const data =
      first === undefined ? '' : rest.length === 0 ? first.toString('utf8') : Buffer.concat(this.chunks).toString('utf8');
    this.resolve({ data, status: this.status, statusText: '', headers: this.headers, config: this.config });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.fail(reasonOf(error));
  }

  private fail(reason: string): void {
    if (this.over) return;
    this.end();
    const error = new WireError(reason, this.sent);
    this.reject(error);
    this.controller?.abort(error);
  }

  private end(): void {
    this.over = true;
    clearTimeout(this.deadline);
  }
}

/** Code and message of the innermost cause: `ECONNREFUSED`, `UND_ERR_SOCKET other side closed`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A host with several addresses fails with one error for each.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error.cause;
  if (first instanceof Error && first !== error) return reasonOf(first);
  const code = (error as NodeJS.ErrnoException).code;
  return code !== undefined && !error.message.includes(code) ? `${code} ${error.message}` : error.message;
}
