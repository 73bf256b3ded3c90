import type { ApproveOptions } from './controls/approve.ts';
import type { SandboxMetadata } from './authorization-server/oauth-client.ts';
import type { SandboxConnection, SandboxSubscription, SubscribeOptions } from './controls/control-world.ts';
import type { SandboxClock } from './base/clock.ts';
import type { SandboxOrganization, SandboxUser } from './controls/describe-world.ts';
import type { SandboxFaults } from './requests/faults.ts';
import type { RecordedRequest } from './requests/serve-requests.ts';
import type { SandboxDelivery } from './api/webhooks/redelivery.ts';

/** A local Close: authorization server, API and data. */
export interface Sandbox {
  /**
   * Handles a request. A drop-in for `fetch`; it also works unbound. The origin of the URL is ignored, so
   * URLs of the real Close work too. Redirects are returned, not followed. Relative URLs are not supported.
   *
   * @param input - A request, or its absolute URL.
   * @param init - The options of the request, as in `fetch`.
   * @returns The response. Like `fetch`, it rejects with a `TypeError` for a dropped connection and with the
   *   signal's reason after an abort.
   */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** The origin in `metadata`. */
  readonly origin: string;
  /**
   * The metadata that discovery returns under `origin`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8414
   */
  readonly metadata: SandboxMetadata;
  /** The registered app, with the first of its redirect URIs. */
  readonly client: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string };
  /** An API key of the signed-in user in the first organization, for Basic authentication. */
  readonly apiKey: string;
  /** The clock of the sandbox. */
  readonly clock: SandboxClock;
  /** Schedules faults. */
  readonly faults: SandboxFaults;
  /** The log of requests without secrets, oldest first. Holds the last 10,000. */
  readonly requests: RecordedRequest[];
  /** The log of webhook deliveries, sent or not, oldest first. Holds the last 10,000. */
  readonly deliveries: readonly SandboxDelivery[];
  /**
   * Waits for webhook deliveries: a write returns before its deliveries complete.
   *
   * @returns Resolves when no delivery is in flight. Repetitions that are scheduled for later are not waited for.
   */
  delivered(): Promise<void>;
  /**
   * Sends a delivery again at once, whether it failed, waits for its next attempt or succeeded: with the same event,
   * signed again. Without `sendWebhook` it does nothing.
   *
   * @param delivery - One of `deliveries`.
   * @throws TypeError when it is not one of `deliveries`.
   */
  redeliver(delivery: SandboxDelivery): void;
  /**
   * Creates a webhook subscription without a request.
   *
   * @param options - The URL, the events and the organization.
   * @returns The id and the signature key of the subscription.
   * @throws TypeError when `url` is not absolute or the organization does not exist.
   */
  subscribe(options: SubscribeOptions): SandboxSubscription;
  /** The organizations, larger one first. */
  readonly organizations: readonly SandboxOrganization[];
  /** The users, signed-in user first. */
  readonly users: readonly SandboxUser[];
  /**
   * Creates a grant and its first token pair without a browser.
   *
   * @param options - The organization. Default: the first one.
   * @returns The token pair, as the token endpoint would issue it.
   * @throws TypeError when the organization does not exist.
   */
  connect(options?: { organizationId?: string }): SandboxConnection;
  /**
   * Acts as the user on the consent page.
   *
   * @param authorizationUrl - The URL that the app sends the browser to.
   * @param options - The organization to choose, and whether to deny.
   * @returns The callback URL with its code or error.
   * @throws Error when the page refuses the request, with the reason that the page shows.
   */
  approve(authorizationUrl: URL | string, options?: ApproveOptions): Promise<URL>;
  /** Expires every access token. Refresh tokens stay valid. */
  expireAccessTokens(): void;
  /** Revokes every grant with its tokens, as when the user removes the app at Close. */
  revokeConnections(): void;
  /**
   * Counts the active grants.
   *
   * @returns The number of grants that are not revoked.
   */
  activeGrants(): number;
  /**
   * Checks a refresh token without using it.
   *
   * @param token - The refresh token.
   * @returns `true` when the token endpoint would accept it.
   */
  isRefreshTokenAlive(token: string): boolean;
  /** Restores the initial state: seeded data, no grants, no faults, empty logs, the clock not advanced. */
  reset(): void;
}
