export { apiSession } from './lib/auth/api-session.ts';
export { CloseAuthError, isCloseAuthError } from './lib/auth/error.ts';
export { closeMutationOptions } from './lib/core/close-mutation-options.ts';
export { createCloseCore } from './lib/core/create-close-core.ts';
export { createCloseLive } from './lib/core/create-close-live.ts';
export { createCloseQueryOptions } from './lib/queries/create-close-query-options.ts';
export { fieldErrorsOf, setFieldErrors } from './lib/writes/field-errors.ts';
export { isConnectionLost } from './lib/auth/is-connection-lost.ts';
export { optimistic } from './lib/writes/optimistic.ts';
export { registerCloseMutations } from './lib/writes/restored-writes.ts';
export { updateAffected } from './lib/writes/update-affected.ts';

export type { CloseInfiniteQueries, CloseMutations, CloseQueries } from './generated/queries.ts';
export type { CloseAuthActions } from './lib/auth/close-auth-actions.ts';
export type { CloseAuthErrorCode } from './lib/auth/error.ts';
export type { CloseAuthState } from './lib/auth/state.ts';
export type { ClosePage } from './lib/auth/close-page.ts';
export type { FormFieldNames } from './lib/writes/field-errors.ts';
export type { CloseCore, CloseCoreOptions } from './lib/core/create-close-core.ts';
export type { CloseLive, CloseLiveOptions, CloseLiveSubscriber } from './lib/core/create-close-live.ts';
export type { CloseLiveEvent } from './lib/live/event.ts';
export type { CloseLiveStatus } from './lib/live/live-status.ts';
export type { CloseWriteOptions } from './lib/writes/with-cache.ts';
export type {
  CloseInfiniteQueryOptions,
  CloseMutationOptions,
  CloseQueryFilter,
  CloseQueryKey,
  CloseQueryOptions,
  OptimisticLayer,
  QueryNode,
} from './lib/queries/close-query-options.ts';
export type { CloseQueryScope, CloseQueryTree } from './lib/queries/create-close-query-options.ts';
export type {
  CloseOrganization,
  CloseSession,
  CloseSessionIds,
  CloseUser,
  ConnectedSession,
} from './lib/auth/close-session.ts';
export type { SessionSource } from './lib/auth/session-source.ts';
export type { CloseSessionOptions } from './lib/auth/create-auth-store.ts';
export type { SucceededWrite } from './lib/writes/update-affected.ts';
