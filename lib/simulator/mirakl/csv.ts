/** Files as a shop uploads them: one part of a multipart body, and its table between semicolons. */

/** The content of the part of that name in a multipart/form-data body; null where there is none (RFC 7578). */
export function partOf(body: string, contentType: string, name: string): string | null {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const delimiter = boundary?.[1] ?? boundary?.[2];
  if (delimiter === undefined) return null;
  for (const part of body.split(`--${delimiter}`)) {
    const end = part.indexOf('\r\n\r\n');
    if (end < 0) continue;
    const disposition = /^content-disposition:(.*)$/im.exec(part.slice(0, end))?.[1] ?? '';
    if (/\bname="?([^";]*)"?/i.exec(disposition.replace(/filename="[^"]*"/i, ''))?.[1] === name)
      return part.slice(end + 4).replace(/\r\n$/, '');
  }
  return null;
}

/** Rows of cells; a cell may stand between quotation marks, with doubled ones inside. Empty rows are left out. */
export function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^";\r\n]*))(;|\r?\n|$)/y;
  // A text may end within a row, even after its last semicolon.
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ';') continue;
    if (row.some((one) => one !== '')) rows.push(row);
    row = [];
    if (cell.lastIndex >= text.length) break;
  }
  return rows;
}
export const rowText = (cells: readonly string[]): string => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(';');
