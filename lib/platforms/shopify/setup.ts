/** Who the store is, what it needs before it goes live, and what a Test says of it. contracts/shopify §3.2, §4.2 and §10. */
import { z } from 'zod';
import type { AccountId } from '../../model/order';
import { type Ask, type Identity, Refused, type TestRow } from '../port';
import { documents, graphql } from './documents';
import { API_VERSION, METAFIELD } from './mapping';

type Settings = Readonly<Record<string, unknown>>;

const shop = z.looseObject({
  shop: z.looseObject({
    id: z.string(),
    name: z.string().nullish(),
    myshopifyDomain: z.string(),
    currencyCode: z.string().nullish(),
    plan: z.looseObject({ publicDisplayName: z.string().nullish(), partnerDevelopment: z.boolean().nullish() }).nullish(),
  }),
});
const connection = z.looseObject({
  currentAppInstallation: z.looseObject({ accessScopes: z.array(z.looseObject({ handle: z.string() })) }),
  publicApiVersions: z.array(z.looseObject({ handle: z.string(), supported: z.boolean() })).optional(),
});
const locations = z.looseObject({
  locations: z.looseObject({
    nodes: z.array(z.looseObject({ id: z.string(), name: z.string() })),
    pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }).nullish(),
  }),
});

const readShop = (ask: Ask, account: AccountId) => ask(graphql(account, documents.shop, {}), (body) => shop.parse(body).shop);

export async function identify(ask: Ask, _settings: Settings, account: AccountId): Promise<Identity> {
  const { id, myshopifyDomain } = await readShop(ask, account);
  return { platform: 'shopify', host: myshopifyDomain.toLowerCase(), shopId: id.slice(id.lastIndexOf('/') + 1) };
}

/** The unique value that an order is found by. One that is there already (TAKEN) is just as good. */
export async function prepare(ask: Ask, _settings: Settings, account: AccountId): Promise<readonly TestRow[]> {
  const definition = { name: 'Source order', ...METAFIELD, ownerType: 'ORDER' };
  const what = 'order key';
  try {
    await ask(graphql(account, documents.defineSourceOrder, { definition }), (body) => body);
    return [{ ok: true, what, text: 'Orders carry the marketplace’s order key as a unique value' }];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === 'TAKEN')
      return [{ ok: true, what, text: 'Orders carry the marketplace’s order key as a unique value already' }];
    return [
      {
        ok: false,
        what,
        text: `Shopify refused the definition of the order key: ${error.message} (${error.code}). Without it an order whose answer was lost cannot be found again`,
      },
    ];
  }
}

/** A scope, what is lost without it, and whether the first nodes need it. */
const SCOPES: readonly { readonly scope: string; readonly lost: string; readonly needed: boolean }[] = [
  { scope: 'write_orders', lost: 'no order can be made', needed: true },
  { scope: 'read_orders', lost: 'an order whose answer was lost cannot be found again', needed: true },
  { scope: 'read_products', lost: 'SKUs cannot be looked up', needed: true },
  { scope: 'read_all_orders', lost: 'orders older than 60 days cannot be read', needed: false },
  { scope: 'read_locations', lost: 'locations cannot be listed', needed: false },
  { scope: 'read_inventory', lost: 'stock cannot be read', needed: false },
  { scope: 'write_inventory', lost: 'stock cannot be set', needed: false },
  { scope: 'read_merchant_managed_fulfillment_orders', lost: 'what there is to ship is not seen', needed: false },
  { scope: 'write_merchant_managed_fulfillment_orders', lost: 'nothing can be fulfilled or held', needed: false },
  { scope: 'read_fulfillments', lost: 'shipments are not heard of', needed: false },
  { scope: 'write_fulfillments', lost: 'delivery events cannot be written', needed: false },
  { scope: 'read_returns', lost: 'returns are not heard of', needed: false },
  { scope: 'write_returns', lost: 'returns cannot be opened', needed: false },
];

/** The rows of a Test: shop, plan and currency, the version served, a row for each scope with what is lost without it. */
export async function* test(ask: Ask, _settings: Settings, account: AccountId): AsyncIterable<TestRow> {
  try {
    const { name, myshopifyDomain, currencyCode, plan } = await readShop(ask, account);
    yield {
      ok: true,
      what: 'shop',
      text: `${name ?? myshopifyDomain} (${myshopifyDomain}), currency ${currencyCode ?? 'unknown'}`,
    };
    const development = plan?.partnerDevelopment === true;
    yield {
      ok: true,
      what: 'plan',
      text: development
        ? 'Development store: five new orders a minute; say so in the settings'
        : `Plan ${plan?.publicDisplayName ?? 'unknown'}`,
    };
  } catch (error) {
    yield {
      ok: false,
      what: 'shop',
      text: `The shop cannot be read: ${error instanceof Error ? error.message : 'no answer'}. Check address and credentials`,
    };
    return;
  }
  try {
    const { currentAppInstallation, publicApiVersions } = await ask(graphql(account, documents.connection, {}), (body) =>
      connection.parse(body),
    );
    yield* versions(publicApiVersions ?? []);
    const granted = new Set(currentAppInstallation.accessScopes.map((one) => one.handle));
    for (const { scope, lost, needed } of SCOPES) {
      // A scope to write lets read as well.
      const has = granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_'));
      yield has ? { ok: true, what: scope, text: 'granted' } : { ok: !needed, what: scope, text: `not granted: ${lost}` };
    }
  } catch (error) {
    yield {
      ok: false,
      what: 'scopes',
      text: `The app’s rights cannot be read: ${error instanceof Error ? error.message : 'no answer'}`,
    };
  }
  yield { ok: true, what: 'mails', text: 'Shopify sends the buyer nothing' };
}

function* versions(offered: readonly { handle: string; supported: boolean }[]): Iterable<TestRow> {
  const ours = offered.find((one) => one.handle === API_VERSION);
  if (ours?.supported) return yield { ok: true, what: 'version', text: `API version ${API_VERSION}` };
  const oldest = offered
    .filter((one) => one.supported && /^\d{4}-\d{2}$/.test(one.handle))
    .map((one) => one.handle)
    .sort()[0];
  yield {
    ok: false,
    what: 'version',
    text: `API version ${API_VERSION} is no longer served${oldest ? `; Shopify answers with ${oldest}` : ''}. Update this package`,
  };
}

export const lists = {
  locations: async (ask: Ask, _settings: Settings, account: AccountId) => {
    const all: { value: string; label: string }[] = [];
    for (let after: string | null = null; ; ) {
      const page: z.output<typeof locations> = await ask(graphql(account, documents.locations, { after }), (body) =>
        locations.parse(body),
      );
      all.push(...page.locations.nodes.map(({ id, name }) => ({ value: id, label: name })));
      const { pageInfo } = page.locations;
      if (!pageInfo?.hasNextPage || !pageInfo.endCursor) return all;
      after = pageInfo.endCursor;
    }
  },
};
