import type { CloseApiError } from '@closekit/client';
import type {
  DataTag,
  InfiniteData,
  MutationFunctionContext,
  QueryClient,
  QueryFunction,
  QueryKey,
} from '@tanstack/query-core';

/**
 * The flat, readable key of every query and mutation of Close: `['close', scope, ...resource, operation,
 * input]`, with `{ type: 'infinite' }` at the end of an infinite query. The scope is `organization/user`.
 */
export type CloseQueryKey = readonly ['close', scope: string, ...path: unknown[]];

/** The part of TanStack Query's filters that selects one branch of the tree. */
export interface CloseQueryFilter {
  /** Selects every query whose key starts with this one. */
  readonly queryKey: CloseQueryKey;
}

/** Any place in the query tree: the root, a resource, or one operation. */
export interface QueryNode {
  /**
   * Returns the key of this branch of the cache.
   *
   * @returns The prefix of the keys of all queries in this branch.
   */
  key(): CloseQueryKey;
  /**
   * Returns a filter for this branch of the cache.
   *
   * @returns A filter for `queryClient.invalidateQueries`, `removeQueries`, `isFetching` and similar methods.
   * @example
   * ```ts
   * await queryClient.invalidateQueries(queries.leads.filter());
   * ```
   */
  filter(): CloseQueryFilter;
}

/** The retry options of TanStack Query. The client has already retried every retryable failure. */
export interface CloseRetryOptions {
  /**
   * Allows one retry if the client made a single attempt, was rate limited, and the limit resets within a
   * minute.
   *
   * @param failureCount - Number of earlier failures.
   * @param error - The failure.
   * @returns Whether to retry.
   */
  readonly retry: (failureCount: number, error: CloseApiError) => boolean;
  /**
   * Returns the time until the limit resets.
   *
   * @param failureCount - Number of earlier failures.
   * @param error - The failure.
   * @returns The delay in milliseconds.
   */
  readonly retryDelay: (failureCount: number, error: CloseApiError) => number;
}

/**
 * Plain TanStack Query options for one read: ready for `useQuery`, `useSuspenseQuery`, loaders and
 * prefetching.
 */
export interface CloseQueryOptions<TData> extends CloseRetryOptions {
  /** Tagged with the type of the data, which `queryClient.getQueryData` and `setQueryData` infer. */
  readonly queryKey: DataTag<CloseQueryKey, TData, CloseApiError>;
  /**
   * Sends the request; aborted when no observer needs the data any more. Rejects, and sends nothing, where `enabled`
   * is `false`: with `reauthorization_required` if no session is connected, `aborted` if it is another one.
   */
  readonly queryFn: QueryFunction<TData>;
  /** Not set. Declares the type of the errors, which `useQueries` infers from here. */
  readonly throwOnError?: boolean | ((error: CloseApiError) => boolean);
  /**
   * Whether the query may be sent: `false` without a connected session, and after the page has left the organization
   * or the user. The hooks add a condition of your own to this one. In plain options yours replaces it; the query then
   * fails, and still sends nothing.
   */
  readonly enabled: boolean | (() => boolean);
}

/** Plain TanStack Query options for a paged list: ready for `useInfiniteQuery` and prefetching. */
export interface CloseInfiniteQueryOptions<TPage, TPageParam> extends CloseRetryOptions {
  /**
   * Differs from the key of the plain query of the same operation, so that they never share a cache entry.
   */
  readonly queryKey: DataTag<CloseQueryKey, InfiniteData<TPage, TPageParam>, CloseApiError>;
  /** Requests one page; aborted when no observer needs the data any more. Rejects where `enabled` is `false`. */
  readonly queryFn: QueryFunction<TPage, QueryKey, TPageParam>;
  /**
   * Whether the query may be sent: `false` without a connected session, and after the page has left the organization
   * or the user. The hooks add a condition of your own to this one. In plain options yours replaces it; the query then
   * fails, and still sends nothing.
   */
  readonly enabled: boolean | (() => boolean);
  /** The start of the first page: a row number, or `null` for a cursor. */
  readonly initialPageParam: TPageParam;
  /**
   * Returns the start of the next page.
   *
   * @param lastPage - The last page so far.
   * @param pages - All loaded pages.
   * @param lastPageParam - The start of the last page.
   * @param pageParams - The starts of all loaded pages.
   * @returns The page parameter; `undefined` after the last page.
   */
  // oxlint-disable-next-line max-params -- the parameters of TanStack Query
  readonly getNextPageParam: (
    lastPage: TPage,
    pages: TPage[],
    lastPageParam: TPageParam,
    pageParams: TPageParam[],
  ) => TPageParam | undefined;
  /**
   * Returns the start of the page before the first loaded one, for windows with `maxPages`.
   *
   * @param firstPage - The first loaded page.
   * @param pages - All loaded pages.
   * @param firstPageParam - The start of the first loaded page.
   * @returns The page parameter; `undefined` at the start of the list, and for searches, whose cursors lead
   * forward only.
   */
  readonly getPreviousPageParam: (
    firstPage: TPage,
    pages: TPage[],
    firstPageParam: TPageParam,
  ) => TPageParam | undefined;
}

/** Shows a write before Close responds. Created by `optimistic`, used by `useCloseMutation`. */
export interface OptimisticLayer<TVariables> {
  /**
   * Shows a write.
   *
   * @param queryClient - The cache of the app.
   * @param variables - The variables of the mutation.
   * @returns A promise that resolves once the write is shown.
   */
  begin(queryClient: QueryClient, variables: TVariables): Promise<void>;
  /**
   * Keeps the result of a write that succeeded.
   *
   * @param queryClient - The cache of the app.
   * @param variables - The variables of the mutation.
   * @param data - The response of Close.
   */
  keep(queryClient: QueryClient, variables: TVariables, data: unknown): void;
  /**
   * Takes back a write that failed.
   *
   * @param queryClient - The cache of the app.
   * @param variables - The variables of the mutation.
   * @param affects - Whether the queries that may hold the entity are marked as stale: Close may have applied the write.
   */
  takeBack(queryClient: QueryClient, variables: TVariables, affects: boolean): void;
}

/** Plain TanStack Query options for one write: ready for `useMutation`. */
export interface CloseMutationOptions<TData, TVariables> extends CloseRetryOptions {
  /** `['close', scope, ...resource, operation]`; `updateAffected` derives the affected queries from it. */
  readonly mutationKey: CloseQueryKey;
  /**
   * Sends the write, once the earlier writes of the same `QueryClient` to the same entity have succeeded or
   * failed.
   *
   * @param variables - Path parameters, `body` and `query` of the operation.
   * @param context - Passed by TanStack Query; without it, the write is sent at once.
   * @returns The response of Close.
   * @throws CloseApiError `unauthorized`, `not_found`, `network` or another of its codes; without sending anything
   * `reauthorization_required` if no session is connected, `aborted` if the page has another organization or user, or
   * if the mutation was removed from the cache, and `timeout` if it took so long to start that later writes were sent.
   */
  readonly mutationFn: (variables: TVariables, context?: MutationFunctionContext) => Promise<TData>;
  /** Set by `optimistic`; `useCloseMutation` then shows the write at once. */
  readonly layer?: OptimisticLayer<TVariables>;
}
