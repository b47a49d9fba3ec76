/** One simulated marketplace: its orders, its people's deeds, and the host that answers for it. */
import { Agenda } from '../agenda';
import type { Books } from '../books';
import { type ExactObject, isObject, readExact, textOf } from '../exact';
import type { Host } from '../exchange';
import type { MiraklSimulator, SimulatorClock } from '../port';
import { tooMany } from './answers';
import type { Marketplace } from './call';
import { Calls, callOf } from './calls';
import { DocumentRequests } from './documents';
import { Imports } from './imports';
import { Life } from './life';
import { newcomer } from './newcomer';
import { Numbers } from './numbers';
import { firstOffer, Offers } from './offers';
import { linesOf, type MiraklOrder, stateOf } from './order';
import { Parcels } from './parcels';
import { peopleOf } from './people';
import { platformConfiguration, within } from './platform';
import { Portal } from './portal';
import { Refunds } from './refunds';
import { Returns } from './returns';
import { seenOrder } from './seen';
import { lineIdOf, unitsOf } from './shipment';
import { type MiraklWorld, worldOf } from './world';

/** Beyond the port: settings that only tests of refusals need. */
export interface MiraklHost extends MiraklSimulator {
  readonly world: MiraklWorld;
}

/** What buyers order where nobody says what. */
export const KNOWN_SKUS = ['TEE-RED-M', 'TEE-RED-L', 'MUG-BLUE', 'BOOK-1', 'LAMP-OAK', 'CHAIR-ASH', 'VASE-H', 'BELT-90'] as const;
const PRICES = ['19.90', '21.50', '12.50', '8.00', '64.95', '79.00', '34.90', '24.99'] as const;
const FIRST_STOCK = 50;
const HOUR = 3_600_000;

export interface MarketplaceParts {
  readonly name: string;
  readonly clock: SimulatorClock;
  readonly random: { next(): number };
  readonly books: Books;
}

/** Makes a marketplace: what people and tests do with it, and the host that serves its API. */
export function createMarketplace({ name, clock, random, books }: MarketplaceParts): {
  readonly simulator: MiraklHost;
  readonly host: Host;
} {
  const agenda = new Agenda();
  const configuration = platformConfiguration(name);
  const taxMode = () => (within(configuration, 'features').order_tax_mode === 'TAX_EXCLUDED' ? 'TAX_EXCLUDED' : 'TAX_INCLUDED');
  const world = worldOf(configuration);
  const numbers = new Numbers();
  const parcels = new Parcels(world, agenda, numbers);
  const refunds = new Refunds(world, agenda, numbers, parcels);
  const life = new Life(world, agenda, numbers, parcels, refunds);
  const returns = new Returns(world, agenda, numbers);
  const portal = new Portal({ world, life, parcels, refunds });
  const offers = new Offers();
  for (const [index, sku] of KNOWN_SKUS.entries()) offers.tell(firstOffer(sku, PRICES[index] as string, FIRST_STOCK));
  const documents = new DocumentRequests(numbers);
  parcels.onShipped = (order, at) => {
    if (world.asksForDocuments) documents.invoice(order, at);
  };
  refunds.onPaid = (order, line, refund, at) => {
    if (world.asksForDocuments) documents.creditNote(order, line, refund, at);
  };
  const byLine = new Map<string, string>();
  const byId = new Map<string, MiraklOrder>();
  const inOrder: MiraklOrder[] = [];
  let placed = 0;

  const settle = (): number => {
    const now = clock.now();
    agenda.settle(now);
    return now;
  };
  const keep = (order: MiraklOrder): void => {
    byId.set(order.id, order);
    for (const line of linesOf(order)) byLine.set(lineIdOf(line), order.id);
    let place = inOrder.length;
    while (place > 0 && (inOrder[place - 1] as MiraklOrder).createdAt > order.createdAt) place -= 1;
    inOrder.splice(place, 0, order);
  };
  const known = (id: string): MiraklOrder => {
    const order = byId.get(id);
    if (!order) throw new RangeError(`the simulated marketplace "${name}" has no order "${id}"`);
    return order;
  };
  const basket = () =>
    Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => {
      const pick = Math.floor(random.next() * KNOWN_SKUS.length);
      return { sku: KNOWN_SKUS[pick] as string, price: PRICES[pick] as string, quantity: 1 + Math.floor(random.next() * 2) };
    });

  const marketplace: Marketplace = {
    name,
    key: `simulated-key-of-${name}`,
    shopId: '2001',
    configuration,
    world,
    books,
    life,
    parcels,
    refunds,
    returns,
    offers,
    imports: new Imports(world, agenda, numbers, offers, books),
    documents,
    currency: 'EUR',
    taxMode,
    find: (id) => byId.get(id),
    ofLine: (lineId) => byId.get(byLine.get(lineId) ?? ''),
    all: () => inOrder,
  };
  const calls = new Calls(marketplace);
  const host = `${name}.mirakl.simulator`;

  return {
    simulator: {
      host,
      key: marketplace.key,
      shopId: marketplace.shopId,
      configuration,
      world,
      orders: () => {
        settle();
        return inOrder.map((order) => seenOrder(order, returns.of(order.id)));
      },
      place(wish = {}) {
        const now = settle();
        placed += 1;
        const commercialId = `MK${String(10_000 + placed)}`;
        const id = wish.id ?? `${commercialId}-A`;
        if (byId.has(id)) throw new RangeError(`the simulated marketplace "${name}" already has an order "${id}"`);
        const body = newcomer(
          {
            id,
            commercialId,
            currency: wish.currency ?? 'EUR',
            shipping: wish.shipping ?? '4.90',
            lines: wish.lines ?? basket(),
            taxMode: taxMode(),
            buyer: placed,
            shipWithin: 72 * HOUR,
            workflow: wish.paymentWorkflow ?? world.paymentWorkflow,
            shippingType: wish.shippingType ?? 'STD',
            taxRule: world.taxRule,
          },
          now,
        );
        const order: MiraklOrder = {
          id,
          body,
          createdAt: now,
          changes: [now],
          decidedBy: null,
          wasReadyToShip: false,
          life: 0,
          ready: null,
          shipments: [],
          excluded: new Map(),
          byApi: new Set(),
        };
        keep(order);
        for (const line of linesOf(order)) offers.sold(textOf(line.offer_sku) ?? '', unitsOf(line));
        life.begin(order, now);
        return id;
      },
      adopt(text) {
        const now = settle();
        const body = readExact(text);
        const id = isObject(body) ? textOf(body.order_id) : null;
        if (!isObject(body) || id === null)
          throw new RangeError('only one order of an OR11 answer can be adopted: an object with "order_id"');
        const before = byId.get(id);
        if (before) inOrder.splice(inOrder.indexOf(before), 1);
        const created = Date.parse(textOf(body.created_date) ?? '');
        const order: MiraklOrder = {
          id,
          body,
          createdAt: Number.isNaN(created) ? now : created,
          // Sweeps by update date must find it, however old its own dates are.
          changes: [...(before?.changes ?? []), now],
          decidedBy: before?.decidedBy ?? decidedBefore(body),
          wasReadyToShip: before?.wasReadyToShip ?? false,
          life: 0,
          ready: before?.ready ?? null,
          shipments: before?.shipments ?? [],
          excluded: before?.excluded ?? new Map(),
          byApi: before?.byApi ?? new Set(),
        };
        if (before) before.life += 1;
        keep(order);
        life.begin(order, now);
        return id;
      },
      cancel(id) {
        const now = settle();
        return life.cancel(known(id), 'portal', now);
      },
      decideInPortal(id, accept) {
        const now = settle();
        const order = known(id);
        if (stateOf(order) !== 'WAITING_ACCEPTANCE') return false;
        life.decide(order, () => accept, 'portal', now);
        return true;
      },
      ...peopleOf({ name, world, life, parcels, refunds, portal, returns, offers, settle, known }),
    },
    host: {
      system: 'mirakl',
      host,
      nameOf: callOf,
      askedOf: ({ url }) => `${url.pathname}${url.search}`,
      writes: (request) => request.method !== 'GET',
      answer(request) {
        agenda.settle(request.now);
        return calls.answer(request);
      },
      tooMany: (_request, retryAfter) => tooMany(retryAfter),
      throttled: () => tooMany(60_000),
      spoiled: (_request, answer) => answer,
    },
  };
}

/** An order that is taken over decided was decided by somebody else than our API: the portal, or nobody. */
function decidedBefore(body: ExactObject): MiraklOrder['decidedBy'] {
  const state = textOf(body.order_state);
  if (state === 'STAGING' || state === 'WAITING_ACCEPTANCE') return null;
  return textOf(body.acceptance_decision_date) === null ? 'automatic' : 'portal';
}
