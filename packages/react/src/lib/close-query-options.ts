import type { CloseApiError } from '@closekit/client';
import type { DataTag, InfiniteData, QueryFunction, QueryKey } from '@tanstack/react-query';

/**
 * The flat, readable key of everything that belongs to Close:
 * `['close', scope, ...resource, operation, input]`, with `{ type: 'infinite' }` at the end of a paged query.
 */
export type CloseQueryKey = readonly ['close', scope: string, ...path: unknown[]];

/** The part of TanStack Query's filters that selects one branch of the tree. */
export interface CloseQueryFilter {
  /** Every query whose key starts with this one. */
  readonly queryKey: CloseQueryKey;
}

/** Any place in the query tree: the root, a resource, or one operation. */
export interface QueryNode {
  /**
   * Names this branch of the cache.
   *
   * @returns the key that all queries of this branch start with
   */
  key(): CloseQueryKey;
  /**
   * Selects this branch of the cache.
   *
   * @returns a filter for `queryClient.invalidateQueries`, `removeQueries`, `isFetching` and the like
   * @example
   * await queryClient.invalidateQueries(queries.leads.filter());
   */
  filter(): CloseQueryFilter;
}

/** Plain TanStack Query options for one read: ready for `useQuery`, `useSuspenseQuery`, loaders and prefetching. */
export interface CloseQueryOptions<TData> {
  /** Carries the type of the data, so that `queryClient.getQueryData` and `setQueryData` know it. */
  readonly queryKey: DataTag<CloseQueryKey, TData, CloseApiError>;
  /** Asks Close; aborted when nobody waits for the answer any more. */
  readonly queryFn: QueryFunction<TData>;
  /** Off: the client has already retried what may be retried. */
  readonly retry: false;
}

/** Plain TanStack Query options for a list that is read page by page: ready for `useInfiniteQuery` and prefetching. */
export interface CloseInfiniteQueryOptions<TPage, TPageParam> {
  /** Differs from the key of the plain query of the same operation, so the two never share a cache entry. */
  readonly queryKey: DataTag<CloseQueryKey, InfiniteData<TPage, TPageParam>, CloseApiError>;
  /** Asks Close for one page; aborted when nobody waits for the answer any more. */
  readonly queryFn: QueryFunction<TPage, QueryKey, TPageParam>;
  /** Where the first page starts: the row to start from, or `null` for a cursor. */
  readonly initialPageParam: TPageParam;
  /** Where the next page starts; `undefined` after the last one. */
  readonly getNextPageParam: (
    lastPage: TPage,
    pages: TPage[],
    lastPageParam: TPageParam,
  ) => TPageParam | undefined;
  /** Off: the client has already retried what may be retried. */
  readonly retry: false;
}

/** Plain TanStack Query options for one write: ready for `useMutation`. */
export interface CloseMutationOptions<TData, TVariables> {
  /** `['close', scope, ...resource, operation]`; `updateAffected` reads from it what the write touches. */
  readonly mutationKey: CloseQueryKey;
  /** Sends the write. */
  readonly mutationFn: (variables: TVariables) => Promise<TData>;
  /** Off: the client has already retried what may be retried. */
  readonly retry: false;
}
