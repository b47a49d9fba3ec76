/** What stands for what: SKUs, carriers, reasons, taxes, countries. Kept in the ledger by name, for every account of it (Conversation.map). */
import { MAP_NAMES, type MapCommand, type MapEntry, type MapName, type MapSettled, type Maps } from '../../desk/wire';
import type { Engine } from '../../engine/port';
import type { CaseRow, Ledger } from '../../ledger/port';
import { ownKey } from '../../model/order';
import type { Instant } from '../../model/record';
import { BadCommand } from './commands';
import { partsOf } from './decision-value';

type Kept = Pick<Ledger, 'kept' | 'keep' | 'openCases'>;
/** More open cases than this wait for the next change, or for a person's "Try again". */
const MOST_CASES = 10_000;

export async function readMaps(ledger: Pick<Ledger, 'kept'>): Promise<Maps> {
  const lists = await Promise.all(MAP_NAMES.map(async (name) => [name, entries(await known(ledger, name))] as const));
  return Object.fromEntries(lists) as unknown as Maps;
}

/** Changes of maps, one after another: each compares what stood there with what the person saw. */
export class MapChanges {
  #turn: Promise<unknown> = Promise.resolve();

  /** Whatever waited for the entry is looked at again; who changed it stands among the account's decisions. */
  change(engine: Engine, ledger: Kept, command: MapCommand, by: string, now: Instant): Promise<MapSettled> {
    const change = () => changeOne(engine, ledger, command, by, now);
    const done = this.#turn.then(change, change);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

async function changeOne(
  engine: Engine,
  ledger: Kept,
  { account, name, from, to, was }: MapCommand,
  by: string,
  now: Instant,
): Promise<MapSettled> {
  const value = to === null ? undefined : READ[name](to);
  const before = await known(ledger, name);
  const stood = Object.hasOwn(before, from) ? textOf(before[from]) : null;
  if (stood !== was) return { is: 'already settled', released: 0 };
  const { [from]: _, ...others } = before;
  await ledger.keep(`map/${name}`, value === undefined ? others : { ...others, [from]: value }, now);
  await engine.decide(ownKey(account), {
    kind: 'note',
    of: `map/${name}/${from}`,
    reason: `${stood ?? '–'} → ${value === undefined ? '–' : textOf(value)}`,
    by,
  });
  let released = 0;
  for (const row of await ledger.openCases(MOST_CASES)) {
    if (!waitsFor(row, name, from)) continue;
    await engine.decide(row.key, { kind: 'do it', of: row.cause, by });
    released += 1;
  }
  return { is: 'done', released };
}

function waitsFor({ kind, detail }: CaseRow, name: MapName, from: string): boolean {
  if (name === 'sku') return kind === 'unknown sku' && detail.sku === from;
  if (name === 'tax') return kind === 'unknown rate' && detail.code === from;
  return kind === 'unmapped' && detail.what === name && detail.value === from;
}

async function known(ledger: Pick<Ledger, 'kept'>, name: MapName): Promise<Readonly<Record<string, unknown>>> {
  const value = (await ledger.kept(`map/${name}`))?.value;
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
const entries = (map: Readonly<Record<string, unknown>>): readonly MapEntry[] =>
  Object.entries(map)
    .map(([from, to]) => ({ from, to: textOf(to) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));

/** As people write it; variants by their number. What no person wrote is shown as it is. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value.replace(/^gid:\/\/shopify\/ProductVariant\//, '');
  const parts = Array.isArray(value) ? value : [value];
  const texts = parts.map(partText);
  return texts.includes(null) ? JSON.stringify(value) : texts.join('; ');
}
function partText(part: unknown): string | null {
  const { variantId, quantity = 1, share = 1, rate } = (part ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof rate === 'string') return rate;
  return typeof variantId === 'string' ? `${textOf(variantId)} ${String(quantity)} ${String(share)}` : null;
}

/** A person's text as the conversations read it. Throws BadCommand. */
const READ: Readonly<Record<MapName, (text: string) => unknown>> = {
  sku(text) {
    if (text === 'custom') return text;
    const parts = partsOf(text.replaceAll(';', '\n'));
    const [only] = parts;
    if (!only) throw new BadCommand('the SKU stands for nothing; write the number of a variant, or "custom" for a free line');
    return parts.length === 1 && only.quantity === 1 ? only.variantId : parts;
  },
  carrier: (text) => text,
  reason: (text) => text,
  tax(text) {
    const rate = text.replace(/\s*%$/, '');
    if (!/^\d{1,3}(\.\d{1,6})?$/.test(rate))
      throw new BadCommand(`"${text}" is no rate; write it in percent with a point, "20" or "5.5"`);
    return rate;
  },
  country(text) {
    const code = text.toUpperCase();
    if (!/^[A-Z]{2}$/.test(code)) throw new BadCommand(`"${text}" is no country code; write its two letters, "FR"`);
    return code;
  },
};
