/** What the store's dialog makes of its settings for webhooks, and what "Can Shopify reach me?" says of them. */
import assert from 'node:assert/strict';
import '../../nodes/shopify-store';
import type { House } from '../../lib/runtime/house';
import { type Dialog, opened } from '../../lib/runtime/tryout';
import { tokenIn } from '../../lib/runtime/webhooks/address';
import { OwnPorts } from '../../lib/runtime/webhooks/own-ports';
import { reach } from '../../lib/runtime/webhooks/reach';
import { Reception } from '../../lib/runtime/webhooks/reception';
import { type Wire, WireError } from '../../lib/transport/port';
import { freePort } from '../node-red/spawn';

const dialog = (settings: Record<string, unknown>, credentials: Record<string, string> = {}): Dialog => ({
  id: 'store',
  settings: {
    address: 'my-shop',
    signIn: 'token',
    webhooks: 'own port',
    webhookAddress: 'https://hooks.example.com',
    ...settings,
  },
  credentials: { token: 'shpat_1', webhookSecret: 'shpss_1', ...credentials },
});
/** `wire`: what the internet answers at the public address. */
function house(wire: (here: Reception, url: string) => ReturnType<Wire>) {
  const reception = new Reception({
    held: () => [],
    secretsOf: () => [],
    account: () => undefined,
    engine: () => undefined,
    log: () => undefined,
  });
  const ports = new OwnPorts(reception);
  const asked: string[] = [];
  const createWire = () =>
    Object.assign(
      async ({ url }: { readonly url: string }) => {
        asked.push(url);
        return wire(reception, url);
      },
      { close: async () => undefined },
    );
  const made = {
    RED: { nodes: { getCredentials: () => undefined } },
    parts: { createWire },
    webhooks: {
      reception,
      ports,
      secretsOf: ({ webhooks }: ReturnType<typeof opened>) => webhooks?.secrets ?? [],
      tidy: () => ports.only([]),
    },
  };
  return { house: made as unknown as House, asked };
}
const answer = (status: number, text = ''): Awaited<ReturnType<Wire>> => ({ status, headers: {}, text });
const secretsOf = (given: Dialog) => opened(house(async () => answer(500)).house, 'shopify-store', given).webhooks?.secrets;

describe('the secrets of webhooks', () => {
  it('of an older app are two in one field while they rotate', () =>
    assert.deepEqual(secretsOf(dialog({}, { webhookSecret: ' new,  old\n' })), ['new', 'old']));
  it('of an app are its own and the one before', () =>
    assert.deepEqual(secretsOf(dialog({ signIn: 'client', clientId: 'id' }, { clientSecret: 'new', webhookSecret: 'old' })), [
      'new',
      'old',
    ]));
  it('are none where the field holds blanks: anybody could sign with them', () =>
    assert.deepEqual(secretsOf(dialog({}, { webhookSecret: '   ' })), []));
});

describe('Can Shopify reach me?', () => {
  async function says(of: Record<string, unknown>, wire: Parameters<typeof house>[0] = async () => answer(404)) {
    const made = house(wire);
    const rows = await reach(made.house, 'shopify-store', dialog({ webhookPort: await freePort(), ...of }));
    return { ok: rows[0]?.ok, text: rows.map(({ text }) => text).join(' | '), asked: made.asked };
  }
  const replied: Parameters<typeof house>[0] = async (reception, url) =>
    answer(200, reception.reply(tokenIn(url) ?? '', new URL(url).searchParams.get('nonce') ?? '') ?? 'nobody');

  it('yes, where the address leads back to this process', async () => {
    const { ok, text } = await says({}, replied);
    assert.equal(ok, true);
    assert.match(text, /leads to this Node-RED.*No webhook has come/);
  });
  it('no, where something else answers 200', async () => {
    const { ok, text } = await says({}, async () => answer(200, '<html>'));
    assert.equal(ok, false);
    assert.match(text, /Something else answers/);
  });
  for (const [what, given, expected] of [
    ['redirects', async () => answer(301), /It redirects/],
    ['asks for a sign-in', async () => answer(401), /sign-in/],
    ['reaches nothing behind it', async () => answer(502), /does not reach this Node-RED/],
    ['has no name', async () => Promise.reject(new WireError('getaddrinfo ENOTFOUND', false)), /No such name/],
    ['listens not', async () => Promise.reject(new WireError('connect ECONNREFUSED', false)), /Nothing listens/],
    ['is silent', async () => Promise.reject(new WireError('request timed out', true)), /No answer within 5 s/],
  ] as const)
    it(`no, where it ${what}`, async () => {
      const { ok, text } = await says({}, given);
      assert.equal(ok, false);
      assert.match(text, expected);
    });
  for (const webhookAddress of [
    'https://localhost',
    'https://hooks.localhost',
    'https://nas.local',
    'https://nas',
    'https://192.168.1.4',
    'https://0.0.0.0',
    'https://[::]',
    'https://[::1]',
    'https://[::ffff:10.0.0.1]',
    'https://[fd00::1]',
    'https://[fe90::1]',
  ])
    it(`no, and nothing is called, at ${webhookAddress}`, async () => {
      const { ok, text, asked } = await says({ webhookAddress }, replied);
      assert.equal(ok, false);
      assert.match(text, /inside a network only/);
      assert.deepEqual(asked, []);
    });
  it('not, while they are off, or without a secret, or without an address', async () => {
    assert.match((await says({ webhooks: 'off' })).text, /They are off/);
    assert.match((await says({ webhookAddress: '' })).text, /public address/);
    const rows = await reach(house(replied).house, 'shopify-store', dialog({}, { webhookSecret: ' ' }));
    assert.match(rows[0]?.text ?? '', /no secret to check webhooks with/);
  });
  it('of a simulated shop, within the process; and whether one came', async () => {
    const { ok, text, asked } = await says({ platform: 'simulator', world: 'demo' });
    assert.equal(ok, true);
    assert.match(text, /within this process.*No webhook has come/);
    assert.deepEqual(asked, []);
  });
});
