import type { CloseHandlerError } from '../base/errors.ts';

/** The names of the routes. */
export const handlerRoutes = [
  'login',
  'callback',
  'session',
  'switch',
  'logout',
  'disconnect',
  'token',
  'webhook',
  'events',
  'api',
  'health',
  'ready',
] as const;

/** The route of a request, by its name below `basePath`; `api` for the calls that are forwarded to Close. */
export type HandlerRoute = (typeof handlerRoutes)[number];

/**
 * Why a session has ended without a sign-out of its browser.
 *
 * - `expired`: it reached its idle or its absolute limit.
 * - `disconnected`: its last grant was revoked.
 * - `replaced`: another user signed in with the same browser.
 * - `limit`: the user has signed in with more browsers than `sessionsPerUser`.
 * - `ended`: the app ended it with `handler.sessions.end`.
 */
export type SessionEndReason = 'expired' | 'disconnected' | 'replaced' | 'limit' | 'ended';

/** The user that an event is about, in one organization. */
export interface EventActor {
  /** Close's id of the user. */
  readonly userId: string;
  /** Close's id of the organization. */
  readonly organizationId: string;
}

/** An error response, or a redirect to the app with `close_error`. */
export interface EventFailure {
  /** The code of the error, which the browser receives too. */
  readonly code: CloseHandlerError['code'];
  /** The HTTP status that belongs to the code. */
  readonly status: number;
  /** The error, with the message and the `cause` for the operator. Contains no secrets. */
  readonly error: CloseHandlerError;
}

/** What has happened, before the facts of its request are added. Part of {@link CloseHandlerEvent}. */
export type HandlerOccurrence =
  /** A login has finished: a session exists. Also when a user connects another organization. */
  | ({ readonly type: 'signed-in' } & EventActor)
  /** The user has ended the session of this browser. */
  | ({ readonly type: 'signed-out' } & EventActor)
  /** The browser has switched to another organization. */
  | ({ readonly type: 'switched'; readonly previousOrganizationId: string } & EventActor)
  /** The user has disconnected an organization. A `failed` event tells when Close has not revoked the grant yet. */
  | ({ readonly type: 'disconnected' } & EventActor)
  /** A session has ended without a sign-out. */
  | ({ readonly type: 'session-ended'; readonly reason: SessionEndReason } & EventActor)
  /**
   * The app has ended sessions with `handler.sessions.endAll`: those of `userId`, of `organizationId`, or of both.
   */
  | { readonly type: 'sessions-ended'; readonly count: number }
  /**
   * A browser sent a session that the memory of this process has never had, at most once a minute. Another process has
   * it, or this one has been restarted: users are signed out at random until all processes share a session store.
   */
  | { readonly type: 'session-unknown'; readonly hint: string }
  /** A request was refused because of what it is: a status below 500. */
  | ({ readonly type: 'refused' } & EventFailure)
  /** A request failed because of the server, its stores or Close: a status of 500 or more. */
  | ({ readonly type: 'failed' } & EventFailure);

/** The facts that every event has. */
export interface EventFacts {
  /** When it happened, in milliseconds since 1970. */
  readonly at: number;
  /** The id of the request, as in the response header `x-request-id`; `undefined` outside requests. */
  readonly requestId: string | undefined;
  /** The route; `undefined` when no route matches, and outside requests. */
  readonly route: HandlerRoute | undefined;
  /** The user; `undefined` when no session was read. */
  readonly userId: string | undefined;
  /** The organization; `undefined` when no session was read. */
  readonly organizationId: string | undefined;
}

/**
 * Something that the operator of the server may want to log, count or act on. Narrow on `type`. Contains no
 * cookie, token, authorization code, key or body.
 */
export type CloseHandlerEvent = EventFacts & HandlerOccurrence;
