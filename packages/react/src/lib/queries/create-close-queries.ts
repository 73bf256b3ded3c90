import { resources } from '@closekit/client';
import type { CloseClient, Operation } from '@closekit/client';
import type { CloseInfiniteQueries, CloseMutations, CloseQueries } from '../../generated/queries.ts';
import type { CloseQueryKey, QueryNode } from './close-query-options.ts';
import type { OperationCall } from './operation-call.ts';
import { infiniteLeaf, mutationLeaf, queryLeaf } from './operation-leaf.ts';
import { queryNode } from './query-node.ts';

/** Settings of {@link createCloseQueries}. */
export interface CreateCloseQueriesOptions {
  /**
   * Whose data the keys name: the id of the connected organization, so that two organizations never share a cache
   * entry. The provider sets it from the session. With a cookie session each call names it, and the backend refuses
   * those for another organization than the one in use (`backendCode: 'organization_changed'`).
   *
   * @default 'default'
   */
  readonly scope?: string | undefined;
}

/** Every operation of the client as plain TanStack Query options. */
export interface CloseQueryTree extends CloseQueries, QueryNode {
  /** The lists that can be read page by page. */
  readonly infinite: CloseInfiniteQueries;
  /** The writes. */
  readonly mutations: CloseMutations;
}

/**
 * Builds the options of every operation, without React: for components, route loaders, server components and tests.
 *
 * @param client - Answers the queries.
 * @param options - Whose data the keys name.
 * @returns A tree with the shape of the client: reads at the top, paged lists in `infinite`, writes in `mutations`.
 * @example
 * const queries = createCloseQueries(close, { scope: organizationId });
 * await queryClient.query(queries.leads.get(id));
 * await queryClient.invalidateQueries(queries.leads.filter());
 */
export function createCloseQueries(
  client: CloseClient,
  options: CreateCloseQueriesOptions = {},
): CloseQueryTree {
  const key: CloseQueryKey = ['close', options.scope ?? 'default'];
  const organization = isCookieSession(client) ? options.scope : undefined;
  const plant = (kind: Kind): object => branch({ client, organization, key, kind }, resources);
  const tree = { ...plant(reads), infinite: plant(pagedLists), mutations: plant(writes) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interfaces are generated from the same tree
  return tree as unknown as CloseQueryTree;
}

interface Kind {
  readonly takes: (operation: Operation) => boolean;
  readonly leaf: (options: OperationCall) => object;
}

/** Searches and some reports are asked for by POST. */
const isRead = ({ id, method, pages }: Operation): boolean =>
  method === 'GET' || pages !== undefined || id.includes('_get_');

const reads: Kind = { takes: isRead, leaf: queryLeaf };
const pagedLists: Kind = { takes: (operation) => operation.pages !== undefined, leaf: infiniteLeaf };
const writes: Kind = { takes: (operation) => !isRead(operation), leaf: mutationLeaf };

function isCookieSession({ auth }: CloseClient): boolean {
  return 'kind' in auth && auth.kind === 'cookie-session';
}

interface Place extends Omit<OperationCall, 'operation'> {
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
