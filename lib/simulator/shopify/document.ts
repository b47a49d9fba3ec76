/** A GraphQL request, parsed and checked before anything is executed. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  type TypeNode,
  type ValueNode,
} from 'graphql';
import { Digits, type Exact } from '../exact';
import { type Args, coerce, LONGEST_ARRAY, longestArray, type Problem, type Value } from './coerce';
import { type TopError, Unacceptable } from './errors';
import { type FieldShape, inputOf, outputOf } from './shapes';

/** An operation with its variables, checked: every field exists and every argument can be read. */
export interface Operation {
  readonly root: 'QueryRoot' | 'Mutation';
  readonly name: string | null;
  readonly selection: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, Exact>>;
}

export const placeOf = (node: { readonly loc?: { readonly startToken: { readonly line: number; readonly column: number } } }) =>
  node.loc ? [{ line: node.loc.startToken.line, column: node.loc.startToken.column }] : [];

/** A literal or a variable as the value that was sent. */
export function sentValue(node: ValueNode, variables: Readonly<Record<string, Exact>>): Exact | undefined {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.INT:
    case Kind.FLOAT:
      return new Digits(node.value);
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((item) => sentValue(item, variables) ?? null);
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields
          .map((field) => [field.name.value, sentValue(field.value, variables)] as const)
          .filter((entry): entry is [string, Exact] => entry[1] !== undefined),
      );
  }
}

function variablesIn(node: ValueNode): string[] {
  if (node.kind === Kind.VARIABLE) return [node.name.value];
  if (node.kind === Kind.LIST) return node.values.flatMap(variablesIn);
  return node.kind === Kind.OBJECT ? node.fields.flatMap((field) => variablesIn(field.value)) : [];
}

/** The operation of a document that is meant; throws Unacceptable. */
export function operationOf(document: DocumentNode, operationName: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const meant = operationName === null ? operations : operations.filter((one) => one.name?.value === operationName);
  const [operation] = meant;
  if (!operation)
    throw new Unacceptable([
      { message: operationName === null ? 'No operations found in the document' : `No operation named "${operationName}"` },
    ]);
  if (meant.length > 1) throw new Unacceptable([{ message: 'An operation name is required' }]);
  return operation;
}

/** A client sends few documents and sends them often. */
const documents = new Map<string, DocumentNode>();

/** Parses; throws Unacceptable with the parser's message. */
export function parsed(query: string): DocumentNode {
  const known = documents.get(query);
  if (known) return known;
  try {
    const document = parse(query);
    if (documents.size >= 200) documents.clear();
    documents.set(query, document);
    return document;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const locations = error.locations ? { locations: error.locations.map(({ line, column }) => ({ line, column })) } : {};
    throw new Unacceptable([{ message: error.message, ...locations }]);
  }
}

/** Reads and checks a whole request as Shopify does before it executes any of it; throws Unacceptable with every fault. */
export function readOperation(query: string, operationName: string | null, given: Readonly<Record<string, Exact>>): Operation {
  const document = parsed(query);
  const node = operationOf(document, operationName);
  const fragments = new Map(
    document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const root = node.operation === 'mutation' ? 'Mutation' : 'QueryRoot';
  const declared = new Map((node.variableDefinitions ?? []).map((one) => [one.variable.name.value, one]));
  const errors: TopError[] = [];
  const label = `${node.operation}${node.name ? ` ${node.name.value}` : ''}`;

  const checkField = (field: FieldNode, type: string, shape: FieldShape, path: readonly string[]): void => {
    const name = field.name.value;
    for (const argument of field.arguments ?? []) {
      if (shape.args.has(argument.name.value)) continue;
      errors.push({
        message: `Field '${name}' doesn't accept argument '${argument.name.value}'`,
        locations: placeOf(argument),
        path: [...path, argument.name.value],
        extensions: { code: 'argumentNotAccepted', name, typeName: 'Field', argumentName: argument.name.value },
      });
    }
    const required = [...(inputOf(`${type}.${name}`) ?? [])].filter(([, of]) => of.endsWith('!')).map(([arg]) => arg);
    const missing = required.filter((arg) => !(field.arguments ?? []).some((one) => one.name.value === arg));
    if (missing.length > 0)
      errors.push({
        message: `Field '${name}' is missing required arguments: ${missing.join(', ')}`,
        locations: placeOf(field),
        path,
        extensions: { code: 'missingRequiredArguments', className: 'Field', name, arguments: missing.join(', ') },
      });
    for (const variable of (field.arguments ?? []).flatMap((one) => variablesIn(one.value))) {
      if (!declared.has(variable))
        errors.push({
          message: `Variable $${variable} is used by ${node.name?.value ?? 'anonymous query'} but not declared`,
          locations: placeOf(field),
          path,
          extensions: { code: 'variableNotDefined', variableName: variable },
        });
    }
    if (shape.type === null) {
      if (field.selectionSet)
        errors.push({
          message: `Selections can't be made on scalars (field '${name}')`,
          locations: placeOf(field),
          path,
          extensions: { code: 'selectionMismatch', nodeName: `field '${name}'` },
        });
      return;
    }
    const of = shape.connection ? `${shape.type}Connection` : shape.type;
    if (!field.selectionSet)
      errors.push({
        message: `Field must have selections (field '${name}' returns ${of} but has no selections. Did you mean '${name} { ... }'?)`,
        locations: placeOf(field),
        path,
        extensions: { code: 'selectionMismatch', nodeName: `field '${name}'`, typeName: of },
      });
    else check(field.selectionSet, of, path);
  };
  const check = (selection: SelectionSetNode, type: string, path: readonly string[]): void => {
    for (const one of selection.selections) {
      if (one.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(one.name.value);
        if (fragment) check(fragment.selectionSet, fragment.typeCondition.name.value, [`fragment ${one.name.value}`]);
        else
          errors.push({
            message: `Fragment ${one.name.value} was used, but not defined`,
            locations: placeOf(one),
            path: [...path, `... ${one.name.value}`],
            extensions: { code: 'useAndDefineFragment', fragmentName: one.name.value },
          });
      } else if (one.kind === Kind.INLINE_FRAGMENT) {
        check(one.selectionSet, one.typeCondition?.name.value ?? type, path);
      } else if (one.name.value !== '__typename') {
        const shape = outputOf(type)?.get(one.name.value);
        const at = [...path, one.alias?.value ?? one.name.value];
        if (shape) checkField(one, type, shape, at);
        else
          errors.push({
            message: `Field '${one.name.value}' doesn't exist on type '${type}'`,
            locations: placeOf(one),
            path: at,
            extensions: { code: 'undefinedField', typeName: type, fieldName: one.name.value },
          });
      }
    }
  };
  check(node.selectionSet, root, [label]);
  if (errors.length > 0) throw new Unacceptable(errors);

  const variables: Record<string, Exact> = {};
  for (const [name, definition] of declared) {
    const value =
      given[name] ?? (name in given ? null : definition.defaultValue ? sentValue(definition.defaultValue, {}) : undefined);
    const type = print(definition.type as TypeNode);
    const problems: Problem[] = [];
    // Of enumerations that are not inputs here (sort keys) only the presence is looked at.
    if (value === undefined || value === null || known(type)) coerce(value, type, [], problems);
    if (problems.length > 0) {
      const [first] = problems;
      const inside = first && first.path.length > 0 ? ` for ${first.path.join('.')} (${first.explanation})` : '';
      errors.push({
        message: `Variable $${name} of type ${type} was provided invalid value${inside}`,
        locations: placeOf(definition),
        extensions: { code: 'INVALID_VARIABLE', value: null, problems },
      });
    }
    if (value !== undefined) variables[name] = value;
  }
  const longest = Math.max(0, ...Object.values(variables).map(longestArray));
  if (longest > LONGEST_ARRAY)
    errors.push({
      message: `The input array size of ${longest} is greater than the maximum allowed of ${LONGEST_ARRAY}.`,
      extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
    });
  if (errors.length > 0) throw new Unacceptable(errors);
  return { root, name: node.name?.value ?? null, selection: node.selectionSet, fragments, variables };
}

const known = (type: string): boolean => !type.replace(/[[\]!]/g, '').endsWith('SortKeys');

/** The fields that a selection asks of an object of this type, fragments resolved, by response key and in order. */
export function fieldsIn(
  selection: SelectionSetNode,
  type: string,
  operation: Operation,
): ReadonlyMap<string, readonly FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const collect = (set: SelectionSetNode): void => {
    for (const one of set.selections) {
      if (one.kind === Kind.FIELD) {
        const key = one.alias?.value ?? one.name.value;
        found.set(key, [...(found.get(key) ?? []), one]);
      } else {
        const condition =
          one.kind === Kind.FRAGMENT_SPREAD
            ? operation.fragments.get(one.name.value)?.typeCondition.name.value
            : one.typeCondition?.name.value;
        const inner =
          one.kind === Kind.FRAGMENT_SPREAD ? operation.fragments.get(one.name.value)?.selectionSet : one.selectionSet;
        if (inner && (condition === undefined || condition === type || condition === 'Node')) collect(inner);
      }
    }
  };
  collect(selection);
  return found;
}

/** The arguments of a field, read by their types; throws Unacceptable where a literal is wrong. */
export function argsOf(field: FieldNode, owner: string, operation: Operation): Args {
  const types = inputOf(`${owner}.${field.name.value}`) ?? inputOf('connection');
  const args: Record<string, Value> = {};
  for (const argument of field.arguments ?? []) {
    const value = sentValue(argument.value, operation.variables);
    if (value === undefined) continue;
    const problems: Problem[] = [];
    args[argument.name.value] = coerce(value, types?.get(argument.name.value) ?? 'Unread', [argument.name.value], problems);
    const [first] = problems;
    if (first) {
      throw new Unacceptable([
        {
          message: `Argument '${first.path.join('.')}' on Field '${field.name.value}' has an invalid value (${print(argument.value)}). ${first.explanation}`,
          locations: placeOf(argument),
          extensions: { code: 'argumentLiteralsIncompatible', typeName: 'Field', argumentName: argument.name.value },
        },
      ]);
    }
  }
  return args;
}
