/** Our flow in a process of its own: `durable <stub> <ledger file> <slots>`. */
import { sqliteLedger } from '../../lib/ledger';
import { answerRuns } from './contender';
import { openFlow } from './flow';
import type { MarketplacePlace } from './stub';

const [stub = '', file = '', slots = '20'] = process.argv.slice(2);
const opened = sqliteLedger({ file }).then((ledger) => openFlow(ledger, stub, Number(slots)));

answerRuns(async (orders) => {
  const answer = await fetch(`${stub}/place`, { method: 'POST', body: JSON.stringify({ orders }) });
  if (!answer.ok) throw new Error(`the stub placed no orders (${answer.status})`);
  await (await opened).read((await answer.json()) as MarketplacePlace, orders);
});
