import type { z } from 'zod';
import type { Faults } from '../simulator/port';
import { type Common, nodeFile } from './register';
import { says } from './status';
import type { NodeFile } from './types/node-red';
import type { Happened } from './worlds';

/** In percent of the matching calls. */
interface Chances {
  readonly lostAnswer: number;
  readonly lostRequest: number;
  readonly serverError: number;
  readonly tooMany: number;
  readonly halfAnswer: number;
  readonly slow: number;
  readonly lateCommit: number;
  readonly partialSuccess: number;
}
/** What the merchant's people do, in percent of the orders each ten minutes. */
interface Deeds {
  readonly ships: number;
  readonly cancels: number;
  readonly refunds: number;
  readonly takesBack: number;
}
type Settings = Chances & Deeds & { readonly world: string; readonly pace: number; readonly ordersPerMinute: number };
const SLOW_UP_TO = 10_000;
const LATE_UP_TO = 20_000;

/** The node that owns a simulated world: its faults, its buyers, and an output that tells what happened in it. */
export function simulatorNode<S extends z.ZodObject>(
  definition: Common<S> & { readonly settings: z.ZodType<Settings> },
): NodeFile {
  return nodeFile(definition, ({ house, node, settings, show, closed }) => {
    if (settings === undefined) return () => undefined;
    const { world, pace, ordersPerMinute, ships, cancels, refunds, takesBack, ...chances } = settings as Settings;
    let deaf = (): unknown => undefined;
    const tell = ({ phase, ...happened }: Happened): void => {
      if (phase === 'after commit' && happened.world === world && !closed())
        node.send({ topic: happened.call, payload: happened });
    };
    house.worlds.set(node.id, {
      node,
      name: world,
      pace,
      open({ worlds }) {
        deaf();
        deaf = worlds.hear(tell);
        worlds.named(world).faults = faultsOf(chances);
        worlds.people(world, ordersPerMinute);
        worlds.merchants(world, { ship: ships / 100, cancel: cancels / 100, refund: refunds / 100, takeBack: takesBack / 100 });
        const on = Object.values(chances).filter((chance) => chance > 0).length;
        show(on > 0 ? says.other(on === 1 ? '1 fault on' : `${on} faults on`) : says.done('no faults'));
      },
    });
    return () => {
      deaf();
      if (house.worlds.get(node.id)?.node === node) house.worlds.delete(node.id);
    };
  });
}

function faultsOf(chances: Chances): Faults {
  const { slow, lateCommit, serverError, ...rest } = Object.fromEntries(
    Object.entries(chances).map(([name, percent]) => [name, percent / 100]),
  ) as unknown as Chances;
  return {
    ...rest,
    error5xxBefore: serverError / 2,
    error5xxAfter: serverError / 2,
    slow: { chance: slow, upTo: SLOW_UP_TO },
    lateCommit: { chance: lateCommit, upTo: LATE_UP_TO },
  };
}
