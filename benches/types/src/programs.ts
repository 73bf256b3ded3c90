import { closeDocument } from '@closekit/openapi';
import type { OpenApiDocument, OperationObject, ParameterObject } from '@closekit/openapi';
import { resources } from '@closekit/client';
import type { Operation, OperationTree } from '@closekit/client';

/** The programs that are measured: nothing but the import, and one call of every operation. */
export interface Programs {
  readonly operations: number;
  /** With `@closekit/client`. */
  readonly ours: {
    readonly base: string;
    readonly calls: string;
    readonly awaits: string;
    readonly fields: string;
  };
  /** With the hooks of `@closekit/react`: one call with `select` of every read. */
  readonly hooks: { readonly base: string; readonly reads: string; readonly count: number };
  /** With openapi-fetch over the same types. */
  readonly plain: { readonly base: string; readonly calls: string };
}

/**
 * Writes the programs.
 *
 * @returns Their texts.
 */
export function writePrograms(): Programs {
  const calls = leaves(resources, []).map(({ place, operation }) => describe(place, operation));
  const bodies = [...new Set(calls.flatMap(({ body }) => body ?? []))];
  const ours = `import type { CloseClient } from '@closekit/client';\nexport declare const close: CloseClient;\n`;
  const hooks = `import { useCloseQuery } from '@closekit/react';\n`;
  const gets = calls.filter(({ operation }) => operation.method === 'GET');
  const plain = `import type { paths } from '@closekit/client/models';\nimport createClient from 'openapi-fetch';\nexport const client = createClient<paths>();\n`;
  const models = `import type * as models from '@closekit/client/models';\n${bodies.map((name) => `declare const body${name}: models.${name};\n`).join('')}`;
  return {
    operations: calls.length,
    ours: {
      base: ours,
      calls: models + ours + calls.map(ourCall).join(''),
      awaits: models + ours + calls.map((call) => ourCall(call).replace('void', 'await')).join(''),
      fields: models + ours + calls.map((call) => ourCall({ ...call, query: withFields(call) })).join(''),
    },
    hooks: { base: hooks, reads: hooks + gets.map(hookCall).join(''), count: gets.length },
    plain: { base: plain, calls: models + plain + calls.map(plainCall).join('') },
  };
}

interface Call {
  readonly place: readonly string[];
  readonly operation: Operation;
  readonly body: string | undefined;
  /** Query parameters as text: `_limit: 1`. */
  readonly query: readonly string[];
  readonly hasFields: boolean;
}

function ourCall({ place, operation, body, query }: Call): string {
  const options = query.length > 0 ? [`{ ${query.join(', ')} }`] : [];
  const values = [
    ...pathParameters(operation).map(() => `'x'`),
    ...(body ? [`body${body}`] : []),
    ...options,
  ];
  return `void close.${place.join('.')}(${values.join(', ')});\n`;
}

function hookCall({ place, operation, query }: Call, index: number): string {
  const values = [
    ...pathParameters(operation).map(() => `'x'`),
    ...(query.length > 0 ? [`{ ${query.join(', ')} }`] : []),
  ];
  const read = `useCloseQuery((q) => q.${place.join('.')}(${values.join(', ')}), { select: (data) => ({ data }) })`;
  return `export const use${index} = () => ${read}.data?.data;\n`;
}

function plainCall({ operation, body, query }: Call): string {
  const path = pathParameters(operation).map((name) => `${name}: 'x'`);
  const parts = [
    ...(path.length > 0 ? [`path: { ${path.join(', ')} }`] : []),
    ...(query.length > 0 ? [`query: { ${query.join(', ')} }`] : []),
  ];
  const members = [
    ...(parts.length > 0 ? [`params: { ${parts.join(', ')} }`] : []),
    ...(body ? [`body: body${body}`] : []),
  ];
  const init = members.length > 0 ? `, { ${members.join(', ')} }` : '';
  return `void client.${operation.method}('${operation.path}'${init});\n`;
}

function withFields(call: Call): readonly string[] {
  return call.hasFields ? [...call.query, `fields: []`] : call.query;
}

function describe(place: readonly string[], operation: Operation): Call {
  const item = closeDocument.paths[operation.path];
  const found = item && Object.values(item).find((one: OperationObject) => one.operationId === operation.id);
  if (!isOperation(found)) throw new Error(`${operation.id} is not in the document.`);
  const parameters = [...(item?.parameters ?? []), ...(found.parameters ?? [])].map(resolve);
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  const limit = queries.some(({ name }) => name === '_limit') ? ['_limit: 1'] : [];
  const required = queries.filter((parameter) => parameter.required).map(sample);
  const schema = found.requestBody?.content?.['application/json']?.schema?.$ref;
  return {
    place,
    operation,
    body: schema?.split('/').at(-1),
    query: [...limit, ...required],
    hasFields: queries.some(({ name }) => name === '_fields') && answers(found),
  };
}

function sample({ name, schema }: ParameterObject): string {
  return schema?.type === 'array' ? `${name}: ['x']` : `${name}: 'x'`;
}

/** Whether there is an answer to choose members of. */
function answers({ responses }: OperationObject): boolean {
  return Object.entries(responses ?? {}).some(
    ([status, response]) => status.startsWith('2') && 'content' in response,
  );
}

function isOperation(value: unknown): value is OperationObject {
  return typeof value === 'object' && value !== null && 'operationId' in value;
}

function resolve(parameter: ParameterObject | { readonly $ref: string }): ParameterObject {
  if (!('$ref' in parameter)) return parameter;
  const parameters: OpenApiDocument['components']['parameters'] = closeDocument.components.parameters;
  const found = parameters?.[parameter.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${parameter.$ref} leads nowhere.`);
  return found;
}

interface Leaf {
  readonly place: readonly string[];
  readonly operation: Operation;
}

function leaves(tree: OperationTree, place: readonly string[]): Leaf[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const here = [...place, name];
    return isLeaf(node) ? [{ place: here, operation: node }] : leaves(node, here);
  });
}

function isLeaf(node: Operation | OperationTree): node is Operation {
  return typeof node['method'] === 'string';
}

function pathParameters(operation: Operation): string[] {
  return Array.from(operation.path.matchAll(/\{(\w+)\}/g), ([, name]) => String(name));
}
