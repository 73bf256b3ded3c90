import type { QueryClient } from '@tanstack/query-core';
import { connectedIn, identityOf, scopeOf } from '../auth/state.ts';
import type { AuthStore } from '../auth/store.ts';
import { joinEndings } from '../base/join-endings.ts';
import type { CloseLiveEvent } from './event.ts';
import type { LivePage } from './live-page.ts';
import type { CloseLiveStatus } from './live-status.ts';
import type { LiveClock } from './live-stream.ts';
import type { LiveMessage } from './message.ts';
import { ReadingRounds } from './reading-rounds.ts';
import { SharedStream } from './shared-stream.ts';
import type { TabFeatures } from './shared-stream.ts';

/** Options of {@link LiveConnection}. */
export interface LiveConnectionOptions {
  /** Holds the auth state; the stream is open while the user is signed in. */
  readonly auth: Pick<AuthStore, 'getSnapshot' | 'subscribe' | 'reload'>;
  /** The cache of the app. */
  readonly queryClient: QueryClient;
  /** Opens a stream that continues after a position; `undefined` if there is no route or no `EventSource`. */
  readonly open: (position: string) => EventSource | undefined;
  /** The path of the routes, by which the tabs of one app find each other. */
  readonly basePath: string;
  /** The features by which tabs share a stream; without them each has its own. */
  readonly features: TabFeatures | undefined;
  readonly page: LivePage;
  readonly clock: LiveClock;
}

/** A subscriber of the events. */
export interface LiveSubscriber {
  readonly onEvent: (event: CloseLiveEvent) => void;
  /** The largest number of reads in a minute that events may cause. */
  readonly readsPerMinute: number;
}

/**
 * The live events for all subscribers of a page, in the shape of `useSyncExternalStore`.
 *
 * Events arrive while there is a subscriber and the user is signed in. Another user or organization gets a new
 * stream.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #subscribers = new Set<LiveSubscriber>();
  readonly #listeners = new Set<(event?: CloseLiveEvent) => void>();
  readonly #rounds: ReadingRounds;
  #status: CloseLiveStatus = 'disabled';
  #stream: SharedStream | undefined;
  #identity: string | undefined;
  #isFrozen = false;
  #leave: (() => void) | undefined;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    const { auth, queryClient, page, clock } = options;
    this.#rounds = new ReadingRounds({
      queryClient,
      clock,
      isVisible: page.isVisible,
      scope: () => scopeOf(auth.getSnapshot()) ?? '',
      readsPerMinute: () => Math.min(...[...this.#subscribers].map(({ readsPerMinute }) => readsPerMinute)),
    });
  }

  /** Calls the listener after each change of the status, and with each event that a subscriber gets. */
  readonly subscribe = (listener: (event?: CloseLiveEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): CloseLiveStatus => this.#status;

  /**
   * Subscribes to the events.
   *
   * @param subscriber - Gets each event; each caller passes its own object.
   * @returns Unsubscribes. The last subscriber closes the stream.
   */
  join(subscriber: LiveSubscriber): () => void {
    this.#subscribers.add(subscriber);
    this.#leave ??= this.#listen();
    // In a microtask, so that a start that is stopped at once (React's strict mode) opens no stream.
    queueMicrotask(() => this.#follow());
    return () => {
      this.#subscribers.delete(subscriber);
      if (this.#subscribers.size > 0) return;
      this.#leave?.();
      this.#leave = undefined;
      this.#follow();
    };
  }

  #listen(): () => void {
    const { auth, page } = this.#options;
    return joinEndings(
      auth.subscribe(() => this.#follow()),
      page.listen({
        onVisible: () => {
          this.#stream?.check(false);
          this.#rounds.readNow();
        },
        onOnline: () => this.#stream?.check(true),
        onFreeze: () => {
          this.#isFrozen = true;
          this.#stream?.close();
        },
        onResume: () => this.#resume(),
      }),
    );
  }

  /** A page that goes on has a stream again, after the last event that it knows. */
  #resume(): void {
    if (!this.#isFrozen) return;
    this.#isFrozen = false;
    if (this.#stream) this.#open(this.#stream.position);
  }

  #follow(): void {
    const state = this.#options.auth.getSnapshot();
    const isWanted = this.#subscribers.size > 0 && state.status === 'signed-in';
    const identity = isWanted ? identityOf(state) : undefined;
    if (identity === this.#identity) return;
    this.#identity = identity;
    this.#stream?.close();
    this.#stream = undefined;
    this.#rounds.clear();
    this.#setStatus('disabled');
    if (isWanted) this.#open('');
  }

  #open(position: string): void {
    const { auth, open, basePath, features, clock } = this.#options;
    const connected = connectedIn(auth.getSnapshot());
    const owner = { organizationId: connected?.organization.id ?? '', userId: connected?.user.id ?? '' };
    const options = {
      ...clock,
      open,
      owner,
      features,
      name: `closekit live ${basePath} ${owner.organizationId} ${owner.userId}`,
      onRefused: () => auth.reload(),
      onMessage: (message: LiveMessage) => this.#receive(message),
    };
    if (position === '') this.#setStatus('connecting');
    this.#stream?.close();
    this.#stream = new SharedStream(options, position);
    this.#stream.open();
  }

  #receive(message: LiveMessage): void {
    if (message.kind === 'state') return this.#setStatus(message.status);
    if (message.kind === 'reset') return this.#rounds.addAll();
    this.#rounds.add(message.event);
    for (const { onEvent } of this.#subscribers) onEvent(message.event);
    this.#notify(message.event);
  }

  #setStatus(status: CloseLiveStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#notify();
  }

  #notify(event?: CloseLiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
