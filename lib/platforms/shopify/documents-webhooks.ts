/** The GraphQL documents by which webhooks are subscribed to. contracts/shopify §8. */
import type { Document } from './documents';

export const webhookDocuments = {
  /** Those that this app made by the API in this shop. */
  webhooks: {
    name: 'Webhooks',
    call: 'webhookSubscriptions',
    cost: 11,
    writes: false,
    text: `query Webhooks($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    nodes { id topic uri format filter includeFields }
    pageInfo { hasNextPage endCursor }
  }
}`,
  },
  webhookCreate: {
    name: 'WebhookCreate',
    call: 'webhookSubscriptionCreate',
    cost: 10,
    writes: true,
    text: `mutation WebhookCreate($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
    webhookSubscription { id }
    userErrors { field message }
  }
}`,
  },
  webhookUpdate: {
    name: 'WebhookUpdate',
    call: 'webhookSubscriptionUpdate',
    cost: 10,
    writes: true,
    text: `mutation WebhookUpdate($id: ID!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $subscription) {
    webhookSubscription { id }
    userErrors { field message }
  }
}`,
  },
  webhookDelete: {
    name: 'WebhookDelete',
    call: 'webhookSubscriptionDelete',
    cost: 10,
    writes: true,
    text: `mutation WebhookDelete($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}`,
  },
} as const satisfies Record<string, Document>;
