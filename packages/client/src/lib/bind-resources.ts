import type { OperationTree } from '../generated/resources.ts';
import type { Operation } from './operation.ts';

/** A tree of the same shape, with a function for each operation. */
export interface BoundTree {
  readonly [name: string]: ((...values: unknown[]) => unknown) | BoundTree;
}

/**
 * Turns a tree of operations into a tree of functions.
 *
 * @param tree The operations.
 * @param call Makes the call of one operation.
 * @returns The functions, at the same places.
 */
export function bindResources(
  tree: OperationTree,
  call: (operation: Operation, values: readonly unknown[]) => unknown,
): BoundTree {
  const bound = Object.entries(tree).map(([name, node]) => {
    const leaf = isOperation(node) ? (...values: unknown[]) => call(node, values) : bindResources(node, call);
    return [name, leaf] as const;
  });
  return Object.fromEntries(bound);
}

function isOperation(node: Operation | OperationTree): node is Operation {
  return typeof node['method'] === 'string';
}
