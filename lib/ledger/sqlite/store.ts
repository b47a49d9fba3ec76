/** Everything that can be asked of an open ledger. Its functions are the protocol between the threads. */
import { Book } from './book';
import type { Database } from './driver';
import { hints } from './hints';
import { lists } from './lists';
import { orders } from './orders';
import { surroundings } from './surroundings';

export function openStore(database: Database) {
  const book = new Book(database);
  return { book, ...orders(book), ...surroundings(book), ...hints(book), ...lists(book) };
}
export type Store = ReturnType<typeof openStore>;
export type Op = Exclude<keyof Store, 'book'>;
export type Call<O extends Op = Op> = { [K in O]: readonly [op: K, ...args: Parameters<Store[K]>] }[O];
export type Reply<O extends Op> = ReturnType<Store[O]>;
/** Sends one call, which is one transaction, to the connection. */
export type Ask = <O extends Op>(op: O, ...args: Parameters<Store[O]>) => Promise<Reply<O>>;

export const asking = (send: (call: Call) => Promise<unknown>): Ask =>
  ((...call: Parameters<Ask>) => send(call as unknown as Call)) as Ask;

const READS: ReadonlySet<Op> = new Set<Op>([
  'due',
  'read',
  'cursor',
  'hints',
  'orders',
  'facts',
  'around',
  'kept',
  'find',
  'openCases',
  'caseCount',
  'planned',
  'overview',
  'audit',
]);
export const writes = ([op]: Call): boolean => !READS.has(op);
