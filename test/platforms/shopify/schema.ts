/** The vendor's schema, built once. */
import assert from 'node:assert/strict';
import { buildSchema, type GraphQLSchema, getVariableValues, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import type { Request } from '../../../lib/model/call';
import { type Document, graphql } from '../../../lib/platforms/shopify/documents';
import { readExact } from '../../../lib/simulator/exact';
import { readOperation } from '../../../lib/simulator/shopify/check';
import { requestedCost } from '../../../lib/simulator/shopify/cost';
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

/** It is one of the vendor's schema, says of itself what it is, takes these variables, and asks for the points that it says. */
export function checkDocument(document: Document, sample: Readonly<Record<string, unknown>>): void {
  const parsed = parse(document.text);
  assert.deepEqual(
    validate(schema(), parsed).map((one) => one.message),
    [],
  );
  const [operation] = parsed.definitions;
  assert.ok(operation?.kind === Kind.OPERATION_DEFINITION);
  assert.equal(operation.operation === 'mutation', document.writes);
  assert.equal(operation.name?.value, document.name);
  const fields = operation.selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : ''));
  assert.ok(fields.includes(document.call));
  assert.deepEqual(problemsOf(graphql('shopify:example.myshopify.com:1', document, sample)), []);
  const exact = readExact(JSON.stringify(sample)) as Record<string, never>;
  assert.equal(document.cost, requestedCost(readOperation(document.text, null, exact)));
}
