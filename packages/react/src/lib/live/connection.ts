import type { Query, QueryClient } from '@tanstack/react-query';
import type { AuthStore } from '../auth/store.ts';
import { identityOf, organizationIn } from '../auth/state.ts';
import { parseLiveEvent } from './event.ts';
import type { CloseLiveEvent } from './event.ts';
import { liveFilter } from './filter.ts';
import { markStale } from '../writes/mark-stale.ts';
import { isOwnWrite } from '../writes/own-writes.ts';

/** Whether changes at Close arrive here: `off` while nobody is connected, or where the events route says no. */
export type LiveStatus = 'off' | 'connecting' | 'open';

/** Settings of {@link LiveConnection}. */
export interface LiveConnectionOptions {
  /** Knows whose changes are wanted. */
  readonly auth: AuthStore;
  /** The app's cache. */
  readonly queryClient: QueryClient;
  /** Opens a stream, where that is possible. */
  readonly open: () => EventSource | undefined;
  /** Runs something later; a timer unless given. Returns what prevents it. */
  readonly later?: (run: () => void, delayMs: number) => () => void;
  /** From 0 to 1, so that not every page tries again at the same moment; `Math.random` unless given. */
  readonly random?: () => number;
}

/** Events come in bursts: what arrives within this time is one round of reading. */
const burstMs = 100;

/** How long a refused connection waits before it is tried again: from the first to the last. */
const retryMs = { first: 2_000, last: 300_000 };

/**
 * One stream of changes at Close for everybody who listens, in the shape of `useSyncExternalStore`.
 *
 * It is open while somebody listens and is signed in, and starts anew when somebody else is.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #later: NonNullable<LiveConnectionOptions['later']>;
  readonly #callers = new Set<(event: CloseLiveEvent) => void>();
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
   * Listens to the changes.
   *
   * @param onEvent - Called with each of them; a function of its own for each caller.
   * @returns Stops listening. The last one to leave closes the stream.
   */
  join(onEvent: (event: CloseLiveEvent) => void): () => void {
    this.#callers.add(onEvent);
    this.#leaveAuth ??= this.#options.auth.subscribe(() => this.#follow());
    // A moment later, so that a start which is stopped at once (React's strict mode) opens nothing.
    queueMicrotask(() => this.#follow());
    return () => {
      this.#callers.delete(onEvent);
      if (this.#callers.size > 0) return;
      this.#leaveAuth?.();
      this.#leaveAuth = undefined;
      this.#follow();
    };
  }

  #follow(): void {
    const state = this.#options.auth.getSnapshot();
    const isWanted = this.#callers.size > 0 && state.status === 'signed-in';
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
      // A new stream does not tell what an earlier one has missed.
      if (this.#attempts > 0) this.#missed();
      this.#attempts = 0;
      this.#setStatus('open');
    });
    source.addEventListener('error', () => {
      if (source.readyState === source.CLOSED) this.#retry();
      else this.#setStatus('connecting');
    });
    source.addEventListener('reset', () => this.#missed());
    source.addEventListener('close', ({ data }: MessageEvent<string>) => this.#hear(parseLiveEvent(data)));
  }

  /** The browser gives up a stream that is refused, and does not tell why: the session may. */
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

  #hear(event: CloseLiveEvent | undefined): void {
    if (event === undefined) return;
    this.#events.push(event);
    this.#planRound();
    for (const call of this.#callers) call(event);
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
    // A round that cut the last one short, again and again, would show nothing new until the burst is over.
    if (queryClient.isFetching({ predicate: this.#lastRound }) > 0) return this.#planRound();
    const scope = organizationIn(auth.getSnapshot()) ?? '';
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
