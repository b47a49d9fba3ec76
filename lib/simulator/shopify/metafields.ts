/** metafieldsSet: all or nothing, 25 at most, compared with what was read where a digest is given (CONTRACT §4.3). */
import type { Args } from './coerce';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { factOf } from './facts';
import type { Metafield, ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { type Input, inputs, text, VALUE_TAKEN } from './reading';
import { digestOf, metafieldView } from './view';

const MOST = 25;
interface Planned {
  readonly order: ShopOrder;
  readonly metafield: Metafield;
}
type Fault = UserError & { readonly elementIndex: number | null };

export class Metafields {
  constructor(private readonly orders: ShopOrders) {}

  set({ metafields }: Args): Thing {
    const rows = inputs(metafields);
    const answer = (made: readonly Thing[] | null, errors: readonly Fault[]): Thing => ({
      __typename: 'MetafieldsSetPayload',
      metafields: made,
      userErrors: errors.map((error) => ({ __typename: 'MetafieldsSetUserError', code: null, ...error })),
    });
    if (rows.length > MOST) {
      const message = `Exceeded the maximum metafields input limit of ${MOST}.`;
      return answer(null, [{ field: ['metafields'], message, code: 'LESS_THAN_OR_EQUAL_TO', elementIndex: null }]);
    }
    const planned = rows.map((row, index) => this.planned(row, index));
    const faults = planned.filter((one): one is Fault => 'message' in one);
    if (faults.length > 0) return answer(null, faults);
    const done = planned.filter((one): one is Planned => 'order' in one);
    for (const one of done) this.write(one);
    return answer(
      done.map(({ metafield }) => metafieldView(metafield)),
      [],
    );
  }

  private planned(row: Input, elementIndex: number): Planned | Fault {
    const wrong = (name: string, message: string, code: string): Fault => ({
      field: ['metafields', String(elementIndex), name],
      message,
      code,
      elementIndex,
    });
    const { definitions, world } = this.orders.parts;
    const order = this.orders.find(String(row.ownerId));
    if (!order) return wrong('ownerId', 'Owner does not exist.', 'INVALID');
    const [namespace, key, value] = [text(row.namespace) ?? '$app', text(row.key) ?? '', text(row.value) ?? ''];
    if (key.length < 2) return wrong('key', 'Key is too short (minimum is 2 characters).', 'TOO_SHORT');
    if (value === '') return wrong('value', "Value can't be blank.", 'BLANK');
    const definition = definitions.find('ORDER', namespace, key);
    const known = order.metafields.find((one) => one.namespace === namespace && one.key === key);
    const type = text(row.type) ?? definition?.type ?? known?.type;
    if (type === undefined) return wrong('type', "Type can't be blank.", 'BLANK');
    if (definition && definition.type !== type)
      return wrong('type', `Type must be consistent with the definition's type: '${definition.type}'.`, 'INVALID_TYPE');
    if (type === 'url' && !/^(https?|mailto|sms|tel):/.test(value))
      return wrong('value', 'Value must be a valid URL.', 'INVALID_VALUE');
    // An explicit null means that there must be none yet.
    if ('compareDigest' in row && row.compareDigest !== (known ? digestOf(known) : null))
      return wrong(
        'compareDigest',
        'The resource has been updated since it was loaded. Try again with an updated compareDigest value.',
        'STALE_OBJECT',
      );
    const taken = definition?.type === 'id' && this.orders.carrying(namespace, key, value).some((other) => other !== order);
    if (world.refusesTakenIds && taken) return wrong('value', VALUE_TAKEN, 'TAKEN');
    return { order, metafield: { number: known?.number ?? this.orders.number(), namespace, key, type, value } };
  }

  private write({ order, metafield }: Planned): void {
    const known = order.metafields.find((one) => one.namespace === metafield.namespace && one.key === metafield.key);
    if (known && known.value === metafield.value && known.type === metafield.type) return;
    const fact = factOf(order, `metafield ${metafield.namespace}.${metafield.key} ${metafield.value}`);
    order.metafields = [...order.metafields.filter((one) => one !== known), metafield];
    this.orders.remember(order, metafield);
    this.orders.touch(order, this.orders.parts.now());
    this.orders.parts.books.count('shopify', 'update', fact);
  }
}
