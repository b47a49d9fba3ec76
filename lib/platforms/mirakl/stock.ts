/**
 * What a marketplace is told of stock: STO01, which touches nothing else; where an instance does not have it, OF24 with every field
 * of each offer. contracts/mirakl §8.
 */
import { z } from 'zod';
import type { StockRow } from '../../model/stock';
import { type Conversation, type Proof, Refused } from '../port';
import type { PushStockArgs, StockRefusal, StockTold } from '../stock';
import { of02, of21, of24, sto01, sto02, sto03 } from './calls-stock';
import { COMMITS_WITHIN, IMPORT_AT_MOST, IMPORT_LOOK, LOOKED_FOR } from './mapping';
import { shown, toldAnew } from './offer-anew';
import { offer, offeredOf } from './offers';
import { refusedIn, stockFile } from './stock-file';

const FILE = 'file of stock';
const ANEW = 'offers told anew';
/** This instance does not have the call. */
const MISSING: readonly number[] = [404, 405, 406, 410];

const said = (): Made => ({ id: null });
const imported = z.looseObject({ import_id: z.union([z.string(), z.number()]).transform(String) });
type Made = { readonly id: string | null };
const read = (body: unknown) => {
  const { import_id: id } = imported.parse(body);
  return { answer: { id }, record: id };
};

/** Numbers are absolute, so that one that is told twice says the same. What single offers do not take is set apart. */
export async function pushStock(c: Conversation, args: PushStockArgs): Promise<StockTold> {
  if (args.fact.by === 'offers') return tellAnew(c, args);
  const { account, fact } = args;
  let made: Made;
  try {
    const sent = await c.write<Made>(FILE, sto01(account, c.settings, stockFile(fact.rows)), {
      read,
      said,
      proof: byNumbers(c, args),
      commitsWithin: COMMITS_WITHIN,
    });
    made = sent.answer;
  } catch (error) {
    if (!(error instanceof Refused) || !MISSING.includes(error.status)) return refusedWhole(args, error);
    // Its next push is another one: offers are read before they are told anew.
    return { made: [], told: 0, refused: fact.apart, by: 'offers' };
  }
  // The numbers were found as they were sent: nothing was refused.
  if (made.id === null) return done(args, null, []);
  const { id } = made;
  const status = await ended(c, FILE, id, () => c.read(sto02(account, c.settings, id), (body) => stockStatus.parse(body)));
  if (status.status === 'FAILED') return done(args, id, wholly(fact.rows, 'Mirakl could not read the file (import FAILED)'));
  if (!status.has_error_report) return done(args, id, []);
  return done(args, id, await c.read(sto03(account, c.settings, id), (body) => refusedIn(String(body), fact.rows)));
}
const stockStatus = z.looseObject({ status: z.string(), has_error_report: z.boolean() });

/** What is refused as a whole is refused of each offer, and a person sees it; the next change is told all the same. */
function refusedWhole({ fact }: PushStockArgs, error: unknown): StockTold {
  if (!(error instanceof Refused) || error.code === 'UNAUTHORISED') throw error;
  return { made: [], told: 0, refused: [...fact.apart, ...wholly(fact.rows, `${error.code}: ${error.message}`)] };
}
const skusOf = (rows: readonly StockRow[]): readonly string[] => [...new Set(rows.map(({ sku }) => sku))];
const wholly = (rows: readonly StockRow[], reason: string): readonly StockRefusal[] =>
  skusOf(rows).map((sku) => ({ sku, reason }));
function done({ fact }: PushStockArgs, id: string | null, refused: readonly StockRefusal[]): StockTold {
  const apart = new Set(refused.map(({ sku }) => sku));
  return {
    made: id === null ? [] : [id],
    told: skusOf(fact.rows).filter((sku) => !apart.has(sku)).length,
    refused: [...fact.apart, ...refused],
  };
}

/** An import is taken in later. One that does not end is a question. */
async function ended<S extends { readonly status: string }>(
  c: Conversation,
  write: string,
  id: string,
  look: () => Promise<S>,
): Promise<S> {
  const since = c.since(write);
  if (since < IMPORT_LOOK) c.wait(IMPORT_LOOK - since, 'the import is taken in');
  const status = await look();
  if (status.status === 'COMPLETE' || status.status === 'FAILED') return status;
  const asked = `import ${id}`;
  const said = (kind: string) => c.order.decisions.some((one) => one.kind === kind && one.of === `in doubt/${asked}`);
  // Who looked in the portal is believed: numbers that were not taken are told again with the next change.
  if (said('it happened')) return { ...status, status: 'COMPLETE' };
  if (said('it did not')) return { ...status, status: 'FAILED' };
  if (since > IMPORT_AT_MOST) c.ask('in doubt', asked, { import: id, status: status.status, call: write });
  return c.wait(IMPORT_LOOK, 'the import is taken in');
}

/**
 * No list says which files of stock came. A few numbers are looked for: all as they were sent, and they were taken. Else the file
 * is sent again, which says the same once more.
 */
function byNumbers(c: Conversation, { account, fact: { rows } }: PushStockArgs): Proof {
  return {
    by: 'state',
    async find() {
      const [first] = rows;
      const looked = rows.length <= LOOKED_FOR ? rows : first ? [first] : [];
      for (const row of looked) if (!(await stands(c, account, row))) return 'absent';
      return rows.length <= LOOKED_FOR ? { answer: { id: null } } : 'absent';
    },
  };
}
const found = z.looseObject({ offers: z.array(offer) });
async function stands(c: Conversation, account: string, { sku, quantity, warehouse }: StockRow): Promise<boolean> {
  const offers = await c.read(of21(account, c.settings, sku), (body) => found.parse(body).offers);
  const one = offers.find(({ shop_sku }) => shop_sku === sku);
  if (!one) return false;
  const states = offeredOf(one);
  return (warehouse === undefined ? states.quantity : states.warehouses[warehouse]) === quantity;
}

const listed = z.looseObject({ offers: z.array(z.looseObject({ shop_sku: z.string() })) });
const offersStatus = z.looseObject({ status: z.string(), lines_in_error: z.number().int() });
/** OF24 resets what it is not told: each offer is read, and told with all that it has. */
async function tellAnew(c: Conversation, args: PushStockArgs): Promise<StockTold> {
  const { account, fact } = args;
  const offers: Readonly<Record<string, unknown>>[] = [];
  const apart: StockRefusal[] = [];
  for (const { sku, quantity, warehouse } of fact.rows) {
    if (warehouse !== undefined) {
      apart.push({
        sku,
        reason: 'this marketplace takes no stock by warehouse (it has no STO01): tell all locations as one number',
      });
      continue;
    }
    const entries = await c.read(of21(account, c.settings, sku), (body) => listed.parse(body).offers);
    const stated = shown.safeParse(entries.find(({ shop_sku }) => shop_sku === sku)).data;
    const anew = stated && toldAnew(stated, quantity);
    if (anew) offers.push(anew);
    else
      apart.push({
        sku,
        reason: 'the offer cannot be read whole, and what is not told again is deleted: set its number in the portal',
      });
  }
  if (offers.length === 0) return done(args, null, uniquely(apart));
  const sent = new Set(offers.map((one) => one.shop_sku));
  const rows = fact.rows.filter(({ sku }) => sent.has(sku));
  let id: string | null;
  try {
    const proof = byNumbers(c, { ...args, fact: { ...fact, rows } });
    id = (await c.write<Made>(ANEW, of24(account, c.settings, offers), { read, proof, said, commitsWithin: COMMITS_WITHIN }))
      .answer.id;
  } catch (error) {
    return refusedWhole(args, error);
  }
  if (id === null) return done(args, null, uniquely(apart));
  const known = id;
  const status = await ended(c, ANEW, known, () => c.read(of02(account, c.settings, known), (body) => offersStatus.parse(body)));
  if (status.status === 'COMPLETE' && status.lines_in_error === 0) return done(args, id, uniquely(apart));
  // Which ones were not taken is told by their numbers.
  for (const row of rows)
    if (!(await stands(c, account, row)))
      apart.push({ sku: row.sku, reason: `Mirakl did not take the offer (import ${id}: ${status.status})` });
  return done(args, id, uniquely(apart));
}
const uniquely = (apart: readonly StockRefusal[]): readonly StockRefusal[] => [
  ...new Map(apart.map((one) => [one.sku, one])).values(),
];
