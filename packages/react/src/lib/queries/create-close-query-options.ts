import type { CloseClient } from '@closekit/client';
import type { CloseInfiniteQueries, CloseMutations, CloseQueries } from '../../generated/queries.ts';
import type { CloseSession, CloseSessionIds } from '../auth/close-session.ts';
import { scopeOf } from '../auth/state.ts';
import { getOrCreate } from '../base/get-or-create.ts';
import { isRecord } from '../base/is-record.ts';
import type { QueryNode } from './close-query-options.ts';
import { createOptionRoot } from './option-root.ts';
import { pagedListsOf, readsOf, writesOf } from './option-tree.ts';
import type { OptionRoot } from './option-tree.ts';
import { scopeGateOf } from './scope-gate.ts';

/** Options of {@link createCloseQueryOptions}. */
export interface CloseQueryScope {
  /**
   * The session that the queries belong to, such as the result of `closeSession` of `@closekit/server`. Its
   * organization and its user are the second part of every key, so that neither two organizations nor two users share
   * a cache entry. With a cookie session each call names both, and the backend refuses a call for others than the
   * active ones (`backendCode: 'organization_changed'`). Without a connected session the options are disabled, and
   * their functions send nothing.
   */
  readonly session: CloseSession | CloseSessionIds | undefined;
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
 * tests. In a page with a CloseProvider of the same client they send nothing once the page has another organization
 * or user.
 *
 * @param client - The client that sends the requests.
 * @param options - The session that the queries belong to.
 * @returns A tree with the shape of the client: reads at the top, paged lists in `infinite`, writes in
 * `mutations`.
 * @throws TypeError if `session` is missing, or is neither a session nor `undefined`.
 * @example
 * ```ts
 * const queries = createCloseQueryOptions(close, { session });
 * await queryClient.query(queries.leads.get(id));
 * await queryClient.invalidateQueries(queries.leads.filter());
 * ```
 */
export function createCloseQueryOptions(client: CloseClient, options: CloseQueryScope): CloseQueryTree {
  const scope = parseScope(options);
  return optionsOf(createOptionRoot(client, scope, scopeGateOf(client, scope)));
}

const trees = new WeakMap<OptionRoot, CloseQueryTree>();

/** Returns the options of all operations of a root; the same object each time. */
export function optionsOf(root: OptionRoot): CloseQueryTree {
  return getOrCreate(trees, root, () => ({
    ...readsOf(root),
    infinite: pagedListsOf(root),
    mutations: writesOf(root),
  }));
}

function parseScope(options: CloseQueryScope): string | undefined {
  const untyped: unknown = options;
  const session = isRecord(untyped) && 'session' in untyped ? untyped['session'] : null;
  if (session !== undefined && !isRecord(session))
    throw new TypeError('createCloseQueryOptions: `session` must be a session, or undefined.');
  return options.session && scopeOf(options.session);
}
