/** "Can Shopify reach me?": tried from here, by the public address, with what stands in the dialog. */
import { randomBytes } from 'node:crypto';
import { LifecycleError } from '../../model/errors';
import type { TestRow } from '../../platforms/port';
import { WireError } from '../../transport/port';
import type { Held } from '../accounts';
import type { House } from '../house';
import { type Dialog, opened } from '../tryout';
import { addressOf, tokenIn } from './address';
import { mount } from './node-red-port';
import type { Heard } from './reception';

/** Shopify waits so long for an answer. */
const ANSWERED_WITHIN = 5_000;

/** Rows for a person; what throws is a row too. Nothing of what a strange server answers is shown. */
export async function reach(house: House, type: string, dialog: Dialog): Promise<readonly TestRow[]> {
  try {
    const held = opened(house, type, dialog);
    if (!held.webhooks) return [row(false, 'webhooks', 'They are off: everything is read by polling. Choose a port first.')];
    const heard = heardOf(house.webhooks.reception.heard(dialog.id));
    if (held.world !== undefined) return [row(true, 'webhooks', 'The simulated shop sends them within this process.'), ...heard];
    const secrets = house.webhooks.secretsOf(held);
    const address = addressOf(held, secrets);
    return [await answered(house, held, address), ...heard];
  } catch (error) {
    const field = error instanceof LifecycleError ? error.details.field : undefined;
    return [row(false, String(field ?? 'webhooks'), error instanceof Error ? error.message : String(error))];
  }
}
const row = (ok: boolean, what: string, text: string): TestRow => ({ ok, what, text });

async function answered(house: House, { webhooks }: Held, address: string): Promise<TestRow> {
  const { hostname, host } = new URL(address);
  if (isPrivate(hostname))
    return row(false, host, 'This name or number is known inside a network only. Shopify needs one that the internet knows.');
  const { reception, ports } = house.webhooks;
  if (webhooks?.by === 'node-red') mount(house.RED.httpNode, reception);
  else if (webhooks) await ports.open(webhooks.port);
  const wire = house.parts.createWire();
  const token = tokenIn(address) ?? '';
  const nonce = randomBytes(18).toString('base64url');
  const began = Date.now();
  try {
    const url = `${address}?nonce=${nonce}`;
    const { expected, answer } = await reception.trying(token, async () => ({
      expected: reception.reply(token, nonce),
      answer: await wire({ method: 'GET', url, headers: {}, timeout: ANSWERED_WITHIN }),
    }));
    const took = Date.now() - began;
    if (answer.status === 200 && answer.text === expected)
      return row(true, host, `It leads to this Node-RED, in ${took} ms. Shopify waits 5 s.`);
    return row(
      false,
      host,
      `Something else answers there, with status ${answer.status}. ${leadsElsewhere(answer.status, webhooks?.port)}`,
    );
  } catch (error) {
    return row(false, host, `${whyNot(error)} ${INSIDE}`);
  } finally {
    await wire.close();
    await house.webhooks.tidy();
  }
}

const INSIDE =
  'Tried from this machine: some routers lead no way back in to their own public address, and then Shopify may come through all the same; the row below says whether it did.';

function leadsElsewhere(status: number, port: number | undefined): string {
  if (status >= 300 && status < 400)
    return 'It redirects, and Shopify follows no redirection: enter the address that it leads to.';
  if (status === 401 || status === 403)
    return 'It asks for a sign-in: let paths below /order-lifecycle/webhooks/ pass, they are guarded by Shopify’s signature.';
  if (status === 502 || status === 503 || status === 504)
    return `The proxy or tunnel runs, and does not reach this Node-RED: let it lead to port ${port ?? '1880'}.`;
  return `Let the proxy or tunnel lead paths below /order-lifecycle/webhooks/ to port ${port ?? '1880'} of this machine.`;
}
function whyNot(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  if (/ENOTFOUND|EAI_AGAIN/.test(said)) return 'No such name is known: check its spelling, or its entry at the DNS.';
  if (/ECONNREFUSED/.test(said)) return 'Nothing listens there: start the proxy or tunnel, or open the port in the router.';
  if (/cert|CERT|SSL|TLS|self.signed/i.test(said))
    return 'Its certificate cannot be trusted: Shopify wants one that browsers trust.';
  if (/time-?out|timed out|ETIMEDOUT|UND_ERR/i.test(said))
    return 'No answer within 5 s: a firewall or a router lets nothing through.';
  return `It could not be reached${error instanceof WireError ? ` (${said})` : ''}.`;
}

function heardOf({ takenAt, forged }: Heard): readonly TestRow[] {
  const rows: TestRow[] = [];
  if (takenAt === undefined) rows.push(row(true, 'Shopify', 'No webhook has come since this Node-RED started.'));
  else rows.push(row(true, 'Shopify', `Its last webhook was stored at ${new Date(takenAt).toISOString()}.`));
  if (forged)
    rows.push(
      row(
        false,
        'refused',
        `${forged.times} since the start, the last because ${forged.why}. While a secret is rotated, enter both.`,
      ),
    );
  return rows;
}

const PRIVATE =
  /^(?:(?:.*\.)?localhost|.*\.(?:local|lan|internal|home|localdomain)|0\..*|127\..*|10\..*|192\.168\..*|169\.254\..*|172\.(?:1[6-9]|2\d|3[01])\..*|\[(?:::1?|::ffff:.*|f[cd].*|fe[89ab].*)\])$/i;
const isPrivate = (hostname: string): boolean => PRIVATE.test(hostname) || !/[.:]/.test(hostname);
