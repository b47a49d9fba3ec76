import { transient } from '../model/errors';
import type { Ms } from '../model/record';
import { type Ask, Refused } from '../platforms/port';
import type { Clock, Transport } from '../transport/port';

/** Nobody waits for longer than this: a call that may come once a day is then tried again later. */
const MOST_WAIT: Ms = 15_000;

/** Reads outside any effect. Throws Refused, and Transient where there was no answer or no free turn soon. */
export const askBy =
  (transport: Transport, clock: Clock): Ask =>
  async (request, parse) => {
    for (let wait = await transport.reserve(request); wait > 0; wait = await transport.reserve(request)) {
      if (wait > MOST_WAIT)
        throw transient(
          `${request.call} is not asked now: its published frequency leaves the next call in ${Math.ceil(wait / 60_000)} min.`,
          wait,
          { call: request.call },
        );
      await clock.sleep(wait);
    }
    const answer = await transport.send(request);
    if (answer.is === 'ok') return parse(answer.body);
    if (answer.is === 'refused') throw new Refused(answer.code, answer.text, answer.field, answer.status);
    const again = answer.is === 'not executed' ? answer.retryAfter : 30_000;
    throw transient(`${request.call} was not answered: ${answer.why}. It is asked again.`, again, { call: request.call });
  };
