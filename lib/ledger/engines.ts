/** Leases of engines and the names they hold deliveries under. Pure; every driver asks here. */
import type { Instant, Ms } from '../model/record';

const DAY = 86_400_000;
const baseOf = (engine: string): string => engine.replace(/~\d+$/, '');

export interface Leases {
  /** Engine name → end of its lease. */
  readonly until: Readonly<Record<string, Instant>>;
  /** Base name → how many names were given out under it. A name is never given twice. */
  readonly given: Readonly<Record<string, number>>;
}

/**
 * A lease that stands is prolonged. One that lapsed is not: others may have taken its deliveries over, so the engine goes on
 * under a new name and its stale runs are refused. Leases that ended a day ago are forgotten, their names are not.
 */
export function lease(
  { until, given }: Leases,
  engine: string,
  span: Ms,
  now: Instant,
): { readonly engine: string; readonly leases: Leases } {
  const base = baseOf(engine);
  const before = given[base] ?? 0;
  const stands = (until[engine] ?? -1) >= now;
  const name = stands ? engine : before === 0 ? base : `${base}~${before + 1}`;
  const kept = Object.fromEntries(Object.entries(until).filter(([, end]) => now - end < DAY));
  return {
    engine: name,
    leases: { until: { ...kept, [name]: now + span }, given: stands ? given : { ...given, [base]: before + 1 } },
  };
}
