/** What a life left behind: the ledger's file is copied and the copy read, so that the next start finds the file as the death left it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sqliteInline } from '../../../lib/ledger';
import type { CaseRow, Ledger } from '../../../lib/ledger/port';
import type { OrderKey } from '../../../lib/model/order';
import type { OrderRecord } from '../../../lib/model/record';
import { checkRules } from '../../../lib/model/rules';

/** The engine asks a person when a delivery was out, alone and unmoved, at so many deaths. */
const DEATHS = 3;

export interface Left {
  readonly openCases: readonly CaseRow[];
  readonly leftOut: readonly { readonly sourceOrderId: string; readonly reason: string }[];
  /** Orders of which something has not ended, and that no case asks a person about. */
  readonly restless: readonly OrderRecord[];
  /** Rules of MODEL.md that a stored order breaks. */
  readonly broken: readonly string[];
}

export class Aftermath {
  readonly #deaths = new Map<OrderKey, number>();
  readonly #file: string;

  constructor(userDir: string) {
    this.#file = path.join(userDir, 'order-lifecycle', 'ledger.sqlite');
  }
  /** Counts for each order the deaths that it was in the flow at. */
  async count(): Promise<void> {
    await this.#opened(async (ledger) => {
      for (const { key, deliveries } of await everyOrder(ledger, true))
        if (Object.values(deliveries).some(({ state }) => state === 'out'))
          this.#deaths.set(key, (this.#deaths.get(key) ?? 0) + 1);
    });
  }
  /** Orders that a person may rightly be asked about, because they were in the flow at three deaths. */
  get suspects(): ReadonlySet<OrderKey> {
    return new Set([...this.#deaths].filter(([, times]) => times >= DEATHS).map(([key]) => key));
  }
  async read(): Promise<Left> {
    const left = await this.#opened(async (ledger): Promise<Left> => {
      const orders = await everyOrder(ledger, false);
      const asked = (order: OrderRecord) => Object.values(order.cases).some((one) => one.closedAt === undefined);
      return {
        openCases: await ledger.openCases(100_000),
        leftOut: orders.flatMap(({ key, account, decisions }) =>
          decisions
            .filter(({ kind }) => kind === 'leave out')
            .map(({ reason }) => ({ sourceOrderId: key.slice(account.length + 1), reason: reason ?? '' })),
        ),
        restless: (await everyOrder(ledger, true)).filter((order) => !asked(order)),
        broken: orders.flatMap((order) => checkRules(order).map(({ rule, text }) => `${rule} broken by ${order.key}: ${text}`)),
      };
    });
    return left ?? { openCases: [], leftOut: [], restless: [], broken: [] };
  }

  /** Reads what else is wanted of it. Undefined where there is no ledger yet. */
  look<T>(read: (ledger: Ledger) => Promise<T>): Promise<T | undefined> {
    return this.#opened(read);
  }

  /** Undefined where there is no ledger yet. */
  async #opened<T>(read: (ledger: Ledger) => Promise<T>): Promise<T | undefined> {
    if (!fs.existsSync(this.#file)) return undefined;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-lifecycle-aftermath-'));
    try {
      const copy = path.join(folder, 'ledger.sqlite');
      fs.copyFileSync(this.#file, copy);
      if (fs.existsSync(`${this.#file}-wal`)) fs.copyFileSync(`${this.#file}-wal`, `${copy}-wal`);
      const ledger = sqliteInline({ file: copy });
      try {
        return await read(ledger);
      } finally {
        await ledger.close();
      }
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}

export async function everyOrder(ledger: Ledger, standing: boolean): Promise<readonly OrderRecord[]> {
  const all: OrderRecord[] = [];
  for (let after: OrderKey | undefined; ; after = all.at(-1)?.key) {
    const orders = await ledger.orders(500, after, standing);
    all.push(...orders);
    if (orders.length < 500) return all;
  }
}
