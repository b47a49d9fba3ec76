/** Decimal texts compared exactly, whatever their number of digits. */
const DECIMAL = /^([+-]?)(\d+)(?:[.,](\d+))?$/;

export const isDecimal = (text: string): boolean => DECIMAL.test(text.trim());
/** Below zero, zero or above, as a stands to b. Both must be decimals. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  const places = Math.max(left.fraction.length, right.fraction.length);
  const difference = scaled(left, places) - scaled(right, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
interface Parts {
  readonly sign: bigint;
  readonly whole: string;
  readonly fraction: string;
}
function parts(text: string): Parts {
  const [, sign, whole = '0', fraction = ''] = DECIMAL.exec(text.trim()) ?? [];
  return { sign: sign === '-' ? -1n : 1n, whole, fraction };
}
const scaled = ({ sign, whole, fraction }: Parts, places: number): bigint => sign * BigInt(whole + fraction.padEnd(places, '0'));
