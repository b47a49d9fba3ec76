/** The field cases as they are handed out, and a world in virtual time to play them in. */
import fs from 'node:fs';
import path from 'node:path';
import { memoryLedger } from '../../lib/ledger';
import { ordersIn } from '../../lib/main-job/inputs';
import type { Wire } from '../../lib/transport/port';
import { checkout } from '../checkout';
import { type LifeOptions, live, type World } from '../proof/life';

const FOLDER = process.env.ORDER_LIFECYCLE_CASES ?? path.join(checkout, '../shared/cases');
export const present = fs.existsSync(path.join(FOLDER, 'cases.jsonl'));
if (!present) process.stdout.write(`absent: ${FOLDER}; the field cases are skipped\n`);
/** A test named by the case's id; skipped where the cases are not there. */
export const caseIt = (id: string, what: string, play: () => Promise<void>): void => {
  (present ? it : it.skip)(`${id}: ${what}`, play);
};
export const textOf = (id: string): string => fs.readFileSync(path.join(FOLDER, 'inputs', `${id}.json`), 'utf8');
export const ordersOf = (id: string): readonly { readonly id: string; readonly text: string }[] => ordersIn(textOf(id)).orders;

export interface Played extends World {
  /** Bodies of the calls that went out, by GraphQL operation or Mirakl path. */
  readonly sent: readonly { readonly url: string; readonly body: string }[];
  readonly log: string;
}
/** Adopts the case's orders and lets the engine work for some hours. */
export async function play(orders: readonly { readonly text: string }[], change: Partial<LifeOptions> = {}): Promise<Played> {
  const sent: { url: string; body: string }[] = [];
  const lines: string[] = [];
  const world = await live({
    seed: 5,
    orders: 0,
    kills: 0,
    hours: 4,
    // The cases are of September 2026.
    start: Date.parse('2026-10-01T08:00:00Z'),
    ledger: async () => memoryLedger(),
    trace: (line) => lines.push(line),
    ...change,
    prepare: (marketplace, shop) => {
      for (const { text } of orders) marketplace.adopt(text);
      change.prepare?.(marketplace, shop);
    },
    between: (wire) => {
      const inner = change.between?.(wire) ?? wire;
      const noted: Wire = (request) => {
        if (request.body !== undefined) sent.push({ url: request.url, body: request.body });
        return inner(request);
      };
      return noted;
    },
  });
  return { ...world, sent, log: lines.join('\n') };
}
export const creations = (played: Played): readonly Record<string, never>[] =>
  played.sent
    .filter(({ body }) => body.includes('orderCreate('))
    .map(({ body }) => (JSON.parse(body) as { variables: Record<string, never> }).variables);
export const casesOf = async (played: Played) =>
  (await played.ledger.openCases(100)).map(({ key, kind, detail }) => ({
    order: key.slice(key.lastIndexOf(':') + 1),
    kind,
    detail,
  }));
