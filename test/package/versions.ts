/** Node's version ranges as packages write them in `engines`: enough of npm's grammar, and a clear refusal of the rest. */

type Version = readonly [number, number, number];

const parse = (text: string): Version => {
  const [, major = '0', minor, patch] = /^v?(\d+)(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?(?:-[\w.]+)?$/.exec(text) ?? refuse(text);
  return [int(major), int(minor), int(patch)];
};
const int = (digits: string | undefined): number =>
  digits === undefined || /[x*]/.test(digits) ? 0 : Number.parseInt(digits, 10);
const refuse = (text: string): never => {
  throw new Error(`"${text}" is no version range that this check reads: teach it that form`);
};
const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** Whether `version` lies in `range`: `>=18`, `^18.17.0 || >=20.5.0`, `20.x`, `*`, `14 - 20`. */
export const satisfies = (version: string, range: string): boolean => {
  const at = parse(version);
  return range.split('||').some((part) => {
    const tidy = part
      .trim()
      .replace(/([<>=^~]+)\s+/g, '$1')
      .replace(/^(\S+)\s+-\s+(\S+)$/, '>=$1 <=$2');
    return tidy
      .split(/\s+/)
      .filter(Boolean)
      .every((comparator) => holds(at, comparator));
  });
};

function holds(at: Version, comparator: string): boolean {
  if (comparator === '*' || comparator === 'x') return true;
  const [, sign = '', text = ''] = /^([<>]=?|[=^~])?(.+)$/.exec(comparator) ?? refuse(comparator);
  const bound = parse(text);
  const difference = compare(at, bound);
  const parts = text.split('.').filter((digits) => !/[x*]/.test(digits)).length;
  const within = (count: number): boolean => difference >= 0 && bound.slice(0, count).every((digits, n) => digits === at[n]);
  switch (sign) {
    case '>=':
      return difference >= 0;
    case '>':
      return difference > 0 && !(parts < 3 && within(parts));
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0 || (parts < 3 && within(parts));
    case '^':
      return within(bound[0] > 0 || parts === 1 ? 1 : 2);
    case '~':
      return within(Math.min(parts, 2));
    default:
      return parts === 3 ? difference === 0 : within(parts);
  }
}
