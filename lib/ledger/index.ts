/** The ledger's drivers and what they refuse. */
export { memoryLedger } from './memory';
export { ClockBehind, LedgerBusy, LedgerDriverMissing, LedgerFailed, LedgerUnreadable } from './errors';
export { verifyAudit } from './trail';
