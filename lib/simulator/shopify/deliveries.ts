/** Deliveries of webhooks (CONTRACT §8): signed, in no order, now and then twice or never, tried again for four hours. */
import { createHash, createHmac } from 'node:crypto';
import { type Exact, type ExactObject, isObject, textOf, writeExact } from '../exact';
import type { SimulatorClock } from '../port';
import type { Item } from './news';
import type { ShopWebhooks, WebhookRequest } from './port';
import { holds, readQuery } from './search';
import { APP_VERSION, type Subscription, type Subscriptions } from './webhooks';

/** ms that a receiver has for its answer. */
const ANSWER_WITHIN = 5_000;
/** ms from a failure to the next try: eight tries more, over four hours. */
const AGAIN = [10, 60, 300, 600, 1_200, 2_400, 3_600, 6_230].map((seconds) => seconds * 1000);
/** ms from the deed to its first try. */
const SOONEST = 200;
const LATEST = 1_500;
const RESOURCES = [
  'FULFILLMENT_ORDERS',
  'FULFILLMENT_EVENTS',
  'ORDER_TRANSACTIONS',
  'INVENTORY_LEVELS',
  'FULFILLMENTS',
  'ORDERS',
  'REFUNDS',
  'RETURNS',
];

/** ORDERS_UPDATED → orders/updated. */
export function topicName(topic: string): string {
  const resource = RESOURCES.find((one) => topic.startsWith(`${one}_`)) ?? topic;
  return `${resource}/${topic.slice(resource.length + 1)}`.toLowerCase();
}
/** Base64 of HMAC-SHA256 over the body's bytes, keyed with the client secret. */
export const signatureOf = (body: string, secret: string): string =>
  createHmac('sha256', secret).update(body, 'utf8').digest('base64');

export interface DeliveryParts {
  readonly host: string;
  readonly secret: string;
  readonly clock: SimulatorClock;
  readonly random: { next(): number };
  readonly subscriptions: Subscriptions;
  readonly settings: Pick<ShopWebhooks, 'losses' | 'repeats' | 'shuffle'>;
  /** Whoever is reached by the network; undefined while nobody is. */
  readonly deliver: () => ((request: WebhookRequest) => Promise<{ readonly status: number }>) | undefined;
}

export class Deliveries {
  private ids = 0;

  constructor(private readonly parts: DeliveryParts) {}

  /** Whether anything that happens would be told to anybody. */
  get heard(): boolean {
    return this.parts.deliver() !== undefined && this.parts.subscriptions.all().length > 0;
  }

  /** One deed, told to every subscription of its topics, with one event id. */
  tell(items: readonly Item[], at: number): void {
    if (!this.heard) return;
    const event = this.uuid('event');
    for (const [topic, payload] of items) {
      const listeners = this.parts.subscriptions.of(topic).filter(({ uri }) => uri.startsWith('https:'));
      if (listeners.length === 0) continue;
      const whole = payload();
      for (const one of listeners) {
        if (!passes(one, whole)) continue;
        const { settings, random } = this.parts;
        const [lost, twice, first, second] = [random.next(), random.next(), random.next(), random.next()];
        const request = this.request(one, reduced(one, whole), event, at);
        const delay = (drawn: number) => SOONEST + Math.floor(drawn * (LATEST - SOONEST + settings.shuffle));
        if (lost < settings.losses) continue;
        void this.send(one, request, delay(first));
        if (twice < settings.repeats) void this.send(one, request, delay(second) + LATEST);
      }
    }
  }

  private request(one: Subscription, payload: Exact, event: string, at: number): WebhookRequest {
    const body = writeExact(payload);
    return {
      method: 'POST',
      url: one.uri,
      headers: {
        'Content-Type': 'application/json',
        'X-Shopify-Topic': topicName(one.topic),
        'X-Shopify-Hmac-Sha256': signatureOf(body, this.parts.secret),
        'X-Shopify-Shop-Domain': this.parts.host,
        'X-Shopify-API-Version': APP_VERSION,
        'X-Shopify-Webhook-Id': this.uuid('delivery'),
        'X-Shopify-Event-Id': event,
        'X-Shopify-Triggered-At': new Date(at).toISOString(),
        ...(one.name === null ? {} : { 'X-Shopify-Name': one.name }),
      },
      body,
      timeout: ANSWER_WITHIN,
    };
  }

  /** Until it is taken, or the last try has failed: then the subscription is deleted. */
  private async send(one: Subscription, request: WebhookRequest, delay: number): Promise<void> {
    const { clock, subscriptions } = this.parts;
    await clock.sleep(delay);
    for (const wait of [...AGAIN, null]) {
      if (!subscriptions.all().includes(one)) return;
      if (await this.taken(request)) return;
      if (wait === null) subscriptions.remove(one.number);
      else await clock.sleep(wait);
    }
  }
  private async taken(request: WebhookRequest): Promise<boolean> {
    const { clock, deliver } = this.parts;
    const began = clock.now();
    try {
      const answer = await deliver()?.(request);
      return answer !== undefined && answer.status >= 200 && answer.status < 300 && clock.now() - began <= ANSWER_WITHIN;
    } catch {
      // Refused, reset or too late: all the same to the sender, which tries again.
      return false;
    }
  }

  private uuid(what: string): string {
    this.ids += 1;
    const hex = createHash('sha256').update(`${this.parts.host} ${what} ${this.ids}`).digest('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
  }
}

/** The subscription's filter, in search syntax, over the payload's own fields. */
function passes({ filter }: Subscription, payload: Exact): boolean {
  if (filter === null || filter === '') return true;
  const valueAt = (path: string): string | null =>
    textOf(path.split('.').reduce<Exact | undefined>((of, name) => (isObject(of) ? of[name] : undefined), payload));
  return holds(readQuery(filter), ({ field, value }) => field !== null && valueAt(field) === value);
}
/** Only the fields that the subscription wants, where it names any. */
function reduced({ includeFields }: Subscription, payload: Exact): Exact {
  if (includeFields.length === 0 || !isObject(payload)) return payload;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => includeFields.includes(name))) as ExactObject;
}
