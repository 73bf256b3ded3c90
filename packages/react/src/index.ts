export { CloseAuthBoundary } from './lib/close-auth-boundary.tsx';
export { CloseAuthError, isCloseAuthError } from './lib/close-auth-error.ts';
export { CloseProvider } from './lib/close-provider.tsx';
export { createCloseQueries } from './lib/create-close-queries.ts';
export { SignedIn } from './lib/signed-in.tsx';
export { SignedOut } from './lib/signed-out.tsx';
export { updateAffected } from './lib/update-affected.ts';
export { useCloseAuth } from './lib/use-close-auth.ts';
export { useCloseAuthSuspense } from './lib/use-close-auth-suspense.ts';
export { useCloseClient } from './lib/use-close-client.ts';
export { useCloseInfiniteQuery } from './lib/use-close-infinite-query.ts';
export { useCloseLive } from './lib/use-close-live.ts';
export { useCloseMutation } from './lib/use-close-mutation.ts';
export { useCloseQueries } from './lib/use-close-queries.ts';
export { useCloseQuery } from './lib/use-close-query.ts';
export { useCloseQueryTree } from './lib/use-close-query-tree.ts';
export { useCloseRateLimit } from './lib/use-close-rate-limit.ts';
export { useCloseSuspenseInfiniteQuery } from './lib/use-close-suspense-infinite-query.ts';
export { useCloseSuspenseQuery } from './lib/use-close-suspense-query.ts';

export type { CloseInfiniteQueries, CloseMutations, CloseQueries } from './generated/queries.ts';
export type { CloseAuthBoundaryProps, CloseAuthFailure } from './lib/close-auth-boundary.tsx';
export type { CloseAuthErrorCode } from './lib/close-auth-error.ts';
export type { CloseAuthState } from './lib/close-auth-state.ts';
export type { CloseLiveEvent } from './lib/close-live-event.ts';
export type { CloseProviderProps } from './lib/close-provider.tsx';
export type {
  CloseInfiniteQueryOptions,
  CloseMutationOptions,
  CloseQueryFilter,
  CloseQueryKey,
  CloseQueryOptions,
  QueryNode,
} from './lib/close-query-options.ts';
export type { CloseConnection, CloseOrganization, CloseSession, CloseUser } from './lib/close-session.ts';
export type { CloseQueryTree, CreateCloseQueriesOptions } from './lib/create-close-queries.ts';
export type { SignedInAuth, SignedInProps } from './lib/signed-in.tsx';
export type { SignedOutAuth, SignedOutProps } from './lib/signed-out.tsx';
export type { SucceededWrite } from './lib/update-affected.ts';
export type { CloseAuthActions, UseCloseAuthResult } from './lib/use-close-auth.ts';
export type { UseCloseAuthSuspenseResult } from './lib/use-close-auth-suspense.ts';
export type { UseCloseInfiniteQueryOptions } from './lib/use-close-infinite-query.ts';
export type { UseCloseLiveOptions, UseCloseLiveResult } from './lib/use-close-live.ts';
export type { UseCloseMutationOptions } from './lib/use-close-mutation.ts';
export type { CloseRead, UseCloseQueriesOptions, UseCloseQueriesResults } from './lib/use-close-queries.ts';
export type { UseCloseQueryOptions } from './lib/use-close-query.ts';
export type { UseCloseSuspenseInfiniteQueryOptions } from './lib/use-close-suspense-infinite-query.ts';
export type { UseCloseSuspenseQueryOptions } from './lib/use-close-suspense-query.ts';
