import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Handler, header } from './http';

/**
 * The desk's bundle, compressed once: Node-RED compresses nothing, and its own resources are not served where the editor is
 * off. Holds no secret, so it takes no sign-in (a script tag could not send one).
 */
export function bundle(file: string): Handler {
  let kept: Promise<{ readonly plain: Buffer; readonly packed: Buffer; readonly tag: string }> | undefined;
  async function load() {
    const plain = await fs.readFile(file);
    return {
      plain,
      packed: await promisify(gzip)(plain, { level: 9 }),
      tag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    };
  }
  return async (request, response, next) => {
    try {
      kept ??= load();
      const { plain, packed, tag } = await kept;
      response
        .set('content-type', 'text/javascript; charset=utf-8')
        .set('etag', tag)
        .set('cache-control', 'no-cache')
        .set('vary', 'accept-encoding')
        .set('x-content-type-options', 'nosniff');
      if (header(request, 'if-none-match') === tag) return response.status(304).end();
      if (!/\bgzip\b/.test(header(request, 'accept-encoding') ?? '')) return response.send(plain);
      return response.set('content-encoding', 'gzip').send(packed);
    } catch (error) {
      kept = undefined;
      return next(error);
    }
  };
}

/** The folder of the package that this code belongs to, however deep the build lies in it. */
export function packageOf(folder: string): string {
  const above = path.dirname(folder);
  return existsSync(path.join(folder, 'package.json')) || above === folder ? folder : packageOf(above);
}

/** The first example by its number: the one that runs without an account. Null where the package came without examples. */
export async function firstExample(folder: string): Promise<{ readonly name: string; readonly flow: unknown } | null> {
  const names = await fs.readdir(folder).catch(() => []);
  const [first] = names.filter((name) => name.endsWith('.json')).sort();
  if (first === undefined) return null;
  return { name: path.basename(first, '.json'), flow: JSON.parse(await fs.readFile(path.join(folder, first), 'utf8')) };
}
