/** Carries one exchange between a client and a simulated host, with the mishaps of a real network in between. */
import type { Books } from './books';
import { ExchangeError, type Host, type HttpAnswer, type HttpRequest } from './exchange';
import type { Mishap, Mishaps } from './faults';
import type { Simulator, SimulatorClock } from './port';

type Outgoing = Parameters<Simulator['wire']>[0];
type Incoming = Awaited<ReturnType<Simulator['wire']>>;
type OnCall = NonNullable<Simulator['onCall']>;

export interface WireParts {
  readonly clock: SimulatorClock;
  readonly books: Books;
  readonly mishaps: Mishaps;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly onCall: () => OnCall | undefined;
}

const BROKEN = [500, 502, 503, 504] as const;
const brokenAnswer = (mishap: Mishap): Incoming => {
  const status = BROKEN[Math.floor(mishap.form * BROKEN.length)] ?? 500;
  return { status, headers: { 'content-type': 'text/html' }, text: `<html><body><h1>${status}</h1></body></html>` };
};

function answered(host: Host, request: HttpRequest, mishap: Mishap): HttpAnswer {
  if (mishap.does === '429') return host.tooMany(request, mishap.after);
  if (mishap.does === 'throttled') return host.throttled(request);
  if (mishap.does === '5xx before') return { ...brokenAnswer(mishap), committed: false };
  return host.answer(request);
}

/** The wire of a simulator: rejects with ExchangeError where no answer comes back. */
export function createWire(parts: WireParts): Simulator['wire'] {
  const { clock, books, mishaps, hosts } = parts;
  let running = 0;

  /** The vendor has the request: everything it does is done in this one tick. */
  const arrive = (host: Host, request: HttpRequest, mishap: Mishap): HttpAnswer => {
    running += 1;
    const call = host.nameOf(request);
    const seen = { n: running, system: host.system, call };
    const entry = books.arrived({
      at: request.now,
      system: host.system,
      call,
      asked: host.askedOf(request),
      status: 0,
      committed: false,
    });
    parts.onCall()?.({ ...seen, phase: 'before commit' });
    const answer = answered(host, request, mishap);
    entry.status = answer.status;
    entry.committed = answer.committed;
    parts.onCall()?.({ ...seen, phase: 'after commit' });
    return answer;
  };

  /** No answer will come: the client learns it at once or when its time is over. */
  const nothing = async (mishap: Mishap, timeout: number, spent: number): Promise<never> => {
    await clock.sleep(mishap.silently ? Math.max(0, timeout - spent) : mishap.back);
    throw new ExchangeError(mishap.silently ? `no answer within ${timeout} ms` : 'connection reset', true);
  };

  return async (outgoing: Outgoing): Promise<Incoming> => {
    const url = new URL(outgoing.url);
    const host = hosts.get(url.host);
    if (!host) throw new ExchangeError(`no simulated system answers at ${url.host}`, false);
    const request: HttpRequest = {
      method: outgoing.method.toUpperCase(),
      url,
      headers: Object.fromEntries(Object.entries(outgoing.headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: outgoing.body ?? '',
      now: clock.now(),
      arrivedAt: clock.now(),
    };
    const mishap = mishaps.draw(host, request);
    await clock.sleep(mishap.travel);
    const door = clock.now();
    if (mishap.does === 'lost request') return nothing(mishap, outgoing.timeout, mishap.travel);
    const arrived = (): HttpRequest => ({ ...request, now: clock.now(), arrivedAt: door });
    if (mishap.does === 'late commit') {
      void clock.sleep(mishap.after).then(() => arrive(host, arrived(), mishap));
      return nothing({ ...mishap, silently: true }, outgoing.timeout, mishap.travel);
    }
    const answer = arrive(host, arrived(), mishap);
    if (mishap.does === 'lost answer') return nothing(mishap, outgoing.timeout, mishap.travel);
    if (mishap.travel + mishap.back > outgoing.timeout)
      return nothing({ ...mishap, silently: true }, outgoing.timeout, mishap.travel);
    await clock.sleep(mishap.back);
    const date = new Date(clock.now()).toUTCString();
    if (mishap.does === '5xx before' || mishap.does === '5xx after') return brokenAnswer(mishap);
    const spoiled =
      mishap.does === 'null with error' || mishap.does === 'id with error' ? host.spoiled(request, answer, mishap.does) : answer;
    const text = mishap.does === 'half' ? spoiled.text.slice(0, Math.floor(spoiled.text.length / 2)) : spoiled.text;
    return { status: spoiled.status, headers: { date, ...spoiled.headers }, text };
  };
}
