/** Webhook subscriptions of the app, made by the Admin API (CONTRACT §8). */
import { isoOf } from '../exchange';
import type { Args } from './coerce';
import { connectionOf } from './connection';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { payload } from './fulfil';
import { gid, numberIn } from './ids';
import { type Input, input, strings, text } from './reading';

export interface Subscription {
  readonly number: number;
  readonly topic: string;
  readonly createdAt: number;
  uri: string;
  filter: string | null;
  includeFields: readonly string[];
  namespaces: readonly string[];
  name: string | null;
  updatedAt: number;
}
/** The version that the app is configured with: what deliveries are written in. */
export const APP_VERSION = '2026-10';

export class Subscriptions {
  private made: readonly Subscription[] = [];
  private numbers = 1_400_000_000_000;

  constructor(private readonly now: () => number) {}

  all(): readonly Subscription[] {
    return this.made;
  }
  of(topic: string): readonly Subscription[] {
    return this.made.filter((one) => one.topic === topic);
  }
  /** Gone: by the client, by people, or by the shop after too many failures. */
  remove(number: number): boolean {
    const before = this.made.length;
    this.made = this.made.filter((one) => one.number !== number);
    return this.made.length < before;
  }
  private find(id: unknown): Subscription | undefined {
    const number = numberIn(String(id), 'WebhookSubscription');
    return this.made.find((one) => one.number === number);
  }

  subscription({ id }: Args): Thing | null {
    const found = this.find(id);
    return found ? subscriptionView(found) : null;
  }
  /** webhookSubscriptions. */
  list(args: Args): Thing {
    const topics = strings(args.topics);
    const uri = text(args.uri) ?? text(args.callbackUrl);
    const found = this.made.filter(
      (one) => (topics.length === 0 || topics.includes(one.topic)) && (uri === null || uri === one.uri),
    );
    return connectionOf(
      'WebhookSubscription',
      args.reverse === true ? [...found].reverse() : found,
      args,
      ({ number }) => String(number),
      subscriptionView,
    );
  }

  create(args: Args): Thing {
    const answer = payload('WebhookSubscriptionCreatePayload', 'webhookSubscription');
    const given = input(args.webhookSubscription) ?? {};
    const topic = String(args.topic);
    const uri = text(given.uri) ?? text(given.callbackUrl);
    const wrong = this.wrong(topic, uri, given, null);
    if (wrong || uri === null) return answer(null, [wrong ?? blank]);
    this.numbers += 1;
    const at = this.now();
    const one: Subscription = {
      number: this.numbers,
      topic,
      createdAt: at,
      updatedAt: at,
      uri,
      filter: text(given.filter),
      includeFields: strings(given.includeFields),
      namespaces: strings(given.metafieldNamespaces),
      name: text(given.name),
    };
    this.made = [...this.made, one];
    return answer(subscriptionView(one), []);
  }

  /** What is given replaces; the topic stays. */
  update(args: Args): Thing {
    const answer = payload('WebhookSubscriptionUpdatePayload', 'webhookSubscription');
    const one = this.find(args.id);
    if (!one) return answer(null, [absent]);
    const given = input(args.webhookSubscription) ?? {};
    const uri = text(given.uri) ?? text(given.callbackUrl) ?? one.uri;
    const wrong = this.wrong(one.topic, uri, given, one);
    if (wrong) return answer(null, [wrong]);
    one.uri = uri;
    if (given.filter !== undefined) one.filter = text(given.filter);
    if (given.includeFields !== undefined) one.includeFields = strings(given.includeFields);
    if (given.metafieldNamespaces !== undefined) one.namespaces = strings(given.metafieldNamespaces);
    if (given.name !== undefined) one.name = text(given.name);
    one.updatedAt = this.now();
    return answer(subscriptionView(one), []);
  }

  delete({ id }: Args): Thing {
    const one = this.find(id);
    const errors = one ? [] : [absent];
    if (one) this.remove(one.number);
    return {
      __typename: 'WebhookSubscriptionDeletePayload',
      deletedWebhookSubscriptionId: one ? gid('WebhookSubscription', one.number) : null,
      userErrors: errors.map(({ field, message }) => ({ __typename: 'UserError', field, message })),
    };
  }

  private wrong(topic: string, uri: string | null, given: Input, itself: Subscription | null): UserError | null {
    const refuse = (message: string): UserError => ({ field: ['webhookSubscription', 'uri'], message });
    if (uri === null || uri === '') return blank;
    if (/^http:/i.test(uri)) return refuse('Address protocol http:// is not supported');
    if (!/^(https:\/\/[^\s/]+|pubsub:\/\/[^\s:]+:\S+$|arn:aws:events:\S+$)/.test(uri)) return refuse('Address is invalid');
    if (given.format === 'XML') return { field: ['webhookSubscription', 'format'], message: 'Format is not supported' };
    const taken = this.of(topic).some((other) => other !== itself && other.uri === uri);
    return taken ? refuse('Address for this topic has already been taken') : null;
  }
}
const blank: UserError = { field: ['webhookSubscription', 'uri'], message: "Address can't be blank" };
const absent: UserError = { field: ['id'], message: 'Webhook subscription does not exist' };

const subscriptionView = (one: Subscription): Thing => ({
  __typename: 'WebhookSubscription',
  id: gid('WebhookSubscription', one.number),
  legacyResourceId: String(one.number),
  topic: one.topic,
  uri: one.uri,
  callbackUrl: one.uri,
  format: 'JSON',
  filter: one.filter,
  includeFields: [...one.includeFields],
  metafieldNamespaces: [...one.namespaces],
  name: one.name,
  createdAt: isoOf(one.createdAt),
  updatedAt: isoOf(one.updatedAt),
  apiVersion: { __typename: 'ApiVersion', handle: APP_VERSION, displayName: APP_VERSION, supported: true },
});
