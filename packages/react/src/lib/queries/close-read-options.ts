import type { CloseApiError } from '@closekit/client';
import type { Query, QueryObserverOptions, UseQueryOptions } from '@tanstack/react-query';

/** Options whose types depend on the data: written out below. */
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

/** What the builder of a query gives, or is set for the whole app. */
type Given = 'behavior' | 'persister' | 'queryFn' | 'queryHash' | 'queryKey' | 'queryKeyHashFn';

/** The rest does not look at the data, so a compiler resolves it once for all calls of all hooks. */
type Independent = Omit<UseQueryOptions<unknown, CloseApiError>, Dependent | Given>;

type When<TAnswer, TData> =
  | boolean
  | 'always'
  | ((query: Query<TAnswer, CloseApiError, TData>) => boolean | 'always');

/**
 * TanStack Query's options that every read takes, without those that the builder gives. `TAnswer` is one answer of
 * Close, `TData` what is kept of the answers.
 */
export interface CloseReadOptions<TAnswer, TData, TSelected> extends Independent {
  /** Shapes the data; runs again only when the data or this function has changed. */
  readonly select?: (data: TData) => TSelected;
  /** Counts as an answer of Close until there is one. */
  readonly initialData?: TData | (() => TData | undefined);
  /** For how many milliseconds an answer is fresh. */
  readonly staleTime?:
    | number
    | 'static'
    | ((query: Query<TAnswer, CloseApiError, TData>) => number | 'static');
  /** After how many milliseconds to read again, over and over. */
  readonly refetchInterval?:
    | number
    | false
    | ((query: Query<TAnswer, CloseApiError, TData>) => number | false | undefined);
  /** Whether to read again what is not fresh when a component is mounted. */
  readonly refetchOnMount?: When<TAnswer, TData>;
  /** Whether to read again what is not fresh when the user comes back to the page. */
  readonly refetchOnWindowFocus?: When<TAnswer, TData>;
  /** Whether to read again what is not fresh when the network is back. */
  readonly refetchOnReconnect?: When<TAnswer, TData>;
}

/** The options of a read that does not suspend. */
export interface CloseWaitingReadOptions<TAnswer, TData, TSelected> extends CloseReadOptions<
  TAnswer,
  TData,
  TSelected
> {
  /** Whether to read at all. */
  readonly enabled?: boolean | ((query: Query<TAnswer, CloseApiError, TData>) => boolean);
  /** Shown until there is an answer, and not kept. */
  readonly placeholderData?: NonNullable<
    QueryObserverOptions<TAnswer, CloseApiError, TSelected, TData>['placeholderData']
  >;
  /** Whether a mounting component reads again what has failed before. */
  readonly retryOnMount?: boolean;
  /** Whether a failure goes to the nearest error boundary. */
  readonly throwOnError?:
    | boolean
    | ((error: CloseApiError, query: Query<TAnswer, CloseApiError, TData>) => boolean);
}
