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
   * @returns The key that all queries of this branch start with.
   */
  key(): CloseQueryKey;
  /**
   * Selects this branch of the cache.
   *
   * @returns A filter for `queryClient.invalidateQueries`, `removeQueries`, `isFetching` and the like.
   * @example
   * await queryClient.invalidateQueries(queries.leads.filter());
   */
  filter(): CloseQueryFilter;
}

/** When TanStack Query may ask again. The client has already retried what may be retried. */
export interface CloseRetryOptions {
  /**
   * Allows one more try where the client made only one, was refused for the rate limit, and is told when the limit
   * resets: within a minute.
   *
   * @param failureCount - How often it was tried before.
   * @param error - Why it failed.
   * @returns Whether to try again.
   */
  readonly retry: (failureCount: number, error: CloseApiError) => boolean;
  /**
   * Waits until the limit resets.
   *
   * @param failureCount - How often it was tried before.
   * @param error - Why it failed.
   * @returns The wait in milliseconds.
   */
  readonly retryDelay: (failureCount: number, error: CloseApiError) => number;
}

/** Plain TanStack Query options for one read: ready for `useQuery`, `useSuspenseQuery`, loaders and prefetching. */
export interface CloseQueryOptions<TData> extends CloseRetryOptions {
  /** Carries the type of the data, so that `queryClient.getQueryData` and `setQueryData` know it. */
  readonly queryKey: DataTag<CloseQueryKey, TData, CloseApiError>;
  /** Asks Close; aborted when nobody waits for the answer any more. */
  readonly queryFn: QueryFunction<TData>;
}

/** Plain TanStack Query options for a list that is read page by page: ready for `useInfiniteQuery` and prefetching. */
export interface CloseInfiniteQueryOptions<TPage, TPageParam> extends CloseRetryOptions {
  /** Differs from the key of the plain query of the same operation, so the two never share a cache entry. */
  readonly queryKey: DataTag<CloseQueryKey, InfiniteData<TPage, TPageParam>, CloseApiError>;
  /** Asks Close for one page; aborted when nobody waits for the answer any more. */
  readonly queryFn: QueryFunction<TPage, QueryKey, TPageParam>;
  /** Where the first page starts: the row to start from, or `null` for a cursor. */
  readonly initialPageParam: TPageParam;
  /**
   * Tells where the next page starts.
   *
   * @param lastPage - The last page so far.
   * @param pages - All pages so far.
   * @param lastPageParam - Where the last page started.
   * @returns The page parameter; `undefined` after the last page.
   */
  readonly getNextPageParam: (
    lastPage: TPage,
    pages: TPage[],
    lastPageParam: TPageParam,
  ) => TPageParam | undefined;
}

/** Plain TanStack Query options for one write: ready for `useMutation`. */
export interface CloseMutationOptions<TData, TVariables> extends CloseRetryOptions {
  /** `['close', scope, ...resource, operation]`; `updateAffected` reads from it what the write touches. */
  readonly mutationKey: CloseQueryKey;
  /**
   * Sends the write.
   *
   * @param variables - What is written, and to which object.
   * @returns What Close answers.
   * @throws CloseApiError with any of its codes.
   */
  readonly mutationFn: (variables: TVariables) => Promise<TData>;
}
