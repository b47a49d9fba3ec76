/** One small hierarchy. `code`, `retryAfter` and `details` are own fields, so that Node-RED's catch node shows them. */
export type ErrorCode = 'TRANSIENT' | 'REJECTED' | 'IN_DOUBT' | 'RULE_BROKEN' | 'MISCONFIGURED' | 'CANNOT_WAIT' | 'NOT_FOUND';

/** Every text says cause, field and remedy, and holds nothing personal. */
export class LifecycleError extends Error {
  readonly code: ErrorCode;
  readonly retryAfter?: number;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    code: ErrorCode,
    name: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    retryAfter?: number,
  ) {
    super(message);
    // Node-RED shows `name: message`; an own property survives minifying and structured cloning.
    this.name = name;
    this.code = code;
    this.details = details;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}
/** The platform could not be reached or asked for patience: try again, not before `retryAfter` ms. */
export const transient = (message: string, retryAfter: number, details = {}) =>
  new LifecycleError('TRANSIENT', 'Transient', message, details, retryAfter);
/** The platform said no. */
export const rejected = (message: string, details: { code: string; field?: string; call: string }) =>
  new LifecycleError('REJECTED', 'Rejected', message, details);
/** A rule of MODEL.md would be broken; refused before any call. */
export const ruleBroken = (rule: string, message: string, details = {}) =>
  new LifecycleError('RULE_BROKEN', 'RuleBroken', message, { rule, ...details });
/** Settings, credentials or a message cannot be used as they are. */
export const misconfigured = (field: string, message: string, details = {}) =>
  new LifecycleError('MISCONFIGURED', 'Misconfigured', message, { field, ...details });
