import type { AuthorizationServer } from '../base/authorization-server.ts';
import type { TokenRefusal } from './token-refusal.ts';

/** The JSON body of a successful token response, with the server's names, tokens included. */
export type TokenResponse = Readonly<Record<string, unknown>>;

/** The organization and the user that tokens belong to. */
export interface Tenant {
  /** The organization. */
  readonly organizationId: string;
  /** The user. */
  readonly userId: string;
}

/** The app and its authorization server. */
export interface ClientConfig {
  /** The client id of the app, `oa2client_…`. */
  clientId: string;
  /** The client secret of the app. It is only sent in the body of requests to the server. */
  clientSecret: string;
  /** The RFC 8414 metadata of the server. Default: {@link closeAuthorizationServer}. */
  server?: AuthorizationServer;
  /** Sends requests. Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** The current time in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number;
  /** Time limit of one request in milliseconds, reading the body included. Default: 10,000. */
  timeoutMs?: number;
  /** Ends a request instead of the time limit. After a refresh has been sent, it may cost the new tokens. */
  signal?: AbortSignal;
  /**
   * The lifetime of an access token whose response has no usable `expires_in`, in milliseconds.
   * Default: 3,600,000.
   */
  defaultLifetimeMs?: number;
  /** The responses to a refresh that end a grant. Default: status 400 or 401 with `invalid_grant`. */
  refusals?: readonly TokenRefusal[];
  /**
   * Finds the organization and the user of a token response, for servers that do not send `organization_id`
   * and `user_id`. It may return `undefined` after a refresh: they stay the same then.
   */
  identify?: (response: TokenResponse) => Tenant | undefined | Promise<Tenant | undefined>;
}
