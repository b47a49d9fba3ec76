/**
 * Webhooks by Node-RED's own port. With Node-RED's default settings the editor's app stands before everything else and its
 * JSON parser eats the body, whose bytes the signature is over; so our handler goes before all of them, once for the life of
 * the process. It sees requests before express has prepared them: only `url` can be relied on.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { misconfigured } from '../../model/errors';
import { answers } from './http';
import type { Reception } from './reception';

type Layer = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
/** The little of an express app that is needed. `parent`: the app that it is mounted on. */
export interface ExpressApp {
  readonly parent?: ExpressApp;
  use?(layer: Layer): unknown;
  readonly _router?: { readonly stack: unknown[] };
  readonly router?: { readonly stack?: unknown[] } | undefined;
}
const receptions = new WeakMap<object, { reception: Reception | undefined }>();

/** Throws Misconfigured where Node-RED serves nothing, or is served in a way that is not known. */
export function mount(httpNode: ExpressApp | undefined, reception: Reception): void {
  let root = httpNode;
  while (root?.parent) root = root.parent;
  if (!root?.use || root === httpNode)
    throw misconfigured(
      'webhooks',
      'Webhooks cannot come in by Node-RED’s port: settings.js says that it serves no HTTP (httpNodeRoot), or it is embedded in another program. Choose a port of its own.',
    );
  const known = receptions.get(root);
  if (known) {
    known.reception = reception;
    return;
  }
  const held: { reception: Reception | undefined } = { reception };
  root.use((request, response, next) => {
    if (!held.reception || !answers(held.reception, request, response)) next();
  });
  const stack = root._router?.stack ?? root.router?.stack;
  const last = stack?.pop();
  if (!stack || last === undefined)
    throw misconfigured(
      'webhooks',
      'Webhooks cannot come in by Node-RED’s port: this version of its web server is not known. Choose a port of its own.',
    );
  stack.unshift(last);
  receptions.set(root, held);
}
/** The handler stays, and lets everything pass. */
export function unmount(httpNode: ExpressApp | undefined): void {
  let root = httpNode;
  while (root?.parent) root = root.parent;
  const known = root && receptions.get(root);
  if (known) known.reception = undefined;
}
