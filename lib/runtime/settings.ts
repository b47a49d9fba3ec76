/** A node's settings, as they lie in the flow file, made into what its code takes. */
import { z } from 'zod';
import { misconfigured } from '../model/errors';

/** Raises settings saved by an older version of a node. `from`: the version that it reads; 0 is "none was written". */
export interface Migration {
  readonly from: number;
  up(old: Readonly<Record<string, unknown>>): Record<string, unknown>;
}
const UNSET = /^\$\{([^}]+)\}$/;

/**
 * Settings by their schema. What an old flow lacks, and what the editor left empty, takes the schema's default. Throws
 * Misconfigured: a variable that is not set (Node-RED leaves `${NAME}` as it stands), or the first field that does not fit.
 */
export function readSettings<S extends z.ZodObject>(
  schema: S,
  config: Readonly<Record<string, unknown>>,
  migrations: readonly Migration[] = [],
): z.output<S> {
  let given: Record<string, unknown> = { ...config };
  for (const { from, up } of [...migrations].sort((a, b) => a.from - b.from)) {
    if (version(given) <= from) given = { ...up(given), version: from + 1 };
  }
  const known: Record<string, unknown> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = given[name];
    if (value === undefined || value === null || value === '') continue;
    refuseUnset(name, value);
    known[name] = value;
  }
  const read = schema.safeParse(known);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join('.') ?? 'settings';
  throw misconfigured(
    field,
    `The setting "${field}" cannot be used: ${issue?.message ?? 'it does not fit'}. Open the node, correct it and deploy.`,
  );
}
const version = (given: Readonly<Record<string, unknown>>): number => (typeof given.version === 'number' ? given.version : 0);

/** Secrets of a settings node. An empty field is absent. */
export function readCredentials<C extends string>(
  names: readonly C[],
  given: Readonly<Record<string, string>> | null | undefined,
): { readonly [name in C]?: string } {
  const read: { [name in C]?: string } = {};
  for (const name of names) {
    const value = given?.[name];
    if (value === undefined || value === '') continue;
    refuseUnset(name, value);
    read[name] = value;
  }
  return read;
}

function refuseUnset(field: string, value: unknown): void {
  const variable = typeof value === 'string' ? UNSET.exec(value)?.[1] : undefined;
  if (variable !== undefined)
    throw misconfigured(
      field,
      `The variable ${variable} is not set, so "${field}" has no value. Set it where Node-RED is started, or write the value itself.`,
      { variable },
    );
}

/** Numbers come from the editor as text. */
export const count = (fallback: number, least = 0): z.ZodType<number> => z.coerce.number().min(least).default(fallback);
/** Lists come as arrays, or as one text with commas or line breaks. */
export const list = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/[,\n]/))])
  .transform((items) => items.map((item) => item.trim()).filter(Boolean))
  .default([]);
/** Tick boxes; a text comes from a variable. */
export const flag = (fallback: boolean): z.ZodType<boolean> =>
  z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).default(fallback) as z.ZodType<boolean>;
/** Names with values: the editor's rows, or an object. */
export const pairs = z
  .union([
    z
      .array(z.object({ name: z.string(), value: z.string() }))
      .transform((rows) =>
        Object.fromEntries(rows.filter(({ name }) => name.trim()).map(({ name, value }) => [name.trim(), value])),
      ),
    z.record(z.string(), z.string()),
  ])
  .default({});
