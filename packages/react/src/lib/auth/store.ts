import type { CloseClient, CloseClientEvent } from '@closekit/client';
import type { BrowserPage } from './browser-page.ts';
import { CloseAuthError } from './error.ts';
import { connectedAs, connectionIn, identityOf, organizationIn, stateOfSession } from './state.ts';
import type { CloseAuthState, FailedSignIn } from './state.ts';
import type { CloseSession } from './close-session.ts';
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
}

/**
 * Holds the auth state and notifies its subscribers. Framework-free, in the shape of `useSyncExternalStore`.
 *
 * At most one read of the session is in flight: a later read, a sign-out or the end of the page aborts it.
 */
export class AuthStore {
  readonly #options: AuthStoreOptions;
  readonly #initialState: CloseAuthState;
  readonly #listeners = new Set<() => void>();
  #state: CloseAuthState;
  #failure: FailedSignIn = {};
  /** Whether the session may have changed. If the next read fails, the state on screen is discarded. */
  #isDoubtful = false;
  #read: AbortController | undefined;
  readonly #waits = new Map<(state: CloseAuthState) => boolean, Promise<void>>();
  #post: ((identity: string) => void) | undefined;

  constructor(options: AuthStoreOptions) {
    const { initialSession } = options;
    this.#options = options;
    this.#initialState = { status: 'loading' };
    if (initialSession) this.#initialState = stateOfSession(initialSession, this.#initialState, {});
    this.#state = this.#initialState;
  }

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
    const endings = [
      client.subscribe((event) => this.#onClientEvent(event)),
      page.onFocus(() => this.#returnToPage()),
      tabs.leave,
    ];
    this.#post = tabs.post;
    this.#takeFailedSignIn();
    // In a microtask, so that a start that is stopped at once (React's strict mode) sends no request.
    queueMicrotask(() => {
      if (running.signal.aborted) return;
      if (this.#state.status === 'loading') void this.reload();
      // A login ends with a new page: the other tabs do not know the session that the server read for it.
      else if (this.#state.status !== 'error') this.#post?.(identityOf(this.#state));
    });
    return () => {
      running.abort();
      this.#read?.abort();
      this.#post = undefined;
      for (const end of endings) end();
    };
  }

  /** Reads the session again. The state on screen stays until the response, and also if the read fails. */
  readonly reload = (): Promise<void> => this.#readSession((session) => this.#show(session));

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
    this.#read?.abort();
    this.#failure = {};
    this.#set({ status: 'signed-out' });
  };

  /**
   * Disconnects an organization, for all browsers of the user.
   *
   * @param organizationId - A connected organization. Default: the one on screen, whatever another tab has switched to.
   */
  readonly disconnect = async (
    organizationId: string | undefined = organizationIn(this.#state),
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

  async #readSession(onSession: (session: CloseSession) => void): Promise<void> {
    this.#read?.abort();
    const read = new AbortController();
    this.#read = read;
    try {
      const session = await this.#options.source.read(read.signal);
      if (!read.signal.aborted) onSession(session);
    } catch (error) {
      if (!read.signal.aborted) this.#fail(error);
    } finally {
      if (this.#read === read) this.#read = undefined;
    }
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
  #fail(cause: unknown): void {
    const { status } = this.#state;
    if (status !== 'loading' && status !== 'error' && !this.#isDoubtful) return;
    const { basePath } = this.#options.source;
    const from = basePath === undefined ? '' : ` from ${basePath}/session`;
    const error = new CloseAuthError('session_unavailable', `The session could not be read${from}.`, {
      cause,
    });
    this.#set({ status: 'error', error });
  }

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
    void this.#readSession((session) => {
      if (identityOf(session) !== lost) this.#show(session);
    });
  }

  /** Focus events come in bursts: one read in flight covers them all. */
  #returnToPage(): void {
    if (this.#read === undefined && !this.#isForgotten()) void this.reload();
  }

  #onTabMessage(identity: unknown): void {
    if (identity === identityOf(this.#state) || this.#isForgotten()) return;
    const isSameUser = String(identity).endsWith(connectedAs(this.#state));
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
    // A failed read in this tab says nothing about the session, so the other tabs do not need to know.
    if (next.status !== 'error' && identityOf(next) !== identityOf(previous)) this.#post?.(identityOf(next));
    if (connectedAs(previous) && connectedAs(next) !== connectedAs(previous)) this.#options.source.forget();
    for (const listener of this.#listeners) listener();
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
