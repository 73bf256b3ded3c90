import type { CloseClient, CloseClientEvent } from '@closekit/client';
import type { QueryCache } from '@tanstack/query-core';
import { joinEndings } from '../base/join-endings.ts';
import type { BrowserPage } from './browser-page.ts';
import { CloseAuthError } from './error.ts';
import { createCoolDown } from './cool-down.ts';
import { connectedIn, connectionIn, identityOf, scopeOf, stateOfSession } from './state.ts';
import type { CloseAuthState, FailedSignIn } from './state.ts';
import type { CloseSession, ConnectedSession } from './close-session.ts';
import { SessionReader } from './session-reader.ts';
import type { SessionSource } from './session-source.ts';

/** Settings of {@link AuthStore}. */
export interface AuthStoreOptions {
  /** Emits the events of refused and refreshed tokens. */
  readonly client: Pick<CloseClient, 'subscribe'>;
  /** Reads the session, and signs in and out. */
  readonly source: SessionSource;
  /** The page that the store runs in. */
  readonly page: BrowserPage;
  /** The session that a server has read for this page. */
  readonly initialSession?: CloseSession | undefined;
  /** The store of another client. Its state is taken over if both clients have the same session routes. */
  readonly previous?: AuthStore | undefined;
  /** Called when the user is gone: signed out, or replaced by another one. `signOut` waits for the promise. */
  readonly onSignedOut?: ((left: ConnectedSession) => void | PromiseLike<void>) | undefined;
}

/** After a read because the user has returned to the page, the next one waits for this time. */
const coolDownMs = 10_000;

/** Holds the auth state and notifies its subscribers. Framework-free, in the shape of `useSyncExternalStore`. */
export class AuthStore {
  readonly #options: AuthStoreOptions;
  readonly #initialState: CloseAuthState;
  /** The caches that run options of this page, whether or not its provider uses them. */
  readonly caches: Set<QueryCache> = new Set();
  readonly #guards = new Set<(left: string | undefined) => void>();
  readonly #listeners = new Set<() => void>();
  readonly #reader: SessionReader;
  #state: CloseAuthState;
  #failure: FailedSignIn = {};
  /** Whether the session may have changed. If the next read fails, the state on screen is discarded. */
  #isDoubtful = false;
  #scopeEnd = new AbortController();
  /** The user who was last known to be connected here. */
  #connected: ConnectedSession | undefined;
  #cleanUp: Promise<void> | undefined;
  readonly #waits = new Map<(state: CloseAuthState) => boolean, Promise<void>>();
  #post: ((identity: string) => void) | undefined;

  constructor(options: AuthStoreOptions) {
    const { initialSession, source, page, previous } = options;
    this.#options = options;
    this.#initialState = { status: 'loading' };
    if (initialSession) this.#initialState = stateOfSession(initialSession, this.#initialState, {});
    // Without routes there may be another token, of another user.
    if (source.basePath && previous && previous.#options.source.basePath === source.basePath)
      this.#initialState = previous.#state;
    this.#state = this.#initialState;
    this.#connected = connectedIn(this.#state);
    this.#reader = new SessionReader({ source, page, onFailure: this.#fail });
  }

  /** Aborts when the page leaves its present scope. */
  get scopeEnd(): AbortSignal {
    return this.#scopeEnd.signal;
  }

  /**
   * Subscribes before all components: called after a change of status or scope, before the first of them renders it.
   *
   * @param listener - Gets the scope before the change.
   */
  readonly guard = (listener: (left: string | undefined) => void): (() => void) => {
    this.#guards.add(listener);
    return () => this.#guards.delete(listener);
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): CloseAuthState => this.#state;

  readonly getServerSnapshot = (): CloseAuthState => this.#initialState;

  /**
   * Waits for a state.
   *
   * @param isReached - The condition; pass the same function each time.
   * @returns A promise that never rejects; the same one until the condition is true.
   */
  until(isReached: (state: CloseAuthState) => boolean): Promise<void> {
    const wait =
      this.#waits.get(isReached) ??
      new Promise<void>((resolve) => {
        const check = (): void => {
          if (!isReached(this.#state)) return;
          unsubscribe();
          this.#waits.delete(isReached);
          resolve();
        };
        const unsubscribe = this.subscribe(check);
        queueMicrotask(check);
      });
    this.#waits.set(isReached, wait);
    return wait;
  }

  /**
   * Connects the store to the client, the page and the other tabs.
   *
   * @returns Stops the store; it can be started again.
   */
  start(): () => void {
    const { client, page, source } = this.#options;
    const running = new AbortController();
    const tabs = page.joinTabs(`closekit ${source.basePath}`, (identity) => this.#onTabMessage(identity));
    const coolDown = createCoolDown(page, coolDownMs, () => this.#returnToPage());
    const end = joinEndings(
      client.subscribe((event) => this.#onClientEvent(event)),
      // `focus` and `visibilitychange` arrive together: one read in flight covers both.
      page.onVisible(() => this.#reader.isReading || coolDown.trigger()),
      // The session may have ended since, and no message of a tab has arrived: a cool-down must not delay this.
      page.onRestored(() => this.#returnToPage()),
      page.onOnline(() => this.#reader.hasFailed && this.#returnToPage()),
      coolDown.stop,
      tabs.leave,
    );
    this.#post = tabs.post;
    this.#takeFailedSignIn();
    // In a microtask, so that a start that is stopped at once (React's strict mode) sends no request.
    queueMicrotask(() => {
      if (running.signal.aborted) return;
      const { status } = this.#state;
      if (status === 'loading' || status === 'error') void this.reload();
      // A login ends with a new page: the other tabs do not know the session that the server read for it.
      else this.#post?.(identityOf(this.#state));
    });
    return () => {
      running.abort();
      this.#reader.stop();
      this.#post = undefined;
      end();
    };
  }

  /** Reads the session again. The state on screen stays until the response, and also if the read fails. */
  readonly reload = (): Promise<void> => this.#reader.read((session) => this.#show(session));

  /**
   * Navigates to the login.
   *
   * @param options - `returnTo`: the path to return to after the login. Default: this page.
   */
  readonly signIn = (options: { readonly returnTo?: string } = {}): void => {
    const { page, source } = this.#options;
    page.navigate(source.loginUrl(options.returnTo ?? page.currentPath()));
  };

  /** Ends the session of this browser, in this tab and in the others. */
  readonly signOut = async (): Promise<void> => {
    await this.#options.source.signOut();
    this.#reader.stop();
    this.#failure = {};
    this.#set({ status: 'signed-out' });
    const cleanUp = this.#cleanUp;
    this.#cleanUp = undefined;
    await cleanUp;
  };

  /**
   * Disconnects an organization, for all browsers of the user.
   *
   * @param organizationId - A connected organization. Default: the one on screen, whatever another tab has switched to.
   */
  readonly disconnect = async (
    organizationId: string | undefined = connectionIn(this.#state).organization?.id,
  ): Promise<void> => {
    try {
      await this.#options.source.disconnect(organizationId);
    } catch (error) {
      // It may have succeeded on the server.
      await this.reload();
      throw error;
    }
    // The session may have another organization left.
    await this.#reloadDoubting();
  };

  /**
   * Switches to another organization.
   *
   * @param organizationId - A connected organization; without it, the user selects one at Close.
   */
  readonly switchOrganization = async (organizationId?: string): Promise<void> => {
    if (organizationId === undefined) return this.signIn();
    try {
      await this.#options.source.switchTo(organizationId);
    } finally {
      // Also after a failure: the switch may have succeeded on the server.
      await this.#reloadDoubting();
    }
  };

  #reloadDoubting(): Promise<void> {
    this.#isDoubtful = this.#options.source.basePath !== undefined;
    return this.reload();
  }

  #takeFailedSignIn(): void {
    const code = this.#options.page.takeParameter('close_error');
    if (code !== undefined) this.#failure = { error: { code } };
    const state = this.#state;
    if (state.status === 'signed-out' || state.status === 'needs-reauth')
      this.#set({ ...state, ...this.#failure });
  }

  #show(session: CloseSession): void {
    this.#isDoubtful = false;
    if (session.status === 'signed-in') this.#failure = {};
    this.#set(stateOfSession(session, this.#state, this.#failure));
  }

  /** If the session cannot be read, the known state stays, unless it is in doubt. */
  readonly #fail = (cause: unknown, isFirst: boolean): void => {
    const { status } = this.#state;
    if (status !== 'loading' && status !== 'error' && !this.#isDoubtful) return;
    // The first retry follows within half a second: most pages need not show an error.
    if (status === 'loading' && isFirst) return;
    const { basePath } = this.#options.source;
    const from = basePath === undefined ? '' : ` from ${basePath}/session`;
    const error = new CloseAuthError('session_unavailable', `The session could not be read${from}.`, {
      cause,
    });
    this.#set({ status: 'error', error });
  };

  #onClientEvent(event: CloseClientEvent): void {
    const state = this.#state;
    if (state.status !== 'signed-out' && isOutdated(event)) return void this.#reloadDoubting();
    if (state.status !== 'signed-in') return;
    if (event.type.startsWith('refresh')) this.#set({ ...state, refreshing: event.type === 'refreshing' });
    if (event.type === 'unauthorized') this.#loseConnection();
  }

  #loseConnection(): void {
    const lost = identityOf(this.#state);
    this.#set({ status: 'needs-reauth', ...connectionIn(this.#state) });
    // The API has refused the token. The session can only add that it is gone, or that it belongs to another
    // user now.
    void this.#reader.read((session) => {
      if (identityOf(session) !== lost) this.#show(session);
    });
  }

  #returnToPage(): void {
    if (!this.#reader.isReading && !this.#isForgotten()) void this.reload();
  }

  #onTabMessage(identity: unknown): void {
    if (identity === identityOf(this.#state) || this.#isForgotten()) return;
    const isSameUser = String(identity).endsWith(scopeOf(this.#state) ?? '');
    void (isSameUser ? this.reload() : this.#reloadDoubting());
  }

  /** Without session routes the credential survives a sign-out: reading the session again would undo it. */
  #isForgotten(): boolean {
    return this.#state.status === 'signed-out' && this.#options.source.basePath === undefined;
  }

  #set(next: CloseAuthState): void {
    const previous = this.#state;
    // States are plain data: equal states stay one snapshot and render nothing. An error would serialize as
    // empty.
    if (next.status !== 'error' && JSON.stringify(next) === JSON.stringify(previous)) return;
    this.#state = next;
    if (identityOf(next) !== identityOf(previous)) this.#leave(scopeOf(previous));
    for (const listener of this.#listeners) listener();
    this.#followUser(next);
  }

  #leave(left: string | undefined): void {
    const state = this.#state;
    // A failed read in this tab says nothing about the session, so the other tabs do not need to know.
    if (state.status !== 'error') this.#post?.(identityOf(state));
    if (left !== undefined && left !== scopeOf(state)) {
      this.#options.source.forget();
      this.#scopeEnd.abort();
      this.#scopeEnd = new AbortController();
    }
    for (const guard of this.#guards) guard(left);
  }

  #followUser(next: CloseAuthState): void {
    // A session that could not be read says nothing about its user.
    if (next.status === 'error') return;
    const left = this.#connected;
    this.#connected = connectedIn(next);
    const isGone = left !== undefined && left.user.id !== this.#connected?.user.id;
    this.#cleanUp = isGone ? (async () => this.#options.onSignedOut?.(left))() : undefined;
  }
}

/**
 * Whether the session of the call is gone or has another organization now. This page may have the next
 * session already.
 */
function isOutdated(event: CloseClientEvent): boolean {
  if (event.type === 'unauthorized') return event.error.backendCode === 'signed_out';
  return event.type === 'organization-changed';
}
