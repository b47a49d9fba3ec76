import { z } from 'zod';
import type { PushParcelArgs, PushResult } from '../lib/platforms/port';
import { actionNode } from '../lib/runtime/action-node';
import { pairs } from '../lib/runtime/settings';

const settings = z.object({
  /** The shop's carrier name → the marketplace's code. */
  carriers: pairs,
  unlisted: z.enum(['send name', 'ask', 'use code']).default('send name'),
  code: z.string().default(''),
});

export = actionNode({
  type: 'push-tracking',
  settings,
  verbs: ['parcel.push'],
  needs: ['order'],
  ports: ['pushed', 'nothing to push'],
  args: (own) => pushArgs(own),
  async run(_, { settings: own, effects, status }) {
    const ended = await effects<PushResult>('parcel.push', pushArgs(own));
    const pushed = ended.flatMap((one) => (one.is === 'void' ? [] : [one.result]));
    if (pushed.length === 0) {
      const why = ended.flatMap((one) => (one.is === 'void' ? [one.why] : []))[0] ?? 'nothing new';
      return { 'nothing to push': { topic: 'tracking.not-needed', results: { tracking: { notNeeded: why } } } };
    }
    const told = ended.flatMap((one) => (one.is === 'confirmed' ? [one.result] : [])).at(-1);
    if (told) status(`pushed ${told.carrier ?? told.number ?? ''}`.trim());
    return { pushed: { topic: 'tracking.pushed', results: { tracking: pushed.length === 1 ? pushed[0] : pushed } } };
  },
});

const pushArgs = ({ carriers, unlisted, code }: z.output<typeof settings>): Omit<PushParcelArgs, 'fact'> => ({
  carriers,
  unlisted,
  ...(code ? { code } : {}),
});
