import { z } from 'zod';
import { misconfigured } from '../lib/model/errors';
import { NIGHTS } from '../lib/runtime/plan';
import { settingsNode } from '../lib/runtime/settings-node';

/** A ledger that ignored its node for one bad field would open another file: such a field alone is ignored, and said. */
export = settingsNode({
  type: 'order-ledger',
  settings: z.object({
    where: z.enum(['file', 'memory']).default('file'),
    file: z.string().default(''),
    backupFolder: z.string().default(''),
    backups: z.union([z.number(), z.string()]).default(NIGHTS),
    timeZone: z.string().default(''),
  }),
  open({ where, file, backupFolder, backups, timeZone }, house, node) {
    const keep = /^\d{1,3}$/.test(`${backups}`) ? Number(backups) : undefined;
    if (keep === undefined)
      node.error(
        misconfigured('backups', `"${backups}" is no number of copies. ${NIGHTS} are kept; write a whole number, 0 for none.`),
      );
    const zone = timeZone === '' || isTimeZone(timeZone);
    if (!zone)
      node.error(
        misconfigured(
          'timeZone',
          `There is no time zone "${timeZone}". Nights are this machine's; write one such as Europe/Berlin.`,
        ),
      );
    house.ledgers.set(node.id, {
      node,
      where,
      ...(file === '' ? {} : { file }),
      backups: {
        folder: backupFolder === '' ? null : backupFolder,
        keep: keep ?? NIGHTS,
        ...(zone && timeZone !== '' ? { timeZone } : {}),
      },
    });
    return () => house.ledgers.delete(node.id);
  },
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
