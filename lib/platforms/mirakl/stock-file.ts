/** Mirakl's files of stock: what STO01 takes, and what STO03 tells of its lines. contracts/mirakl §8. */
import type { StockRow } from '../../model/stock';
import type { StockRefusal } from '../stock';

const HEADER = ['offer-sku', 'quantity', 'warehouse-code', 'update-delete'];
const line = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';');

/** One line a number; without a warehouse it is of the offer as a whole. Numbers of one offer stand together, as the vendor wants. */
export const stockFile = (rows: readonly StockRow[]): string =>
  [HEADER, ...rows.map(({ sku, quantity, warehouse = '' }) => [sku, String(quantity), warehouse, 'update'])].map(line).join('\n');

/**
 * Lines that were not taken, by the SKU that stands in them: the report begins with the number of the line and the reason, then
 * come the file's own columns. An empty cell of a SKU belongs to the line of that number, the header being the first.
 */
export function refusedIn(report: string, rows: readonly StockRow[]): readonly StockRefusal[] {
  const [header = [], ...lines] = cellsOf(report);
  const at = Math.max(2, header.indexOf('offer-sku'));
  const refused = new Map<string, string>();
  for (const cells of lines) {
    const sku = cells[at] || rows[Number(cells[0]) - 2]?.sku;
    if (sku !== undefined && !refused.has(sku)) refused.set(sku, cells[1] || 'refused without a reason');
  }
  return [...refused].map(([sku, reason]) => ({ sku, reason }));
}

/** Cells between semicolons (or commas, where the header has only those); quotation marks inside a cell are doubled. */
function cellsOf(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, '');
  const comma = !(plain.split('\n', 1)[0] ?? '').includes(';');
  const cell = comma ? /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/y : /(?:"((?:[^"]|"")*)"|([^;\r\n]*))(;|\r?\n|$)/y;
  const rows: string[][] = [];
  let row: string[] = [];
  for (let found = cell.exec(plain); found; found = cell.exec(plain)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ';' || found[3] === ',') continue;
    if (row.some((one) => one !== '')) rows.push(row);
    row = [];
    if (cell.lastIndex >= plain.length) break;
  }
  return rows;
}
