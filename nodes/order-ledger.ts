import { z } from 'zod';
import { settingsNode } from '../lib/runtime/settings-node';

export = settingsNode({
  type: 'order-ledger',
  settings: z.object({ where: z.enum(['file', 'memory']).default('file'), file: z.string().default('') }),
  open({ where, file }, house, node) {
    house.ledgers.set(node.id, { node, where, ...(file === '' ? {} : { file }) });
    return () => house.ledgers.delete(node.id);
  },
});
