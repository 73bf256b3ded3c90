import { resources } from '@closekit/client';
import type { Operation } from '@closekit/client';
import type { CloseInfiniteQueries, CloseMutations, CloseQueries } from '../../generated/queries.ts';
import type { QueryNode } from './close-query-options.ts';
import type { OperationCall } from './operation-call.ts';
import { infiniteLeaf, mutationLeaf, queryLeaf } from './operation-leaf.ts';
import { getOrCreate } from '../base/get-or-create.ts';
import { queryNode } from './query-node.ts';

/** The client, the scope and the gate that the options of a tree have in common. */
export type OptionRoot = Omit<OperationCall, 'operation'>;

/** A kind of options, for the operations that it takes. */
interface Kind {
  readonly takes: (operation: Operation) => boolean;
  readonly leaf: (call: OperationCall) => object;
}

export const reads: Kind = { takes: ({ read }) => read === true, leaf: queryLeaf };
export const pagedLists: Kind = { takes: ({ pages }) => pages !== undefined, leaf: infiniteLeaf };
export const writes: Kind = { takes: ({ read }) => read !== true, leaf: mutationLeaf };

const grown = new WeakMap<OptionRoot, Map<Kind, object>>();

// One function for each kind: a page bundles only the kinds that it uses.

/** Returns the options of all reads of a root; the same object each time. */
export function readsOf(root: OptionRoot): CloseQueries & QueryNode {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interfaces are generated from the same tree
  return treeOf(root, reads) as CloseQueries & QueryNode;
}

/** Returns the options of all paged lists of a root; the same object each time. */
export function pagedListsOf(root: OptionRoot): CloseInfiniteQueries {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interfaces are generated from the same tree
  return treeOf(root, pagedLists) as CloseInfiniteQueries;
}

/** Returns the options of all writes of a root; the same object each time. */
export function writesOf(root: OptionRoot): CloseMutations {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interfaces are generated from the same tree
  return treeOf(root, writes) as CloseMutations;
}

/** Returns the options of one kind; the same object each time. */
export function treeOf(root: OptionRoot, kind: Kind, operations: object = resources): object {
  const trees = getOrCreate(grown, root, () => new Map());
  return getOrCreate(trees, kind, () => branch({ ...root, kind }, operations));
}

interface Place extends OptionRoot {
  readonly kind: Kind;
}

function branch(place: Place, tree: object): object {
  const children: Record<string, object> = {};
  for (const [name, child] of Object.entries<object>({ ...tree })) {
    const key = [...place.key, name] as const;
    if (!isOperation(child)) children[name] = branch({ ...place, key }, child);
    else if (place.kind.takes(child))
      children[name] = Object.assign(place.kind.leaf({ ...place, key, operation: child }), queryNode(key));
  }
  return Object.assign(children, queryNode(place.key));
}

function isOperation(value: object): value is Operation {
  return 'method' in value && typeof value.method === 'string';
}
