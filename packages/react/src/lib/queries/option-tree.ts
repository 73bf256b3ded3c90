import type { Operation } from '@closekit/client';
import type { OperationCall } from './operation-call.ts';
import { infiniteLeaf, mutationLeaf, queryLeaf } from './operation-leaf.ts';
import { queryNode } from './query-node.ts';

/** The client and the key that the calls of a tree have in common. */
type Root = Omit<OperationCall, 'operation'>;

interface Kind {
  readonly takes: (operation: Operation) => boolean;
  readonly leaf: (call: OperationCall) => object;
}

const reads: Kind = { takes: ({ read }) => read === true, leaf: queryLeaf };
const pagedLists: Kind = { takes: ({ pages }) => pages !== undefined, leaf: infiniteLeaf };
const writes: Kind = { takes: ({ read }) => read !== true, leaf: mutationLeaf };

/**
 * Builds the options of all operations of a tree.
 *
 * @returns Reads at the top, paged lists in `infinite`, writes in `mutations`.
 */
export function optionTree(root: Root, operations: object): object {
  const plant = (kind: Kind): object => branch({ ...root, kind }, operations);
  return { ...plant(reads), infinite: plant(pagedLists), mutations: plant(writes) };
}

interface Place extends Root {
  readonly kind: Kind;
}

function branch(place: Place, tree: object): object {
  const grown: Record<string, object | undefined> = {};
  for (const [name, child] of Object.entries<object>({ ...tree })) {
    const built = grow({ ...place, key: [...place.key, name] }, child);
    if (built) grown[name] = built;
  }
  return Object.assign(grown, queryNode(place.key));
}

function grow(place: Place, child: object): object | undefined {
  const { kind, key } = place;
  if (!isOperation(child)) return branch(place, child);
  return kind.takes(child)
    ? Object.assign(kind.leaf({ ...place, operation: child }), queryNode(key))
    : undefined;
}

function isOperation(value: object): value is Operation {
  return 'method' in value && typeof value.method === 'string';
}
