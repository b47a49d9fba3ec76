/** People at work: buyers order, some cancel, some sellers decide in the portal. Seeded, in the simulator's own time. */
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
  let stopped = false;
  let leave = (): void => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const later = async (deed: () => void): Promise<void> => {
    await clock.sleep(1 + Math.floor(random.next() * THINKS));
    if (!stopped) deed();
  };
  const work = async (): Promise<void> => {
    const deeds: Promise<void>[] = [];
    for (let order = 0; order < options.orders && !stopped; order += 1) {
      if (order > 0) await clock.sleep(options.everyMs);
      if (stopped) break;
      const id = marketplace.place();
      const [cancels, decides, accepts] = [random.next() < options.cancel, random.next() < options.portal, random.next() < 0.8];
      if (cancels) deeds.push(later(() => void marketplace.cancel(id)));
      if (decides) deeds.push(later(() => void marketplace.decideInPortal(id, accepts)));
    }
    await Promise.all(deeds);
  };
  return {
    done: Promise.race([work(), left]),
    stop() {
      stopped = true;
      leave();
    },
  };
}
