/**
 * What a request costs, by the model that was fitted on live answers (CONTRACT §2): objects and lists 1, scalars, money,
 * userErrors and pageInfo 0, a connection 2 + f(first) × (1 + its node), a mutation 10 plus what is below its first object.
 */
import type { FieldNode, SelectionSetNode } from 'graphql';
import { Digits } from '../exact';
import { fieldsIn, type Operation, sentValue } from './document';
import { BEHIND, outputOf } from './shapes';

/** Beyond this a single request is refused. */
export const DEAREST = 1000;

const STEPS: readonly (readonly [first: number, factor: number])[] = [
  [0, 0],
  [1, 1],
  [3, 2],
  [5, 3],
  [10, 4],
  [20, 5],
  [50, 7],
  [100, 9],
  [200, 10],
  [250, 11],
];
const FREE = new Set(['MoneyBag', 'MoneyV2', 'PageInfo']);

/** f(first), between the measured points in a straight line, rounded up. */
export function factorOf(first: number): number {
  for (let index = 1; index < STEPS.length; index += 1) {
    const [[from, low], [to, high]] = [STEPS[index - 1] as readonly [number, number], STEPS[index] as readonly [number, number]];
    if (first <= to) return Math.ceil(low + ((high - low) * (first - from)) / (to - from));
  }
  return 11;
}

/** How many nodes a connection is asked for, or has answered with. */
type Counting = (field: FieldNode, answer: unknown) => number;

const selectionsOf = (nodes: readonly FieldNode[]): SelectionSetNode | null => {
  const sets = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
  return sets[0] ? { ...sets[0], selections: sets.flatMap((set) => set.selections) } : null;
};
const member = (answer: unknown, key: string): unknown =>
  answer !== null && typeof answer === 'object' ? (answer as Readonly<Record<string, unknown>>)[key] : undefined;
/** Of a list the first element stands for all: the model charges a list once. */
const sample = (answer: unknown): unknown => (Array.isArray(answer) ? answer[0] : answer);

/** The cost of what is selected of an object; `answer` is null throughout where nothing has been answered yet. */
function inside(selection: SelectionSetNode, named: string, operation: Operation, answer: unknown, counting: Counting): number {
  const type = named === 'Node' ? named : (BEHIND[named] ?? named);
  let cost = 0;
  for (const [key, nodes] of fieldsIn(selection, type, operation)) {
    const [field] = nodes as [FieldNode, ...FieldNode[]];
    const shape = outputOf(type)?.get(field.name.value);
    const below = selectionsOf(nodes);
    if (!shape || shape.type === null || !below || FREE.has(shape.type) || shape.type.endsWith('UserError')) continue;
    const value = member(answer, key);
    if (value === null) continue;
    if (!shape.connection) cost += 1 + inside(below, shape.type, operation, sample(value), counting);
    else cost += 2 + factorOf(counting(field, value)) * (1 + nodeCost(below, shape.type, operation, value, counting));
  }
  return cost;
}

function nodeCost(selection: SelectionSetNode, type: string, operation: Operation, answer: unknown, counting: Counting): number {
  let dearest = 0;
  for (const [key, nodes] of fieldsIn(selection, `${type}Connection`, operation)) {
    const name = nodes[0]?.name.value;
    const below = selectionsOf(nodes);
    if (!below || (name !== 'nodes' && name !== 'edges')) continue;
    const first = sample(member(answer, key));
    if (name === 'nodes') dearest = Math.max(dearest, inside(below, type, operation, first, counting));
    else {
      for (const [edgeKey, edge] of fieldsIn(below, `${type}Edge`, operation)) {
        const node = selectionsOf(edge);
        if (edge[0]?.name.value === 'node' && node)
          dearest = Math.max(dearest, inside(node, type, operation, member(first, edgeKey), counting));
      }
    }
  }
  return dearest;
}

function total(operation: Operation, data: unknown, counting: Counting): number {
  if (operation.root === 'QueryRoot') return inside(operation.selection, 'QueryRoot', operation, data, counting);
  let cost = 0;
  for (const [key, nodes] of fieldsIn(operation.selection, 'Mutation', operation)) {
    const payload = outputOf('Mutation')?.get(nodes[0]?.name.value ?? '')?.type;
    const below = selectionsOf(nodes);
    if (!payload || !below) continue;
    // The payload's first object is part of the ten.
    const whole = inside(below, payload, operation, member(data, key), counting);
    cost += 10 + Math.max(0, whole - 1);
  }
  return cost;
}

/** Taken before the execution: as many nodes as are asked for. */
export const requestedCost = (operation: Operation): number =>
  total(operation, undefined, (field) => {
    const argument = field.arguments?.find((one) => one.name.value === 'first' || one.name.value === 'last');
    const value = argument ? sentValue(argument.value, operation.variables) : undefined;
    return value instanceof Digits ? Number(value.text) : typeof value === 'number' ? value : 0;
  });

/** Charged in the end: as many nodes as were answered. */
export const actualCost = (operation: Operation, data: unknown): number =>
  total(operation, data ?? undefined, (_field, answer) => {
    const nodes = member(answer, 'nodes') ?? member(answer, 'edges');
    return Array.isArray(nodes) ? nodes.length : 0;
  });
