export { apiKey, type ApiKeyAuth } from './lib/auth/api-key.ts';
export { bearer, type BearerAuth } from './lib/auth/bearer.ts';
export type { CloseClientEvent, CloseClientListener } from './lib/transport/client-events.ts';
export type { CloseClientOptions, RetryOptions } from './lib/connection/options.ts';
export {
  CloseApiError,
  isCloseApiError,
  type CloseApiErrorCode,
  type CloseApiErrorDetails,
} from './lib/errors/close-api-error.ts';
export type { CloseAuth } from './lib/auth/close-auth.ts';
export type { CloseAnswer, CloseCall, CloseResult } from './lib/operations/close-call.ts';
export type { CloseList } from './lib/paging/close-list.ts';
export { cookieSession, type CookieSession } from './lib/auth/cookie-session.ts';
export { createCloseClient, type CloseClient, type CloseRawClient } from './lib/create-close-client.ts';
export type { CloseConnection } from './lib/connection/open-connection.ts';
export type { Operation } from './lib/operations/operation.ts';
export type { OperationTree } from './lib/operations/parse-operations.ts';
export type { RateLimit } from './lib/errors/rate-limit-header.ts';
export type { RequestOptions } from './lib/operations/request-options.ts';
export type {
  AllFields,
  CloseSelection,
  FieldOf,
  SelectedPage,
  SelectFields,
  SomeFields,
} from './lib/operations/select-fields.ts';
export { tokenSession, type TokenSession, type TokenSessionOptions } from './lib/auth/token-session.ts';
export type { TokenSource } from './lib/auth/token-source.ts';
export { resources, type CloseResources } from './generated/resources.ts';
