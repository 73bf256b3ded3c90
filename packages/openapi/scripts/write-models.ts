import type { OpenApiDocument } from '../src/lib/open-api-document.ts';
import type { ApiOperation } from './api-operation.ts';
import { queryName } from './signature-text.ts';
import { capital, header } from './source-text.ts';
import { resourceTypes } from './write-resources.ts';

/** Names that the generated files import or use; no schema may have one of them. */
const imported = [
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
];

/**
 * Writes `models.ts`, the door to every model by name.
 *
 * @throws Error when two generated types have the same name.
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
    if (seen.has(name)) throw new Error(`Two generated types have the name ${capital(name)}.`);
    seen.add(name);
  }
}
