/** Wires that damage what the vendors answer: an order on Mirakl's pages, an answer about the account, answers of the shop. */
import { type Random, type Wire, WireError } from '../../lib/transport/port';
import { seededRandom } from '../../lib/transport/random';
import { again, type Damage, damage, type Spot, textOf } from './mutations';

export type Tell = (damage: Damage) => void;
type Answer = Record<string, unknown>;

/** Every OR11 answer that holds the order holds it with the same damage, from the moment `begun` says so. */
export function onOrder(wire: Wire, of: { id: string; seed: number; given?: Spot; begun: () => boolean; tell: Tell }): Wire {
  let chosen: Damage | null = null;
  return async (request) => {
    const answer = await wire(request);
    if (!request.url.includes('/api/orders?') || answer.status !== 200 || !of.begun()) return answer;
    const body = JSON.parse(answer.text) as { orders: Answer[] };
    const order = body.orders.find((one) => one.order_id === of.id);
    if (!order) return answer;
    chosen ??= of.given ? named(of.given) : anyOf(order, seededRandom(of.seed * 31 + 7));
    if (chosen && again(order, chosen)) of.tell(chosen);
    return { ...answer, text: textOf(body) };
  };
}
const named = (spot: Spot): Damage => ({ ...spot, field: /([A-Za-z_]+)(\[\d+\])*$/.exec(spot.path)?.[1] ?? spot.path });
function anyOf(payload: Answer, random: Random): Damage | null {
  for (let tries = 0; tries < 20; tries += 1) {
    const done = damage(structuredClone(payload), random);
    if (done) return done;
  }
  return null;
}

/** What the marketplace says of the shop or of a seller's reference: the first two answers are damaged. */
export const MARKETPLACE_CALLS = ['GET /api/account', 'GET /api/platform/configuration', 'PUT /api/orders'] as const;
export function onCall(wire: Wire, of: { call: string; random: Random; tell: Tell }): Wire {
  const [method = '', path = ''] = of.call.split(' ');
  let left = 2;
  return async (request) => {
    const answer = await wire(request);
    if (left === 0 || request.method !== method || !new URL(request.url).pathname.endsWith(path) || answer.text === '')
      return answer;
    left -= 1;
    const body = JSON.parse(answer.text) as Answer;
    const chosen = anyOf(body, of.random);
    if (chosen && again(body, chosen)) of.tell({ ...chosen, path: `${of.call}: ${chosen.path}` });
    return { ...answer, text: textOf(body) };
  };
}

export const SHOP_CALLS = [
  'orderCreate',
  'productVariants',
  'orderByIdentifier',
  'orders',
  'order',
  'metafieldDefinitionCreate',
] as const;
/** The first answer of a write is damaged, of a read the first three; before a proof the creation's answer is lost. */
export function onShop(wire: Wire, of: { call: string; random: Random; given?: Spot | string; tell: Tell }): Wire {
  let left = of.call === 'orderCreate' ? 1 : 3;
  let toLose = of.call === 'orderByIdentifier' || of.call === 'orders' ? 1 : 0;
  return async (request) => {
    const answer = await wire(request);
    const asked = fieldOf(request.body);
    if (toLose > 0 && asked === 'orderCreate') {
      toLose -= 1;
      throw new WireError('the answer was lost', true);
    }
    if (left === 0 || asked !== of.call) return answer;
    left -= 1;
    if (typeof of.given === 'string' || (of.given === undefined && of.random.next() < 0.35)) {
      const names = Object.keys(WHOLE);
      const name = of.given ?? (names[Math.floor(of.random.next() * names.length)] as string);
      of.tell({ kind: 'wrong type', path: `${of.call}: ${name}`, field: of.call });
      return { ...answer, text: WHOLE[name]?.(answer.text, of.call) ?? '' };
    }
    const body = JSON.parse(answer.text) as Answer;
    const chosen = of.given ? named(of.given) : anyOf(body, of.random);
    if (chosen && again(body, chosen)) of.tell({ ...chosen, path: `${of.call}: ${chosen.path}` });
    return { ...answer, text: textOf(body) };
  };
}
/** The first field of a GraphQL document. */
const fieldOf = (body: string | undefined): string | undefined =>
  body === undefined ? undefined : /\{\s*(\w+)/.exec(String((JSON.parse(body) as Answer).query))?.[1];

const boom = (call: string) => ({ message: 'Internal error', path: [call], extensions: { code: 'INTERNAL_SERVER_ERROR' } });
/** Answers that are wrong as a whole. */
export const WHOLE: Readonly<Record<string, (text: string, call: string) => string>> = {
  'null beside an error': (_, call) => JSON.stringify({ data: { [call]: null }, errors: [boom(call)] }),
  'nothing made, no error': (_, call) => JSON.stringify({ data: { [call]: { order: null, userErrors: [] } } }),
  'null order beside an error': (_, call) =>
    JSON.stringify({ data: { [call]: { order: null, userErrors: [] } }, errors: [boom(call)] }),
  'no data': () => '{"data":null}',
  'only an error': () => '{"errors":[{"message":"boom"}]}',
  'an error as text': () => '{"errors":"boom"}',
  'errors of no kind': () => '{"errors":{"base":[17]},"data":17}',
  nothing: () => '',
  'a list': () => '[]',
  'a word': () => '"text"',
  'an empty object': () => '{}',
  'a page of HTML': () => '<html><body>Something went wrong</body></html>',
  'half of it': (text) => text.slice(0, Math.floor(text.length / 2)),
  huge: (text) => text.replace('{', `{"filling":"${'x'.repeat(3_000_000)}",`),
  deep: (text) => text.replace('{', `{"filling":${'['.repeat(50_000)}${']'.repeat(50_000)},`),
  'another currency': (text) => text.replaceAll('"EUR"', '"USD"'),
  'a list for the object': (text) => {
    const body = JSON.parse(text) as { data: Record<string, Record<string, unknown>> };
    for (const payload of Object.values(body.data)) if (payload?.order) payload.order = [payload.order];
    return JSON.stringify(body);
  },
};
