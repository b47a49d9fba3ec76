/** A request that is refused whole: `{status, message}`. */
import type { HttpAnswer } from '../exchange';
import { refused } from './answers';

export type TaxMode = 'TAX_INCLUDED' | 'TAX_EXCLUDED';

/** Something in a body that cannot be. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
export const datatype = (field: string) => new Refusal(`Error with field ${field}. Please check the field datatype.`);
export const missing = (field: string) => new Refusal(`Error with field ${field}. It must not be null.`);

/** Answers, or refuses as the Refusal says that was thrown. */
export function orRefused(answer: () => HttpAnswer): HttpAnswer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return refused(error.status, error.message);
    throw error;
  }
}
