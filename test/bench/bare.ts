/** Four calls an order and nothing kept: the floor of axios (its own adapter) and of undici. A process of its own. */
import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import axios from 'axios';
import { Agent, request } from 'undici';
import { answerRuns, callOf, STEPS, spread } from './contender';

const [client, stub = ''] = process.argv.slice(2);
const url = `${stub}/call`;
const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: 'key' };
const clients: Readonly<Record<string, () => (call: Call) => Promise<void>>> = {
  axios() {
    const instance = axios.create({ httpAgent: new HttpAgent({ keepAlive: true }), timeout: 30_000, headers });
    return async (call) => expect((await instance.post<Answer>(url, call)).data, call);
  },
  undici() {
    const dispatcher = new Agent({ connections: 64 });
    return async (call) => {
      const { body } = await request(url, { method: 'POST', headers, body: JSON.stringify(call), dispatcher });
      expect((await body.json()) as Answer, call);
    };
  },
};
type Call = ReturnType<typeof callOf>;
interface Answer {
  readonly data: Readonly<Record<string, { readonly order: { readonly id: string } }>>;
}
function expect(answer: Answer, { step }: Call): void {
  if (!answer.data[step]?.order.id) throw new Error('the stub answered something else');
}

const send = clients[client ?? '']?.();
if (!send) throw new Error(`no such client: ${client}`);
answerRuns((orders, inFlight) => {
  const run = randomUUID();
  return spread(orders, inFlight, async (n) => {
    for (const step of STEPS) await send(callOf(`${run}-${n}`, step));
  });
});
