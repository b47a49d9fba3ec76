/**
 * What is personal, apart from what it is in. Whatever stands under a property named `personal` is cut out and kept in a
 * table of its own; a number stays in its place. So erasing a person leaves facts, intents and deliveries whole.
 */

const PERSONAL = 'personal';
type Plain = Record<string, unknown>;

/** Rebuilds only what changes: a subtree without anything personal is shared, not copied. */
function replaced(value: unknown, by: (personal: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let i = 0; i < value.length; i++) {
      const old: unknown = value[i];
      if (typeof old !== 'object' || old === null) continue;
      const now = replaced(old, by);
      if (now === old) continue;
      copy ??= value.slice();
      copy[i] = now;
    }
    return copy ?? value;
  }
  let copy: Plain | undefined;
  for (const name in value) {
    const old = (value as Plain)[name];
    if (old === null || old === undefined) continue;
    const now = name === PERSONAL ? by(old) : replaced(old, by);
    if (now === old && name !== PERSONAL) continue;
    copy ??= { ...value };
    copy[name] = now;
  }
  return copy ?? value;
}

/** JSON text with numbers in the place of what is personal, and the personal texts under those numbers. */
export interface Cut {
  readonly text: string;
  readonly people: readonly string[];
}
const NOBODY: readonly string[] = [];

/** Where a row is replaced by one that says more, what is personal in it is the same object. */
const texts = new WeakMap<object, string>();
function textOf(personal: unknown): string {
  if (typeof personal !== 'object' || personal === null) return JSON.stringify(personal);
  const text = texts.get(personal) ?? JSON.stringify(personal);
  texts.set(personal, text);
  return text;
}

export function cut(value: unknown): Cut {
  const people: string[] = [];
  const rest = replaced(value, (personal) => people.push(textOf(personal)) - 1);
  return { text: JSON.stringify(rest), people: people.length === 0 ? NOBODY : people };
}

/** Reads a text that was cut. A number whose text is gone was erased: `personal` is null. */
export function joined(text: string, person: (n: number) => string | undefined): unknown {
  const value: unknown = JSON.parse(text);
  if (!text.includes('"personal":')) return value;
  return replaced(value, (n) => {
    const found = person(n as number);
    return found === undefined ? null : JSON.parse(found);
  });
}

/** The same value with nothing personal in it, and how many entries that erased. */
export function blank<T>(value: T): { readonly value: T; readonly erased: number } {
  let erased = 0;
  const rest = replaced(value, () => {
    erased += 1;
    return null;
  });
  return { value: rest as T, erased };
}
