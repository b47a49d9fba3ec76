/** What every driver of the ledger must do. One suite, run for each of them. */

import type { Ledger } from '../../lib/ledger/port';
import { aboutCommits } from './acceptance/commits';
import { aboutFlows } from './acceptance/flows';
import { aboutHints } from './acceptance/hints';
import { aboutLists } from './acceptance/lists';
import { aboutPeople } from './acceptance/people';
import { aboutReadings } from './acceptance/readings';

/** Gives a fresh, empty ledger; the suite closes it. */
export type Open = () => Promise<Ledger>;

export function acceptance(driver: string, open: Open): void {
  describe(`ledger: ${driver}`, () => {
    const held: { ledger?: Ledger } = {};
    beforeEach(async () => {
      held.ledger = await open();
    });
    afterEach(() => held.ledger?.close());
    const ledger = (): Ledger => {
      if (!held.ledger) throw new Error('the ledger is opened before each test');
      return held.ledger;
    };
    aboutReadings(ledger);
    aboutCommits(ledger);
    aboutFlows(ledger);
    aboutHints(ledger);
    aboutLists(ledger);
    aboutPeople(ledger);
  });
}
