/** Reads vendors' answers from files, as the vendor wrote them: which Mirakl orders are in them, and why a file is none. */
import fs from 'node:fs';
import path from 'node:path';
import { type Exact, isObject, readExact, textOf, writeExact } from '../simulator/exact';

/** One order as text, every digit as it stood in the file. */
export interface GivenOrder {
  readonly id: string;
  readonly file: string;
  readonly text: string;
}
export interface Refused {
  readonly file: string;
  readonly why: string;
}
export interface Inputs {
  /** In the order of the files; of an order that is answered more than once, every answer. */
  readonly orders: readonly GivenOrder[];
  readonly refused: readonly Refused[];
}

/** Reads files, and the .json files of folders by name. Throws where a path cannot be read at all. */
export function readInputs(paths: readonly string[]): Inputs {
  const orders: GivenOrder[] = [];
  const refused: Refused[] = [];
  for (const file of paths.flatMap(filesAt)) {
    const name = path.basename(file);
    try {
      orders.push(...ordersIn(fs.readFileSync(file, 'utf8')).map((order) => ({ ...order, file: name })));
    } catch (error) {
      refused.push({ file: name, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { orders, refused };
}

function filesAt(given: string): string[] {
  const place = path.resolve(given);
  if (!fs.existsSync(place)) throw new Error(`--input ${given}: there is no such file or folder.`);
  if (!fs.statSync(place).isDirectory()) return [place];
  return fs
    .readdirSync(place)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => path.join(place, name));
}

/**
 * The orders of one file: a bare OR11 answer, one in a wrapper (`payload`), or those among the answers of `steps`.
 * Throws an Error that says what the file is instead.
 */
export function ordersIn(text: string): readonly Pick<GivenOrder, 'id' | 'text'>[] {
  let read: Exact;
  try {
    read = readExact(text);
  } catch (error) {
    throw new Error(`is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const body = isObject(read) && 'payload' in read ? read.payload : read;
  const bodies = isObject(body) && Array.isArray(body.steps) ? body.steps.map((step) => (isObject(step) ? step.body : step)) : [body];
  const answers = bodies.filter(isAnswer);
  if (answers.length === 0) throw new Error(bodies.length === 1 && bodies[0] === body ? `is no OR11 answer: ${insteadOf(body)}` : 'holds steps, and none of them is an OR11 answer');
  return answers.flatMap(({ orders }) => orders.map((order) => ({ id: textOf(order.order_id) ?? '', text: writeExact(order) })));
}

interface Answer {
  readonly orders: readonly { readonly [key: string]: Exact }[];
}
/** OR11: an object with `orders`, each with its `order_id` and `order_lines`. */
function isAnswer(body: Exact | undefined): body is Exact & Answer {
  return isObject(body) && Array.isArray(body.orders) && body.orders.length > 0 && body.orders.every((order) => isObject(order) && textOf(order.order_id) !== null && Array.isArray(order.order_lines));
}
function insteadOf(body: Exact | undefined): string {
  if (!isObject(body)) return 'it is no object';
  if (!('orders' in body)) return `it has no "orders" but ${Object.keys(body).slice(0, 4).map((key) => `"${key}"`).join(', ') || 'nothing'}`;
  if (!Array.isArray(body.orders) || body.orders.length === 0) return 'its "orders" holds none';
  return 'an entry of "orders" has no "order_id" or no "order_lines"';
}
