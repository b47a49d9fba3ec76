/** As much of a ledger as the transport asks for: turns of published frequencies, and values by name. */
import type { Ledger } from '../../lib/ledger/port';

export type Turns = Pick<Ledger, 'take' | 'keep' | 'kept'>;

export function turns(): Turns & { readonly taken: { readonly budget: string; readonly at: number }[] } {
  const taken: { budget: string; at: number }[] = [];
  const values = new Map<string, { value: unknown; at: number }>();
  return {
    taken,
    async take(budget, span, burst, now) {
      const recent = taken.filter((turn) => turn.budget === budget && turn.at > now - span);
      const first = recent[recent.length - burst];
      if (first) return first.at + span - now;
      taken.push({ budget, at: now });
      return 0;
    },
    async keep(name, value, now) {
      values.set(name, { value, at: now });
    },
    kept: async (name) => values.get(name) ?? null,
  };
}
