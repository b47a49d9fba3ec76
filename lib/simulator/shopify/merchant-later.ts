/** The merchant's people after the goods have left, and at the shelves: returns, edits, holds, stock (see port.ts for what each means). */
import { least } from './amounts';
import { edited } from './edits';
import { gid } from './ids';
import { onHold } from './life';
import { lineOf, type MerchantParts } from './merchant';
import type { ShopOrder } from './order';
import type { ShopPeople } from './port';
import { UNKNOWN_REASON } from './reasons';
import { inBoth } from './refund-create';
import { due, netOf } from './refunds';
import { type Received, type ReturnUnits, returnable } from './returns';

type Deeds = 'openReturn' | 'receiveReturn' | 'editOrder' | 'hold' | 'releaseHold' | 'setStock' | 'addLocation';

export function laterDeeds({ orders, refunds, returns, holds, now }: MerchantParts): Pick<ShopPeople, Deeds> {
  return {
    openReturn(orderId, lines, reason = '') {
      const at = now();
      const order = orders.find(orderId);
      if (!order) return null;
      const units: ReturnUnits[] = [];
      for (const one of lines) {
        const line = lineOf(order, one);
        let left = one.quantity;
        for (const of of order.fulfilments.filter(({ state }) => state === 'SUCCESS').flatMap((parcel) => parcel.lines)) {
          const taken = units.filter((unit) => unit.of === of).reduce((sum, unit) => sum + unit.quantity, 0);
          const quantity = of.from.line === line ? Math.min(left, returnable(order, of) - taken) : 0;
          if (quantity > 0) units.push({ of, quantity, reason: UNKNOWN_REASON, note: reason });
          left -= Math.max(0, quantity);
        }
        if (left > 0 || one.quantity < 1) return null;
      }
      return units.length === 0 ? null : gid('Return', returns.open(order, units, at).number);
    },
    receiveReturn(returnId, { restock = true, refund = false, close = true } = {}) {
      const at = now();
      const found = returns.find(returnId);
      if (found?.one.state !== 'OPEN') return false;
      const { order, one } = found;
      const open = one.lines.filter(({ quantity, processed }) => processed < quantity);
      const type = restock ? 'RESTOCKED' : 'NOT_RESTOCKED';
      const received = open.map((line): Received => {
        const quantity = line.quantity - line.processed;
        return { line, quantity, dispositions: [{ type, quantity, location: null }] };
      });
      const none = inBoth(order, '0', order.currencies.presentment);
      const units = received.map(({ line, quantity }) => ({
        line: line.of.from.line,
        quantity,
        restock: 'RETURN' as const,
        location: null,
      }));
      const worth = least(due(order, units, none), netOf(order));
      const back = refund ? refunds.backTo(order, worth) : [];
      returns.receive(order, one, received, { back, shipping: none, note: null }, at);
      return close ? returns.end(order, one, at) : true;
    },
    editOrder(orderId, { remove = [], add = [], restock = true }) {
      const at = now();
      const order = orders.find(orderId);
      const gone = remove.map((one) => ({ line: order && lineOf(order, one), quantity: one.quantity }));
      const known = gone.flatMap(({ line, quantity }) => (line ? [{ line, quantity }] : []));
      const wanted = add.map((one) => ({ ...one, variant: orders.parts.catalogue.ofSku(one.sku) }));
      if (!order || known.length < gone.length || wanted.some(({ variant, quantity }) => !variant || quantity < 1)) return false;
      const added = wanted.map(({ sku, quantity, price, variant = null }) => ({
        title: variant?.title ?? sku,
        sku,
        quantity,
        variant,
        requiresShipping: true,
        taxable: true,
        vendor: null,
        unit: inBoth(order, price, order.currencies.presentment),
        attributes: [],
        taxLines: [],
      }));
      return edited(order, { remove: known, add: added, restock }, orders, at);
    },
    hold(orderId, reason = 'OTHER') {
      const at = now();
      const order = orders.find(orderId);
      const open = order?.fulfilmentOrders.filter(({ state }) => state === 'OPEN' || state === 'IN_PROGRESS') ?? [];
      for (const one of open)
        holds.place(order as ShopOrder, one, { handle: `admin-${one.holds.length + 1}`, reason, notes: null, byApp: false }, at);
      return open.length > 0;
    },
    releaseHold(orderId) {
      const at = now();
      const order = orders.find(orderId);
      const held = order?.fulfilmentOrders.filter(onHold) ?? [];
      for (const one of held) holds.lift(order as ShopOrder, one, null, at);
      return held.length > 0;
    },
    setStock(sku, location, available) {
      const at = now();
      const { catalogue } = orders.parts;
      const variant = catalogue.ofSku(sku);
      const place = catalogue.stock.find(location);
      if (!variant || !place) return false;
      const level = catalogue.stock.level(variant, place);
      const by = available - (level?.available ?? 0);
      if (!level) catalogue.stock.activate(variant, place, available, at);
      else if (by !== 0) catalogue.stock.change(variant, place, { available: by, onHand: by }, at);
      return true;
    },
    addLocation: (name) => orders.parts.catalogue.stock.add(name),
  };
}
