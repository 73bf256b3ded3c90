import type { AuthorizationServer } from '../base/authorization-server.ts';

/** What a token endpoint answered with status 200, under the server's own names, tokens included. */
export type TokenResponse = Readonly<Record<string, unknown>>;

/** Whose tokens a response holds. */
export interface Tenant {
  /** The organization. */
  readonly organizationId: string;
  /** The user. */
  readonly userId: string;
}

/** What every protocol step needs to know about the app and the server. */
export interface ClientConfig {
  /** The app's id, `oa2client_…`. */
  clientId: string;
  /** The app's secret. It is sent in the body of requests to the server, nowhere else. */
  clientSecret: string;
  /** The server's RFC 8414 metadata. Default: {@link closeAuthorizationServer}. */
  server?: AuthorizationServer;
  /** How requests are sent. Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number;
  /** When a request is given up, in milliseconds, reading the body included. Default: 10 000. */
  timeoutMs?: number;
  /** The lifetime of an access token whose response has no usable `expires_in`, in milliseconds. Default: 3 600 000. */
  defaultLifetimeMs?: number;
  /** The statuses with which the server's `invalid_grant` is a verdict. Default: 400 and 401. */
  refusalStatuses?: readonly number[];
  /**
   * Finds the tenant of a token response for servers that do not send `organization_id` and `user_id`.
   * May return undefined after a refresh; the tenant is then carried over.
   */
  identify?: (response: TokenResponse) => Tenant | undefined | Promise<Tenant | undefined>;
}
