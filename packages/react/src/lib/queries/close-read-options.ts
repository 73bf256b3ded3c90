import type { CloseApiError } from '@closekit/client';
import type { Query, QueryObserverOptions, UseQueryOptions } from '@tanstack/react-query';

/** Options whose types depend on the data; they are defined below. */
type Dependent =
  | 'enabled'
  | 'initialData'
  | 'placeholderData'
  | 'refetchInterval'
  | 'refetchOnMount'
  | 'refetchOnReconnect'
  | 'refetchOnWindowFocus'
  | 'retryOnMount'
  | 'select'
  | 'staleTime'
  | 'throwOnError';

/** Options that the builder of a query sets, or that belong to the whole app. */
type Given = 'behavior' | 'persister' | 'queryFn' | 'queryHash' | 'queryKey' | 'queryKeyHashFn';

/**
 * The other options do not depend on the data, so that the compiler resolves them once for all calls of all
 * hooks.
 */
type Independent = Omit<UseQueryOptions<unknown, CloseApiError>, Dependent | Given>;

type When<TResponse, TData> =
  | boolean
  | 'always'
  | ((query: Query<TResponse, CloseApiError, TData>) => boolean | 'always');

/**
 * The options of TanStack Query for every read, without those of the builder. `TResponse` is one response of
 * Close, `TData` the data in the cache.
 */
export interface CloseReadOptions<TResponse, TData, TSelected> extends Independent {
  /** Transforms the data; runs again only when the data or this function has changed. */
  readonly select?: (data: TData) => TSelected;
  /** Initial data of the cache entry, treated like a response. */
  readonly initialData?: TData | (() => TData | undefined);
  /** Time in milliseconds for which the data is fresh. */
  readonly staleTime?:
    | number
    | 'static'
    | ((query: Query<TResponse, CloseApiError, TData>) => number | 'static');
  /** Interval of repeated fetches, in milliseconds. */
  readonly refetchInterval?:
    | number
    | false
    | ((query: Query<TResponse, CloseApiError, TData>) => number | false | undefined);
  /** Whether to fetch stale data again when a component mounts. */
  readonly refetchOnMount?: When<TResponse, TData>;
  /** Whether to fetch stale data again when the user returns to the page. */
  readonly refetchOnWindowFocus?: When<TResponse, TData>;
  /** Whether to fetch stale data again when the network reconnects. */
  readonly refetchOnReconnect?: When<TResponse, TData>;
}

/** The options of a read that does not suspend. */
export interface CloseWaitingReadOptions<TResponse, TData, TSelected> extends CloseReadOptions<
  TResponse,
  TData,
  TSelected
> {
  /** Whether the query is sent. */
  readonly enabled?: boolean | ((query: Query<TResponse, CloseApiError, TData>) => boolean);
  /** Shown until the data is loaded, and not cached. */
  readonly placeholderData?: NonNullable<
    QueryObserverOptions<TResponse, CloseApiError, TSelected, TData>['placeholderData']
  >;
  /** Whether a failed query is retried when a component mounts. */
  readonly retryOnMount?: boolean;
  /** Whether an error is thrown to the nearest error boundary. */
  readonly throwOnError?:
    | boolean
    | ((error: CloseApiError, query: Query<TResponse, CloseApiError, TData>) => boolean);
}
