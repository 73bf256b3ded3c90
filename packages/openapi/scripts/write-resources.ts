import type { ApiOperation } from './api-operation.ts';
import { basePath, rowOf } from './operation-row.ts';
import { allNodes, resourceTree } from './resource-tree.ts';
import type { ResourceNode } from './resource-tree.ts';
import { importedModels, optionsName, queryName, signatureOf } from './signature-text.ts';
import { signatureComment } from './signature-comment.ts';
import { docComment, header, quote, typeName } from './source-text.ts';

/** Request options of every call; a query parameter of the same name could not be sent. */
const reserved = ['signal', 'headers', 'timeoutMs', 'totalTimeoutMs', 'retry', 'priority', 'fields'];

/**
 * Writes `resources.ts`: the resources of the client with flat signatures, and the table of all operations.
 *
 * @throws Error when a query parameter has the name of a request option.
 */
export function writeResources(operations: readonly ApiOperation[]): string {
  const tree = resourceTree(operations);
  const queries = operations.filter((operation) => operation.query.length > 0);
  assertNoReservedNames(queries);
  return [
    header,
    writeImports(operations, queries),
    queries.map(writeOptions).join('\n'),
    allNodes(tree).map(writeInterface).join('\n'),
    docComment([
      'Every operation, in the tree of {@link CloseResources}. A row holds the method, the path below that of the',
      'resource, and the properties that cannot be derived, such as the pagination.',
    ]) + `export const operationTable: OperationTable = ${writeTree(tree, '')};\n`,
    docComment(['Every operation, parsed from the table.']) +
      // Table and types are generated from the same document.
      `export const resources: OperationTree = /* @__PURE__ */ growTree(\n  operationTable,\n  parseOperation,\n) as OperationTree;\n`,
  ].join('\n');
}

/** Lists the names of the types that `resources.ts` exports. */
export function resourceTypes(operations: readonly ApiOperation[]): string[] {
  const queries = operations.filter((operation) => operation.query.length > 0);
  return [...queries.map(optionsName), ...allNodes(resourceTree(operations)).map(interfaceName)];
}

function interfaceName(node: ResourceNode): string {
  return node.place.length === 0 ? 'CloseResources' : `${typeName(node.place)}Resource`;
}

function writeImports(operations: readonly ApiOperation[], queries: readonly ApiOperation[]): string {
  const models = [...new Set([...importedModels(operations), ...queries.map(queryName)])].toSorted();
  return [
    `import type { CloseCall } from '../lib/operations/close-call.ts';`,
    `import type { CloseList } from '../lib/paging/close-list.ts';`,
    `import { growTree, parseOperation } from '../lib/operations/parse-operations.ts';`,
    `import type { OperationTable, OperationTree } from '../lib/operations/parse-operations.ts';`,
    `import type { RequestOptions } from '../lib/operations/request-options.ts';`,
    `import type { CloseSelection, FieldOf, SelectedPage, SelectFields } from '../lib/operations/select-fields.ts';`,
    `import type {\n${models.map((name) => `  ${name},\n`).join('')}} from './schema.ts';`,
    '',
  ].join('\n');
}

function writeOptions(operation: ApiOperation): string {
  const bases = [queryName(operation), 'RequestOptions'];
  return `${docComment([`Query parameters and request options of \`${operation.place.join('.')}\`.`])}export interface ${optionsName(operation)} extends ${bases.join(', ')} {}\n`;
}

function writeInterface(node: ResourceNode): string {
  const about =
    node.place.length === 0
      ? 'Every resource of the Close API.'
      : `The operations of \`${node.place.join('.')}\`.`;
  const members = [
    ...[...node.operations].map(([name, operation]) => writeMethod(name, operation)),
    ...[...node.resources].map(
      ([name, child]) =>
        `${docComment([`The operations of \`${child.place.join('.')}\`.`], '  ')}  readonly ${name}: ${interfaceName(child)};\n`,
    ),
  ];
  return `${docComment([about])}export interface ${interfaceName(node)} {\n${members.join('')}}\n`;
}

function writeMethod(name: string, operation: ApiOperation): string {
  return `${signatureComment(operation, '  ')}  ${name}${signatureOf(operation)}\n`;
}

/** Writes the rows of a resource. The client derives the start of its paths from its name, where it is that. */
function writeTree(node: ResourceNode, indent: string, derived = '/'): string {
  const inner = `${indent}  `;
  const common = node.operations.size === 0 ? '/' : basePath(node);
  const base = common === '/' ? '' : common;
  const members = [
    ...(base === '' || base === derived ? [] : [`${inner}'/': ${quote(base)},\n`]),
    ...[...node.operations].map(
      ([name, operation]) => `${inner}${snakeCase(name)}: ${quote(writeRow(node, operation, base))},\n`,
    ),
    ...[...node.resources].map(
      ([name, child]) =>
        `${inner}${snakeCase(name)}: ${writeTree(child, inner, `${base || derived}${segmentOf(snakeCase(name))}/`)},\n`,
    ),
  ];
  return `{\n${members.join('')}${indent}}`;
}

/** The segment of a path that usually stands for a resource: `lead` for `leads`. `growTree` has the same rule. */
function segmentOf(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}

/** The client builds the id from the names on the way to the operation; an id that differs is written out. */
function writeRow(node: ResourceNode, operation: ApiOperation, base: string): string {
  const row = rowOf(operation, base);
  const usual = `${node.place.map(snakeCase).join('.')}_${snakeCase(operation.place.at(-1) ?? '')}`;
  return operation.id === usual ? row : `${row} id=${operation.id}`;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function assertNoReservedNames(operations: readonly ApiOperation[]): void {
  for (const { id, query } of operations) {
    const clash = query.find((parameter) => reserved.includes(parameter.name));
    if (clash) throw new Error(`${id}: the query parameter ${clash.name} has the name of a request option.`);
  }
}
