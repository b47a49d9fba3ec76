import type { Refusal, Rights, Visitor } from '../../desk/wire';
import { type AdminRequest, type AdminResponse, type Auth, type Handler, header } from './http';

export type Right = keyof Rights;
const RIGHTS: readonly Right[] = ['read', 'write', 'approve', 'personal'];

/** What of settings.js concerns the desk. */
export interface DeskSettings {
  readonly adminAuth?: unknown;
  /** Anybody who reaches the editor may approve, where there is no sign-in. */
  readonly orderLifecycle?: { readonly approveWithoutLogin?: boolean };
}

/**
 * Who asks, and what they may do. Node-RED without adminAuth grants everything: then nobody may see a buyer, and approving
 * takes a line in settings.js.
 */
export async function visitorOf(request: AdminRequest, auth: Auth, settings: DeskSettings): Promise<Visitor> {
  if (!settings.adminAuth) {
    return {
      login: false,
      name: 'anonymous',
      rights: { read: true, write: true, approve: settings.orderLifecycle?.approveWithoutLogin === true, personal: false },
    };
  }
  const held = await Promise.all(RIGHTS.map((right) => holds(request, auth, right)));
  const rights = Object.fromEntries(RIGHTS.map((right, index) => [right, held[index] === true])) as unknown as Rights;
  return { login: true, name: request.user?.username ?? 'anonymous', rights };
}

/** Runs Node-RED's own check against an answer that nobody sees, since the check can be asked in no other way. */
function holds(request: AdminRequest, auth: Auth, right: Right): Promise<boolean> {
  return new Promise((resolve) => {
    const unseen = {
      statusCode: 200,
      status: () => unseen,
      set: () => unseen,
      setHeader: () => unseen,
      json: refused,
      send: refused,
      end: refused,
    };
    function refused() {
      resolve(false);
      return unseen;
    }
    Promise.resolve(
      auth.needsPermission(`order-lifecycle.${right}`)(request, unseen as unknown as AdminResponse, (error) => resolve(!error)),
    ).catch(() => resolve(false));
  });
}

export function refuse(response: AdminResponse, status: number, refusal: Refusal): void {
  response.status(status).json(refusal);
}

/**
 * A page of another site may post to an editor on this machine: browsers say where a request comes from, and only the
 * editor's own origin may decide anything. Scripts that send neither header are let through to the sign-in.
 */
export const sameOrigin: Handler = (request, response, next) => {
  const site = header(request, 'sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return foreign(response);
  const origin = header(request, 'origin');
  if (site === undefined && origin !== undefined && hostOf(origin) !== header(request, 'host')) return foreign(response);
  next();
};
function foreign(response: AdminResponse): void {
  refuse(response, 403, {
    error: 'foreign origin',
    text: 'This command came from a page of another site and was not carried out. Decide in the editor itself.',
  });
}
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
