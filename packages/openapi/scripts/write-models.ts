import type { OpenApiDocument } from '../src/lib/open-api-document.ts';
import type { ApiOperation } from './api-operation.ts';
import { queryName } from './signature-text.ts';
import { capital, header } from './source-text.ts';
import { resourceTypes } from './write-resources.ts';

/** Names the generated files take from elsewhere; no schema may be called the same. */
const imported = [
  'AllFields',
  'CloseCall',
  'CloseConnection',
  'CloseList',
  'CloseSelection',
  'FieldOf',
  'Omit',
  'OperationTree',
  'Partial',
  'Pick',
  'RequestOptions',
  'SelectFields',
  'SelectedPage',
  'SomeFields',
];

/**
 * Writes the door to every model by name.
 *
 * @param document - The bundled document.
 * @param operations - Every operation.
 * @returns The text of `models.ts`.
 * @throws Error when two generated names are the same.
 */
export function writeModels(document: OpenApiDocument, operations: readonly ApiOperation[]): string {
  const schemas = Object.keys(document.components.schemas ?? {});
  const queries = operations.filter((operation) => operation.query.length > 0).map(queryName);
  const resources = resourceTypes(operations);
  assertUniqueNames([...imported, ...schemas, ...queries, ...resources]);
  return [
    header,
    exportList(['components', 'operations', 'paths', ...schemas, ...queries], './schema.ts'),
    exportList(resources, './resources.ts'),
  ].join('\n');
}

function exportList(names: readonly string[], file: string): string {
  return `export type {\n${names.map((name) => `  ${name},\n`).join('')}} from '${file}';\n`;
}

function assertUniqueNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new Error(`Two generated types would be called ${capital(name)}.`);
    seen.add(name);
  }
}
