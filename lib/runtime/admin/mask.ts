/** Keeps what is about a person out of what the desk is sent. Names of fields decide, since a vendor's request has no schema here. */
import type { Change, PlannedCall } from '../../desk/wire';

/**
 * Names of fields, and of whole branches, that are about a person, in any vendor's spelling: compared without case and
 * separators, anywhere in the name. Masking too much costs a look into the order; masking too little costs a person.
 */
const PERSONAL =
  /customer|buyer|parties|billto|shipto|toupsert|recipient|consignee|address|email|phone|mobile|fax|firstname|lastname|fullname|civility|company|street|zip|postalcode|postcode|city|vatid|taxid|iban|birth|latitude|longitude/;
const isPersonal = (name: string): boolean => PERSONAL.test(name.toLowerCase().replace(/[^a-z]/g, ''));
/** Whatever the field is called. */
const LOOKS_PERSONAL = /\S@\S+\.\S/;
/** Masked as one mark whatever the length, so that length tells nothing. */
export const MASK = '•••';
/** A request may be as long as an order of hundreds of lines; the desk shows its beginning. */
const MOST_CHANGES = 400;

/** A call as rows: every field that it would set, what is about a person masked. */
export function callAsChanges(call: string, request: unknown): PlannedCall {
  const changes: Change[] = [];
  const file = branch(request, 'body') ?? request;
  if (typeof file === 'string' && file.includes('\n')) return { call, changes: rowsOf(file) };
  walk(variables(request), '', false, (path, value, personal) => {
    if (changes.length < MOST_CHANGES) changes.push({ path, after: personal ? MASK : value });
  });
  return { call, changes };
}

/** A file: one row a line, named by its first cell, without the heading. */
const rowsOf = (file: string): readonly Change[] =>
  file
    .split('\n')
    .slice(1, MOST_CHANGES + 1)
    .map((row) => row.split(';').map((cell) => cell.replace(/^"|"$/g, '').replaceAll('""', '"')))
    .map(([name = '', ...cells]) => {
      const after = cells.filter(Boolean).join(' · ');
      return { path: name, after: LOOKS_PERSONAL.test(`${name} ${after}`) ? MASK : after };
    });

/** A GraphQL request says what it sets in its variables; the document beside them is ours and never changes. */
function variables(request: unknown): unknown {
  const body = branch(request, 'body') ?? request;
  const personal = branch(body, 'personal');
  return branch(personal ?? body, 'variables') ?? personal ?? body;
}
const branch = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined;

function walk(
  value: unknown,
  path: string,
  personal: boolean,
  leaf: (path: string, value: string, personal: boolean) => void,
): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`, personal, leaf);
    return;
  }
  if (typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) {
      walk(
        item,
        path === '' ? name : `${path}.${name}`,
        personal || isPersonal(name) || (name === 'value' && namedPersonal(value)),
        leaf,
      );
    }
    return;
  }
  leaf(
    path === '' ? 'value' : path,
    String(value),
    (personal && typeof value !== 'boolean') || LOOKS_PERSONAL.test(String(value)),
  );
}
/** An attribute: `{ key: 'buyer email', value }`. */
const namedPersonal = (attribute: object): boolean => {
  const name = branch(attribute, 'key') ?? branch(attribute, 'name') ?? branch(attribute, 'code');
  return typeof name === 'string' && isPersonal(name);
};
