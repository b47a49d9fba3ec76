/** Stock and offers are taken in later: WAITING, RUNNING, COMPLETE or FAILED; what is wrong in a line is told of that line (CONTRACT §8). */
import type { Agenda } from '../agenda';
import type { Books } from '../books';
import { type ExactObject, isDecimal, textOf } from '../exact';
import { rowsOf, rowText } from './csv';
import type { Numbers } from './numbers';
import type { Offers } from './offers';
import type { MiraklWorld } from './world';

export interface Import {
  readonly id: string;
  readonly createdAt: number;
  status: 'WAITING' | 'RUNNING' | 'COMPLETE' | 'FAILED';
  success: number;
  /** Lines of the error report; the first is its header. */
  readonly errors: string[];
  /** What was sent, to know the same again. */
  readonly sent: string;
}
const COLUMNS = ['offer-sku', 'quantity', 'warehouse-code', 'update-delete'] as const;
const UNITS = /^\d{1,9}$/;

export class Imports {
  private readonly stock = new Map<string, Import>();
  private readonly told = new Map<string, Import>();

  constructor(
    private readonly world: MiraklWorld,
    private readonly agenda: Agenda,
    private readonly numbers: Numbers,
    private readonly offers: Offers,
    private readonly books: Books,
  ) {}

  findStock(id: string): Import | undefined {
    return this.stock.get(id);
  }

  /** STO01. */
  takeStock(file: string, at: number): Import {
    const made = this.begin(this.numbers.uuid(), file, at, (one) => this.readStock(one, file));
    this.stock.set(made.id, made);
    return made;
  }

  /** OF24. The same request while its import still runs is that import. */
  takeOffers(told: readonly ExactObject[], sent: string, at: number): Import {
    for (const one of this.told.values()) if (one.sent === sent && one.status !== 'COMPLETE') return one;
    const made = this.begin(String(this.numbers.next('import', 501)), sent, at, (one) => {
      for (const offer of told) this.readOffer(offer, one);
      return true;
    });
    this.told.set(made.id, made);
    return made;
  }

  private begin(id: string, sent: string, at: number, read: (made: Import) => boolean): Import {
    const made: Import = { id, createdAt: at, status: 'WAITING', success: 0, errors: [], sent };
    const { importDelay } = this.world;
    this.agenda.add(at + Math.floor(importDelay / 2), () => {
      made.status = 'RUNNING';
    });
    this.agenda.add(at + importDelay, () => {
      made.status = read(made) ? 'COMPLETE' : 'FAILED';
    });
    return made;
  }

  /** False where the file has no such columns. */
  private readStock(made: Import, file: string): boolean {
    const [header = [], ...rows] = rowsOf(file.replace(/^\uFEFF/, ''));
    if (!['offer-sku', 'quantity'].every((column) => header.includes(column))) return false;
    const cell = (row: readonly string[], column: (typeof COLUMNS)[number]) => {
      const index = header.indexOf(column);
      return index < 0 ? '' : (row[index] ?? '').trim();
    };
    for (const [index, row] of rows.entries()) {
      const [sku, quantity, warehouse, deed] = COLUMNS.map((column) => cell(row, column)) as [string, string, string, string];
      const fault = this.stockFault(sku, quantity, deed);
      if (fault !== null) {
        if (made.errors.length === 0) made.errors.push(rowText(['error-line', 'error-message', ...header]));
        made.errors.push(rowText([String(index + 2), fault, ...row]));
        continue;
      }
      const offer = this.offers.find(sku);
      if (!offer) continue;
      this.offers.stock(offer, warehouse || null, deed === 'delete' ? null : Number(quantity));
      made.success += 1;
      this.books.count('mirakl', 'stock', `${sku} ${deed === 'delete' ? '-' : quantity}${warehouse ? ` @${warehouse}` : ''}`);
    }
    return true;
  }
  private stockFault(sku: string, quantity: string, deed: string): string | null {
    if (sku === '') return 'The offer SKU is mandatory';
    if (!this.offers.find(sku)) return `The offer with SKU '${sku}' does not exist`;
    if (deed !== '' && deed !== 'update' && deed !== 'delete') return `The value '${deed}' is not valid for update-delete`;
    return deed === 'delete' || UNITS.test(quantity) ? null : `The quantity '${quantity}' is not valid`;
  }

  private readOffer(told: ExactObject, made: Import): void {
    const sku = textOf(told.shop_sku) ?? '';
    const [price, quantity] = [textOf(told.price) ?? '', textOf(told.quantity) ?? '0'];
    if (told.update_delete === 'delete') {
      this.offers.remove(sku);
      this.books.count('mirakl', 'offer', `${sku} -`);
    } else if (isDecimal(price) && !price.startsWith('-') && UNITS.test(quantity)) {
      this.offers.tell(told);
      this.books.count('mirakl', 'offer', `${sku} ${quantity}`);
    } else {
      made.errors.push(`${sku}: price or quantity is not valid`);
      return;
    }
    made.success += 1;
  }
}
