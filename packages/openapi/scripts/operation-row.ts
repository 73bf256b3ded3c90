import type { ApiOperation } from './api-operation.ts';
import type { ResourceNode } from './resource-tree.ts';

/**
 * Writes the row of an operation: the method, the path below `base`, then the properties that the client
 * cannot derive: `read` for a POST that changes nothing, `bare` for a POST or PUT without a body, the
 * pagination, and `segments` where a path parameter may contain slashes. Such as `GET {id}/` below `/lead/`.
 */
export function rowOf(operation: ApiOperation, base: string): string {
  const writes = operation.method === 'post' || operation.method === 'put';
  if (!writes && operation.body !== undefined)
    throw new Error(`${operation.id}: only POST and PUT may have a body.`);
  return [
    operation.method.toUpperCase(),
    operation.path.slice(base.length),
    ...(writes && operation.isRead ? ['read'] : []),
    ...(writes && operation.body === undefined ? ['bare'] : []),
    ...(operation.pages === undefined ? [] : [operation.pages]),
    ...(operation.segments ? ['segments'] : []),
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/**
 * Returns the longest common start of the paths of a resource that ends in a slash, before any parameter:
 * `/lead/`.
 */
export function basePath(node: ResourceNode): string {
  const starts = [...node.operations.values()].map(({ path }) => path.replace(/\{.*$/, ''));
  return starts.reduce((base, start) => commonStart(base, start));
}

function commonStart(a: string, b: string): string {
  let common = a;
  while (!b.startsWith(common)) common = common.slice(0, common.slice(0, -1).lastIndexOf('/') + 1);
  return common;
}
