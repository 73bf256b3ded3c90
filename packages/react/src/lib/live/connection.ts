import type { Query, QueryClient } from '@tanstack/react-query';
import type { AuthStore } from '../auth/store.ts';
import { identityOf, scopeOf } from '../auth/state.ts';
import { parseLiveEvent } from './event.ts';
import type { CloseLiveEvent } from './event.ts';
import { liveFilter } from './filter.ts';
import { markStale } from '../writes/mark-stale.ts';
import { isOwnWrite } from '../writes/own-writes.ts';

/** State of the event stream: `off` while not connected, or if the events route refuses it. */
export type LiveStatus = 'off' | 'connecting' | 'open';

/** Options of {@link LiveConnection}. */
export interface LiveConnectionOptions {
  /** Holds the auth state; the stream is open while the user is signed in. */
  readonly auth: AuthStore;
  /** The cache of the app. */
  readonly queryClient: QueryClient;
  /** Opens a stream; returns `undefined` if there is no route or no `EventSource`. */
  readonly open: () => EventSource | undefined;
  /** Schedules a function and returns a function that cancels it. Default: a timer. */
  readonly later?: (run: () => void, delayMs: number) => () => void;
  /** Returns a number from 0 to 1 that spreads the retries of many pages. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Events come in bursts: those within this time cause one round of fetches. */
const burstMs = 100;

/** Delay before a refused connection is retried: the first and the longest. */
const retryMs = { first: 2_000, last: 300_000 };

/**
 * One event stream for all subscribers, in the shape of `useSyncExternalStore`.
 *
 * It is open while there is a subscriber and the user is signed in. Another user or organization gets a new
 * stream.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #later: NonNullable<LiveConnectionOptions['later']>;
  readonly #subscribers = new Set<(event: CloseLiveEvent) => void>();
  readonly #listeners = new Set<() => void>();
  #status: LiveStatus = 'off';
  #source: EventSource | undefined;
  #identity: string | undefined;
  #attempts = 0;
  #events: CloseLiveEvent[] = [];
  #isAllStale = false;
  #lastRound: (query: Query) => boolean = () => false;
  #cancelRound: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #leaveAuth: (() => void) | undefined;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    this.#later = options.later ?? startTimer;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): LiveStatus => this.#status;

  /**
   * Subscribes to the events.
   *
   * @param onEvent - Called with each event; each subscriber passes its own function.
   * @returns Unsubscribes. The last subscriber closes the stream.
   */
  join(onEvent: (event: CloseLiveEvent) => void): () => void {
    this.#subscribers.add(onEvent);
    this.#leaveAuth ??= this.#options.auth.subscribe(() => this.#follow());
    // In a microtask, so that a start that is stopped at once (React's strict mode) opens no stream.
    queueMicrotask(() => this.#follow());
    return () => {
      this.#subscribers.delete(onEvent);
      if (this.#subscribers.size > 0) return;
      this.#leaveAuth?.();
      this.#leaveAuth = undefined;
      this.#follow();
    };
  }

  #follow(): void {
    const state = this.#options.auth.getSnapshot();
    const isWanted = this.#subscribers.size > 0 && state.status === 'signed-in';
    const identity = isWanted ? identityOf(state) : undefined;
    if (identity === this.#identity) return;
    this.#close();
    this.#identity = identity;
    this.#attempts = 0;
    if (identity !== undefined) this.#open();
  }

  #open(): void {
    const source = this.#options.open();
    if (source === undefined) return;
    this.#source = source;
    this.#setStatus('connecting');
    source.addEventListener('open', () => {
      // A new stream does not replay the events between the streams.
      if (this.#attempts > 0) this.#missed();
      this.#attempts = 0;
      this.#setStatus('open');
    });
    source.addEventListener('error', () => {
      if (source.readyState === source.CLOSED) this.#retry();
      else this.#setStatus('connecting');
    });
    source.addEventListener('reset', () => this.#missed());
    source.addEventListener('close', ({ data }: MessageEvent<string>) => this.#receive(parseLiveEvent(data)));
  }

  /** The browser gives up a refused stream without a reason. The session is read again before the retry. */
  #retry(): void {
    this.#source = undefined;
    this.#setStatus('off');
    const { random = Math.random } = this.#options;
    const longestMs = Math.min(retryMs.first * 2 ** this.#attempts, retryMs.last);
    this.#attempts += 1;
    this.#cancelRetry = this.#later(() => void this.#tryAgain(), (longestMs * (1 + random())) / 2);
  }

  async #tryAgain(): Promise<void> {
    const identity = this.#identity;
    await this.#options.auth.reload();
    if (this.#identity === identity && this.#source === undefined) this.#open();
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
    this.#cancelRetry?.();
    this.#cancelRound?.();
    this.#cancelRound = undefined;
    this.#events = [];
    this.#isAllStale = false;
    this.#setStatus('off');
  }

  #receive(event: CloseLiveEvent | undefined): void {
    if (event === undefined) return;
    this.#events.push(event);
    this.#planRound();
    for (const onEvent of this.#subscribers) onEvent(event);
  }

  #missed(): void {
    this.#isAllStale = true;
    this.#planRound();
  }

  #planRound(): void {
    this.#cancelRound ??= this.#later(() => this.#runRound(), burstMs);
  }

  #runRound(): void {
    this.#cancelRound = undefined;
    const { auth, queryClient } = this.#options;
    // A round cancels the fetches of the last one: during a long burst nothing new would be shown.
    if (queryClient.isFetching({ predicate: this.#lastRound }) > 0) return this.#planRound();
    const scope = scopeOf(auth.getSnapshot()) ?? '';
    const filters = this.#events
      .filter((event) => !isOwnWrite(queryClient, event))
      .map((event) => liveFilter(scope, event));
    const isAllStale = this.#isAllStale;
    this.#events = [];
    this.#isAllStale = false;
    this.#lastRound = (query) =>
      query.queryKey[0] === 'close' &&
      query.queryKey[1] === scope &&
      (isAllStale || filters.some((isAffected) => isAffected(query)));
    markStale(queryClient, this.#lastRound);
  }

  #setStatus(status: LiveStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of this.#listeners) listener();
  }
}

function startTimer(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
