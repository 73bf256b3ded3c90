import type { ApiOperation } from './api-operation.ts';
import { allNodes, resourceTree } from './resource-tree.ts';
import type { ResourceNode } from './resource-tree.ts';
import { docComment, header, operationComment, paramTag, typeName } from './source-text.ts';
import { argumentsOf, fieldNames, queryName, selectedResponse, selection } from './signature-text.ts';

/** One of the three trees of the React package. */
interface Kind {
  /** End of the interface names: `LeadsQueries`. */
  readonly suffix: string;
  readonly about: string;
  readonly takes: (operation: ApiOperation) => boolean;
  readonly leaf: (operation: ApiOperation) => string;
  readonly tags: (operation: ApiOperation) => string[];
}

const kinds: readonly Kind[] = [
  { suffix: 'Queries', about: 'reads', takes: ({ isRead }) => isRead, leaf: writeQueryLeaf, tags: readTags },
  {
    suffix: 'InfiniteQueries',
    about: 'paged lists',
    takes: (one) => one.pages !== undefined,
    leaf: writeInfiniteLeaf,
    tags: readTags,
  },
  {
    suffix: 'Mutations',
    about: 'writes',
    takes: ({ isRead }) => !isRead,
    leaf: writeMutationLeaf,
    tags: writeTags,
  },
];

/** Writes `queries.ts`: the query, infinite query and mutation trees of the React package. */
export function writeQueries(operations: readonly ApiOperation[]): string {
  const trees = kinds.flatMap((kind) => {
    const nodes = allNodes(resourceTree(operations.filter(kind.takes)));
    return nodes.map((node) => writeInterface(node, kind));
  });
  return [header, writeImports(operations), trees.join('\n')].join('\n');
}

function writeImports(operations: readonly ApiOperation[]): string {
  const models = operations.flatMap((operation) => [
    ...(operation.body === undefined ? [] : [operation.body]),
    ...(operation.response === undefined ? [] : [operation.response]),
    ...(operation.selectable && operation.isRead ? [operation.selectable.model] : []),
    ...(operation.query.length > 0 ? [queryName(operation)] : []),
  ]);
  return [
    `import type {\n${[...new Set(models)]
      .toSorted()
      .map((name) => `  ${name},`)
      .join('\n')}\n} from '@closekit/client/models';`,
    `import type { CloseSelection, FieldOf, SelectedPage, SelectFields } from '@closekit/client';`,
    `import type {`,
    `  CloseInfiniteQueryOptions,`,
    `  CloseMutationOptions,`,
    `  CloseQueryOptions,`,
    `  QueryNode,`,
    `} from '../lib/queries/close-query-options.ts';`,
    '',
  ].join('\n');
}

function interfaceName(node: ResourceNode, kind: Kind): string {
  return node.place.length === 0 ? `Close${kind.suffix}` : `${typeName(node.place)}${kind.suffix}`;
}

function writeInterface(node: ResourceNode, kind: Kind): string {
  const root = node.place.length === 0;
  const about = root
    ? `The ${kind.about} of the Close API.`
    : `The ${kind.about} of \`${node.place.join('.')}\`.`;
  const members = [
    ...[...node.operations].map(
      ([name, operation]) =>
        `${operationComment(operation, '  ', kind.tags(operation))}  readonly ${name}: (${kind.leaf(operation)}) & QueryNode;\n`,
    ),
    ...[...node.resources].map(
      ([name, child]) =>
        `${docComment([`The ${kind.about} of \`${child.place.join('.')}\`.`], '  ')}  readonly ${name}: ${interfaceName(child, kind)};\n`,
    ),
  ];
  const extend = root ? '' : ' extends QueryNode';
  return `${docComment([about])}export interface ${interfaceName(node, kind)}${extend} {\n${members.join('')}}\n`;
}

function writeQueryLeaf(operation: ApiOperation): string {
  return writeReads(operation, (response) => `CloseQueryOptions<${response}>`);
}

function writeInfiniteLeaf(operation: ApiOperation): string {
  const pageParam = operation.pages === 'offset' ? 'number' : 'string | null';
  return writeReads(operation, (response) => `CloseInfiniteQueryOptions<${response}, ${pageParam}>`);
}

/**
 * One generic signature where members of the response can be selected: errors then name the wrong argument.
 * Without `NoInfer`, compilers try to infer the members from the hook around the call, which costs more than
 * the call itself.
 */
function writeReads(operation: ApiOperation, options: (response: string) => string): string {
  const { response = 'void', selectable } = operation;
  const parameters = leafParameters(operation);
  if (!selectable) return `(${parameters}) => ${options(response)}`;
  const selected = selection(options(response), options(selectedResponse(operation, selectable)));
  return `<F extends ${fieldNames(selectable)} = never>(${parameters}) => NoInfer<${selected}>`;
}

function readTags(operation: ApiOperation): string[] {
  return [
    ...operation.pathParameters.map(({ name, description }) => paramTag(name, description)),
    ...(operation.body === undefined ? [] : [paramTag('body', operation.bodyDescription)]),
    ...(operation.query.length > 0 ? [paramTag('input', 'Query parameters.')] : []),
    `@returns TanStack Query options. Data: ${operation.responseDescription ?? 'nothing.'}`,
  ];
}

function writeTags(operation: ApiOperation): string[] {
  return [
    `@returns TanStack Query options. Data: ${operation.response === undefined ? 'nothing.' : operation.responseDescription}`,
  ];
}

function writeMutationLeaf(operation: ApiOperation): string {
  const members = [
    ...operation.pathParameters.map(({ name }) => `readonly ${name}: string`),
    ...(operation.body === undefined ? [] : [`readonly body: ${operation.body}`]),
    ...(operation.query.length > 0
      ? [`readonly query${operation.queryRequired ? '' : '?'}: ${queryName(operation)}`]
      : []),
  ];
  const variables = members.length === 0 ? 'void' : `{ ${members.join('; ')} }`;
  return `() => CloseMutationOptions<${operation.response ?? 'void'}, ${variables}>`;
}

function leafParameters(operation: ApiOperation): string {
  const fields = operation.selectable ? ' & SelectFields<F>' : '';
  const input = `input${operation.queryRequired ? '' : '?'}: ${queryName(operation)}${fields}`;
  return [...argumentsOf(operation), ...(operation.query.length > 0 ? [input] : [])].join(', ');
}
