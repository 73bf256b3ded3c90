import type { ApiOperation } from './api-operation.ts';
import { constName, header, paramTag, quote } from './source-text.ts';
import { rowOf } from './operation-row.ts';
import { signatureComment } from './signature-comment.ts';
import { importedModels, optionsName, signatureOf } from './signature-text.ts';

/** Writes `operations.ts`: a function for each operation, so that bundles contain only those they call. */
export function writeOperations(operations: readonly ApiOperation[]): string {
  return [
    header,
    `import { callGet } from '../lib/operations/call-get.ts';`,
    `import { callGetList } from '../lib/paging/call-get-list.ts';`,
    `import { callList } from '../lib/paging/call-list.ts';`,
    `import { callOperation } from '../lib/operations/call-operation.ts';`,
    `import type { CloseCall } from '../lib/operations/close-call.ts';`,
    `import type { CloseList } from '../lib/paging/close-list.ts';`,
    `import type { CloseConnection } from '../lib/connection/open-connection.ts';`,
    `import type { RequestOptions } from '../lib/operations/request-options.ts';`,
    `import type { CloseSelection, FieldOf, SelectedPage, SelectFields } from '../lib/operations/select-fields.ts';`,
    importList(operations.filter(({ query }) => query.length > 0).map(optionsName), './resources.ts'),
    importList(importedModels(operations), './schema.ts'),
    '',
    `export { createCloseConnection } from '../lib/connection/create-close-connection.ts';`,
    `export type { CloseConnection };`,
    '',
    operations.map(writeFunction).join('\n'),
  ].join('\n');
}

function importList(names: readonly string[], file: string): string {
  const unique = [...new Set(names)].toSorted();
  return `import type {\n${unique.map((name) => `  ${name},\n`).join('')}} from '${file}';`;
}

function writeFunction(operation: ApiOperation): string {
  const name = constName(operation.place);
  const call = callOf(operation);
  return [
    signatureComment(operation, '', [paramTag('close', 'The client or connection.')]),
    `export function ${name}${withClose(signatureOf(operation))}\n`,
    `export function ${name}(close: CloseConnection, ...values: unknown[]): unknown {\n`,
    `  return ${call}(close, ${quote(`${operation.id} ${operation.path} ${rowOf(operation, operation.path)}`)}, values);\n`,
    `}\n`,
  ].join('');
}

/** A GET needs less than other operations, and so do bundles that only read. */
function callOf({ method, pages, segments }: ApiOperation): string {
  if (method === 'get' && !segments) return pages === undefined ? 'callGet' : 'callGetList';
  return pages === undefined ? 'callOperation' : 'callList';
}

/** `<F>(id: string): …` → `<F>(close: CloseConnection, id: string): …`. */
function withClose(signature: string): string {
  return signature.replace('(', '(close: CloseConnection, ');
}
