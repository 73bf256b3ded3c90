import type { ApproveOptions } from './controls/approve.ts';
import type { SandboxMetadata } from './authorization-server/metadata.ts';
import type { SandboxConnection } from './controls/connect.ts';
import type { SandboxClock } from './base/clock.ts';
import type { SandboxOrganization, SandboxUser } from './controls/describe-world.ts';
import type { SandboxFaults } from './requests/faults.ts';
import type { RecordedRequest } from './requests/record-request.ts';
import type { SandboxSubscription, SubscribeOptions } from './controls/subscribe.ts';
import type { SandboxDelivery } from './api/webhooks/create-deliveries.ts';

/** A local Close. */
export interface Sandbox {
  /**
   * Answers a request. Works unbound, wherever a `fetch` is wanted. Only the path counts, so the addresses of the real
   * Close are answered too; redirects are handed back, not followed. Relative URLs are not supported.
   * @param input - A request, or its absolute URL.
   * @param init - What `fetch` takes as its second argument.
   * @returns The answer. Rejects as `fetch` does: with a `TypeError` for a dropped connection, with the signal's reason
   *   after an abort.
   */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** The origin in `metadata`. */
  readonly origin: string;
  /**
   * What discovery answers under `origin`.
   * @see RFC 8414
   */
  readonly metadata: SandboxMetadata;
  /** The app that is registered, with the first of its redirect addresses. */
  readonly client: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string };
  /** An API key of the signed-in user in the first organization, for Basic authentication. */
  readonly apiKey: string;
  /** The time. */
  readonly clock: SandboxClock;
  /** What goes wrong next. */
  readonly faults: SandboxFaults;
  /** What arrived, the oldest first; the last 10,000 requests are kept. */
  readonly requests: RecordedRequest[];
  /** What webhook subscriptions got, or would have got, the oldest first; the last 10,000 are kept. */
  readonly deliveries: readonly SandboxDelivery[];
  /**
   * Waits for webhooks: a write is answered before its deliveries are.
   * @returns Once no delivery is on its way.
   */
  delivered(): Promise<void>;
  /**
   * Makes a webhook subscription without a request.
   * @param options - Where deliveries go, of which events and of which organization.
   * @returns Its id and the key that verifies deliveries.
   * @throws TypeError when the address is no absolute URL or there is no such organization.
   */
  subscribe(options: SubscribeOptions): SandboxSubscription;
  /** The organizations, the larger one first. */
  readonly organizations: readonly SandboxOrganization[];
  /** The users, the signed-in one first. */
  readonly users: readonly SandboxUser[];
  /**
   * Makes a token pair without a browser.
   * @param options - The organization; default the first one.
   * @returns The pair, as the token endpoint would give it.
   * @throws TypeError when there is no such organization.
   */
  connect(options?: { organizationId?: string }): SandboxConnection;
  /**
   * Plays the person on the consent page.
   * @param authorizationUrl - Where the app sends the browser.
   * @param options - The organization to choose, and whether to deny.
   * @returns The callback URL with its code or error.
   * @throws Error when the page refuses the request, with the reason it shows.
   */
  approve(authorizationUrl: URL | string, options?: ApproveOptions): Promise<URL>;
  /** Lets every access token run out now. Refresh tokens stay. */
  expireAccessTokens(): void;
  /** Ends every connection, as if its user had removed the app at Close: access and refresh tokens are worthless. */
  revokeConnections(): void;
  /**
   * Counts the connections that are alive.
   * @returns How many grants were neither revoked nor ended by the reuse of a token.
   */
  activeGrants(): number;
  /**
   * Asks after a refresh token without using it.
   * @param token - The refresh token.
   * @returns True when it would be accepted now.
   */
  isRefreshTokenAlive(token: string): boolean;
  /** Goes back to the beginning: data as seeded, no grants, no faults, no recorded requests, the clock unmoved. */
  reset(): void;
}
