/** Where a store's webhooks arrive: below the public address, at a path that nobody guesses. */
import { createHmac } from 'node:crypto';
import { misconfigured } from '../../model/errors';
import type { Held } from '../accounts';

const BELOW = '/order-lifecycle/webhooks/';
const PATH = /\/order-lifecycle\/webhooks\/([A-Za-z0-9_-]{24})\/?$/;

/** A proxy may have cut off what stands before it, or not. Undefined: somebody else's path. */
export const tokenIn = (url: string): string | undefined => PATH.exec(url.split('?', 1)[0] ?? '')?.[1];

/** Made of the secret, so that no setting need be kept and none can be forgotten; another secret makes another one. */
export const tokenOf = (base: string, secret: string): string =>
  createHmac('sha256', secret).update(`order-lifecycle webhooks ${base}`).digest('base64url').slice(0, 24);

/** Where the platform is to send them. Throws Misconfigured. */
export function addressOf(
  { base, name, webhooks }: Pick<Held, 'base' | 'name' | 'webhooks'>,
  secrets: readonly string[],
): string {
  const [secret] = secrets;
  if (!webhooks || secret === undefined)
    throw misconfigured(
      'webhookSecret',
      `"${name}" has no secret to check webhooks with. Enter the client secret of its app; of an older app, its API secret key.`,
    );
  const { address } = webhooks;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || url.username || url.password || url.search || url.hash || url.protocol !== 'https:')
    throw misconfigured(
      'webhookAddress',
      `The public address of "${name}" cannot be used. Enter how the internet reaches this Node-RED, beginning with https://, such as https://hooks.example.com.`,
    );
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}${BELOW}${tokenOf(base, secret)}`;
}
