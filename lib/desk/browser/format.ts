/** Numbers, amounts and times in the reader's language. Amounts stay decimal text until Intl writes them. */
export interface Format {
  money(amount: string, currency: string): string;
  count(n: number): string;
  /** A part of one, with one decimal. */
  percent(part: number): string;
  /** `3 min ago`, `in 2 h`. */
  relative(at: number, now: number): string;
  /** A moment with its date, left out where it is today's. */
  moment(at: number, now: number): string;
  list(items: readonly string[]): string;
}
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

export function format(language: string): Format {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' });
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();
  return {
    money(amount, currency) {
      try {
        return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral);
      } catch {
        return `${amount} ${currency}`;
      }
    },
    count: (n) => number.format(n),
    percent: (part) => percent.format(part),
    relative(at, now) {
      const span = at - now;
      const [unit, size] = STEPS.find(([, step]) => Math.abs(span) >= step) ?? ['second', 1000];
      return relative.format(Math.trunc(span / size), unit);
    },
    moment: (at, now) => (sameDay(at, now) ? clock : day).format(at),
    list: (items) => list.format(items),
  };
}
