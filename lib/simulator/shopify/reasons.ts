/** Why goods come back: the definitions that replace the deprecated enumeration (CONTRACT §6). */
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { Thing } from './execute';
import { gid, numberIn } from './ids';

const REASONS: readonly (readonly [legacy: string, handle: string, name: string])[] = [
  ['UNKNOWN', 'unknown', 'Unknown'],
  ['SIZE_TOO_SMALL', 'size-too-small', 'Size too small'],
  ['SIZE_TOO_LARGE', 'size-too-large', 'Size too large'],
  ['UNWANTED', 'unwanted', 'Customer changed their mind'],
  ['NOT_AS_DESCRIBED', 'not-as-described', 'Item not as described'],
  ['WRONG_ITEM', 'wrong-item', 'Received the wrong item'],
  ['DEFECTIVE', 'defective', 'Damaged or defective'],
  ['OTHER', 'other', 'Other'],
];
export const UNKNOWN_REASON = 0;

/** The reason's place, by its definition's gid or by the deprecated name; undefined where there is none. */
export function reasonOf(definition: string | null, legacy: string | null): number | undefined {
  if (definition === null && legacy === null) return UNKNOWN_REASON;
  const place =
    definition === null ? REASONS.findIndex(([name]) => name === legacy) : numberIn(definition, 'ReturnReasonDefinition') - 1;
  return REASONS[place] ? place : undefined;
}
export function reasonView(place: number): { readonly legacy: string; readonly view: Thing } {
  const [legacy, handle, name] = REASONS[place] ?? ['UNKNOWN', 'unknown', 'Unknown'];
  return {
    legacy,
    view: { __typename: 'ReturnReasonDefinition', id: gid('ReturnReasonDefinition', place + 1), handle, name, deleted: false },
  };
}
/** returnReasonDefinitions. */
export const returnReasonDefinitions = (args: Args): Thing =>
  connectionOf(
    'ReturnReasonDefinition',
    REASONS.map((_, place) => place),
    args,
    String,
    (place) => reasonView(place).view,
  );
