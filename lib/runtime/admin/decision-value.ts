import { z } from 'zod';
import { type Answer, isOptional } from '../../desk/answers';
import type { SettleCommand } from '../../desk/wire';
import { minorOf, textOf } from '../../model/buckets';
import type { Allocated } from '../../model/giving-back';
import type { Case, Instant, OrderRecord } from '../../model/record';
import { recordsOf } from './by-hand';
import { BadCommand } from './commands';

/** What the decision holds beside its kind, in the words of the engine and of the platforms that read it. */
export function decisionValue(
  record: OrderRecord,
  open: Case,
  answer: Answer,
  command: SettleCommand,
  now: Instant,
): Readonly<Record<string, unknown>> {
  const kind = 'store' in answer.does ? answer.does.value : undefined;
  if (kind === undefined) return {};
  const given = command.value?.trim() ?? '';
  if (!isOptional(answer.needs) && answer.needs !== 'reason' && given === '')
    throw new BadCommand(`"${answer.name}" needs a value`);
  const line = { lineId: open.detail.line ?? null, sku: open.detail.sku ?? null };
  const always = answer.always === 'offered' && command.always === true;
  switch (kind) {
    case 'record':
      if (command.cases.length > 1) throw new BadCommand('one record proves one order; settle them one by one');
      return shopOrder(record, given);
    case 'until':
      return { until: untilOf(given, now) };
    case 'no longer':
      return { until: null };
    case 'owner':
      return { owner: ownerOf(given) };
    case 'variant':
      return { ...line, always, variantId: variantOf(given), to: variantOf(given) };
    case 'free line':
      return { ...line, always, variantId: 'custom', to: 'custom' };
    case 'bundle':
      return { ...line, always, to: partsOf(given) };
    case 'made':
      if (command.cases.length > 1) throw new BadCommand('a record belongs to one order; settle them one by one');
      return { records: recordsOf(given, String(open.detail.call)) };
    case 'amounts':
      if (command.cases.length > 1) throw new BadCommand('amounts belong to one order; settle them one by one');
      return { allocated: allocatedOf(record, open, given) };
    case 'by name':
      return { byName: true };
    case 'carrier':
      return { carrier: wordOf(given) };
    case 'reason code':
      return { reason: wordOf(given) };
    case 'number':
      if (command.cases.length > 1) throw new BadCommand('a number belongs to one parcel; settle them one by one');
      return { number: wordOf(given), shipment: open.detail.shipment ?? null };
  }
}
/** A code or a number as the other side knows it. */
function wordOf(given: string): string {
  if (given.length > 100 || /\p{Cc}/u.test(given))
    throw new BadCommand('a code or a number has at most 100 characters and one line; write it as the other side shows it');
  return given;
}
const listed = z.array(z.object({ lineId: z.string().nullable(), amount: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/) })).max(1000);
/** `[{"lineId":"A-1","amount":"4.00"}]`, null for shipping: the amount of the case, all of it and to the last minor unit. */
function allocatedOf(record: OrderRecord, { detail }: Case, given: string): readonly Allocated[] {
  const body = record.observations.order?.body;
  const [currency, whole] = [String(detail.currency), String(detail.amount)];
  const lines = body?.kind === 'order' ? body.order.lines.map(({ id }) => id) : [];
  const parts = listed.safeParse(json(given)).data;
  if (!parts?.every(({ lineId }) => lineId === null || lines.includes(lineId)))
    throw new BadCommand('"value" must list amounts by line of this order: [{"lineId":"…","amount":"4.00"}]');
  const left = minorOf(whole, currency) - parts.reduce((sum, { amount }) => sum + minor(amount, currency), 0n);
  if (left !== 0n) throw new BadCommand(`the amounts must add up to ${whole} ${currency}: ${textOf(left, currency)} is left`);
  return parts.filter(({ amount }) => minor(amount, currency) !== 0n);
}
function minor(amount: string, currency: string): bigint {
  try {
    return minorOf(amount, currency);
  } catch {
    throw new BadCommand(`"${amount}" is no amount in ${currency}; write it with a point, "4.00"`);
  }
}
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
/** An instant of the ledger's clock, still to come. */
function untilOf(given: string, now: Instant): Instant {
  const until = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (!(until > now)) throw new BadCommand('a case can be put off until a moment that is still to come; choose a later one');
  return until;
}
/** A name as people write it; none makes the case nobody's. */
function ownerOf(given: string): string | null {
  if (given.length > 100) throw new BadCommand('the name of whose it is must be at most 100 characters');
  return given === '' ? null : given;
}
/** People read numbers off the address bar of Shopify's admin; the API names the same thing by a gid. */
const gid = (type: string, given: string): string => (/^\d+$/.test(given) ? `gid://shopify/${type}/${given}` : given);

/**
 * An order that a person saw in the shop, as the creation would have answered: with its name and its number. Its total is taken
 * to be what the marketplace states, since nobody was answered.
 */
function shopOrder(record: OrderRecord, given: string): Readonly<Record<string, unknown>> {
  const body = record.observations.order?.body;
  const words = given.split(/\s+/);
  const number = words.find((word) => /^(gid:\/\/shopify\/Order\/)?\d{6,}$/.test(word));
  const name = words.filter((word) => word !== number).join(' ');
  if (number === undefined || name === '' || body?.kind !== 'order') {
    throw new BadCommand(
      `"${given}" does not name a Shopify order; give its name and the number at the end of its address: "#1042 5678901234"`,
    );
  }
  const id = gid('Order', number);
  return { record: id, answer: { id, name, total: body.order.totals.grand } };
}
/** A variant by its number or its gid; words behind it are for people. */
export function variantOf(given: string): string {
  const named = gid('ProductVariant', given.split(/\s/)[0] ?? '');
  if (!/^gid:\/\/shopify\/ProductVariant\/\d+$/.test(named)) {
    throw new BadCommand(
      `"${given}" is no variant of Shopify; give the number at the end of the variant's address in Shopify's admin`,
    );
  }
  return named;
}

/**
 * The parts of a bundle, one a line: a variant, how many of it, and its share of the price (by itself: as many as there are of
 * it). `4711 2 60`.
 */
export function partsOf(
  given: string,
): readonly { readonly variantId: string; readonly quantity: number; readonly share: number }[] {
  return given
    .split('\n')
    .map((row) => row.trim())
    .filter(Boolean)
    .map((row) => {
      const [, variant = row, count = '1', part = count] =
        /^(\S+)(?:\s+[x×]?(\d{1,6})(?:\s+(\d{1,9}(?:\.\d{1,6})?)\s*%?)?)?$/u.exec(row) ?? [];
      const [quantity, share] = [Number(count), Number(part)];
      if (quantity < 1)
        throw new BadCommand(`"${row}": a bundle holds at least one of each; write the variant and how many, "${variant} 2"`);
      if (share <= 0)
        throw new BadCommand(`"${row}": every part has a share of the price above 0; write it last, "${variant} ${count} 60"`);
      return { variantId: variantOf(variant), quantity, share };
    });
}
