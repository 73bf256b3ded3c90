export { apiKey, type ApiKeyAuth } from './lib/api-key.ts';
export { bearer, type BearerAuth } from './lib/bearer.ts';
export type { CloseClientEvent, CloseClientListener } from './lib/client-events.ts';
export type { CloseClientOptions, RetryOptions } from './lib/client-options.ts';
export {
  CloseApiError,
  isCloseApiError,
  type CloseApiErrorCode,
  type CloseApiErrorDetails,
} from './lib/close-api-error.ts';
export type { CloseAuth } from './lib/close-auth.ts';
export type { CloseAnswer, CloseCall, CloseResult } from './lib/close-call.ts';
export type { CloseList } from './lib/close-list.ts';
export { cookieSession, type CookieSession } from './lib/cookie-session.ts';
export { createCloseClient, type CloseClient, type CloseRawClient } from './lib/create-close-client.ts';
export type { CloseConnection } from './lib/open-connection.ts';
export type { Operation } from './lib/operation.ts';
export type { OperationTree } from './lib/parse-operations.ts';
export type { RateLimit } from './lib/rate-limit-header.ts';
export type { RequestOptions } from './lib/request-options.ts';
export type {
  AllFields,
  CloseSelection,
  FieldOf,
  SelectedPage,
  SelectFields,
  SomeFields,
} from './lib/select-fields.ts';
export { tokenSession, type TokenSession, type TokenSessionOptions } from './lib/token-session.ts';
export type { TokenSource } from './lib/token-source.ts';
export { resources, type CloseResources } from './generated/resources.ts';
