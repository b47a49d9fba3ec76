/** What a request is signed with: a fixed header, or a token that is asked for and kept in memory only. */
import type { AccountId } from '../model/order';
import type { Instant, Ms } from '../model/record';
import { type Auth, type Clock, type Connection, WireError } from './port';
import { retryAfter } from './verdicts';

/** Renewed this long before its end, or at half of a shorter life. */
const EARLY: Ms = 5 * 60_000;
const LONGEST_LIFE: Ms = 30 * 86_400_000;

export type Signed =
  | { readonly is: 'signed'; readonly name: string; readonly value: string }
  /** The platform will not give a token for these credentials. */
  | { readonly is: 'refused'; readonly why: string; readonly status: number }
  /** No token now; nothing was sent. */
  | { readonly is: 'later'; readonly why: string; readonly retryAfter?: Ms };

type ClientCredentials = Extract<Auth, { by: 'client credentials' }>;
interface Token {
  readonly value: string;
  readonly renewAt: Instant;
}
interface Kept {
  readonly auth: ClientCredentials;
  token?: Token;
  asking?: Promise<Signed>;
}

export class Credentials {
  private readonly kept = new Map<AccountId, Kept>();

  constructor(private readonly clock: Clock) {}

  /** The header to send. `refused`: a value that was answered with 401, which is not used again where another can be had. */
  async sign(connection: Connection, refused?: string): Promise<Signed> {
    const { auth } = connection;
    if (auth.by === 'header') {
      return auth.value === refused
        ? {
            is: 'refused',
            status: 401,
            why: 'the platform refuses this key; it has been withdrawn, has ended, or belongs to another environment',
          }
        : { is: 'signed', name: auth.name.toLowerCase(), value: auth.value };
    }
    const kept = this.keptFor(connection.account, auth);
    if (kept.token && (kept.token.value === refused || kept.token.renewAt <= this.clock.now())) delete kept.token;
    if (kept.token) return { is: 'signed', name: auth.header.toLowerCase(), value: kept.token.value };
    // One asks, the others wait for the same answer.
    kept.asking ??= this.ask(connection, auth, kept).finally(() => delete kept.asking);
    return kept.asking;
  }

  private keptFor(account: AccountId, auth: ClientCredentials): Kept {
    const known = this.kept.get(account);
    const same =
      known &&
      known.auth.tokenUrl === auth.tokenUrl &&
      known.auth.clientId === auth.clientId &&
      known.auth.clientSecret === auth.clientSecret;
    if (same) return known;
    const kept: Kept = { auth };
    this.kept.set(account, kept);
    return kept;
  }

  /** RFC 6749 §4.4, as Shopify and Mirakl Connect take it. */
  private async ask(connection: Connection, auth: ClientCredentials, kept: Kept): Promise<Signed> {
    const asked = this.clock.now();
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: auth.clientId,
      client_secret: auth.clientSecret,
    }).toString();
    try {
      const raw = await connection.wire({
        method: 'POST',
        url: auth.tokenUrl,
        body,
        timeout: connection.timeout,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      });
      if (raw.status === 429 || raw.status >= 500) {
        const stated = retryAfter(raw, this.clock.now());
        return {
          is: 'later',
          why: `asking for a token was answered with HTTP ${raw.status}`,
          ...(stated === undefined ? {} : { retryAfter: stated }),
        };
      }
      const token = raw.status < 300 ? tokenFrom(raw.text) : null;
      if (token === null)
        return {
          is: 'refused',
          status: raw.status,
          why: `asking for a token was answered with HTTP ${raw.status}${raw.status < 300 ? ' and no token' : ''}; check client id, client secret and shop`,
        };
      kept.token = { value: token.value, renewAt: asked + Math.max(token.life - EARLY, token.life / 2) };
      return { is: 'signed', name: auth.header.toLowerCase(), value: token.value };
    } catch (error) {
      if (error instanceof WireError) return { is: 'later', why: `asking for a token failed: ${error.message}` };
      throw error;
    }
  }
}

/** `{access_token, expires_in}`; without a life the token is used until it is refused. */
function tokenFrom(text: string): { value: string; life: Ms } | null {
  try {
    const body = JSON.parse(text) as { access_token?: unknown; expires_in?: unknown } | null;
    if (typeof body?.access_token !== 'string' || body.access_token === '') return null;
    const seconds = Number(body.expires_in);
    return { value: body.access_token, life: seconds > 0 ? Math.min(seconds * 1000, LONGEST_LIFE) : LONGEST_LIFE };
  } catch {
    return null;
  }
}
