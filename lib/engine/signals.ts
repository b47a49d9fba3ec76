import type { Request } from '../model/call';
import type { CaseDetail, CaseKind, Instant } from '../model/record';

/** How a conversation lets go. Thrown through the platform's code, caught by the engine alone; none is an error. */
export class Waiting {
  constructor(
    readonly until: Instant,
    readonly why: string,
  ) {}
}
export class Asking {
  constructor(
    readonly kind: CaseKind,
    readonly about: string,
    readonly detail: CaseDetail,
  ) {}
}
/** In preview: the write that would be sent now. */
export class Planned {
  constructor(readonly request: Request) {}
}
/** The order moved, or a doubt was settled as absent: everything is looked at again before anything is sent. */
export class LookAgain {}
