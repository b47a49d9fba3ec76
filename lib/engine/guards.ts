/**
 * The safeguards of the loop. All on, always: only the proof switches one off, to show that the judge convicts without it
 * (design ENGINE.md, "Safeguards, and what happens without each").
 */
export interface Guards {
  /** A lost answer is settled by asking the vendor, never by sending again. */
  readonly proof: boolean;
  /** "Not there" means "not yet" until the vendor's commit time has passed. */
  readonly commitTime: boolean;
  /** A commit counts only against the version it was decided on. */
  readonly version: boolean;
  /** An effect is begun and sent only while its duty stands and is not held. */
  readonly duty: boolean;
  /** A duty that a flow let pass is offered once more, then asked about. */
  readonly offer: boolean;
}
export const allGuards: Guards = { proof: true, commitTime: true, version: true, duty: true, offer: true };
