/** A GraphQL document: parsed, its operation, its fields and their arguments. */
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { Digits, type Exact } from '../exact';
import { type Args, coerce, type Problem, type Value } from './coerce';
import { Unacceptable } from './errors';
import { BEHIND, inputOf } from './shapes';

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

/** @skip and @include. */
const included = (directives: readonly DirectiveNode[], variables: Readonly<Record<string, Exact>>): boolean =>
  directives.every(({ name, arguments: given }) => {
    const condition = given?.find((one) => one.name.value === 'if');
    const holds = condition !== undefined && sentValue(condition.value, variables) === true;
    return name.value === 'skip' ? !holds : name.value !== 'include' || holds;
  });

/** The fields that a selection asks of an object of this type, fragments resolved, by response key and in order. */
export function fieldsIn(
  selection: SelectionSetNode,
  type: string,
  operation: Operation,
): ReadonlyMap<string, readonly FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const collect = (set: SelectionSetNode): void => {
    for (const one of set.selections) {
      if (!included(one.directives ?? [], operation.variables)) continue;
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
        if (
          inner &&
          (condition === undefined ||
            condition === type ||
            condition === 'Node' ||
            BEHIND[condition] === type ||
            condition === BEHIND[type])
        )
          collect(inner);
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

/** The key of a field's `@idempotent`; null where it has none. */
export function keyOf(field: FieldNode, { variables }: Operation): string | null {
  const directive = field.directives?.find(({ name }) => name.value === 'idempotent');
  const value = directive?.arguments?.find(({ name }) => name.value === 'key')?.value;
  const key = value && sentValue(value, variables);
  return typeof key === 'string' ? key : null;
}
