import type { Operation } from '@closekit/client';
import type { CloseInfiniteQueries, CloseMutations } from '../../generated/queries.ts';
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

type Plant = (kind: Kind) => object;

/** Plants further branches beside the reads of a tree. */
const plants = new WeakMap<object, Plant>();

/**
 * Builds the options of the reads of a tree. The other branches are planted on demand, so that the bundle of a page
 * has only the code of those that it uses.
 */
export function readTree(root: Root, operations: object): object {
  const plant: Plant = (kind) => branch({ ...root, kind }, operations);
  const tree = plant(reads);
  plants.set(tree, plant);
  return tree;
}

/** Adds the paged lists to a tree, once. */
export function withInfinite<TTree extends object>(
  tree: TTree,
): TTree & { readonly infinite: CloseInfiniteQueries } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interfaces are generated from the same tree
  return withBranch(tree, 'infinite', pagedLists) as TTree & { readonly infinite: CloseInfiniteQueries };
}

/** Adds the writes to a tree, once. */
export function withMutations<TTree extends object>(
  tree: TTree,
): TTree & { readonly mutations: CloseMutations } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interfaces are generated from the same tree
  return withBranch(tree, 'mutations', writes) as TTree & { readonly mutations: CloseMutations };
}

function withBranch(tree: object, name: string, kind: Kind): object {
  return name in tree ? tree : Object.assign(tree, { [name]: plants.get(tree)?.(kind) });
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
