import type { Query, QueryClient } from '@tanstack/query-core';
import { markStale } from '../writes/mark-stale.ts';
import { isOwnWrite, mayBeOwnWrite } from '../writes/own-writes.ts';
import { removeRow } from '../writes/patch-rows.ts';
import type { CloseLiveEvent } from './event.ts';
import { liveFilter } from './filter.ts';
import type { LiveClock } from './live-stream.ts';
import { createReadBudget } from './read-budget.ts';

/** Options of {@link ReadingRounds}. */
export interface ReadingRoundsOptions {
  readonly queryClient: QueryClient;
  readonly clock: LiveClock;
  readonly isVisible: () => boolean;
  /** The scope of the keys that the events are about. */
  readonly scope: () => string;
  /** The largest number of reads in a minute. */
  readonly readsPerMinute: () => number;
}

/** Events come in bursts: those within this time cause one round of reads. */
const burstMs = 100;

/** The rounds of all pages that hear an event are spread over this time. */
const spreadMs = 400;

/**
 * Brings the cache up to date after events, in rounds. Every affected query is marked as stale; those on
 * screen are read again while the page is visible and the budget lasts, the others later.
 */
export class ReadingRounds {
  readonly #options: ReadingRoundsOptions;
  readonly #budget: ReturnType<typeof createReadBudget>;
  #events: CloseLiveEvent[] = [];
  #isAllStale = false;
  /** The stale queries that were not read yet. */
  #due = new Set<Query>();
  /** The queries of the last round. */
  #reading: readonly Query[] = [];
  #cancelRound: (() => void) | undefined;
  #cancelRead: (() => void) | undefined;

  constructor(options: ReadingRoundsOptions) {
    this.#options = options;
    this.#budget = createReadBudget(options.clock.now);
  }

  /** Adds an event to the next round. */
  add(event: CloseLiveEvent): void {
    this.#events.push(event);
    this.#plan(this.#delay());
  }

  /** Marks everything as stale in the next round: events were missed. */
  addAll(): void {
    this.#isAllStale = true;
    this.#plan(this.#delay());
  }

  /** Reads what became stale while the page was hidden. */
  readNow(): void {
    if (this.#due.size > 0) this.#read();
  }

  /** Forgets everything. */
  clear(): void {
    this.#cancelRound?.();
    this.#cancelRound = undefined;
    this.#cancelRead?.();
    this.#cancelRead = undefined;
    this.#events = [];
    this.#isAllStale = false;
    this.#due.clear();
    this.#reading = [];
  }

  #delay(): number {
    return burstMs + spreadMs * this.#options.clock.random();
  }

  #plan(delayMs: number): void {
    this.#cancelRound ??= this.#options.clock.later(() => this.#runRound(), delayMs);
  }

  #runRound(): void {
    this.#cancelRound = undefined;
    // A round cancels the fetches of the last one: during a long burst nothing new would be shown.
    if (this.#reading.some(({ state }) => state.fetchStatus === 'fetching')) return this.#plan(this.#delay());
    this.#markAffected();
    this.#read();
  }

  #markAffected(): void {
    const { queryClient, scope } = this.#options;
    const unexplained = this.#events.filter((event) => !isOwnWrite(queryClient, event));
    // The response of a write in flight decides about its event, in a later round.
    const early = unexplained.filter((event) => mayBeOwnWrite(queryClient, event));
    const events = unexplained.filter((event) => !early.includes(event));
    const filters = events.map((event) => liveFilter(scope(), event));
    const isAllStale = this.#isAllStale;
    this.#events = early;
    if (early.length > 0) this.#plan(this.#delay());
    this.#isAllStale = false;
    const isAffected = (query: Query): boolean =>
      query.queryKey[0] === 'close' &&
      query.queryKey[1] === scope() &&
      (isAllStale || filters.some((isMeant) => isMeant(query)));
    for (const [index, { action, object_id }] of events.entries())
      if (action === 'deleted') removeRow(queryClient, object_id, filters[index] ?? (() => false));
    for (const query of queryClient.getQueryCache().findAll({ predicate: isAffected })) this.#due.add(query);
    markStale(queryClient, isAffected, 'none');
  }

  /** What is not on screen is read when it is shown: it stays stale. */
  #read(): void {
    const { queryClient, clock, isVisible, readsPerMinute } = this.#options;
    this.#cancelRead?.();
    this.#cancelRead = undefined;
    if (!isVisible()) return;
    const due = [...this.#due].filter((query) => query.isActive() && query.state.isInvalidated);
    const chosen = due.slice(0, this.#budget.take(due.length, readsPerMinute()));
    this.#due = new Set(due.slice(chosen.length));
    this.#reading = chosen;
    void queryClient.refetchQueries({ predicate: (query) => chosen.includes(query) });
    if (this.#due.size === 0) return;
    this.#cancelRead = clock.later(() => this.#read(), this.#budget.waitMs(readsPerMinute()));
  }
}
