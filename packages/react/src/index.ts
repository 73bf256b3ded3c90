export { CloseAuthBoundary } from './lib/components/close-auth-boundary.tsx';
export { apiSession } from './lib/auth/api-session.ts';
export { CloseAuthError, isCloseAuthError } from './lib/auth/error.ts';
export { CloseProvider } from './lib/components/close-provider.tsx';
export { createNativePage } from './lib/auth/create-native-page.ts';
export { createCloseQueryOptions } from './lib/queries/create-close-query-options.ts';
export { fieldErrorsOf, setFieldErrors } from './lib/writes/field-errors.ts';
export { isConnectionLost } from './lib/auth/is-connection-lost.ts';
export { optimistic } from './lib/writes/optimistic.ts';
export { registerCloseMutations } from './lib/writes/restored-writes.ts';
export { SignedIn } from './lib/components/signed-in.tsx';
export { SignedOut } from './lib/components/signed-out.tsx';
export { updateAffected } from './lib/writes/update-affected.ts';
export { useCloseAuth } from './lib/hooks/use-close-auth.ts';
export { useCloseAuthSuspense } from './lib/hooks/use-close-auth-suspense.ts';
export { useCloseClient } from './lib/hooks/use-close-client.ts';
export { useCloseInfiniteQuery } from './lib/hooks/use-close-infinite-query.ts';
export { useCloseLive } from './lib/hooks/use-close-live.ts';
export { useCloseMutation } from './lib/hooks/use-close-mutation.ts';
export { useCloseQueries } from './lib/hooks/use-close-queries.ts';
export { useCloseQuery } from './lib/hooks/use-close-query.ts';
export { useCloseQueryOptions } from './lib/hooks/use-close-query-options.ts';
export { useCloseRateLimit } from './lib/hooks/use-close-rate-limit.ts';
export { usePrefetchCloseQuery } from './lib/hooks/use-prefetch-close-query.ts';
export { useCloseSuspenseInfiniteQuery } from './lib/hooks/use-close-suspense-infinite-query.ts';
export { useCloseSuspenseQueries } from './lib/hooks/use-close-suspense-queries.ts';
export { useCloseSuspenseQuery } from './lib/hooks/use-close-suspense-query.ts';

export type { CloseInfiniteQueries, CloseMutations, CloseQueries } from './generated/queries.ts';
export type { CloseAuthBoundaryProps, CloseAuthFailure } from './lib/components/close-auth-boundary.tsx';
export type { CloseAuthActions } from './lib/auth/close-auth-actions.ts';
export type { CloseAuthErrorCode } from './lib/auth/error.ts';
export type { CloseAuthState } from './lib/auth/state.ts';
export type { CloseLiveEvent } from './lib/live/event.ts';
export type { CloseLiveStatus } from './lib/live/live-status.ts';
export type { ClosePage } from './lib/auth/close-page.ts';
export type { CloseProviderProps } from './lib/components/close-provider.tsx';
export type {
  CloseInfiniteQueryOptions,
  CloseMutationOptions,
  CloseQueryFilter,
  CloseQueryKey,
  CloseQueryOptions,
  OptimisticLayer,
  QueryNode,
} from './lib/queries/close-query-options.ts';
export type {
  ConnectedSession,
  CloseOrganization,
  CloseSession,
  CloseSessionIds,
  CloseUser,
} from './lib/auth/close-session.ts';
export type { SessionSource } from './lib/auth/session-source.ts';
export type { CloseSessionOptions } from './lib/auth/create-auth-store.ts';
export type { CloseQueryTree, CloseQueryScope } from './lib/queries/create-close-query-options.ts';
export type { SignedInAuth, SignedInProps } from './lib/components/signed-in.tsx';
export type { SignedOutAuth, SignedOutProps } from './lib/components/signed-out.tsx';
export type { FormFieldNames } from './lib/writes/field-errors.ts';
export type { NativeNetworkState, NativePageOptions } from './lib/auth/create-native-page.ts';
export type { SucceededWrite } from './lib/writes/update-affected.ts';
export type { UseCloseAuthResult } from './lib/hooks/use-close-auth.ts';
export type { UseCloseAuthSuspenseResult } from './lib/hooks/use-close-auth-suspense.ts';
export type { UseCloseInfiniteQueryOptions } from './lib/hooks/use-close-infinite-query.ts';
export type { UseCloseLiveOptions, UseCloseLiveResult } from './lib/hooks/use-close-live.ts';
export type { UseCloseMutationOptions } from './lib/hooks/use-close-mutation.ts';
export type {
  CloseRead,
  UseCloseQueriesOptions,
  UseCloseQueriesResults,
} from './lib/hooks/use-close-queries.ts';
export type { UseCloseQueryOptions } from './lib/hooks/use-close-query.ts';
export type { UseCloseSuspenseInfiniteQueryOptions } from './lib/hooks/use-close-suspense-infinite-query.ts';
export type {
  UseCloseSuspenseQueriesOptions,
  UseCloseSuspenseQueriesResults,
} from './lib/hooks/use-close-suspense-queries.ts';
export type { UseCloseSuspenseQueryOptions } from './lib/hooks/use-close-suspense-query.ts';
