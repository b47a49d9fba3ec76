/** Erased means that the words are nowhere in the files, not only out of reach. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteLedger } from '../../lib/ledger';
import type { Party } from '../../lib/model/order';
import { ACCOUNT, at, delivery, effect, NOON, observed, orderOf, patch, write } from './rows';

/** A buyer whose every word can be told from everybody else's. */
const buyer = (n: number): Party => ({
  name: `Name${n}of`,
  lines: [`Street${n}of`],
  city: `City${n}of`,
  country: 'BE',
  email: `mail${n}of@example.org`,
  phone: `Phone${n}of`,
});
const words = (n: number) => [
  `Name${n}of`,
  `Street${n}of`,
  `City${n}of`,
  `mail${n}of`,
  `Phone${n}of`,
  `Request${n}of`,
  `Message${n}of`,
  `Answer${n}of`,
];

describe('ledger: erasing a person', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  after(() => rmSync(folder, { recursive: true }));
  const found = (word: string): boolean => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(word));

  it('leaves no word of theirs in the file or beside it, and every word of the others', async () => {
    const ledger = await sqliteLedger({ file: join(folder, 'ledger.sqlite') });
    const orders = Array.from({ length: 130 }, (_, n) => n);
    for (const version of [1, 2, 3]) {
      // In rounds, so that rows of different orders share pages, grow, and move.
      await ledger.append(
        orders.map((n) => ({
          key: orderOf(n),
          account: ACCOUNT,
          observation: observed(orderOf(n), at(version), NOON, 'x'.repeat((n % 7) * version * 50), buyer(n)),
          refs: [],
        })),
        NOON,
      );
      for (const n of orders) {
        const request = { personal: { to: `Request${n}of`.repeat(version) } };
        const effects = [
          effect('1', {
            writes: [write('a', { request })],
            reads: [{ call: 'r', print: '', answer: { personal: `Answer${n}of`.repeat(4 - version) } }],
          }),
        ];
        const parked =
          version === 2 ? [{ node: 'n', nodeType: 't', effect: 'e', message: { personal: `Message${n}of`.repeat(300) } }] : [];
        await ledger.commit(
          orderOf(n),
          version * 2 - 1,
          patch({ effects, deliveries: [delivery('placed', 'parked', { parked })] }),
        );
      }
    }
    assert.deepEqual(
      words(77).filter((word) => !found(word) && !word.startsWith('Message')),
      [],
    );
    for (const n of [77, 78, 120]) await ledger.erase(orderOf(n), 'mia', NOON);
    const left = [77, 78, 120].flatMap(words).filter(found);
    const others = [76, 79, 119].flatMap(words).filter((word) => !word.startsWith('Message') && !found(word));
    await ledger.close();
    assert.deepEqual({ left, others }, { left: [], others: [] });
    assert.deepEqual([77, 78, 120].flatMap(words).filter(found), []);
  });
});
