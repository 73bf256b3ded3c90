export { closeSession } from './lib/close-session.ts';
export { createCloseHandler } from './lib/create-close-handler.ts';
export { isCloseServerError, CloseServerError } from './lib/errors.ts';
export { fetchAs } from './lib/fetch-as.ts';
export { memoryLiveBus } from './lib/live-bus.ts';
export { memorySessionStore } from './lib/memory-session-store.ts';
export type { TokenAnswer } from './lib/token.ts';
export type { CloseHandler } from './lib/create-close-handler.ts';
export type { CloseHandlerError, CloseServerErrorCode } from './lib/errors.ts';
export type { CloseHandlerOptions, ConnectedOAuth } from './lib/handler-config.ts';
export type { LiveBus } from './lib/live-bus.ts';
export type { LiveEvent } from './lib/live-event.ts';
export type { SignatureKey, WebhookOptions, WebhookSubscription } from './lib/live-settings.ts';
export type { MemorySessionStoreOptions } from './lib/memory-session-store.ts';
export type { SessionState, SignedInState, SignedOutState } from './lib/session.ts';
export type {
  SessionGrant,
  SessionOrganization,
  SessionProfile,
  SessionRecord,
  SessionStore,
} from './lib/session-store.ts';
