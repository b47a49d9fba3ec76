/** Metafield definitions, and the values that must be unique under those of type `id` (CONTRACT §4.2). */

import type { Args } from './coerce';
import type { UserError } from './errors';
import type { Thing } from './execute';
import { gid } from './ids';

interface Definition {
  readonly number: number;
  readonly name: string;
  readonly namespace: string;
  readonly key: string;
  readonly ownerType: string;
  readonly type: string;
  readonly description: string | null;
}
const TYPES = new Set([
  'id',
  'single_line_text_field',
  'multi_line_text_field',
  'number_integer',
  'number_decimal',
  'boolean',
  'date',
  'date_time',
  'json',
  'url',
  'money',
]);
const OWNERS: Readonly<Record<string, string>> = {
  ORDER: 'Order',
  PRODUCT: 'Product',
  PRODUCTVARIANT: 'ProductVariant',
  CUSTOMER: 'Customer',
};

export class Definitions {
  private readonly made: Definition[] = [];

  /** metafieldDefinitionCreate. */
  create(args: Args): Thing {
    const given = args.definition as Readonly<Record<string, string | null>>;
    const text = (name: string): string => given[name] ?? '';
    const errors: UserError[] = [];
    const wrong = (field: string, message: string, code: string) => errors.push({ field: ['definition', field], message, code });
    if (text('name').trim() === '') wrong('name', "Name can't be blank", 'BLANK');
    if (text('key').length < 2) wrong('key', 'Key is too short (minimum is 2 characters)', 'TOO_SHORT');
    if (text('key').length > 64) wrong('key', 'Key is too long (maximum is 64 characters)', 'TOO_LONG');
    if (!/^[\w-]*$/.test(text('key'))) wrong('key', 'Key contains one or more invalid characters.', 'INVALID_CHARACTER');
    if (given.namespace !== undefined && given.namespace !== null && !/^[\w$:-]{3,255}$/.test(given.namespace))
      wrong('namespace', 'Namespace contains one or more invalid characters.', 'INVALID_CHARACTER');
    if (!TYPES.has(text('type')))
      wrong('type', `Type name ${text('type')} is not a valid type. Valid types are: ${[...TYPES].join(', ')}.`, 'INCLUSION');
    const namespace = given.namespace ?? '$app';
    if (errors.length === 0 && this.find(text('ownerType'), namespace, text('key'))) {
      wrong(
        'key',
        `Key is in use for ${OWNERS[text('ownerType')] ?? text('ownerType')} metafields on the '${namespace}' namespace.`,
        'TAKEN',
      );
    }
    if (errors.length > 0) return payload(null, errors);
    const definition: Definition = {
      number: 81_000_001 + this.made.length,
      name: text('name'),
      namespace,
      key: text('key'),
      ownerType: text('ownerType'),
      type: text('type'),
      description: given.description ?? null,
    };
    this.made.push(definition);
    return payload(definition, []);
  }

  find(ownerType: string, namespace: string, key: string): Definition | undefined {
    return this.made.find((one) => one.ownerType === ownerType && one.namespace === namespace && one.key === key);
  }
}

function payload(definition: Definition | null, errors: readonly UserError[]): Thing {
  return {
    __typename: 'MetafieldDefinitionCreatePayload',
    createdDefinition: definition && {
      __typename: 'MetafieldDefinition',
      id: gid('MetafieldDefinition', definition.number),
      name: definition.name,
      namespace: definition.namespace,
      key: definition.key,
      description: definition.description,
      ownerType: definition.ownerType,
      type: { __typename: 'MetafieldDefinitionType', name: definition.type, category: definition.type === 'id' ? 'ID' : 'TEXT' },
      capabilities: {
        __typename: 'MetafieldCapabilities',
        uniqueValues: {
          __typename: 'MetafieldCapabilityUniqueValues',
          enabled: definition.type === 'id',
          eligible: definition.type === 'id',
        },
        adminFilterable: { __typename: 'MetafieldCapabilityAdminFilterable', enabled: false, eligible: true },
      },
    },
    userErrors: errors.map((error) => ({ __typename: 'MetafieldDefinitionCreateUserError', ...error })),
  };
}
