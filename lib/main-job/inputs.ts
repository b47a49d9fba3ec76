/** Reads vendors' answers from files, as the vendor wrote them: which Mirakl orders are in them, and why a file is none. */
import fs from 'node:fs';
import path from 'node:path';
import { type Exact, type ExactObject, isObject, readExact, textOf, writeExact } from '../simulator/exact';

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
  const read = paths.flatMap(filesAt).map((file) => ({ file: path.basename(file), ...ordersAt(file) }));
  return {
    orders: read.flatMap(({ file, orders }) => orders.map((order) => ({ ...order, file }))),
    refused: read.flatMap(({ file, refused }) => refused.map((why) => ({ file, why }))),
  };
}

function ordersAt(file: string): Found {
  try {
    return ordersIn(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    return { orders: [], refused: [`cannot be read: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

function filesAt(given: string): string[] {
  const place = path.resolve(given);
  if (!fs.existsSync(place)) throw new Error(`--input ${given}: there is no such file or folder.`);
  if (!fs.statSync(place).isDirectory()) return [place];
  const files = fs.readdirSync(place).filter((name) => name.endsWith('.json'));
  if (files.length === 0) throw new Error(`--input ${given}: the folder holds no .json file.`);
  return files.sort().map((name) => path.join(place, name));
}

export interface Found {
  readonly orders: readonly { readonly id: string; readonly text: string }[];
  /** What cannot be taken, and why. */
  readonly refused: readonly string[];
}

/** The orders of one file: a bare OR11 answer, one in a wrapper (`payload`), or those among the answers of `steps`. */
export function ordersIn(text: string): Found {
  let read: Exact;
  try {
    // Some tools save with a byte order mark, which JSON does not know.
    read = readExact(text.replace(/^\uFEFF/, ''));
  } catch {
    return { orders: [], refused: [`is no JSON${placeOfError(text)}`] };
  }
  const body = isObject(read) && 'payload' in read ? read.payload : read;
  if (!isObject(body) || !Array.isArray(body.steps)) return inAnswer(body);
  const answers = body.steps.flatMap((step) => (isObject(step) && isAnswer(step.body) ? [inAnswer(step.body)] : []));
  if (answers.length === 0) return { orders: [], refused: ['holds steps, and none of them is an OR11 answer of Mirakl'] };
  return { orders: answers.flatMap(({ orders }) => orders), refused: answers.flatMap(({ refused }) => refused) };
}

/** Where the text stops being JSON, as far as JavaScript says; never the text itself, which may name a buyer. */
function placeOfError(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    if (said.includes('end of JSON')) return ': it ends too early';
    const [place] = /line \d+ column \d+|position \d+$/.exec(said) ?? [];
    return place === undefined ? '' : `: it breaks off at ${place}`;
  }
}

type Answer = ExactObject & { readonly orders: Exact[] };
const isAnswer = (body: Exact | undefined): body is Answer => isObject(body) && Array.isArray(body.orders);

function inAnswer(body: Exact | undefined): Found {
  if (!isAnswer(body)) return { orders: [], refused: [`is no OR11 answer of Mirakl: ${insteadOf(body)}`] };
  if (body.orders.length === 0) return { orders: [], refused: ['is an OR11 answer without an order'] };
  const orders: { id: string; text: string }[] = [];
  const refused: string[] = [];
  for (const [at, order] of body.orders.entries()) {
    const id = isObject(order) ? textOf(order.order_id) : null;
    if (id === null || id === '') refused.push(`has an entry without an "order_id": orders[${at}]`);
    else orders.push({ id, text: writeExact(order) });
  }
  return { orders, refused };
}
function insteadOf(body: Exact | undefined): string {
  if (!isObject(body)) return 'it is no object';
  const names = Object.keys(body).slice(0, 4);
  return `it has no "orders"${names.length > 0 ? `, but ${names.map((name) => `"${name}"`).join(', ')}` : ''}`;
}
