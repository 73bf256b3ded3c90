import { createConfig, lintFromString } from '@redocly/openapi-core';
import type { OpenApiDocument } from '../src/lib/open-api-document.ts';
import { printDocument } from './bundle.ts';
import { portableDocument } from './portable-document.ts';

/** The rules for any OpenAPI document; our own rules are in `lint-document.ts`. */
const rules: Record<string, 'error'> = {
  struct: 'error',
  'no-unresolved-refs': 'error',
  'no-identical-paths': 'error',
  'no-ambiguous-paths': 'error',
  'no-enum-type-mismatch': 'error',
  'no-schema-type-mismatch': 'error',
  'no-required-schema-properties-undefined': 'error',
  'no-invalid-media-type-examples': 'error',
  'no-example-value-and-externalValue': 'error',
  'no-server-trailing-slash': 'error',
  'no-unused-components': 'error',
  'operation-operationId-unique': 'error',
  'operation-operationId-url-safe': 'error',
  'operation-parameters-unique': 'error',
  'operation-singular-tag': 'error',
  'path-declaration-must-exist': 'error',
  'path-not-include-query': 'error',
  'path-params-defined': 'error',
  'security-defined': 'error',
  'tag-description': 'error',
  'info-license': 'error',
};

/**
 * Checks with Redocly's linter that a document is valid OpenAPI 3.1 and follows the usual rules. Returns one
 * sentence for each violation.
 *
 * @see https://redocly.com/docs/cli/rules
 */
export async function lintOpenApi(document: OpenApiDocument): Promise<string[]> {
  const problems = await lintFromString({
    source: printDocument(portableDocument(document)),
    absoluteRef: 'close.openapi.json',
    config: await createConfig({ rules }),
  });
  return problems.map(
    ({ location, message, ruleId }) => `${location[0]?.pointer ?? ''}: ${message} (${ruleId})`,
  );
}
