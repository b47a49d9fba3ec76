/** Our flow in a process of its own: `durable <stub> <ledger file> <slots>`. */
import { sqliteLedger } from '../../lib/ledger';
import { answerRuns, place } from './contender';
import { openFlow } from './flow';

const [stub = '', file = '', slots = '20'] = process.argv.slice(2);
const opened = sqliteLedger({ file }).then((ledger) => openFlow(ledger, stub, Number(slots)));

answerRuns(async (orders) => (await opened).read(await place(stub, orders), orders));
