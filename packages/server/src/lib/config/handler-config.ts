import type { CloseOAuth } from '@closekit/oauth';
import type { CloseHandlerError } from '../base/errors.ts';
import type { LiveSettings, WebhookOptions } from '../live/parse-webhook-options.ts';
import type { Replacements } from '../stores/replacements.ts';
import type { SessionStore } from '../stores/session-store.ts';

/** What the handler needs of `createCloseOAuth`. */
export type ConnectedOAuth = Pick<CloseOAuth, 'startAuthorization' | 'finishAuthorization' | 'grant'>;

/** What {@link createCloseHandler} needs. Only `oauth` and `origin` have no default. */
export interface CloseHandlerOptions {
  /** The connection to Close, from `createCloseOAuth`. Its `redirectUri` is `origin` + `basePath` + `/callback`. */
  readonly oauth: ConnectedOAuth;
  /**
   * The app's public origin as browsers see it, for example `https://app.example`.
   * `http` is accepted for `localhost`, `127.0.0.1` and `[::1]` only.
   */
  readonly origin: string;
  /** The path the handler is mounted at. Default `/api/close`. */
  readonly basePath?: string;
  /** Where sessions are kept. Default: this process's memory. */
  readonly sessions?: SessionStore;
  /** The origin that API calls go to. Default `https://api.close.com`. */
  readonly apiOrigin?: string;
  /** The fetch that API calls are sent with. Default: the global one, read at call time. */
  readonly fetch?: typeof fetch;
  /** The clock in milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
  /** How long a session can live at most, in milliseconds. Default 30 days. */
  readonly sessionLifetimeMs?: number;
  /** How long a session lives without being used, in milliseconds. Default 7 days. */
  readonly sessionIdleMs?: number;
  /** How long Close may take to begin an answer, in milliseconds. Default 30 seconds. */
  readonly timeoutMs?: number;
  /** The largest request body that is taken in, in bytes. Default 10 MiB. */
  readonly maxBodyBytes?: number;
  /**
   * Whether `POST token` gives the browser access tokens, for apps whose pages call Close themselves. Default false:
   * no token reaches the browser. Refresh tokens never do.
   */
  readonly tokens?: boolean;
  /** Switches on `POST webhook`, which Close calls, and `GET events`, which tells pages what has changed. */
  readonly webhooks?: WebhookOptions;
  /** Receives every failure the handler answers with, except `signed_out` and `aborted`. The errors hold no secrets. */
  readonly onError?: (error: CloseHandlerError) => void;
}

/** The options with every default filled in. */
export interface HandlerConfig {
  readonly oauth: ConnectedOAuth;
  readonly origin: string;
  readonly secure: boolean;
  readonly basePath: string;
  readonly sessions: SessionStore;
  readonly apiOrigin: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly sessionLifetimeMs: number;
  readonly sessionIdleMs: number;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly tokens: boolean;
  /** The webhook relay, where it is switched on. */
  readonly live: LiveSettings | undefined;
  readonly replacements: Replacements;
  readonly report: (error: CloseHandlerError) => void;
}
