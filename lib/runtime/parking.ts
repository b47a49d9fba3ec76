/** A message as bytes, kept exactly or not at all. */
import { isDeepStrictEqual } from 'node:util';
import v8 from 'node:v8';
import type { Message } from './types/node-red';

const MOST = 1024 * 1024;
/** Read anew when the message goes on (order, event), or of no use after a restart (an HTTP caller). */
const NOT_KEPT = ['req', 'res', 'order', 'event'];

/**
 * Base64 of `v8.serialize`, at most 1 MB; undefined where the message does not read back deep-equal (a function in it, an
 * object of a class, a socket). JSON changed 5 of 11 messages of core nodes: dates, buffers, binary answers.
 */
export function pack(message: Message): string | undefined {
  const kept = Object.fromEntries(Object.entries(message).filter(([name]) => !NOT_KEPT.includes(name)));
  try {
    const bytes = v8.serialize(kept);
    if (bytes.length > MOST || !isDeepStrictEqual(v8.deserialize(bytes), kept)) return undefined;
    return bytes.toString('base64');
  } catch {
    // What v8 cannot clone cannot be kept.
    return undefined;
  }
}

/** Null where the bytes were written by something that this Node does not read; the delivery then begins again. */
export function unpack(packed: string): Message | null {
  try {
    const read: unknown = v8.deserialize(Buffer.from(packed, 'base64'));
    return typeof read === 'object' && read !== null ? (read as Message) : null;
  } catch {
    return null;
  }
}
