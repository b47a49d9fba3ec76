/** The two ways in which Shopify's GraphQL says no: top-level errors (nothing, or a part, was answered) and user errors. */

/** A top-level error, as it stands in `errors[]`. */
export interface TopError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}
/** Thrown by a field: becomes a top-level error with the field's path, and the field is null. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}
/** Thrown before anything is executed: the whole document is refused. */
export class Unacceptable extends Error {
  override readonly name = 'Unacceptable';
  constructor(readonly errors: readonly TopError[]) {
    super(errors[0]?.message ?? 'unacceptable');
  }
}
/** A business refusal, as it stands in `userErrors[]`. */
export interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code?: string | null;
}
