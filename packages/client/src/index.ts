export { resources } from './generated/resources.ts';
export { apiKey } from './lib/auth/api-key.ts';
export { bearer } from './lib/auth/bearer.ts';
export { cookieSession } from './lib/auth/cookie-session.ts';
export { tokenSession } from './lib/auth/token-session.ts';
export { raw } from './lib/connection/raw.ts';
export { tzOffset } from './lib/connection/tz-offset.ts';
export { subscribe } from './lib/connection/subscribe.ts';
export { userAgent } from './lib/connection/user-agent.ts';
export { createCloseClient } from './lib/create-close-client.ts';
export { memoryBudget } from './lib/pacing/memory-budget.ts';
export { pace } from './lib/transport/pace.ts';
export { paceTogether } from './lib/transport/pace-together.ts';
export { CloseApiError, isCloseApiError } from './lib/errors/close-api-error.ts';
export { debug } from './lib/watching/debug.ts';
export { watch } from './lib/watching/watch.ts';

export type { CloseResources } from './generated/resources.ts';
export type { ApiKeyAuth } from './lib/auth/api-key.ts';
export type { BearerAuth } from './lib/auth/bearer.ts';
export type { CloseAuth, ConnectionAuth } from './lib/auth/close-auth.ts';
export type { CookieSession } from './lib/auth/cookie-session.ts';
export type { TokenSession, TokenSessionOptions } from './lib/auth/token-session.ts';
export type { TokenSource } from './lib/auth/token-source.ts';
export type { CloseConnection } from './lib/connection/open-connection.ts';
export type { CloseClientOptions, CloseConnectionOptions } from './lib/connection/options.ts';
export type { CloseRawClient } from './lib/connection/raw.ts';
export type { CloseClient } from './lib/create-close-client.ts';
export type { CloseApiErrorCode, CloseApiErrorDetails } from './lib/errors/close-api-error.ts';
export type { RateLimit } from './lib/errors/rate-limit-header.ts';
export type { CloseResponse, CloseCall, CloseResult } from './lib/operations/close-call.ts';
export type { Operation } from './lib/operations/operation.ts';
export type { OperationTree } from './lib/operations/parse-operations.ts';
export type { RequestOptions } from './lib/operations/request-options.ts';
export type { CloseSelection, FieldOf, SelectedPage, SelectFields } from './lib/operations/select-fields.ts';
export type { CloseList } from './lib/paging/close-list.ts';
export type { MemoryBudgetOptions } from './lib/pacing/memory-budget.ts';
export type { BudgetNews, BudgetShare, SharedBudget } from './lib/pacing/shared-budget.ts';
export type { LimitOptions, RetryOptions } from './lib/transport/call-limits.ts';
export type { PaceTogetherOptions } from './lib/transport/pace-together.ts';
export type { Pacing } from './lib/transport/pacing.ts';
export type { CloseClientEvent, CloseClientListener } from './lib/transport/client-events.ts';
export type { DebugLogger } from './lib/watching/debug.ts';
export type {
  CloseCallEvent,
  CloseCallStartEvent,
  CloseErrorEvent,
  CloseHooks,
  CloseRateLimitEvent,
  CloseRequestEvent,
  CloseResponseEvent,
  CloseRetryEvent,
} from './lib/watching/hooks.ts';
