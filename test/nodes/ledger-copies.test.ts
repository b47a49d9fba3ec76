/** What the ledger node says of nightly copies reaches the engine, also by a later deploy; a bad field never moves the ledger. */
import assert from 'node:assert/strict';
import type { Backups } from '../../lib/engine/nights';
import type { EngineOptions } from '../../lib/engine/port';
import { onCanvas } from '../runtime/canvas';
import { allNodes, begin, end, helper, house } from './helper';
import { scriptedEngine } from './scripted-engine';

const flow = (settings: Readonly<Record<string, unknown>> | null) =>
  onCanvas([
    { id: 'tab', type: 'tab', label: 't' },
    { id: 'store', type: 'shopify-store', platform: 'simulator', world: 'demo' },
    { id: 'world', type: 'order-simulator', z: 'tab', world: 'demo', wires: [[]] },
    ...(settings ? [{ id: 'books', type: 'order-ledger', where: 'memory', ...settings }] : []),
  ]);

describe('the ledger node', () => {
  let wanted: () => Backups | undefined;
  let made = 0;
  beforeEach(() => {
    made = 0;
    begin({
      parts: {
        createEngine(options: EngineOptions) {
          wanted = () => options.backups?.();
          made += 1;
          return scriptedEngine(options);
        },
      },
    });
  });
  afterEach(end);
  const deployed = async (settings: Readonly<Record<string, unknown>> | null): Promise<Backups | undefined> => {
    await helper.load(allNodes(), flow(settings));
    await house().ready();
    return wanted();
  };

  it('is not needed for seven copies beside the file', async () => {
    assert.deepEqual(await deployed(null), { folder: null, keep: 7 });
  });
  it('names their folder, their number and whose nights are meant', async () => {
    assert.deepEqual(await deployed({ backupFolder: '/mnt/other', backups: '30', timeZone: 'Europe/Berlin' }), {
      folder: '/mnt/other',
      keep: 30,
      timeZone: 'Europe/Berlin',
    });
  });
  it('of an older flow, which says nothing of them, has seven', async () => {
    assert.deepEqual(await deployed({}), { folder: null, keep: 7 });
  });
  it('whose number or time zone cannot be used keeps the rest of what it says', async () => {
    assert.deepEqual(await deployed({ backups: 'many', timeZone: 'Europe/Bielefeld', backupFolder: '/mnt/other' }), {
      folder: '/mnt/other',
      keep: 7,
    });
    assert.equal(house().ledgers.get('books')?.where, 'memory');
  });
  it('deployed anew changes them while the same engine runs', async () => {
    await deployed({});
    const told = new Promise<void>((resolve) => {
      const stop = house().onChange(() => {
        if (wanted()?.keep !== 2) return;
        stop();
        resolve();
      });
    });
    await helper.setFlows(flow({ backups: 2 }));
    await told;
    assert.deepEqual(wanted(), { folder: null, keep: 2 });
    assert.equal(made, 1);
  });
});
