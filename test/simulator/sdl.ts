/** Judges documents and answers by the vendor's own schema: every value must fit the type of its field. */
import assert from 'node:assert/strict';
import path from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import { contracts, read } from './contracts';

export const SHOPIFY = path.join(contracts, 'shopify');
let known: GraphQLSchema | undefined;
/** The vendor's schema; built once, which takes a second. */
export const sdl = (): GraphQLSchema => (known ??= buildSchema(read(SHOPIFY, 'admin-2026-10.graphql'), { assumeValid: true }));

/** The vendor's operation of this name, with the fragments that it uses. */
export function operation(name: string): string {
  const texts = ['orders', 'inventory', 'fulfillment', 'money', 'webhooks-bulk']
    .map((file) => `${file}.graphql`)
    .map((file) => read(SHOPIFY, 'operations', file));
  const definitions = texts.flatMap((text) =>
    parse(text).definitions.map((node) => ({ node, text: text.slice(node.loc?.start, node.loc?.end) })),
  );
  const named = (wanted: string) => definitions.find(({ node }) => 'name' in node && node.name?.value === wanted);
  const found = new Map<string, string>();
  const take = (wanted: string): void => {
    const definition = named(wanted);
    assert.ok(definition, `the contract has no operation ${wanted}`);
    if (found.has(wanted)) return;
    found.set(wanted, definition.text);
    for (const [, fragment = ''] of definition.text.matchAll(/\.\.\.(\w+)/g)) if (fragment !== 'on') take(fragment);
  };
  take(name);
  return [...found.values()].join('\n');
}
export const variablesOf = (name: string): Record<string, unknown> =>
  (JSON.parse(read(SHOPIFY, 'operations', 'variables', 'all.json')) as Record<string, Record<string, unknown>>)[name] ?? {};

/** Asserts that a document and its variables are valid by the schema. */
export function validRequest(query: string, variables: Readonly<Record<string, unknown>>): void {
  const document = parse(query);
  assert.deepEqual(
    validate(sdl(), document).map((error) => error.message),
    [],
  );
  const [definition] = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const coerced = getVariableValues(sdl(), definition?.variableDefinitions ?? [], variables);
  assert.deepEqual(coerced.errors?.map((error) => error.message) ?? [], []);
}

const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ID: (value) => typeof value === 'string' && value !== '',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value),
  Float: (value) => typeof value === 'number',
  Decimal: (value) => typeof value === 'string' && /^-?\d+\.\d+$/.test(value),
  Money: (value) => typeof value === 'string' && /^-?\d+\.\d\d$/.test(value),
  DateTime: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
  UnsignedInt64: (value) => typeof value === 'string' && /^\d+$/.test(value),
  URL: (value) => typeof value === 'string' && URL.canParse(value),
};

/** Every value of `data` that does not fit the schema, and every field that is missing or was not asked for. */
export function misfits(query: string, data: unknown): string[] {
  const document: DocumentNode = parse(query);
  const fragments = new Map(
    document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const found: string[] = [];
  const object = (
    selections: readonly SelectionSetNode[],
    type: GraphQLObjectType,
    value: Readonly<Record<string, unknown>>,
    at: string,
  ): void => {
    const fields = new Map<string, FieldNode[]>();
    const collect = (set: SelectionSetNode): void => {
      for (const one of set.selections) {
        if (one.kind === Kind.FIELD)
          fields.set(one.alias?.value ?? one.name.value, [...(fields.get(one.alias?.value ?? one.name.value) ?? []), one]);
        else {
          const fragment = one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value) : one;
          const condition = fragment?.typeCondition?.name.value;
          const abstract = condition === undefined ? undefined : sdl().getType(condition);
          if (
            fragment &&
            (condition === undefined || condition === type.name || (isInterfaceType(abstract) && sdl().isSubType(abstract, type)))
          )
            collect(fragment.selectionSet);
        }
      }
    };
    for (const set of selections) collect(set);
    for (const key of Object.keys(value)) if (!fields.has(key)) found.push(`${at}.${key} was not asked for`);
    for (const [key, nodes] of fields) {
      const name = nodes[0]?.name.value ?? '';
      const of = type.getFields()[name]?.type;
      if (name === '__typename') {
        if (value[key] !== type.name) found.push(`${at}.${key} is no ${type.name}`);
      } else if (!of) found.push(`${at}.${key} is no field of ${type.name}`);
      else if (!(key in value)) found.push(`${at}.${key} is missing`);
      else fits(value[key], of, nodes, `${at}.${key}`);
    }
  };
  const fits = (value: unknown, type: GraphQLOutputType, nodes: readonly FieldNode[], at: string): void => {
    if (isNonNullType(type)) {
      if (value === null) found.push(`${at} is null`);
      else fits(value, type.ofType as GraphQLOutputType, nodes, at);
    } else if (value === null) return;
    else if (isListType(type)) {
      if (!Array.isArray(value)) found.push(`${at} is no list`);
      else for (const [index, item] of value.entries()) fits(item, type.ofType as GraphQLOutputType, nodes, `${at}[${index}]`);
    } else if (isEnumType(type)) {
      if (typeof value !== 'string' || !type.getValue(value)) found.push(`${at}: ${String(value)} is no ${type.name}`);
    } else if (isObjectType(type) || isInterfaceType(type)) {
      const sets = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
      if (typeof value !== 'object' || Array.isArray(value)) found.push(`${at} is no object`);
      else object(sets, isObjectType(type) ? type : behind(type.name), value as Record<string, unknown>, at);
    } else if (!(SCALARS[getNamedType(type).name]?.(value) ?? false))
      found.push(`${at}: ${JSON.stringify(value)} is no ${getNamedType(type).name}`);
  };
  const [definition] = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = definition?.operation === 'mutation' ? sdl().getMutationType() : sdl().getQueryType();
  assert.ok(definition && root, 'an operation');
  object([definition.selectionSet], root, data as Record<string, unknown>, 'data');
  return found;
}
/** What the simulated shop answers with where the schema has an interface. */
function behind(name: string): GraphQLObjectType {
  const type = sdl().getType({ Node: 'Order', ReturnLineItemType: 'ReturnLineItem' }[name] ?? name);
  assert.ok(isObjectType(type), `nothing stands behind ${name}`);
  return type;
}
