/** What a proof is given on its command line: `--name value`; a name alone is on. */
export const given: ReadonlyMap<string, string> = new Map(
  process.argv
    .slice(2)
    .flatMap((word, at, all) => (word.startsWith('--') ? [[word.slice(2), all[at + 1] ?? 'on'] as const] : [])),
);
/** Throws where something else than a whole number from 0 on is given. */
export const whole = (name: string, otherwise: number): number => {
  const value = Number(given.get(name) ?? otherwise);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number, not "${given.get(name)}"`);
  return value;
};
