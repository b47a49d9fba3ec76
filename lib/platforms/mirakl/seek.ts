/** Lists that are paged by a token (ST11, RT11, DR11): oldest first, so that what is added while pages are read comes last. contracts/mirakl §2.4. */
import { z } from 'zod';
import type { Request } from '../../model/call';
import type { AccountId } from '../../model/order';
import type { Ms } from '../../model/record';
import type { Read, Stray } from '../port';
import { Unread } from './amounts';
import { request, type Settings } from './calls';
import { settingsOf } from './learned';
import { PAGE, paces } from './mapping';
import { maybe, text } from './payload';

export interface Listed {
  readonly call: string;
  readonly path: string;
  readonly every: Ms;
  /** The filter by "updated after"; a state may change while pages are read, so none is filtered by (R3). */
  readonly from: string;
  readonly sort: string;
  readonly filters?: Readonly<Record<string, string>>;
}
/** With a token all other parameters are ignored. */
export function seekPage(
  of: Listed,
  account: AccountId,
  settings: Settings,
  from: string | null,
  mark: number | string,
): Request {
  const { call, path, every } = of;
  if (typeof mark === 'string')
    return request({
      account,
      settings,
      call,
      path,
      query: { page_token: mark, limit: String(PAGE) },
      paces: paces.streamPage(call),
    });
  const query = {
    ...of.filters,
    ...(from === null ? {} : { [of.from]: from }),
    sort: `${of.sort},ASC`,
    limit: String(PAGE),
  };
  return request({
    account,
    settings,
    call,
    path,
    query,
    paces: paces.stream(call, every, settingsOf(settings).partnerKey === true),
  });
}

const page = z.looseObject({ data: z.array(z.unknown()), next_page_token: maybe(text) });
/**
 * Entries that cannot be read, or say what the mapping does not know, stop no other: each is a case that names it, and is kept
 * raw. `read` gives null for what tells nothing yet. Throws where the page itself is none.
 */
export function readSeek<T extends z.ZodType>(
  what: string,
  body: unknown,
  schema: T,
  read: (entry: z.output<T>) => Read | null,
): { readonly seen: readonly Read[]; readonly stray: readonly Stray[]; readonly next: string | null } {
  const { data, next_page_token: next } = page.parse(body);
  const seen: Read[] = [];
  const stray: Stray[] = [];
  for (const raw of data) {
    try {
      const parsed = schema.safeParse(raw);
      if (!parsed.success) throw missing(parsed.error);
      const one = read(parsed.data);
      if (one) seen.push(one);
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      const name = (raw as { readonly id?: unknown } | null)?.id;
      stray.push({
        field: `${what}.${error.field}`,
        text: `${what} ${typeof name === 'string' ? name : 'without an id'}: ${error.message}`,
        raw,
      });
    }
  }
  return { seen, stray, next: next ?? null };
}
function missing(error: z.ZodError): Unread {
  const path = (error.issues[0]?.path ?? []).map(String).join('.') || 'entry';
  return new Unread(path, `${path} is missing or of another type than the contract says. Look it up in the marketplace portal`);
}
/** What a table of the mapping says; a value that the platform added is told as such. Throws Unread. */
export function inTable<T>(table: Readonly<Record<string, T>>, field: string, value: string): T {
  if (!Object.hasOwn(table, value))
    throw new Unread(field, `its ${field} "${value}" is new to this version. Look it up in the marketplace portal`);
  return table[value] as T;
}
