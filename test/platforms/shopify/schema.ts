/** The vendor's schema, built once. */
import assert from 'node:assert/strict';
import { buildSchema, type GraphQLSchema, getVariableValues, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { Request } from '../../../lib/model/call';
import { contracts, text } from '../sources';

let built: GraphQLSchema | undefined;
export const schema = (): GraphQLSchema => {
  built ??= buildSchema(text(contracts, 'shopify', 'admin-2026-10.graphql'), { assumeValidSDL: true });
  return built;
};
/** What the vendor's schema says of a request's variables. */
export function problemsOf(request: Request): readonly string[] {
  const { query, variables } = request.body as { query: string; variables: Record<string, unknown> };
  const [operation] = parse(query).definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  assert.ok(operation?.variableDefinitions);
  return (getVariableValues(schema(), operation.variableDefinitions, variables).errors ?? []).map((one) => one.message);
}
