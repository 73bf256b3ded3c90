export { closeAuthorizationServer } from './lib/authorization-server.ts';
export { CloseOAuthError, isCloseOAuthError } from './lib/close-oauth-error.ts';
export { createCloseOAuth } from './lib/create-close-oauth.ts';
export { memoryStore } from './lib/memory-store.ts';
export { discoverAuthorizationServer } from './lib/protocol/discover-authorization-server.ts';
export { finishAuthorization } from './lib/protocol/finish-authorization.ts';
export { refreshTokens } from './lib/protocol/refresh-tokens.ts';
export { revokeTokens } from './lib/protocol/revoke-tokens.ts';
export { startAuthorization } from './lib/protocol/start-authorization.ts';
export { TokenSet } from './lib/token-set.ts';

export type { AuthorizationServer } from './lib/authorization-server.ts';
export type { CloseOAuthErrorCode, CloseOAuthErrorDetails } from './lib/close-oauth-error.ts';
export type { CloseOAuthOptions } from './lib/close-oauth-options.ts';
export type { CloseOAuth } from './lib/create-close-oauth.ts';
export type { GrantId } from './lib/grant-id.ts';
export type { Grant, GrantStatus } from './lib/grant.ts';
export type { OAuthEvent, OAuthEventType } from './lib/oauth-event.ts';
export type { ClientConfig, Tenant, TokenResponse } from './lib/protocol/client-config.ts';
export type { FinishAuthorizationOptions } from './lib/protocol/finish-authorization.ts';
export type { RefreshTokensOptions } from './lib/protocol/refresh-tokens.ts';
export type { RevokeTokensOptions } from './lib/protocol/revoke-tokens.ts';
export type {
  AuthorizationTransaction,
  StartAuthorizationOptions,
} from './lib/protocol/start-authorization.ts';
export type { ResealOptions, ResealProgress } from './lib/reseal-grants.ts';
export type { SealingKey } from './lib/sealer.ts';
export type { ServerProfile, ServerProfileName } from './lib/server-profile.ts';
export type { TokenSetFields } from './lib/token-set.ts';
export type { GrantLease, GrantRecord, GrantRecordStatus, TokenStore } from './lib/token-store.ts';
export type { OAuthStats } from './lib/vault-stats.ts';
