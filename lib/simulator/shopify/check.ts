/** Checks a GraphQL request before any of it is executed: fields, arguments, fragments, variables. */
import { type FieldNode, Kind, print, type SelectionSetNode, type TypeNode, type ValueNode } from 'graphql';
import type { Exact } from '../exact';
import { coerce, LONGEST_ARRAY, longestArray, type Problem } from './coerce';
import { type Operation, operationOf, parsed, placeOf, sentValue } from './document';
import { type TopError, Unacceptable } from './errors';
import { type FieldShape, inputOf, outputOf } from './shapes';

function variablesIn(node: ValueNode): string[] {
  if (node.kind === Kind.VARIABLE) return [node.name.value];
  if (node.kind === Kind.LIST) return node.values.flatMap(variablesIn);
  return node.kind === Kind.OBJECT ? node.fields.flatMap((field) => variablesIn(field.value)) : [];
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
  /** The fragments that are being looked into. */
  const open = new Set<string>();
  const check = (selection: SelectionSetNode, type: string, path: readonly string[]): void => {
    for (const one of selection.selections) {
      if (one.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(one.name.value);
        const place = `fragment ${one.name.value}`;
        if (fragment && open.has(place))
          errors.push({
            message: `Fragment ${one.name.value} contains an infinite loop`,
            locations: placeOf(fragment),
            path: [place],
            extensions: { code: 'infiniteLoop', fragmentName: one.name.value },
          });
        else if (fragment) {
          open.add(place);
          check(fragment.selectionSet, fragment.typeCondition.name.value, [place]);
          open.delete(place);
        } else
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
