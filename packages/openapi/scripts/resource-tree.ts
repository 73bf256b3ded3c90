import type { ApiOperation } from './api-operation.ts';

/** A resource of the client: operations under their names, and further resources. */
export interface ResourceNode {
  /** Its place in the client: `['activities', 'notes']`; empty for the root. */
  readonly place: readonly string[];
  readonly operations: ReadonlyMap<string, ApiOperation>;
  readonly resources: ReadonlyMap<string, ResourceNode>;
}

/**
 * Arranges operations as the tree of the client, below `place`.
 *
 * @throws Error when two operations have the same place.
 */
export function resourceTree(
  operations: readonly ApiOperation[],
  place: readonly string[] = [],
): ResourceNode {
  const depth = place.length;
  const own = new Map<string, ApiOperation>();
  const below = new Map<string, ApiOperation[]>();
  for (const operation of operations) {
    const name = operation.place[depth] ?? '';
    if (operation.place.length > depth + 1) below.set(name, [...(below.get(name) ?? []), operation]);
    else if (own.has(name)) throw new Error(`${operation.id} and ${own.get(name)?.id} have the same place.`);
    else own.set(name, operation);
  }
  const clash = [...own.keys()].find((name) => below.has(name));
  if (clash !== undefined)
    throw new Error(`${[...place, clash].join('.')} is both an operation and a resource.`);
  const resources = new Map([...below].map(([name, group]) => [name, resourceTree(group, [...place, name])]));
  return { place, operations: own, resources };
}

/** Lists a node and all nodes below it, the deepest first. */
export function allNodes(node: ResourceNode): ResourceNode[] {
  return [...[...node.resources.values()].flatMap(allNodes), node];
}
