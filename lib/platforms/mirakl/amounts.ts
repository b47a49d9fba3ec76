/** Amounts, rates and times out of a payload, each with the path of its field, so that what cannot be read is named. */
import { decimalsOf, type Money, money, NotMoney, rate, zero } from '../../model/money';
import type { Iso } from '../../model/order';

/** Content that cannot be read: the field's path, and a sentence that names nothing personal. */
export class Unread extends Error {
  override readonly name = 'Unread';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
type Stated = string | number | undefined;

function named<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NotMoney)) throw error;
    throw new Unread(
      field,
      `${field}: ${error.message}. The marketplace has to send it again with its real amount, then read the order again`,
    );
  }
}
export const amount = (field: string, stated: Stated, currency: string): Money =>
  stated === undefined ? zero(currency) : named(field, () => money(stated, currency));

export const percent = (field: string, stated: Stated): string | null => named(field, () => rate(stated));

/**
 * The unit price where it fits the currency. A platform that quotes finer prices (PC01 offer_prices_decimals) gives
 * undefined: the line's price counts. Elsewhere a finer amount is an error of the source and is refused.
 */
export function unitPrice(field: string, stated: Stated, currency: string, priceDecimals: number | undefined): Money | undefined {
  if (stated === undefined) return undefined;
  try {
    return money(stated, currency);
  } catch (error) {
    if ((priceDecimals ?? 0) > decimalsOf(currency) && /^-?\d+\.\d+$/.test(String(stated))) return undefined;
    return named(field, () => {
      throw error;
    });
  }
}

const ZONED = /(?:Z|[+-]\d{2}:?\d{2})$/i;
/** An instant in UTC; Mirakl's times without a zone are UTC (contracts/mirakl §2.4). Undefined where it is no instant. */
export function instantOf(stated: string | undefined): Iso | undefined {
  if (stated === undefined) return undefined;
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(stated) && !Number.isNaN(Date.parse(stated))) return stated;
  const moment = new Date(ZONED.test(stated) || !stated.includes('T') ? stated : `${stated}Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
export function requiredInstant(field: string, stated: string): Iso {
  const read = instantOf(stated);
  if (read === undefined) throw new Unread(field, `${field} is no date and time`);
  return read;
}
