import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Listening, listen, proxy } from './server';

/** Made anew for every run, so that no key lies in the checkout. */
function certificate(folder: string): { key: string; cert: string } | null {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        key,
        '-out',
        cert,
        '-subj',
        '/CN=shop.example',
        '-addext',
        'subjectAltName=DNS:shop.example',
      ],
      { stdio: 'ignore' },
    );
    return { key, cert };
  } catch {
    return null;
  }
}

describe('a shop with a certificate of the house, behind a proxy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wire-'));
  const open: Listening[] = [];
  let pem: ReturnType<typeof certificate> = null;
  let tunnel: Awaited<ReturnType<typeof proxy>>;
  let shop: Listening;
  const ask = async (url: string, environment: Record<string, string>): Promise<string> => {
    const { NODE_EXTRA_CA_CERTS: _none, ...inherited } = process.env;
    const clean = Object.fromEntries(Object.entries(inherited).filter(([name]) => !/^(?:https?|no)_proxy$/i.test(name)));
    return (await promisify(execFile)(process.execPath, [join(__dirname, 'ask.js'), url], { env: { ...clean, ...environment } }))
      .stdout;
  };

  before(async function () {
    pem = certificate(folder);
    if (!pem) {
      console.log('    skipped: openssl is not on the path');
      return this.skip();
    }
    const server = createServer({ key: readFileSync(pem.key), cert: readFileSync(pem.cert) }, (_request, response) =>
      response.end('{"shop":1}'),
    );
    shop = await listen(server);
    tunnel = await proxy(shop.port);
    open.push(shop, tunnel);
  });
  after(async () => {
    await Promise.all(open.map((server) => server.close()));
    rmSync(folder, { recursive: true });
  });

  it('is trusted by NODE_EXTRA_CA_CERTS, through the tunnel of HTTPS_PROXY', async () => {
    assert.equal(
      await ask(`https://shop.example:${shop.port}/x`, { NODE_EXTRA_CA_CERTS: pem?.cert ?? '', HTTPS_PROXY: tunnel.url }),
      '200 {"shop":1}',
    );
    assert.deepEqual(tunnel.asked.splice(0), [`shop.example:${shop.port}`]);
  });
  it('is not trusted otherwise, and nothing is sent to it', async () => {
    assert.match(await ask(`https://shop.example:${shop.port}/x`, { HTTPS_PROXY: tunnel.url }), /^sent false: .*self.signed/i);
  });
  it('is not trusted under another name', async () => {
    assert.match(
      await ask(`https://other.example:${shop.port}/x`, { NODE_EXTRA_CA_CERTS: pem?.cert ?? '', HTTPS_PROXY: tunnel.url }),
      /^sent false: .*(altname|alt.?name|Secure Proxy)/i,
    );
  });
});
