import type { ApiOperation } from './api-operation.ts';
import { allNodes, resourceTree, type ResourceNode } from './resource-tree.ts';
import { capital, constName, docComment, header, operationComment, typeName } from './source-text.ts';

/** What the options of every call hold beside the query parameters; a parameter of the same name would be lost. */
const reserved = ['signal', 'headers', 'timeoutMs'];

/** Names the file takes from elsewhere; no schema may be called the same. */
const imported = [
  'CloseCall',
  'CloseList',
  'Operation',
  'OperationTree',
  'RequestOptions',
  'components',
  'operations',
];

/** What the resources are written from. */
export interface ResourceSource {
  readonly operations: readonly ApiOperation[];
  /** Names and descriptions of all schemas. */
  readonly schemas: ReadonlyMap<string, string | undefined>;
}

/**
 * Writes the names of all models, and the resources of the client with flat signatures.
 *
 * @param source the operations and the schemas
 * @returns the text of `resources.ts`
 * @throws Error when two generated names are the same, or a query parameter has the name of a request option
 */
export function writeResources({ operations, schemas }: ResourceSource): string {
  const tree = resourceTree(operations);
  const queries = operations.filter((operation) => operation.query.length > 0);
  assertNoReservedNames(queries);
  assertUniqueNames([
    ...imported,
    ...schemas.keys(),
    ...queries.flatMap((operation) => [queryName(operation), optionsName(operation)]),
    ...allNodes(tree).map(interfaceName),
  ]);
  return [
    header,
    writeImports(operations),
    [...schemas].map(([name, description]) => writeModel(name, description)).join(''),
    queries.map(writeQuery).join(''),
    allNodes(tree).map(writeInterface).join('\n'),
    docComment(['A tree of operations: a name leads to an operation, or to a resource with more names.']) +
      `export interface OperationTree {\n  readonly [name: string]: Operation | OperationTree;\n}\n`,
    docComment(['Every operation, in the tree of {@link CloseResources}.']) +
      `export const resources: OperationTree = ${writeTree(tree, '')};\n`,
  ].join('\n');
}

/**
 * Names the type of the query parameters of an operation.
 *
 * @param operation the operation
 * @returns such as `LeadsListQuery`
 */
export function queryName(operation: ApiOperation): string {
  return `${typeName(operation.place)}Query`;
}

function optionsName(operation: ApiOperation): string {
  return `${typeName(operation.place)}Options`;
}

function interfaceName(node: ResourceNode): string {
  return node.place.length === 0 ? 'CloseResources' : `${typeName(node.place)}Resource`;
}

function writeImports(operations: readonly ApiOperation[]): string {
  const names = operations.map((operation) => constName(operation.place)).toSorted();
  return [
    `import type { CloseCall } from '../lib/close-call.ts';`,
    `import type { CloseList } from '../lib/close-list.ts';`,
    `import type { Operation } from '../lib/operation.ts';`,
    `import type { RequestOptions } from '../lib/request-options.ts';`,
    `import {\n${names.map((name) => `  ${name},`).join('\n')}\n} from './operations.ts';`,
    `import type { components, operations } from './schema.ts';`,
    '',
  ].join('\n');
}

function writeModel(name: string, description: string | undefined): string {
  return `${docComment([description ?? name])}export type ${name} = components['schemas']['${name}'];\n`;
}

function writeQuery(operation: ApiOperation): string {
  const query = queryName(operation);
  const method = operation.place.join('.');
  return [
    docComment([`Query parameters of \`${method}\`.`]),
    `export type ${query} = NonNullable<operations['${operation.id}']['parameters']['query']>;\n`,
    docComment([`What \`${method}\` accepts beside its arguments.`]),
    `export interface ${optionsName(operation)} extends ${query}, RequestOptions {}\n`,
  ].join('');
}

function writeInterface(node: ResourceNode): string {
  const about =
    node.place.length === 0
      ? 'Every resource of the Close API.'
      : `The operations of \`${node.place.join('.')}\`.`;
  const members = [
    ...[...node.operations].map(([name, operation]) => writeSignature(name, operation)),
    ...[...node.resources].map(
      ([name, child]) =>
        `${docComment([`The operations of \`${child.place.join('.')}\`.`], '  ')}  readonly ${name}: ${interfaceName(child)};\n`,
    ),
  ];
  return `${docComment([about])}export interface ${interfaceName(node)} {\n${members.join('')}}\n`;
}

function writeSignature(name: string, operation: ApiOperation): string {
  const options = operation.query.length > 0 ? optionsName(operation) : 'RequestOptions';
  const parameters = [
    ...operation.pathParameters.map((parameter) => `${parameter.name}: string`),
    ...(operation.body === undefined ? [] : [`body: ${operation.body}`]),
    `options${operation.queryRequired ? '' : '?'}: ${options}`,
  ];
  return `${signatureComment(operation)}  ${name}(${parameters.join(', ')}): ${returnType(operation)};\n`;
}

function signatureComment(operation: ApiOperation): string {
  const ownOptions =
    operation.query.length > 0
      ? 'The query parameters, and how to send the request.'
      : 'How to send the request.';
  return operationComment(operation, '  ', [
    ...operation.pathParameters.map(({ name, description }) => `@param ${name} ${description ?? ''}`),
    ...(operation.body === undefined ? [] : [`@param body ${operation.bodyDescription ?? ''}`]),
    `@param options ${ownOptions}`,
    `@returns ${operation.answer === undefined ? 'Nothing.' : (operation.answerDescription ?? '')}`,
    '@throws CloseApiError when Close refuses, or cannot be reached.',
  ]);
}

function returnType({ answer, item }: ApiOperation): string {
  if (item !== undefined) return `CloseList<${item}, ${answer}>`;
  return `CloseCall<${answer ?? 'void'}>`;
}

function writeTree(node: ResourceNode, indent: string): string {
  const inner = `${indent}  `;
  const members = [
    ...[...node.operations].map(([name, operation]) => `${inner}${name}: ${constName(operation.place)},\n`),
    ...[...node.resources].map(([name, child]) => `${inner}${name}: ${writeTree(child, inner)},\n`),
  ];
  return `{\n${members.join('')}${indent}}`;
}

function assertNoReservedNames(operations: readonly ApiOperation[]): void {
  for (const { id, query } of operations) {
    const clash = query.find((parameter) => reserved.includes(parameter.name));
    if (clash) throw new Error(`${id}: the query parameter ${clash.name} has the name of a request option.`);
  }
}

function assertUniqueNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new Error(`Two generated types would be called ${capital(name)}.`);
    seen.add(name);
  }
}
