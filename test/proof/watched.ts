import type { Ledger } from '../../lib/ledger/port';
import type { OrderRecord } from '../../lib/model/record';
import { checkRules, type Past } from '../../lib/model/rules';

/** How often a check also sees every fact of its order: they are many, and only R6 and R14 ask for them. */
const FACTS_EVERY = 20;

/** Every rule is checked on the order that a commit changed, beside what it was before. */
export function watched(ledger: Ledger, broken: string[], every: number, trace?: (line: string) => void): Ledger {
  let commits = 0;
  return new Proxy(ledger, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (property !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
      return async (...args: Parameters<Ledger['commit']>) => {
        const [key, version] = args;
        commits += 1;
        const checks = commits % every === 0;
        const before = checks ? (await target.read(key)).order : null;
        const done = await target.commit(...args);
        if (done !== 'done' || !checks) return done;
        const { order } = await target.read(key);
        // Another engine may have come between the reading and the commit: then this is not what it was before.
        const past: Past = {
          ...(before?.version === version ? { before } : {}),
          ...(commits % (every * FACTS_EVERY) === 0 ? { facts: await target.facts(key) } : {}),
        };
        if (order) report(order, past, broken, trace);
        return done;
      };
    },
  });
}
function report(order: OrderRecord, past: Past, broken: string[], trace?: (line: string) => void): void {
  for (const { rule, text } of checkRules(order, past)) {
    const line = `${rule} broken by ${order.key}: ${text}`;
    if (!broken.includes(line)) broken.push(line);
    trace?.(line);
  }
}
