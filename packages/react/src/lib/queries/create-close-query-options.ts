import { resources } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import type { CloseInfiniteQueries, CloseMutations, CloseQueries } from '../../generated/queries.ts';
import type { CloseSession, CloseSessionIds } from '../auth/close-session.ts';
import { scopeOf } from '../auth/state.ts';
import { isRecord } from '../base/is-record.ts';
import type { CloseQueryKey, QueryNode } from './close-query-options.ts';
import type { OperationCall } from './operation-call.ts';
import { optionTree } from './option-tree.ts';
import { noScope, scopeGateOf } from './scope-gate.ts';
import type { ScopeGate } from './scope-gate.ts';

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
  return createOptionTree(client, scope, scopeGateOf(client, scope));
}

/** Creates the options of a scope. Without a scope their keys name none, and they send nothing. */
export function createOptionTree(
  client: CloseClient,
  scope: string | undefined,
  gate: ScopeGate,
): CloseQueryTree {
  const key: CloseQueryKey = ['close', scope ?? noScope];
  const tree = optionTree({ client, key, gate, headers: headersOf(client, scope) }, resources);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interfaces are generated from the same tree
  return tree as unknown as CloseQueryTree;
}

function parseScope(options: CloseQueryScope): string | undefined {
  const untyped: unknown = options;
  const session = isRecord(untyped) && 'session' in untyped ? untyped['session'] : null;
  if (session !== undefined && !isRecord(session))
    throw new TypeError('createCloseQueryOptions: `session` must be a session, or undefined.');
  return options.session && scopeOf(options.session);
}

/** All tabs share one cookie: the backend refuses a call for others than the active organization and user. */
function headersOf({ auth }: CloseClient, scope: string | undefined): OperationCall['headers'] {
  if (scope === undefined || !('kind' in auth) || auth.kind !== 'cookie-session') return undefined;
  const [organization = '', user = ''] = scope.split('/');
  return { 'x-closekit-organization': organization, 'x-closekit-user': user };
}
