/** Changes of an order's own fields: tags and details (CONTRACT §4.3). */
import type { Args, Value } from './coerce';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { factOf } from './facts';
import type { Address, Attribute, Metafield, ShopOrder } from './order';
import type { ShopOrders } from './orders';
import { VALUE_TAKEN } from './reading';

const MOST_TAGS = 250;

export class Changes {
  constructor(private readonly orders: ShopOrders) {}

  /** tagsAdd and tagsRemove: without a read, in any order, as often as one likes. */
  tags({ id, tags }: Args, how: 'add' | 'remove'): Thing {
    const type = how === 'add' ? 'TagsAddPayload' : 'TagsRemovePayload';
    const order = this.orders.find(String(id));
    const answer = (node: Thing | null, errors: readonly UserError[]): Thing => ({
      __typename: type,
      node,
      userErrors: errors.map(userError),
    });
    if (!order) return answer(null, [{ field: ['id'], message: 'Resource does not exist' }]);
    const given = (Array.isArray(tags) ? tags : []).map((tag) => String(tag).trim()).filter((tag) => tag !== '');
    const long = given.find((tag) => tag.length > 40);
    if (long !== undefined) return answer(null, [{ field: ['tags'], message: 'Tag is too long (maximum is 40 characters)' }]);
    const same = new Set(given.map((tag) => tag.toLowerCase()));
    const others = order.tags.filter((tag) => !same.has(tag.toLowerCase()));
    const now =
      how === 'add'
        ? [...order.tags, ...given.filter((tag) => !order.tags.some((one) => one.toLowerCase() === tag.toLowerCase()))]
        : others;
    if (now.length > MOST_TAGS) return answer(null, [{ field: ['tags'], message: `Tags cannot exceed ${MOST_TAGS}` }]);
    if (now.length !== order.tags.length) {
      order.tags = now;
      this.orders.touch(order, this.orders.parts.now());
      this.orders.parts.books.count('shopify', 'update', factOf(order, `tags ${how} ${given.join(',')}`));
    }
    return answer(this.orders.view(order), []);
  }

  /** orderUpdate: every field that is given replaces; metafields are added. */
  update({ input }: Args): Thing {
    const given = input as { readonly [key: string]: Value };
    const answer = (order: Thing | null, errors: readonly UserError[]): Thing => ({
      __typename: 'OrderUpdatePayload',
      order,
      userErrors: errors.map(userError),
    });
    const order = this.orders.find(String(given.id));
    if (!order) return answer(null, [{ field: ['id'], message: 'Order does not exist' }]);
    const fields = Object.keys(given).filter((name) => name !== 'id');
    if (fields.length === 0)
      return answer(this.orders.view(order), [{ field: null, message: 'No valid update parameters have been provided' }]);
    const text = (name: string): string | null => (typeof given[name] === 'string' ? given[name] : null);
    const list = <T>(name: string): readonly T[] => (Array.isArray(given[name]) ? (given[name] as T[]) : []);
    const metafields = list<Readonly<Record<string, string | null>>>('metafields').map((one) => this.metafield(one));
    const fault = this.wrong(order, given, metafields);
    if (fault) return answer(null, [fault]);
    for (const name of fields) {
      if (name === 'tags') order.tags = [...new Set(list<string>('tags').map((tag) => tag.trim()))];
      else if (name === 'customAttributes') order.attributes = list<Attribute>('customAttributes');
      else if (name === 'note') order.note = text('note');
      else if (name === 'email') order.email = text('email');
      else if (name === 'phone') order.phone = text('phone');
      else if (name === 'poNumber') order.poNumber = text('poNumber');
      else if (name === 'shippingAddress') order.shippingAddress = given.shippingAddress as Address | null;
    }
    for (const metafield of metafields) {
      const others = order.metafields.filter((other) => other.namespace !== metafield.namespace || other.key !== metafield.key);
      order.metafields = [...others, metafield];
      this.orders.remember(order, metafield);
    }
    this.orders.touch(order, this.orders.parts.now());
    this.orders.parts.books.count('shopify', 'update', factOf(order, toldOf(given, fields)));
    return answer(this.orders.view(order), []);
  }

  private metafield(given: Readonly<Record<string, string | null>>): Metafield {
    const [namespace, key] = [given.namespace ?? '$app', given.key ?? ''];
    const type = given.type ?? this.orders.parts.definitions.find('ORDER', namespace, key)?.type ?? 'single_line_text_field';
    return { number: this.orders.number(), namespace, key, type, value: given.value ?? '' };
  }

  /** What a change would break; null where it breaks nothing. */
  private wrong(order: ShopOrder, given: { readonly [key: string]: Value }, metafields: readonly Metafield[]): UserError | null {
    const { world, definitions } = this.orders.parts;
    const address = given.shippingAddress as Address | null | undefined;
    const phones = [address?.phone, given.phone].filter((phone) => typeof phone === 'string');
    if (world.refusesPhonesWithLetters && phones.some((phone) => /\p{L}/u.test(phone)))
      return { field: ['phone'], message: 'Phone is invalid' };
    const taken = ({ namespace, key, value }: Metafield): boolean =>
      definitions.find('ORDER', namespace, key)?.type === 'id' &&
      this.orders.carrying(namespace, key, value).some((other) => other !== order);
    if (world.refusesTakenIds && metafields.some(taken)) return { field: ['metafields'], message: VALUE_TAKEN };
    return null;
  }
}

const userError = ({ field, message }: UserError): Thing => ({ __typename: 'UserError', field, message });

/** What was told, without what says who the buyer is. */
const PERSONAL = new Set(['email', 'phone', 'shippingAddress']);
const toldOf = (given: { readonly [key: string]: Value }, fields: readonly string[]): string =>
  [...fields]
    .sort()
    .map((name) => (PERSONAL.has(name) ? name : `${name} ${JSON.stringify(given[name])}`))
    .join('; ');
