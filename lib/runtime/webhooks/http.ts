/** The way of a webhook from a socket to the reception, with its bytes as they came. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ms } from '../../model/record';
import { tokenIn } from './address';
import type { Answered, Reception } from './reception';

/** What we subscribe to is a few hundred bytes; a whole order of many lines is some hundred thousand. */
export const LONGEST = 4 * 1024 * 1024;
const HEARD_OUT = 4 * LONGEST;
/** A body that dawdles holds a connection. */
const SENT_WITHIN: Ms = 10_000;

/** Answers if the path is one of ours. False: it is somebody else's, and nothing was touched. */
export function answers(reception: Reception, request: IncomingMessage, response: ServerResponse): boolean {
  const token = tokenIn(request.url ?? '');
  if (token === undefined) return false;
  void handle(reception, token, request, response).catch(() => response.destroy());
  return true;
}

async function handle(reception: Reception, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const nonce = request.method === 'GET' ? new URL(request.url ?? '', 'http://here').searchParams.get('nonce') : null;
  const reply = nonce === null ? null : reception.reply(token, nonce);
  if (reply !== null) return say(response, { status: 200, text: reply });
  const held = reception.find(token);
  // Nothing of a body is read for a path that is not there.
  if (!held) return refuse(request, response, { status: 404, text: 'nothing is expected here' });
  if (request.method !== 'POST') return refuse(request, response, { status: 405, text: 'webhooks are posted' });
  // Whoever has read it first (a middleware of settings.js) has left nothing to verify.
  if (request.readableEnded)
    return refuse(request, response, { status: 500, text: 'the body was read by somebody else before: use a port of its own' });
  const body = await bodyOf(request);
  // Whoever does not end is not heard for ever.
  if (body === 'too long') return refuse(request, response, { status: 413, text: `at most ${LONGEST} bytes` });
  if (body === 'broken off') {
    response.destroy();
    return;
  }
  say(response, await reception.take(held, { headers: request.headers, body }));
}

/**
 * What is too long is let run out, unkept, so that whoever sends it can hear the answer; not for ever.
 */
function bodyOf(request: IncomingMessage): Promise<Buffer | 'too long' | 'broken off'> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const whole = (): Buffer | 'too long' => (length > LONGEST ? 'too long' : Buffer.concat(parts));
    const end = (as: Buffer | 'too long' | 'broken off'): void => {
      clearTimeout(late);
      request.off('data', take);
      resolve(as);
    };
    const take = (part: Buffer): void => {
      length += part.length;
      if (length <= LONGEST) parts.push(part);
      else parts.length = 0;
      if (length > HEARD_OUT) end('too long');
    };
    const late = setTimeout(() => end('broken off'), SENT_WITHIN).unref();
    request.on('data', take);
    request.once('end', () => end(whole()));
    request.once('close', () => end('broken off'));
    request.once('error', () => end('broken off'));
  });
}
function say(response: ServerResponse, { status, text }: Answered): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}
/** With what is still to come unread, so that a flood costs nothing. */
function refuse(request: IncomingMessage, response: ServerResponse, answered: Answered): void {
  response.setHeader('connection', 'close');
  response.once('finish', () => request.destroy());
  say(response, answered);
}
