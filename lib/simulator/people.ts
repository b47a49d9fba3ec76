/** People at work: buyers order, some cancel, some sellers decide in the portal. Seeded, in the simulator's own time. */
import { atWork, chanceOf } from './at-work';
import type { MiraklSimulator, Simulator, SimulatorClock } from './port';

type Options = Parameters<Simulator['people']>[0];

/** The longest that a person thinks before cancelling or deciding, in ms. */
const THINKS = 5 * 60_000;

/** Sets people to work at a marketplace; `done` when the last of them has gone home. */
export function startPeople(
  options: Options,
  marketplace: MiraklSimulator,
  clock: SimulatorClock,
  random: { next(): number },
): ReturnType<Simulator['people']> {
  const { likely, some } = chanceOf(random);
  return atWork(async (stopped) => {
    const later = async (deed: () => void): Promise<void> => {
      await clock.sleep(some(THINKS));
      if (!stopped()) deed();
    };
    const deeds: Promise<void>[] = [];
    for (let order = 0; order < options.orders && !stopped(); order += 1) {
      if (order > 0) await clock.sleep(options.everyMs);
      if (stopped()) break;
      const id = marketplace.place();
      const [cancels, decides, accepts] = [likely(options.cancel), likely(options.portal), likely(0.8)];
      if (cancels) deeds.push(later(() => void marketplace.cancel(id)));
      if (decides) deeds.push(later(() => void marketplace.decideInPortal(id, accepts)));
    }
    await Promise.all(deeds);
  });
}
