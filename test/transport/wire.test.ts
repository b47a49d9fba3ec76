import assert from 'node:assert/strict';
import { LifecycleError } from '../../lib/model/errors';
import { axiosWire } from '../../lib/transport/axios-wire';
import { WireError, type WireRequest } from '../../lib/transport/port';
import { closedPort, type Listening, proxy, serve, serveSocket } from './server';

const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];

describe('the wire over axios and undici', () => {
  let wire = axiosWire();
  const open: { close(): Promise<void> }[] = [];
  const environment = new Map<string, string | undefined>();
  const opened = async <T extends { close(): Promise<void> }>(server: Promise<T>): Promise<T> => {
    open.push(await server);
    return server;
  };
  const ask = (url: string, over: Partial<WireRequest> = {}) =>
    wire({ method: 'GET', url, headers: { accept: 'application/json' }, timeout: 5_000, ...over });
  const fails = async (asking: Promise<unknown>, sent: boolean, message: RegExp): Promise<void> => {
    await assert.rejects(asking, (error: unknown) => {
      assert.ok(error instanceof WireError, String(error));
      assert.match(error.message, message);
      assert.equal(error.sent, sent);
      return true;
    });
  };

  beforeEach(() => {
    for (const name of PROXY_VARIABLES) {
      environment.set(name, process.env[name]);
      delete process.env[name];
    }
    wire = axiosWire();
  });
  afterEach(async () => {
    for (const [name, value] of environment) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await wire.close();
    await Promise.all(open.splice(0).map((server) => server.close()));
  });

  describe('carries an exchange', () => {
    it('as it is: method, path, query, headers and body there; status, headers and text back', async () => {
      const seen: unknown[] = [];
      const { url } = await opened(
        serve((request, response, body) => {
          seen.push([
            request.method,
            request.url,
            request.headers.authorization,
            request.headers['content-type'],
            request.headers.accept,
            request.headers['accept-encoding'],
            body,
          ]);
          response.writeHead(422, { 'X-Cost': '7', 'Set-Cookie': ['a=1', 'b=2'] }).end('{"total": 9007199254740993.10}');
        }),
      );
      const answer = await ask(`${url}/a/b?x=1&y=%C3%A4`, {
        method: 'POST',
        headers: { authorization: 'k', accept: 'application/json', 'content-type': 'application/json' },
        body: '{"n":"ü"}',
      });
      assert.deepEqual(seen, [
        ['POST', '/a/b?x=1&y=%C3%A4', 'k', 'application/json', 'application/json', 'identity', '{"n":"ü"}'],
      ]);
      assert.equal(answer.status, 422);
      assert.equal(answer.text, '{"total": 9007199254740993.10}');
      assert.equal(answer.headers['x-cost'], '7');
      assert.equal(answer.headers['set-cookie'], 'a=1, b=2');
    });
    it('sends Content-Length: 0 and no content type with a PUT that has no body', async () => {
      const seen: unknown[] = [];
      const { url } = await opened(
        serve((request, response) => {
          seen.push(request.headers['content-length'], request.headers['content-type'], request.headers['transfer-encoding']);
          response.writeHead(204).end();
        }),
      );
      assert.deepEqual(await ask(url, { method: 'PUT' }).then(({ status, text }) => [status, text]), [204, '']);
      assert.deepEqual(seen, ['0', undefined, undefined]);
    });
    it('joins an answer that comes in pieces, in the middle of a letter too', async () => {
      const { url } = await opened(
        serve((_request, response) => {
          const bytes = Buffer.from('"Größe"');
          response.write(bytes.subarray(0, 4), () => response.end(bytes.subarray(4)));
        }),
      );
      assert.equal((await ask(url)).text, '"Größe"');
    });
    it('keeps its connection', async () => {
      const ports = new Set<number | undefined>();
      const { url } = await opened(
        serve((request, response) => {
          ports.add(request.socket.remotePort);
          response.end('{}');
        }),
      );
      for (let n = 0; n < 20; n++) await ask(url);
      // The next call may begin before the pool has put the last connection back.
      assert.ok(ports.size <= 2, String(ports.size));
    });
    it('follows no redirect', async () => {
      const paths: (string | undefined)[] = [];
      const { url } = await opened(
        serve((request, response) => {
          paths.push(request.url);
          response.writeHead(302, { location: '/elsewhere' }).end();
        }),
      );
      assert.equal((await ask(`${url}/here`)).status, 302);
      assert.deepEqual(paths, ['/here']);
    });
    it('hands on a 429 with its Retry-After', async () => {
      const { url } = await opened(serve((_request, response) => response.writeHead(429, { 'Retry-After': '3' }).end()));
      const answer = await ask(url);
      assert.deepEqual([answer.status, answer.headers['retry-after']], [429, '3']);
    });
  });

  describe('knows whether anything was sent', () => {
    it('no: nobody listens', async () => fails(ask(`http://127.0.0.1:${await closedPort()}`), false, /ECONNREFUSED/));
    it('no: there is no such host', () => fails(ask('https://no-such-host.invalid'), false, /ENOTFOUND|EAI_AGAIN/));
    it('no: the other side does not speak TLS', async () => {
      const { port } = await opened(serveSocket((socket) => socket.end('hello\r\n')));
      await fails(ask(`https://127.0.0.1:${port}`), false, /SSL|wrong version|packet|ECONNRESET|EPROTO/i);
    });
    it('no: the TLS handshake never ends', async () => {
      const { port } = await opened(serveSocket(() => undefined));
      await fails(ask(`https://127.0.0.1:${port}`, { timeout: 100 }), false, /within 100 ms/);
    });
    it('no: the deadline passed while the connection was made', async () => {
      let arrived = 0;
      const { url } = await opened(
        serve((_request, response) => {
          arrived++;
          response.end('{}');
        }),
      );
      await fails(ask(url, { mayLeave: () => false }), false, /deadline/);
      await ask(url);
      assert.equal(arrived, 1);
    });
    it('no: all connections are taken until the time is up', async () => {
      const held: (() => void)[] = [];
      const { url } = await opened(
        serve((request, response) => {
          if (request.url === '/held') held.push(() => void response.end('{}'));
          else response.end('{}');
          if (held.length === 64) full();
        }),
      );
      let full = (): void => undefined;
      const isFull = new Promise<void>((resolve) => (full = resolve));
      const holding = Array.from({ length: 64 }, () => ask(`${url}/held`));
      await isFull;
      await fails(ask(`${url}/late`, { timeout: 50 }), false, /within 50 ms/);
      for (const end of held) end();
      await Promise.all(holding);
      assert.equal((await ask(`${url}/next`)).status, 200);
    });
    it('yes: reset before a byte of the answer', async () => {
      const { url } = await opened(serve((request) => void request.socket.resetAndDestroy()));
      await fails(ask(url, { method: 'POST', body: '{}' }), true, /ECONNRESET|closed|aborted/);
    });
    it('yes: reset as soon as the request begins', async () => {
      const { url } = await opened(serveSocket((socket) => socket.once('data', () => socket.resetAndDestroy())));
      await fails(ask(url, { method: 'POST', body: '{}' }), true, /ECONNRESET|closed/);
    });
    it('yes: half an answer', async () => {
      const { url } = await opened(
        serve((_request, response) => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('{"half":', () => response.destroy());
        }),
      );
      await fails(ask(url), true, /closed|ECONNRESET|aborted|terminated/);
    });
    it('yes: too slow', async () => {
      const { url } = await opened(serve(() => undefined));
      await fails(ask(url, { timeout: 100 }), true, /within 100 ms/);
    });
    it('yes: an answer that drips without an end', async () => {
      const { url } = await opened(
        serveSocket((socket) => {
          socket.once('data', () => {
            socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
            const drip = setInterval(() => socket.write('x'), 10);
            socket.on('close', () => clearInterval(drip));
          });
        }),
      );
      await fails(ask(url, { timeout: 150 }), true, /within 150 ms/);
    });
    it('yes: an answer that is too large', async () => {
      const megabyte = Buffer.alloc(1024 * 1024, 'x');
      let written = 0;
      const { url } = await opened(
        serve((_request, response) => {
          const more = (): void => {
            if (response.destroyed || written++ > 200) return;
            response.write(megabyte, more);
          };
          more();
        }),
      );
      await fails(ask(url), true, /larger than 20 MB/);
      assert.ok(written < 200, 'the rest was not asked for');
    });
    it('yes: an answer in a coding nobody asked for', async () => {
      const { url } = await opened(
        serve((_request, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('xx')),
      );
      await fails(ask(url), true, /coding br/);
    });
    it('yes: not HTTP at all', async () => {
      const { url } = await opened(serveSocket((socket) => socket.once('data', () => socket.end('what?\r\n\r\n'))));
      await fails(ask(url), true, /HTTP|Parse|Invalid|Expected/i);
    });
    it('no: the wire is closed; what was on its way is lost', async () => {
      let arrived = (): void => undefined;
      const isHere = new Promise<void>((resolve) => (arrived = resolve));
      const { url } = await opened(serve(() => arrived()));
      const lost = fails(ask(url), true, /destroyed|closed|aborted/i);
      await isHere;
      await wire.close();
      await lost;
      await fails(ask(url), false, /wire is closed/);
    });
  });

  describe('uses safe addresses only', () => {
    const refused = (url: string): Promise<void> =>
      assert.rejects(
        ask(url),
        (error: unknown) => error instanceof LifecycleError && error.code === 'MISCONFIGURED' && !error.message.includes('hush'),
      );
    for (const url of [
      'http://shop.example',
      'http://10.0.0.1',
      'http://127.0.0.1.example.test',
      'http://localhost.example.test',
      'ftp://localhost',
      'nonsense',
      'https://user:hush@shop.example',
      'http://[::2]',
    ])
      it(`refuses ${url}`, () => refused(url));
    it('takes http on this machine, by all its names', async () => {
      const { port } = await opened(serve((_request, response) => response.end('{}')));
      for (const host of ['127.0.0.1', 'localhost']) assert.equal((await ask(`http://${host}:${port}`)).status, 200);
      await fails(ask(`http://[::1]:${await closedPort()}`), false, /ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT|ENETUNREACH/);
      await fails(ask(`http://127.3.2.1:${await closedPort()}`), false, /ECONNREFUSED|EADDRNOTAVAIL/);
    });
  });

  describe('goes through the proxy of the environment', () => {
    const target = (): Promise<Listening> => opened(serve((_request, response) => response.end('{"from":"target"}')));
    it('by a tunnel', async () => {
      const { port, url } = await target();
      const tunnel = await opened(proxy(port));
      process.env.HTTP_PROXY = tunnel.url;
      assert.equal((await ask(`${url}/x`)).text, '{"from":"target"}');
      assert.deepEqual(tunnel.asked, [`127.0.0.1:${port}`]);
    });
    it('and not for what NO_PROXY names', async () => {
      const { port, url } = await target();
      const tunnel = await opened(proxy(port));
      process.env.HTTP_PROXY = tunnel.url;
      process.env.NO_PROXY = 'example.test,127.0.0.1';
      assert.equal((await ask(url)).text, '{"from":"target"}');
      assert.deepEqual(tunnel.asked, []);
    });
    it('where it refuses, nothing was sent', async () => {
      const tunnel = await opened(proxy(1, 403));
      process.env.HTTPS_PROXY = tunnel.url;
      await fails(ask('https://shop.example/x'), false, /403/);
      assert.deepEqual(tunnel.asked, ['shop.example:443']);
    });
    it('where it is gone, nothing was sent', async () => {
      process.env.HTTPS_PROXY = `http://127.0.0.1:${await closedPort()}`;
      await fails(ask('https://shop.example/x'), false, /ECONNREFUSED/);
    });
  });
});
