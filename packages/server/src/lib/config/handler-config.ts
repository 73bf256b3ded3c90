import type { CloseOAuth } from '@closekit/oauth';
import type { LiveSettings } from '../live/parse-webhook-options.ts';
import type { Replacements } from '../stores/replacements.ts';
import type { NoteUnknownSession } from './watch-unknown-sessions.ts';
import type { SessionRecord, SessionStore } from '../stores/session-store.ts';
import type { HandlerCall, RateLimitRefusal } from './handler-call.ts';
import type { CloseHandlerEvent } from './handler-event.ts';
import type { RequestScope } from './request-scope.ts';

/** The methods of `createCloseOAuth` that the handler uses. */
export type ConnectedOAuth = Pick<
  CloseOAuth,
  | 'startAuthorization'
  | 'readAuthorizationContext'
  | 'replaceAuthorizationContext'
  | 'finishAuthorization'
  | 'grant'
>;

/** The options of {@link createCloseHandler}. Only `oauth` and `origin` have no default. */
export interface CloseHandlerOptions {
  /**
   * The connection to Close, from `createCloseOAuth`. Its `redirectUri` is `origin` + `basePath` +
   * `/callback`.
   */
  readonly oauth: ConnectedOAuth;
  /**
   * The app's public origin as browsers see it, for example `https://app.example`.
   * `http` is accepted for `localhost`, `127.0.0.1` and `[::1]` only.
   */
  readonly origin: string;
  /** The path the handler is mounted at. Default: `/api/close`. */
  readonly basePath?: string;
  /**
   * The store for sessions. Default: the memory of this process, which handlers with the same `origin` and `basePath`
   * share.
   */
  readonly sessions?: SessionStore;
  /** The origin that API calls are sent to. Default: `https://api.close.com`. */
  readonly apiOrigin?: string;
  /** The `fetch` for API calls. Default: the global one, read at call time. */
  readonly fetch?: typeof fetch;
  /** The clock in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
  /** The maximum lifetime of a session, in milliseconds. Default: 30 days. */
  readonly sessionLifetimeMs?: number;
  /** The lifetime of a session without use, in milliseconds. Default: 7 days. */
  readonly sessionIdleMs?: number;
  /** The maximum number of sessions of a user; beyond it the least recently seen end. Default: 100. */
  readonly sessionsPerUser?: number;
  /**
   * Labels the device of a session from one of its first requests, for example from `user-agent`. Called until it
   * returns a text; up to 200 characters are stored. Default: no label.
   */
  readonly device?: (request: Request) => string | undefined;
  /** The time limit for Close to begin a response, in milliseconds. Default: 30 seconds. */
  readonly timeoutMs?: number;
  /** The maximum size of a request body, in bytes. Default: 10 MiB. */
  readonly maxBodyBytes?: number;
  /** The time limit for a request body to arrive, in milliseconds. Default: 30 seconds. */
  readonly bodyTimeoutMs?: number;
  /**
   * Whether `POST token` returns access tokens to the browser, for apps whose pages call Close directly.
   * Refresh tokens never reach it. Default: `false`.
   */
  readonly tokens?: boolean;
  /** Enables `POST webhook`, which Close calls, and `GET events`, which streams changes to pages. */
  readonly webhooks?: WebhookRelay;
  /**
   * Decides whether an API call is forwarded to Close. `true` allows it, `false` refuses it with 403
   * `call_refused`, and `undefined` leaves it to the default rule: everything that the user may do at Close,
   * except calls of webhook subscriptions. Called with the live session, before the body is read.
   */
  readonly allow?: (
    call: HandlerCall,
    session: SessionRecord,
  ) => boolean | undefined | Promise<boolean | undefined>;
  /**
   * Limits requests. Called before any work with every request except `GET health` and `GET ready`;
   * `undefined` lets the request continue, `{ retryAfterMs }` refuses it with 429 `rate_limited` and `Retry-After`.
   */
  readonly rateLimit?: (
    call: HandlerCall,
  ) => RateLimitRefusal | undefined | Promise<RateLimitRefusal | undefined>;
  /**
   * Called with each login, sign-out, switch, disconnect and ended session, and with each request that was
   * refused or failed, except `signed_out` and `aborted`. Events contain no secrets. A listener that throws or
   * rejects changes nothing.
   */
  readonly onEvent?: (event: CloseHandlerEvent) => unknown;
}

/** The webhook relay of a handler, from {@link webhookRelay}. */
export interface WebhookRelay {
  /**
   * Called by {@link createCloseHandler}, once for each handler.
   *
   * @param handler - The clock of the handler, and its origin and base path.
   * @returns The relay of this handler.
   */
  readonly open: (handler: { readonly now: () => number; readonly mount: string }) => LiveRelay;
}

/** The webhook relay of one handler: its state and its routes. */
export interface LiveRelay extends LiveSettings {
  /** `POST webhook`. */
  readonly webhook: (config: HandlerConfig, request: Request) => Promise<Response>;
  /** `GET events`. */
  readonly events: (config: HandlerConfig, request: Request) => Promise<Response>;
}

/** The options with all defaults, and the scope of the request. */
export interface HandlerConfig extends RequestScope {
  readonly oauth: ConnectedOAuth;
  readonly origin: string;
  readonly secure: boolean;
  readonly basePath: string;
  readonly sessions: SessionStore;
  readonly apiOrigin: string;
  readonly fetch: typeof fetch;
  /** Whether the app has passed its own `fetch`. Every call must then go through it. */
  readonly hasOwnFetch: boolean;
  readonly now: () => number;
  readonly sessionLifetimeMs: number;
  readonly sessionIdleMs: number;
  readonly sessionsPerUser: number;
  readonly deviceOf: (request: Request) => string;
  /** A browser sent a session id that the store does not know. */
  readonly noteUnknownSession: NoteUnknownSession;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly tokens: boolean;
  /** The webhook relay, if enabled. */
  readonly live: LiveRelay | undefined;
  readonly replacements: Replacements;
  readonly allow: CloseHandlerOptions['allow'];
  readonly rateLimit: CloseHandlerOptions['rateLimit'];
  readonly onEvent: CloseHandlerOptions['onEvent'];
}
