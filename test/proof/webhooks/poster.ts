/**
 * A process of its own that sends webhooks as a vendor would, only worse: in no order, some of them again although they were
 * taken, and whatever was not answered 200 until it is. One JSON line per webhook comes in; one per try goes out.
 */
import http from 'node:http';
import { createInterface } from 'node:readline';
import { seededRandom } from '../../../lib/transport/random';

export interface Letter {
  readonly n: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** By the machine's clock, in ms. `status` 0: no answer. */
export interface Try {
  readonly n: number;
  readonly postedAt: number;
  readonly answeredAt: number;
  readonly status: number;
}
const [url = '', perSecond = '300', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const REPEATED = 0.2;
/** A vendor opens as many connections as it likes, so that a slow answer holds nothing up. */
const MOST = 400;
const agent = new http.Agent({ keepAlive: true, maxSockets: MOST });

const waiting: { letter: Letter; notBefore: number; again: boolean }[] = [];
let [under, ended] = [0, false];

function post({ headers, body }: Letter): Promise<number> {
  return new Promise((resolve) => {
    const request = http.request(url, { method: 'POST', agent, timeout: 5_000, headers: { ...headers } }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', () => resolve(0));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(0));
    request.end(body);
  });
}
async function send(one: (typeof waiting)[number]): Promise<void> {
  const { letter, again } = one;
  under += 1;
  const postedAt = Date.now();
  const status = await post(letter);
  under -= 1;
  process.stdout.write(`${JSON.stringify({ n: letter.n, postedAt, answeredAt: Date.now(), status } satisfies Try)}\n`);
  if (status !== 200) waiting.push({ letter, again, notBefore: Date.now() + 200 + random.next() * 800 });
  else if (!again && random.next() < REPEATED)
    waiting.push({ letter, again: true, notBefore: Date.now() + random.next() * 5_000 });
}
let owed = 0;
let last = Date.now();
const timer = setInterval(() => {
  const now = Date.now();
  // What a busy machine holds up is made good within the second; where nothing waits, nothing is.
  owed = Math.min(Number(perSecond), owed + ((now - last) * Number(perSecond)) / 1_000);
  last = now;
  const ready = waiting.filter(({ notBefore }) => notBefore <= now);
  if (ready.length === 0) owed = 0;
  while (owed >= 1 && ready.length > 0) {
    owed -= 1;
    const [one] = ready.splice(Math.floor(random.next() * ready.length), 1);
    if (!one) break;
    waiting.splice(waiting.indexOf(one), 1);
    void send(one);
  }
  if (ended && waiting.length === 0 && under === 0) {
    clearInterval(timer);
    agent.destroy();
  }
}, 5);
createInterface({ input: process.stdin })
  .on('line', (line) => waiting.push({ letter: JSON.parse(line) as Letter, notBefore: 0, again: false }))
  .on('close', () => {
    ended = true;
  });
