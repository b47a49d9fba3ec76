/** Whether two decimal texts mean different amounts: "4.90" and "4.9" do not. Text only, so that no digit is lost. */
export const differ = (a: string, b: string): boolean => plain(a) !== plain(b);

/** The sum of decimal texts, exact. */
export function summed(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((one) => plain(one).split('.')[1]?.length ?? 0));
  const units = amounts.reduce((sum, one) => sum + unitsOf(plain(one), places), 0n);
  const digits = `${units < 0n ? -units : units}`.padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return units < 0n ? `-${text}` : text;
}
/** Whether the first amount is greater. */
export const isMore = (a: string, b: string): boolean => {
  const left = plain(summed([a, b.startsWith('-') ? b.slice(1) : `-${b.replace(/^\+/, '')}`]));
  return left !== '0' && !left.startsWith('-');
};

function unitsOf(amount: string, places: number): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const units = BigInt(`${whole}${fraction.padEnd(places, '0')}`);
  return amount.startsWith('-') ? -units : units;
}
function plain(text: string): string {
  const parts = /^([+-]?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text);
  if (!parts) throw new RangeError(`"${text}" is no decimal amount; the world states amounts as decimal text`);
  const [, sign, whole = '0', fraction = ''] = parts;
  const amount = fraction === '' ? whole : `${whole}.${fraction}`;
  return sign === '-' && amount !== '0' ? `-${amount}` : amount;
}
