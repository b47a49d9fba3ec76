/** Who the account is, what its marketplace is set to, and what a Test says of it. PC01, A01, SH21, RE01; contracts/mirakl §9. */
import { z } from 'zod';
import { misconfigured } from '../../model/errors';
import type { AccountId } from '../../model/order';
import type { Ask, Identity, TestRow } from '../port';
import { a01, pc01, re01, sh21 } from './calls';
import { type Learned, learnFrom, settingsOf } from './learned';

type Settings = Readonly<Record<string, unknown>>;
const shop = z.looseObject({ shop_id: z.union([z.string(), z.number()]).transform(String) });

/** The host of the marketplace's address; the portal's address will do. Throws Misconfigured. */
export function hostOf(settings: Settings): string {
  const { address, base } = settingsOf(settings);
  const host = /^(?:https?:\/\/)?([^/?#\s]+)/i.exec((address ?? base ?? '').trim())?.[1]?.toLowerCase();
  if (!host)
    throw misconfigured(
      'address',
      'The account has no address. Enter the address of the marketplace, such as https://shop.mirakl.net',
    );
  return host;
}

/** As the platform reports itself: the shop of the key, or the one that the settings choose. */
export async function identify(ask: Ask, settings: Settings, account: AccountId): Promise<Identity> {
  const { shop_id: shopId } = await ask(a01(account, settings), (body) => shop.parse(body));
  return { platform: 'mirakl', host: hostOf(settings), shopId };
}
export const learn = (ask: Ask, settings: Settings, account: AccountId): Promise<Learned> =>
  ask(pc01(account, settings), (body) => learnFrom(body, settings));

/** The rows of a Test: each says what is so, or what is missing and what is lost without it. PC01 alone: A01 may be asked once a day. */
export async function* test(ask: Ask, settings: Settings, account: AccountId): AsyncIterable<TestRow> {
  let learned: Learned;
  try {
    learned = await learn(ask, settings, account);
  } catch (error) {
    yield {
      ok: false,
      what: 'key',
      text: `The marketplace cannot be read: ${error instanceof Error ? error.message : 'no answer'}. Check address and key`,
    };
    return;
  }
  yield { ok: true, what: 'key', text: learned.name ? `The key works at ${learned.name}` : 'The key works' };
  yield* sentences(learned);
}

function* sentences(learned: Learned): Iterable<TestRow> {
  const hours = learned.acceptWithinHours;
  const manual =
    hours === undefined
      ? 'you accept orders yourself; the operator’s deadline is not known, enter it in the settings'
      : `accept within ${hours} h`;
  const acceptance = {
    automatic: 'orders are accepted automatically',
    manual,
    'per shop': `orders are accepted automatically or by you, as your shop is set; if by you: ${manual}`,
  };
  yield learned.acceptance
    ? { ok: true, what: 'acceptance', text: acceptance[learned.acceptance] }
    : { ok: false, what: 'acceptance', text: 'the marketplace does not say who accepts orders; each order’s own state counts' };
  yield learned.taxMode
    ? { ok: true, what: 'tax', text: learned.taxMode === 'inclusive' ? 'prices include tax' : 'prices are without tax' }
    : {
        ok: false,
        what: 'tax',
        text: 'the marketplace does not say whether prices include tax; orders that do not say it either cannot be read',
      };
  yield {
    ok: true,
    what: 'addresses',
    text: learned.addressBeforeAcceptance ? 'addresses before acceptance' : 'addresses only after acceptance',
  };
  yield {
    ok: true,
    what: 'shipments',
    text: learned.multiShipment ? 'an order may ship in several parcels' : 'an order ships as a whole',
  };
  yield {
    ok: true,
    what: 'carriers',
    text:
      learned.ownCarriers === false
        ? 'only carriers from the marketplace’s list'
        : 'carriers outside the marketplace’s list are taken by name',
  };
}

const carriers = z.looseObject({ carriers: z.array(z.looseObject({ code: z.string(), label: z.string() })) });
const reasons = z.looseObject({
  reasons: z.array(
    z.looseObject({ code: z.string(), label: z.string(), type: z.string(), is_shop_right: z.boolean().nullish() }),
  ),
});

/** Lists for the editor: carriers (SH21, once a day) and the reasons that the shop may give (RE01). */
export const lists = {
  carriers: (ask: Ask, settings: Settings, account: AccountId) =>
    ask(sh21(account, settings), (body) => carriers.parse(body).carriers.map(({ code, label }) => ({ value: code, label }))),
  reasons: (ask: Ask, settings: Settings, account: AccountId) =>
    ask(re01(account, settings), (body) =>
      reasons
        .parse(body)
        .reasons.filter((one) => one.is_shop_right !== false)
        .map(({ code, label, type }) => ({ value: `${type}:${code}`, label })),
    ),
};
