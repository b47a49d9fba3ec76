/** What one call of the seller's API is made of, and what it sees of the marketplace. */
import type { Books } from '../books';
import { type Exact, readExact } from '../exact';
import type { HttpAnswer, HttpRequest } from '../exchange';
import { refused } from './answers';
import type { DocumentRequests } from './documents';
import type { Imports } from './imports';
import type { Life } from './life';
import type { Offers } from './offers';
import type { MiraklOrder } from './order';
import type { Parcels } from './parcels';
import type { Refunds } from './refunds';
import type { TaxMode } from './refusal';
import type { Returns } from './returns';
import type { MiraklWorld } from './world';

/** What the calls see of the marketplace. */
export interface Marketplace {
  readonly name: string;
  readonly key: string;
  readonly shopId: string;
  readonly configuration: Record<string, unknown>;
  readonly world: MiraklWorld;
  readonly books: Books;
  readonly life: Life;
  readonly parcels: Parcels;
  readonly refunds: Refunds;
  readonly returns: Returns;
  readonly offers: Offers;
  readonly imports: Imports;
  readonly documents: DocumentRequests;
  /** The platform's default currency. */
  readonly currency: string;
  /** How PC01 says that prices are meant. */
  taxMode(): TaxMode;
  find(id: string): MiraklOrder | undefined;
  /** The order that has a line of this id. */
  ofLine(lineId: string): MiraklOrder | undefined;
  /** In order of creation. */
  all(): readonly MiraklOrder[];
}

/** How often a call may come: so many in so many ms (CONTRACT §2.3). */
export interface Pace {
  readonly calls: number;
  readonly within: number;
  /** Which requests are counted; all of them unless said otherwise. */
  readonly counts?: (request: HttpRequest) => boolean;
}
export interface Call {
  /** The vendor's code. */
  readonly call: string;
  readonly method: 'GET' | 'PUT' | 'POST';
  /** Its groups are handed to `answer`, decoded. */
  readonly path: RegExp;
  readonly pace?: Pace;
  /** The content type of its body; JSON unless said otherwise. */
  readonly takes?: 'multipart/form-data';
  /** The content type of its answer; JSON unless said otherwise. */
  readonly gives?: 'text/csv';
  /** False: to this shop the call does not exist (404). */
  readonly exists?: (marketplace: Marketplace) => boolean;
  readonly answer: (marketplace: Marketplace, request: HttpRequest, ...path: string[]) => HttpAnswer;
}

/** Reads the body as JSON and goes on with it; refuses what is none. */
export function withBody({ body }: HttpRequest, then: (body: Exact) => HttpAnswer): HttpAnswer {
  let read: Exact;
  try {
    read = readExact(body);
  } catch {
    return refused(400, 'The request body is not valid JSON');
  }
  return then(read);
}
