/** The little of express that the admin routes use. Node-RED hands over its admin app; no types of express come with it. */
export interface AdminRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** Set by Node-RED where somebody has signed in. */
  readonly user?: { readonly username?: string; readonly anonymous?: boolean };
}
export interface AdminResponse {
  status(code: number): AdminResponse;
  set(name: string, value: string): AdminResponse;
  json(body: unknown): unknown;
  send(body: Buffer | string): unknown;
  end(): unknown;
}
export type Next = (error?: unknown) => void;
export type Handler = (request: AdminRequest, response: AdminResponse, next: Next) => unknown;
export interface AdminApp {
  get(path: string, ...handlers: Handler[]): unknown;
  post(path: string, ...handlers: Handler[]): unknown;
}
/** Node-RED's `RED.auth`. */
export interface Auth {
  needsPermission(permission: string): Handler;
}

export const header = (request: AdminRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};
