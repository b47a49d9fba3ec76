/** The ledger's drivers and what they refuse. */
export { ClockBehind, LedgerBusy, LedgerDriverMissing, LedgerFailed, LedgerNotCopied, LedgerUnreadable } from './errors';
export { memoryLedger } from './memory';
export { sqliteInline } from './sqlite/inline';
export { sqliteLedger } from './sqlite/thread';
export { type Verdict, verifyAudit } from './trail';
