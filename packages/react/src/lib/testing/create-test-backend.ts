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

/** Settings of {@link createTestBackend}. All of them are optional. */
export interface TestBackendOptions {
  /** The local Close behind the backend. Default: a new one. */
  readonly sandbox?: Sandbox | undefined;
  /** Whether somebody is connected. Default: `signed-in`. */
  readonly session?: CloseSession['status'] | undefined;
  /** The organization that is shown. Default: the sandbox's first. */
  readonly organizationId?: string | undefined;
  /** The organizations that the session has connected besides. Default: none. */
  readonly otherOrganizationIds?: readonly string[] | undefined;
  /** Where the routes are. Default: `/api/close`. */
  readonly basePath?: string | undefined;
}

/** A live event, as far as a test has to say: by default a lead-less update with an id of its own. */
export type TestLiveEvent = Partial<CloseLiveEvent> & Pick<CloseLiveEvent, 'object_type' | 'object_id'>;

/** The backend of an app, played in process for one browser: the routes of `@closekit/server` over a sandbox. */
export interface TestBackend {
  /** The local Close: its data, its faults, and the requests that reached it. */
  readonly sandbox: Sandbox;
  /** Where the routes are. */
  readonly basePath: string;
  /** Answers the routes, and `https://api.close.com/api/v1/` for clients that hold a token themselves. */
  readonly fetch: typeof fetch;
  /** A client with a cookie session at this backend, which sends everything once. */
  readonly client: CloseClient;
  /** An `EventSource` that listens to this backend, for the `eventSource` of `CloseProvider`. */
  readonly eventSource: typeof EventSource;
  /** What arrived, such as `GET /api/close/session`; the oldest first. */
  readonly requests: string[];
  /** Where {@link TestBackend.navigate} was sent, such as `/api/close/login?returnTo=%2F`. */
  readonly visited: string[];
  /** Who is connected. */
  readonly session: CloseSession;
  /**
   * What the session route answers in place of {@link TestBackend.session}: another session, a promise that holds the
   * answer back, or an error for a route that is out of order.
   */
  sessionAnswer: CloseSession | Promise<CloseSession> | Error | undefined;
  /** Whether the browser has lost the network: nothing arrives any more. */
  isOffline: boolean;
  /** How much later the answers of the API come, in milliseconds. */
  delayMs: number;
  /**
   * Notes where the page would go, for the `navigate` of `CloseProvider`.
   *
   * @param url - The address.
   */
  readonly navigate: (url: string) => void;
  /**
   * Plays a login that succeeds. The page learns of it when it reads the session again.
   *
   * @param organizationId - What is chosen at Close; the lost connection's organization, else the user's next one, unless given.
   */
  readonly signIn: (organizationId?: string) => void;
  /** Plays a session that ends elsewhere. The page learns of it when it reads the session again. */
  readonly signOut: () => void;
  /** Ends every connection, as if its user had removed the app at Close. The page learns of it at its next call. */
  readonly revoke: () => void;
  /** Lets every access token run out; the next call renews it. */
  readonly expireTokens: () => void;
  /**
   * Sends a live event to the pages that listen.
   *
   * @param event - What happened; or `reset`, when the page may have missed something.
   */
  readonly emit: (event: TestLiveEvent | 'reset') => void;
}

/**
 * Plays the backend of an app in process, so that components run their real requests without a server: session,
 * logout, switch of organization, tokens, live events and the API, all over a sandbox.
 *
 * @param options - Who is connected, and to which sandbox.
 * @returns The backend of one browser. Nothing is shared between two backends but a sandbox that is given to both.
 * @throws TypeError when there is no such organization.
 * @example
 * const backend = createTestBackend({ session: 'signed-out' });
 * backend.sandbox.faults.next({ path: '/api/v1/lead/', status: 500 });
 */
export function createTestBackend(options: TestBackendOptions = {}): TestBackend {
  const { session: status = 'signed-in', organizationId, otherOrganizationIds = [] } = options;
  const { sandbox = createSandbox(), basePath = '/api/close' } = options;
  const session = createTestSession(sandbox, { status, organizationId, otherOrganizationIds });
  const feed = createLiveFeed();
  let events = 0;

  const baseUrl = pageUrl(`${basePath}/api/v1`).href;
  // The routes look at what a test has changed on the backend itself.
  const fetch: typeof globalThis.fetch = (input, init) => answer(input, init);
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
    sessionAnswer: undefined,
    isOffline: false,
    delayMs: 0,
    navigate: (url) => void backend.visited.push(url),
    signIn: (id) => {
      session.signIn(id);
      feed.end();
    },
    signOut: () => {
      session.signOut();
      feed.end();
    },
    revoke: () => sandbox.revokeConnections(),
    expireTokens: () => sandbox.expireAccessTokens(),
    emit: (event) => {
      if (event === 'reset') return feed.send('reset', {});
      const id = event.id ?? `ev_test${(events += 1)}`;
      feed.send('close', { action: 'updated', lead_id: null, changed_fields: [], ...event, id }, id);
    },
  };
  const answer = routeTestRequests({ sandbox, session, feed, basePath, state: backend });
  return backend;
}
