/** A message as bytes, kept exactly or not at all. */
import { types } from 'node:util';
import v8 from 'node:v8';
import type { Message } from './types/node-red';

const MOST = 1024 * 1024;
/** Read anew when the message goes on (order, event), or of no use after a restart (an HTTP caller). */
const NOT_KEPT = ['req', 'res', 'order', 'event'];

/**
 * Base64 of `v8.serialize`, at most 1 MB; undefined where the message does not read back alike (a function in it, an object
 * of a class, a socket). JSON changed 5 of 11 messages of core nodes: dates, buffers, binary answers.
 */
export function pack(message: Message): string | undefined {
  const kept = Object.fromEntries(Object.entries(message).filter(([name]) => !NOT_KEPT.includes(name)));
  try {
    const bytes = v8.serialize(kept);
    if (bytes.length > MOST || !alike(v8.deserialize(bytes), kept, new Map())) return undefined;
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

/**
 * Deep equality over whatever a message may hold. Not Node's own: what a function node makes comes from another realm, whose
 * Object and Array are not ours, and is as good.
 */
function alike(a: unknown, b: unknown, seen: Map<object, object>): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (seen.has(b)) return seen.get(b) === a;
  seen.set(b, a);
  if (Array.isArray(b)) return Array.isArray(a) && a.length === b.length && sameEntries(a, b, seen);
  if (types.isDate(b)) return types.isDate(a) && Object.is(a.getTime(), b.getTime());
  if (types.isRegExp(b)) return types.isRegExp(a) && String(a) === String(b);
  if (ArrayBuffer.isView(b)) return ArrayBuffer.isView(a) && kindOf(a) === kindOf(b) && bytesOf(a).equals(bytesOf(b));
  if (types.isMap(b)) return types.isMap(a) && alike([...a], [...b], seen);
  if (types.isSet(b)) return types.isSet(a) && alike([...a], [...b], seen);
  return isPlain(a) && isPlain(b) && sameEntries(a, b, seen);
}
function sameEntries(a: object, b: object, seen: Map<object, object>): boolean {
  const entries = Object.entries(a);
  const others = new Map<string, unknown>(Object.entries(b));
  return (
    entries.length === others.size && entries.every(([name, value]) => others.has(name) && alike(value, others.get(name), seen))
  );
}
/** An object literal of any realm: its prototype is the end of the chain. An accessor would be lost, as a symbol would. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const ends = prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'));
  return (
    ends &&
    Object.getOwnPropertySymbols(value).length === 0 &&
    !types.isBoxedPrimitive(value) &&
    Object.prototype.toString.call(value) === '[object Object]'
  );
}
const bytesOf = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
const kindOf = (view: ArrayBufferView): string => (Buffer.isBuffer(view) ? 'Buffer' : Object.prototype.toString.call(view));
