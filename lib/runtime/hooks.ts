import type { Runs } from './runs';
import type { Hooks } from './types/node-red';

const LABEL = 'order-lifecycle';

/** Follows messages through the flow. A label used twice throws when Node-RED loads, so ours goes before it comes. */
export function follow(hooks: Hooks, runs: () => Runs | undefined): void {
  hooks.remove(`*.${LABEL}`);
  hooks.add(`preRoute.${LABEL}`, (event) => runs()?.routed(event));
  hooks.add(`postDeliver.${LABEL}`, (event) => runs()?.sent(event));
  hooks.add(`onReceive.${LABEL}`, (event) => runs()?.received(event));
  hooks.add(`onComplete.${LABEL}`, (event) => runs()?.completed(event));
}
