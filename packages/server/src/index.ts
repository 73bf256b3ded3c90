export { closeSession } from './lib/close-session.ts';
export { createCloseHandler } from './lib/create-close-handler.ts';
export { isCloseServerError, CloseServerError } from './lib/base/errors.ts';
export { fetchAs } from './lib/fetch-as.ts';
export { memoryLiveBus } from './lib/live/bus.ts';
export { memorySessionStore } from './lib/stores/memory.ts';
export { webhookRelay } from './lib/webhook-relay.ts';
export type { AccessTokenResponse } from './lib/routes/token.ts';
export type { CloseHandler, ManagedCloseHandler } from './lib/create-close-handler.ts';
export type { CloseHandlerError, CloseServerErrorCode, CloseServerErrorOptions } from './lib/base/errors.ts';
export type {
  CloseHandlerEvent,
  EventActor,
  EventFacts,
  EventFailure,
  HandlerOccurrence,
  HandlerRoute,
  SessionEndReason,
} from './lib/config/handler-event.ts';
export type { HandlerCall, RateLimitRefusal } from './lib/config/handler-call.ts';
export type {
  CloseHandlerOptions,
  ConnectedOAuth,
  LiveRelay,
  WebhookRelay,
} from './lib/config/handler-config.ts';
export type { EndedSessions, LiveBus } from './lib/live/bus.ts';
export type { LiveEvent } from './lib/live/event.ts';
export type { OnDelivery } from './lib/live/deliver.ts';
export type { WebhookOptions } from './lib/live/parse-webhook-options.ts';
export type { MemorySessionStoreOptions } from './lib/stores/memory.ts';
export type {
  CloseSessions,
  ListedSession,
  ListedSessionPage,
  ListSessionsOptions,
  SessionOfUser,
} from './lib/session/session-control.ts';
export type { SessionState, SignedInState, SignedOutState } from './lib/routes/session.ts';
export type {
  OrganizationSessionFilter,
  SessionChanges,
  SessionFilter,
  SessionGrant,
  SessionOrganization,
  SessionPage,
  SessionPageOptions,
  SessionProfile,
  SessionRecord,
  SessionStore,
  StoredSession,
  UserSessionFilter,
} from './lib/stores/session-store.ts';
