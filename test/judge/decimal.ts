/** Whether two decimal texts mean different amounts: "4.90" and "4.9" do not. Text only, so that no digit is lost. */
export const differ = (a: string, b: string): boolean => plain(a) !== plain(b);

function plain(text: string): string {
  const parts = /^([+-]?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text);
  if (!parts) throw new RangeError(`"${text}" is no decimal amount; the world states amounts as decimal text`);
  const [, sign, whole = '0', fraction = ''] = parts;
  const amount = fraction === '' ? whole : `${whole}.${fraction}`;
  return sign === '-' && amount !== '0' ? `-${amount}` : amount;
}
