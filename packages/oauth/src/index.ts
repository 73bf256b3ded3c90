export { closeAuthorizationServer } from './lib/base/authorization-server.ts';
export { CloseOAuthError, isCloseOAuthError } from './lib/base/close-oauth-error.ts';
export { createCloseOAuth } from './lib/create-close-oauth.ts';
export { memoryStore } from './lib/stores/memory.ts';
export { discoverAuthorizationServer } from './lib/protocol/discover-authorization-server.ts';
export { finishAuthorization } from './lib/protocol/finish-authorization.ts';
export { refreshTokens } from './lib/protocol/refresh-tokens.ts';
export { revokeTokens } from './lib/protocol/revoke-tokens.ts';
export { startAuthorization } from './lib/protocol/start-authorization.ts';
export { TokenSet } from './lib/base/token-set.ts';

export type { AuthorizationServer } from './lib/base/authorization-server.ts';
export type { CloseOAuthErrorCode, CloseOAuthErrorDetails } from './lib/base/close-oauth-error.ts';
export type { CloseOAuthOptions } from './lib/vault/options.ts';
export type { BackgroundOption, WaitUntilHost } from './lib/vault/host.ts';
export type { CloseOAuth, StartedAuthorization } from './lib/create-close-oauth.ts';
export type { GrantId } from './lib/record/grant-id.ts';
export type { Grant, GrantStatus } from './lib/grant/grant.ts';
export type { OAuthEvent, OAuthEventType } from './lib/vault/event.ts';
export type { ClientConfig, Tenant, TokenResponse } from './lib/protocol/client-config.ts';
export type { FinishAuthorizationOptions } from './lib/protocol/finish-authorization.ts';
export type { RefreshTokensOptions } from './lib/protocol/refresh-tokens.ts';
export type { RevokeTokensOptions } from './lib/protocol/revoke-tokens.ts';
export type {
  AuthorizationTransaction,
  StartAuthorizationOptions,
} from './lib/protocol/start-authorization.ts';
export type { TokenRefusal } from './lib/protocol/token-refusal.ts';
export type { GrantOperations } from './lib/grant/grant-operations.ts';
export type { KeepAliveOptions, KeepAliveProgress } from './lib/grant/keep-alive.ts';
export type { UnreadableRow } from './lib/record/read-row.ts';
export type { SealingKey, SealingKeys } from './lib/record/key-ring.ts';
export type { ServerProfile, ServerProfileName } from './lib/vault/server-profile.ts';
export type { TokenSetFields } from './lib/base/token-set.ts';
export type {
  GrantLease,
  GrantPage,
  GrantRecord,
  GrantRecordStatus,
  GrantRow,
  TokenStore,
} from './lib/record/token-store.ts';
export type { OAuthStats } from './lib/vault/stats.ts';
export type { UnsavedPairs } from './lib/vault/count-unsaved.ts';
