import { resources } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import type { CloseInfiniteQueries, CloseMutations, CloseQueries } from '../../generated/queries.ts';
import type { CloseQueryKey, QueryNode } from './close-query-options.ts';
import { optionTree } from './option-tree.ts';

/** Options of {@link createCloseQueryOptions}. */
export interface CloseQueryScope {
  /**
   * The second part of every key: the id of the connected organization, so that two organizations never share
   * a cache entry. The provider takes it from the session. With a cookie session each call sends it, and the
   * backend refuses a call for another organization than the active one (`backendCode:
   * 'organization_changed'`).
   * Default: `default`.
   */
  readonly scope?: string | undefined;
}

/** Plain TanStack Query options for every operation of the client. */
export interface CloseQueryTree extends CloseQueries, QueryNode {
  /** The paged lists. */
  readonly infinite: CloseInfiniteQueries;
  /** The writes. */
  readonly mutations: CloseMutations;
}

/**
 * Creates the options of every operation, without React: for components, route loaders, server components and
 * tests.
 *
 * @param client - The client that sends the requests.
 * @param options - The scope of the keys.
 * @returns A tree with the shape of the client: reads at the top, paged lists in `infinite`, writes in
 * `mutations`.
 * @example
 * ```ts
 * const queries = createCloseQueryOptions(close, { scope: organizationId });
 * await queryClient.query(queries.leads.get(id));
 * await queryClient.invalidateQueries(queries.leads.filter());
 * ```
 */
export function createCloseQueryOptions(client: CloseClient, options: CloseQueryScope = {}): CloseQueryTree {
  const key: CloseQueryKey = ['close', options.scope ?? 'default'];
  const organization = isCookieSession(client) ? options.scope : undefined;
  const tree = optionTree({ client, organization, key }, resources);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interfaces are generated from the same tree
  return tree as unknown as CloseQueryTree;
}

function isCookieSession({ auth }: CloseClient): boolean {
  return 'kind' in auth && auth.kind === 'cookie-session';
}
