import type { CloseClient, CloseClientEvent } from '@closekit/client';
import type { BrowserPage } from './browser-page.ts';
import { CloseAuthError } from './error.ts';
import { connectedAs, connectionIn, identityOf, stateOfSession } from './state.ts';
import type { CloseAuthState, FailedSignIn } from './state.ts';
import type { CloseSession } from './close-session.ts';
import type { SessionSource } from './session-source.ts';

/** Settings of {@link AuthStore}. */
export interface AuthStoreOptions {
  /** Reports refused and renewed tokens. */
  readonly client: Pick<CloseClient, 'subscribe'>;
  /** Where the session is read and ended. */
  readonly source: SessionSource;
  /** The page it runs in. */
  readonly page: BrowserPage;
  /** A session that a server has already read. */
  readonly initialSession?: CloseSession | undefined;
}

/**
 * Knows who is connected and tells whoever subscribes. Framework-free, in the shape of `useSyncExternalStore`.
 *
 * Every read of the session may be overtaken: by a later read, by a sign-out, by the end of the page. Only the last one counts.
 */
export class AuthStore {
  readonly #options: AuthStoreOptions;
  readonly #initialState: CloseAuthState;
  readonly #listeners = new Set<() => void>();
  #state: CloseAuthState;
  #failure: FailedSignIn = {};
  /** Whether somebody else may be connected by now: then a session that cannot be read is not the one that is shown. */
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
   * @param isReached - Whether it is there; the same function each time.
   * @returns A promise that never fails, the same one until the state is there.
   */
  until(isReached: (state: CloseAuthState) => boolean): Promise<void> {
    const wait =
      this.#waits.get(isReached) ??
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (!isReached(this.#state)) return;
          unsubscribe();
          this.#waits.delete(isReached);
          resolve();
        };
        const unsubscribe = this.subscribe(look);
        queueMicrotask(look);
      });
    this.#waits.set(isReached, wait);
    return wait;
  }

  /**
   * Connects the store to the client, the page and the other tabs. May be called again after it was stopped.
   *
   * @returns Stops everything that was started.
   */
  start(): () => void {
    const { client, page, source } = this.#options;
    const running = new AbortController();
    const tabs = page.joinTabs(`closekit ${source.basePath}`, (identity) => this.#hearTab(identity));
    const endings = [
      client.subscribe((event) => this.#hearClient(event)),
      page.onFocus(() => this.#comeBack()),
      tabs.leave,
    ];
    this.#post = tabs.post;
    this.#takeFailedSignIn();
    // A moment later, so that a start which is stopped at once (React's strict mode) reads nothing.
    queueMicrotask(() => {
      if (running.signal.aborted) return;
      if (this.#state.status === 'loading') void this.reload();
      // A login ends with a new page: what a server has read for it is news to the other tabs.
      else if (this.#state.status !== 'error') this.#post?.(identityOf(this.#state));
    });
    return () => {
      running.abort();
      this.#read?.abort();
      this.#post = undefined;
      for (const end of endings) end();
    };
  }

  /** Reads the session again. What is shown stays until the answer is there, and also when there is none. */
  readonly reload = (): Promise<void> => this.#readSession((session) => this.#show(session));

  /**
   * Leaves for the login.
   *
   * @param options - `returnTo`: the path to come back to, this page unless given.
   */
  readonly signIn = (options: { readonly returnTo?: string } = {}): void => {
    const { page, source } = this.#options;
    page.navigate(source.loginUrl(options.returnTo ?? page.currentPath()));
  };

  /** Ends the session, here and in the other tabs. */
  readonly signOut = async (): Promise<void> => {
    await this.#options.source.signOut();
    this.#read?.abort();
    this.#failure = {};
    this.#set({ status: 'signed-out' });
  };

  /**
   * Shows another organization.
   *
   * @param organizationId - One that is connected already; left out, the user picks one at Close.
   */
  readonly switchOrganization = async (organizationId?: string): Promise<void> => {
    if (organizationId === undefined) return this.signIn();
    try {
      await this.#options.source.switchTo(organizationId);
    } finally {
      // Also after a failure, which may have come after the switch.
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

  /** A session that cannot be read is no reason to take away what is already known, unless that is in doubt. */
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

  #hearClient(event: CloseClientEvent): void {
    const state = this.#state;
    if (state.status !== 'signed-out' && isOutdated(event)) return void this.#reloadDoubting();
    if (state.status !== 'signed-in') return;
    if (event.type.startsWith('refresh')) this.#set({ ...state, refreshing: event.type === 'refreshing' });
    if (event.type === 'unauthorized') this.#loseConnection();
  }

  #loseConnection(): void {
    const lost = identityOf(this.#state);
    this.#set({ status: 'needs-reauth', ...connectionIn(this.#state) });
    // The API has decided already; the session can only add that it is gone altogether, or somebody else's by now.
    void this.#readSession((session) => {
      if (identityOf(session) !== lost) this.#show(session);
    });
  }

  /** Pages get the focus in bursts: one question under way answers them all. */
  #comeBack(): void {
    if (this.#read === undefined && !this.#isForgotten()) void this.reload();
  }

  #hearTab(identity: unknown): void {
    if (identity === identityOf(this.#state) || this.#isForgotten()) return;
    const isSameUser = String(identity).endsWith(connectedAs(this.#state));
    void (isSameUser ? this.reload() : this.#reloadDoubting());
  }

  /** A sign-out that ends nothing at its source would be undone by the next look at it. */
  #isForgotten(): boolean {
    return this.#state.status === 'signed-out' && this.#options.source.basePath === undefined;
  }

  #set(next: CloseAuthState): void {
    const previous = this.#state;
    // Plain data, so that equal states are one snapshot and nothing renders; an error would look empty here.
    if (next.status !== 'error' && JSON.stringify(next) === JSON.stringify(previous)) return;
    this.#state = next;
    // That nobody could say it here is no news for the other tabs.
    if (next.status !== 'error' && identityOf(next) !== identityOf(previous)) this.#post?.(identityOf(next));
    if (connectedAs(previous) && connectedAs(next) !== connectedAs(previous)) this.#options.source.forget();
    for (const listener of this.#listeners) listener();
  }
}

/** The session that the call was made with is gone, or with another organization. This page may have the next one already. */
function isOutdated(event: CloseClientEvent): boolean {
  if (event.type === 'unauthorized') return event.error.backendCode === 'signed_out';
  return event.type === 'organization-changed';
}
