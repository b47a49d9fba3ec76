/**
 * One order that stands on both sides of a simulated world: sold, accepted, made in the shop, told back, without any engine. People
 * then do on either side what they like, and nobody carries it over: what is missing or too much is there to be judged.
 */
import assert from 'node:assert/strict';
import type { SimulatedMarketplaceOrder, SimulatedShopOrder } from '../../lib/simulator/port';
import { deedsOf } from '../judge/deeds';
import { type Injected, judge, type OpenCase, type Verdict } from '../judge/judge';
import { post, put, ready } from '../simulator/market';
import { done, idsOf, REFUND } from '../simulator/shop-life';
import { bag, create } from '../simulator/shop-orders';
import { type Exchanged, World } from '../simulator/world';

type Settings = Partial<World['market']['world']>;
const price = '10.00';

export class Lived {
  private constructor(
    readonly world: World,
    readonly id: string,
    readonly shopId: string,
    private readonly sale: string,
  ) {}
  /** Two lamps at 10.00 and a vase at 5.00, sent for 3.90. */
  static async begin(settings: Settings = {}): Promise<Lived> {
    const world = new World();
    Object.assign(world.market.world, settings);
    const variants = ['LAMP', 'VASE'].map((sku) => world.shop.catalogue.addVariant(sku));
    const lines = [
      { sku: 'LAMP', quantity: 2, price },
      { sku: 'VASE', quantity: 1, price: '5.00' },
    ];
    const id = await ready(world, { lines, shipping: '3.90' });
    const { id: shopId } = await create(world, {
      sourceIdentifier: id,
      taxesIncluded: true,
      lineItems: lines.map((line, at) => ({
        variantId: variants[at],
        quantity: line.quantity,
        requiresShipping: true,
        priceSet: bag(line.price),
      })),
      shippingLines: [{ title: 'Standard', code: 'STD', priceSet: bag('3.90') }],
      transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'bazaar', amountSet: bag('28.90') }],
    });
    const lived = new Lived(world, id, shopId, (await idsOf(world, shopId)).sale);
    await lived.tellReference();
    return lived;
  }

  get market() {
    return this.world.market;
  }
  get shop() {
    return this.world.shop;
  }
  get sold(): SimulatedMarketplaceOrder {
    return this.market.orders().find(({ id }) => id === this.id) ?? assert.fail(`the marketplace has no order ${this.id}`);
  }
  get made(): SimulatedShopOrder {
    return this.shop.orders().find(({ id }) => id === this.shopId) ?? assert.fail(`the shop has no order ${this.shopId}`);
  }
  /** The marketplace's line and the shop's, by their place: the lamps are the first. */
  line(at = 0): string {
    return this.sold.lines[at]?.id ?? assert.fail(`no line ${at}`);
  }
  item(at = 0): string {
    return this.made.lines[at]?.id ?? assert.fail(`no line item ${at}`);
  }
  /** Units of the lamps, as either side names them. */
  lamps(quantity: number, at = 0) {
    return { there: [{ line: this.line(at), quantity }], here: [{ lineItemId: this.item(at), quantity }] };
  }
  async pass(minutes: number): Promise<void> {
    await this.world.clock.pass(minutes * 60_000);
  }

  /** What an engine would call, by hand; the world must take it. */
  refundInShop(note: string, key: string): Promise<unknown> {
    const transactions = [{ orderId: this.shopId, parentId: this.sale, kind: 'REFUND', gateway: 'bazaar', amount: price }];
    return done(this.world, REFUND, { input: { orderId: this.shopId, note, transactions }, key }, 'refundCreate');
  }
  async tellReference(): Promise<void> {
    await this.pass(1);
    const references = { order_reference_for_seller: this.made.name };
    await this.tell('/api/orders', { orders: [{ order_id: this.id, references }] });
  }
  /** OR23 and OR24. */
  async tellShipment(tracking: string): Promise<void> {
    await this.tellTracking(tracking);
    await this.tellShipped();
  }
  tellShipped(): Promise<void> {
    return this.tell(`/api/orders/${this.id}/ship`);
  }
  /** ST01 of one lamp. */
  tellLamp(number?: string): Promise<void> {
    const tracking = number === undefined ? {} : { tracking: { carrier_code: 'UPS', tracking_number: number } };
    const lines = [{ order_line_id: this.line(), quantity: 1 }];
    const shipments = [{ order_id: this.id, shipment_lines: lines, shipped: true, ...tracking }];
    return this.tell('/api/shipments', { shipments }, post);
  }
  tellTracking(tracking: string): Promise<void> {
    return this.tell(`/api/orders/${this.id}/tracking`, { carrier_code: 'UPS', tracking_number: tracking });
  }
  /** OR28 of lamps. */
  tellRefund(amount = price, quantity = 1, shipping = '0'): Promise<void> {
    const part = { order_line_id: this.line(), amount: Number(amount), shipping_amount: Number(shipping), quantity };
    const item = { ...part, currency_iso_code: 'EUR', reason_code: '17', excluded_from_shipment: false };
    return this.tell('/api/orders/refund', { refunds: [item] });
  }
  /** OR29. */
  tellCancellation(): Promise<void> {
    return this.tell(`/api/orders/${this.id}/cancel`);
  }
  private async tell(path: string, body?: unknown, by = put): Promise<void> {
    const answer: Exchanged = await by(this.world, path, body);
    assert.ok(answer.status < 300 && !answer.text.includes('"errors":[{'), `${path}: ${answer.status} ${answer.text}`);
  }

  /** One deed of people; a world that does not allow it is no world to judge. */
  did(deed: unknown): void {
    assert.ok(deed, 'the world does not allow this deed');
  }

  get injected(): Injected {
    return deedsOf({ marketplace: this.market, shop: this.shop });
  }
  judged(openCases: readonly OpenCase[] = [], injected: Partial<Injected> = {}): Verdict {
    const { simulator } = this.world;
    return judge(
      {
        marketplace: this.market.orders(),
        shop: this.shop.orders(),
        counts: simulator.counts(),
        overRate: simulator.overRate(),
      },
      { openCases, leftOut: [] },
      { ...this.injected, ...injected },
    );
  }
  /** An open case about this order. */
  asks(kind: string, detail: OpenCase['detail'] = {}): OpenCase {
    return { key: `mirakl:${this.market.host}:${this.id}`, kind, cause: `${kind}/1`, detail };
  }
}
