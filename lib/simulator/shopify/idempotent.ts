/** `@idempotent(key:)`: a key is kept for a day; the same again answers what the first answered (CONTRACT §7). */
import type { Args } from './coerce';
import { FieldError, type UserError } from './errors';
import type { Thing } from './execute';

/** ms that a key is kept. */
const KEPT = 24 * 60 * 60_000;
/** The first version in which the directive must be there. */
const REQUIRED_SINCE = '2026-04';

/** What came with a root field beside its arguments. */
export interface Call {
  /** The key of `@idempotent`; null without the directive. */
  readonly key: string | null;
  readonly version: string;
}
interface Kept {
  readonly at: number;
  readonly told: string;
  readonly payload: Thing;
}
const refused = ({ userErrors }: Thing): boolean => !Array.isArray(userErrors) || userErrors.length > 0;

export class Keys {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly now: () => number) {}

  /**
   * Carries out what was not carried out under this key. A refusal does not use the key up. `mismatch` makes the payload of
   * a key that came with other input. Throws FieldError where the directive or its key is missing.
   */
  once(mutation: string, args: Args, { key, version }: Call, does: () => Thing, mismatch: (error: UserError) => Thing): Thing {
    if (key === null && version < REQUIRED_SINCE) return does();
    if (key === null)
      throw new FieldError('The @idempotent directive is required for this mutation but was not provided.', 'BAD_REQUEST');
    if (key.trim() === '') throw new FieldError('The idempotency key cannot be blank.', 'BAD_REQUEST');
    const place = JSON.stringify([mutation, key]);
    const told = JSON.stringify(args);
    const first = this.kept.get(place);
    if (first && first.at + KEPT > this.now()) {
      if (first.told === told) return first.payload;
      return mismatch({
        field: null,
        message: 'The same idempotency key cannot be used with different operation parameters.',
        code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
      });
    }
    const payload = does();
    if (!refused(payload)) this.kept.set(place, { at: this.now(), told, payload });
    return payload;
  }
}
