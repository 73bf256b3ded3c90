import { cookieSession, createCloseClient } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import type { CloseLiveEvent } from '../live/event.ts';
import type { CloseSession } from '../auth/close-session.ts';
import { createLiveFeed } from './live-feed.ts';
import { pageUrl } from './page-url.ts';
import { createTestEventSource } from './test-event-source.ts';
import { routeTestRequests } from './route-test-requests.ts';
import { createTestSession } from './test-session.ts';

/** Options of {@link createTestBackend}. All of them are optional. */
export interface TestBackendOptions {
  /** The local Close behind the backend. Default: a new one. */
  readonly sandbox?: Sandbox | undefined;
  /** Initial status of the session. Default: `signed-in`. */
  readonly session?: CloseSession['status'] | undefined;
  /** The id of the active organization. Default: the first one of the sandbox. */
  readonly organizationId?: string | undefined;
  /** The ids of the other connected organizations. Default: none. */
  readonly otherOrganizationIds?: readonly string[] | undefined;
  /** The base path of the routes. Default: `/api/close`. */
  readonly basePath?: string | undefined;
}

/** A live event; the fields that a test omits default to an update without a lead, with a new id. */
export type TestLiveEvent = Partial<CloseLiveEvent> & Pick<CloseLiveEvent, 'object_type' | 'object_id'>;

/** An in-process backend for one browser: the routes of `@closekit/server` over a sandbox. */
export interface TestBackend {
  /** The local Close: its data, its faults, and the requests that reached it. */
  readonly sandbox: Sandbox;
  /** The base path of the routes. */
  readonly basePath: string;
  /** Handles the routes, and `https://api.close.com/api/v1/` for clients with a token of their own. */
  readonly fetch: typeof fetch;
  /** A client with a cookie session at this backend, without retries. */
  readonly client: CloseClient;
  /** An `EventSource` class connected to this backend, for the `eventSource` of `CloseProvider`. */
  readonly eventSource: typeof EventSource;
  /** The received requests, such as `GET /api/close/session`; the oldest first. */
  readonly requests: string[];
  /** The URLs passed to {@link TestBackend.navigate}, such as `/api/close/login?returnTo=%2F`. */
  readonly visited: string[];
  /** The current session. */
  readonly session: CloseSession;
  /**
   * Response of the session route instead of {@link TestBackend.session}: another session, a promise that
   * delays the response, or an error for a failing route.
   */
  sessionResponse: CloseSession | Promise<CloseSession> | Error | undefined;
  /** Whether the network of the browser is down: every request fails. */
  isOffline: boolean;
  /** Delay of the API responses, in milliseconds. */
  delayMs: number;
  /**
   * Records a URL, for the `navigate` of `CloseProvider`.
   *
   * @param url - The URL.
   */
  readonly navigate: (url: string) => void;
  /**
   * Simulates a successful login. The page sees it when it reads the session again.
   *
   * @param organizationId - The organization that the user selects at Close. Default: the one of the lost
   * connection, otherwise the next one of the user.
   */
  readonly signIn: (organizationId?: string) => void;
  /** Simulates a logout elsewhere. The page sees it when it reads the session again. */
  readonly signOut: () => void;
  /**
   * Revokes every connection, as if the user had removed the app at Close. The page sees it at its next call.
   */
  readonly revoke: () => void;
  /** Expires every access token; the next call refreshes it. */
  readonly expireTokens: () => void;
  /**
   * Sends a live event to the subscribed pages.
   *
   * @param event - The event; or `reset` if the page may have missed events.
   */
  readonly emit: (event: TestLiveEvent | 'reset') => void;
}

/**
 * Creates an in-process backend, so that components send their real requests without a server: session,
 * logout, disconnect, switch of organization, tokens, live events and the API, all over a sandbox.
 *
 * @param options - The session and the sandbox.
 * @returns The backend of one browser. Two backends share nothing except a common sandbox.
 * @throws TypeError if the organization does not exist.
 * @example
 * ```ts
 * const backend = createTestBackend({ session: 'signed-out' });
 * backend.sandbox.faults.next({ path: '/api/v1/lead/', status: 500 });
 * ```
 */
export function createTestBackend(options: TestBackendOptions = {}): TestBackend {
  const { session: status = 'signed-in', organizationId, otherOrganizationIds = [] } = options;
  const { sandbox = createSandbox(), basePath = '/api/close' } = options;
  const session = createTestSession(sandbox, { status, organizationId, otherOrganizationIds });
  const feed = createLiveFeed();
  let events = 0;

  const baseUrl = pageUrl(`${basePath}/api/v1`).href;
  // Defined before its routes: they read the properties of the backend that a test may change.
  const fetch: typeof globalThis.fetch = (input, init) => route(input, init);
  const backend: TestBackend = {
    sandbox,
    basePath,
    fetch,
    client: createCloseClient({ auth: cookieSession(basePath), baseUrl, fetch, retry: false }),
    eventSource: createTestEventSource((url) => fetch(url)),
    requests: [],
    visited: [],
    get session() {
      return session.read();
    },
    sessionResponse: undefined,
    isOffline: false,
    delayMs: 0,
    navigate: (url) => void backend.visited.push(url),
    signIn: (id) => {
      session.signIn(id);
      feed.close();
    },
    signOut: () => {
      session.signOut();
      feed.close();
    },
    revoke: () => sandbox.revokeConnections(),
    expireTokens: () => sandbox.expireAccessTokens(),
    emit: (event) => {
      events += 1;
      if (event === 'reset') return feed.send('reset', {}, `ev_test${events}`);
      const id = event.id ?? `ev_test${events}`;
      feed.send('close', { action: 'updated', lead_id: null, changed_fields: [], ...event, id }, id);
    },
  };
  const route = routeTestRequests({ sandbox, session, feed, basePath, state: backend });
  return backend;
}
