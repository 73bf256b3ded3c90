import type { Mutation, Query, QueryClient } from '@tanstack/react-query';
import { getOrCreate } from '../base/get-or-create.ts';
import { markStale } from './mark-stale.ts';
import { isChangedBy, WriteLayers } from './write-layers.ts';
import type { Patch, PendingWrite } from './write-layers.ts';

const all = new WeakMap<QueryClient, PendingWrites>();

/**
 * Returns the pending writes of a cache. Each is a layer over the cached responses: it can be removed without
 * touching the others, and a response that arrives in the meantime goes below them.
 */
export function pendingWritesOf(queryClient: QueryClient): PendingWrites {
  return getOrCreate(all, queryClient, () => new PendingWrites(queryClient));
}

/**
 * Shows the pending writes in one cache. Once all of them have settled, it repeats the fetches that they
 * cancelled.
 */
class PendingWrites {
  readonly #queryClient: QueryClient;
  readonly #layers = new WriteLayers();
  readonly #interrupted = new Set<Query>();
  readonly #waiting: (() => void)[] = [];
  /** The number of writes that wait for their reads. */
  #readers = 0;
  #unsubscribe: (() => void) | undefined;

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient;
  }

  /** Shows a write. Fetches that may return data from before the write are cancelled first. */
  async begin(write: PendingWrite): Promise<void> {
    const client = this.#queryClient;
    const predicate = (query: Query): boolean => isChangedBy(query, write);
    // At once: the layers have the order of the calls, although each waits for its own fetches.
    this.#layers.add(write);
    this.#unsubscribe ??= this.#listen();
    for (const query of client.getQueryCache().findAll({ predicate, fetchStatus: 'fetching' }))
      this.#interrupted.add(query);
    await client.cancelQueries({ predicate });
    this.#showAll();
  }

  /** Takes back a write that failed. */
  takeBack(variables: unknown): void {
    if (!this.#layers.remove(variables)) return;
    this.#showAll();
    if (this.#layers.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /** Keeps the result of a write that succeeded. */
  keep(variables: unknown, response: unknown): void {
    this.#layers.keep(variables, response, this.#queries());
    this.takeBack(variables);
  }

  /** Changes an entity wherever the cache holds it, below the pending writes. Sends nothing. */
  patch(change: Patch): void {
    for (const query of this.#queries()) this.#store(query, this.#layers.patch(query, change));
  }

  /** Runs a callback once no write is pending, so that the data it reads again includes all of them. */
  whenQuiet(run: () => void): void {
    this.#waiting.push(run);
    this.#flush();
  }

  /** Waits until no write is pending, and no query on screen that is affected is being fetched. */
  async whenRead(isAffected: (query: Query) => boolean): Promise<void> {
    const cache = this.#queryClient.getQueryCache();
    this.#readers += 1;
    for (let reads: unknown[] = [true]; reads.length > 0; await Promise.allSettled(reads)) {
      // Again each time: a write that has begun in the meantime cancels fetches, and repeats them.
      await new Promise<void>((resolve) => this.whenQuiet(resolve));
      reads = cache
        .findAll({ predicate: isAffected, type: 'active', fetchStatus: 'fetching' })
        .map(({ promise }) => promise);
    }
    this.#readers -= 1;
  }

  #flush(): void {
    if (this.#layers.size > 0 && !this.#isAwaited()) return;
    for (const run of this.#waiting.splice(0)) run();
    markStale(this.#queryClient, (query) => this.#interrupted.has(query));
    this.#interrupted.clear();
  }

  /**
   * Whether a write waits for its reads while another one is paused. That one may wait in turn for the first, in the
   * same `scope` of TanStack Query, or for the network.
   */
  #isAwaited(): boolean {
    const paused = { mutationKey: ['close'], predicate: ({ state }: Mutation) => state.isPaused };
    return this.#readers > 0 && this.#queryClient.isMutating(paused) > 0;
  }

  #showAll(): void {
    for (const query of this.#queries()) this.#store(query, this.#layers.show(query));
  }

  #queries(): Query[] {
    return this.#queryClient.getQueryCache().findAll({ queryKey: ['close'] });
  }

  #store(query: Query, data: unknown): void {
    // Not `setQueryData`, which would mark the data as fresh.
    if (data !== query.state.data) query.setState({ data });
  }

  #listen(): () => void {
    const leaveQueries = this.#queryClient.getQueryCache().subscribe((event) => {
      const { type, query } = event;
      if (type === 'updated' && event.action.type === 'success') this.#store(query, this.#layers.show(query));
    });
    const leaveMutations = this.#queryClient.getMutationCache().subscribe(({ type, mutation }) => {
      // A paused mutation that is removed never settles.
      if (type === 'removed' && mutation.state.status === 'pending') this.takeBack(mutation.state.variables);
      if (type === 'removed' || this.#readers > 0) this.#flush();
    });
    return () => {
      leaveQueries();
      leaveMutations();
    };
  }
}
