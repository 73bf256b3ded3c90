import type { CloseOAuth } from '@closekit/oauth';
import type { CloseHandlerError } from '../base/errors.ts';
import type { LiveSettings, WebhookOptions } from '../live/parse-webhook-options.ts';
import type { Replacements } from '../stores/replacements.ts';
import type { SessionStore } from '../stores/session-store.ts';

/** The methods of `createCloseOAuth` that the handler uses. */
export type ConnectedOAuth = Pick<CloseOAuth, 'startAuthorization' | 'finishAuthorization' | 'grant'>;

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
  /** The store for sessions. Default: `memorySessionStore()`. */
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
  /** The time limit for Close to begin a response, in milliseconds. Default: 30 seconds. */
  readonly timeoutMs?: number;
  /** The maximum size of a request body, in bytes. Default: 10 MiB. */
  readonly maxBodyBytes?: number;
  /**
   * Whether `POST token` returns access tokens to the browser, for apps whose pages call Close directly.
   * Refresh tokens never reach it. Default: `false`.
   */
  readonly tokens?: boolean;
  /** Enables `POST webhook`, which Close calls, and `GET events`, which streams changes to pages. */
  readonly webhooks?: WebhookOptions;
  /** Called with every error except `signed_out` and `aborted`. The errors contain no secrets. */
  readonly onError?: (error: CloseHandlerError) => void;
}

/** The options with all defaults. */
export interface HandlerConfig {
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
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly tokens: boolean;
  /** The webhook relay, if enabled. */
  readonly live: LiveSettings | undefined;
  readonly replacements: Replacements;
  readonly report: (error: CloseHandlerError) => void;
}
