/** Walks a checked operation over plain objects of the simulated world. */
import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { Args } from './coerce';
import { argsOf, fieldsIn, keyOf, type Operation, placeOf } from './document';
import { FieldError, type TopError } from './errors';
import type { Call } from './idempotent';

/** An object of the world: its fields are values, or functions of the arguments. */
export interface Thing {
  readonly __typename: string;
  readonly [field: string]: unknown;
}
export type Roots = Readonly<Record<'QueryRoot' | 'Mutation', Readonly<Record<string, (args: Args, call: Call) => unknown>>>>;

export interface Result {
  readonly data: { readonly [key: string]: unknown };
  readonly errors: readonly TopError[];
}

/** Executes a checked operation, root field after root field. A field that throws FieldError is null, with its path in the errors. */
export function execute(operation: Operation, roots: Roots, version: string): Result {
  const errors: TopError[] = [];
  const isThing = (value: unknown): value is Thing => value !== null && typeof value === 'object' && '__typename' in value;

  const complete = (value: unknown, nodes: readonly FieldNode[], path: readonly (string | number)[]): unknown => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map((item: unknown, index) => complete(item, nodes, [...path, index]));
    if (!isThing(value)) return value;
    return walk(
      value,
      nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : [])),
      path,
    );
  };
  const walk = (thing: Thing, sets: readonly SelectionSetNode[], path: readonly (string | number)[]): Record<string, unknown> => {
    const merged: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: sets.flatMap((set) => set.selections) };
    const answer: Record<string, unknown> = {};
    for (const [key, nodes] of fieldsIn(merged, thing.__typename, operation)) {
      const [node] = nodes as [FieldNode, ...FieldNode[]];
      answer[key] = resolve(
        () => {
          const value = thing[node.name.value];
          return typeof value === 'function'
            ? (value as (args: Args) => unknown)(argsOf(node, thing.__typename, operation))
            : value;
        },
        nodes,
        [...path, key],
      );
    }
    return answer;
  };
  const resolve = (of: () => unknown, nodes: readonly FieldNode[], path: readonly (string | number)[]): unknown => {
    try {
      return complete(of(), nodes, path);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      errors.push({
        message: error.message,
        locations: nodes[0] ? placeOf(nodes[0]) : [],
        path,
        extensions: { code: error.code },
      });
      return null;
    }
  };

  const data: Record<string, unknown> = {};
  for (const [key, nodes] of fieldsIn(operation.selection, operation.root, operation)) {
    const [node] = nodes as [FieldNode, ...FieldNode[]];
    const root = roots[operation.root][node.name.value];
    data[key] =
      node.name.value === '__typename'
        ? operation.root
        : resolve(() => root?.(argsOf(node, operation.root, operation), { key: keyOf(node, operation), version }), nodes, [key]);
  }
  return { data, errors };
}
