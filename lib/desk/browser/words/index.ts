import type { Words } from '../sentences';
import { enUs } from './en-us';

/** The tables there are, by language tag. A reader whose language is missing gets English. */
const TABLES: readonly Words[] = [enUs];

export function wordsFor(languages: readonly string[]): Words {
  for (const language of languages) {
    const base = language.split('-')[0] ?? language;
    const table =
      TABLES.find((one) => one.language === language) ??
      TABLES.find((one) => one.language.startsWith(`${base}-`) || one.language === base);
    if (table) return table;
  }
  return enUs;
}
