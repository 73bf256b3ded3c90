import type { CloseClient, CloseClientEvent } from '@closekit/client';
import type { BrowserPage } from './browser-page.ts';
import { CloseAuthError, isCloseAuthError } from './close-auth-error.ts';
import {
  connectionIn,
  identityOf,
  organizationIn,
  stateOfSession,
  type CloseAuthState,
} from './close-auth-state.ts';
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
  #failedSignIn: string | undefined;
  #read: AbortController | undefined;
  #connected: Promise<void> | undefined;
  #post: ((identity: string) => void) | undefined;

  constructor(options: AuthStoreOptions) {
    const { initialSession } = options;
    const loading: CloseAuthState = { status: 'loading' };
    this.#options = options;
    this.#initialState = initialSession
      ? stateOfSession(initialSession, { previous: loading, failedSignIn: undefined })
      : loading;
    this.#state = this.#initialState;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): CloseAuthState => this.#state;

  readonly getServerSnapshot = (): CloseAuthState => this.#initialState;

  /**
   * Waits until somebody is connected.
   *
   * @returns A promise that never fails, the same one while nobody is.
   */
  connected(): Promise<void> {
    this.#connected ??= new Promise((resolve) => {
      const look = (): void => {
        if (organizationIn(this.#state) === undefined) return;
        unsubscribe();
        this.#connected = undefined;
        resolve();
      };
      const unsubscribe = this.subscribe(look);
      queueMicrotask(look);
    });
    return this.#connected;
  }

  /**
   * Connects the store to the client, the page and the other tabs. May be called again after it was stopped.
   *
   * @returns Stops everything that was started.
   */
  start(): () => void {
    const { client, page } = this.#options;
    const running = new AbortController();
    const tabs = page.joinTabs((identity) => this.#hearTab(identity));
    const endings = [
      client.subscribe((event) => this.#hearClient(event)),
      page.onFocus(() => this.#comeBack()),
      tabs.leave,
    ];
    this.#post = tabs.post;
    this.#takeFailedSignIn();
    // A moment later, so that a start which is stopped at once (React's strict mode) reads nothing.
    queueMicrotask(() => {
      if (!running.signal.aborted && this.#state.status === 'loading') void this.reload();
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
   * @param options `returnTo`: the path to come back to, this page unless given.
   */
  readonly signIn = (options: { readonly returnTo?: string } = {}): void => {
    const { page, source } = this.#options;
    page.navigate(source.loginUrl(options.returnTo ?? page.currentPath()));
  };

  /** Ends the session, here and in the other tabs. */
  readonly signOut = async (): Promise<void> => {
    await this.#options.source.signOut();
    this.#read?.abort();
    this.#failedSignIn = undefined;
    this.#set({ status: 'signed-out' });
  };

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
    this.#failedSignIn = this.#options.page.takeParameter('close_error') ?? this.#failedSignIn;
    const { status } = this.#state;
    if (status === 'signed-out') this.#show({ status });
    if (status === 'needs-reauth') this.#show({ status, ...connectionIn(this.#state) });
  }

  #show(session: CloseSession): void {
    const { status } = session;
    if (status === 'signed-in') this.#failedSignIn = undefined;
    this.#set(stateOfSession(session, { previous: this.#state, failedSignIn: this.#failedSignIn }));
  }

  /** A session that cannot be read is no reason to take away what is already known. */
  #fail(cause: unknown): void {
    const { status } = this.#state;
    if (status !== 'loading' && status !== 'error') return;
    const error = isCloseAuthError(cause)
      ? cause
      : new CloseAuthError('session_unavailable', 'The session could not be read.', { cause });
    this.#set({ status: 'error', error });
  }

  #hearClient(event: CloseClientEvent): void {
    const state = this.#state;
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
    if (identity !== identityOf(this.#state) && !this.#isForgotten()) void this.reload();
  }

  /** A sign-out that ends nothing at its source would be undone by the next look at it. */
  #isForgotten(): boolean {
    return this.#state.status === 'signed-out' && !this.#options.source.endsSession;
  }

  #set(next: CloseAuthState): void {
    const previous = this.#state;
    // Plain data, so that equal states are one snapshot and nothing renders; an error would look empty here.
    if (next.status !== 'error' && JSON.stringify(next) === JSON.stringify(previous)) return;
    this.#state = next;
    if (identityOf(next) !== identityOf(previous)) this.#post?.(identityOf(next));
    for (const listener of this.#listeners) listener();
  }
}
