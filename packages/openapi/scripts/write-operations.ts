import type { ApiOperation } from './api-operation.ts';
import { constName, header, operationComment, quote } from './source-text.ts';

/**
 * Writes the operation table of the client.
 *
 * @param operations every operation
 * @returns the text of `operations.ts`
 */
export function writeOperations(operations: readonly ApiOperation[]): string {
  const rows = operations.map((operation) => operationComment(operation) + writeRow(operation));
  return [header, `import type { Operation } from '../lib/operation.ts';`, '', rows.join('\n')].join('\n');
}

function writeRow(operation: ApiOperation): string {
  const lists = operation.query
    .filter((parameter) => parameter.explode === false)
    .map((parameter) => parameter.name);
  const members = [
    `id: ${quote(operation.id)}`,
    `method: ${quote(operation.method.toUpperCase())}`,
    `path: ${quote(operation.path)}`,
    ...(operation.body === undefined ? [] : ['body: true']),
    ...(operation.pages === undefined ? [] : [`pages: ${quote(operation.pages)}`]),
    ...(lists.length === 0 ? [] : [`commaLists: [${lists.map(quote).join(', ')}]`]),
  ];
  return [
    `export const ${constName(operation.place)}: Operation = {`,
    ...members.map((member) => `  ${member},`),
    '};',
    '',
  ].join('\n');
}
