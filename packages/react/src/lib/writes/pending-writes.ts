import type { Mutation, Query, QueryClient } from '@tanstack/query-core';
import { getOrCreate } from '../base/get-or-create.ts';
import { joinEndings } from '../base/join-endings.ts';
import type { WrittenEntity } from './apply-write.ts';
import { markStale } from './mark-stale.ts';
import { setData } from './patch-rows.ts';
import { pendingOf } from './when-quiet.ts';
import { isChangedBy, WriteLayers } from './write-layers.ts';
import type { PendingWrite } from './write-layers.ts';

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
  /** Whether a write waits for one of the callbacks. */
  #isAwaited = false;
  #unsubscribe: (() => void) | undefined;

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient;
    pendingOf.set(queryClient, this);
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

  /** Changes an entity below the pending writes, and returns the data to show. */
  patch(query: Query, write: WrittenEntity): unknown {
    return this.#layers.patch(query, write);
  }

  /** Runs a callback once no write is pending; an awaited one, and those before it, also while one is paused. */
  whenQuiet(run: () => void, isAwaited = false): void {
    this.#waiting.push(run);
    this.#isAwaited ||= isAwaited;
    this.#flush();
  }

  #flush(): void {
    if (this.#layers.size > 0 && !this.#mayGoOn()) return;
    this.#isAwaited = false;
    for (const run of this.#waiting.splice(0)) run();
    markStale(this.#queryClient, (query) => this.#interrupted.has(query));
    this.#interrupted.clear();
  }

  /** A paused write may wait in turn for the one that waits: in the same `scope` of TanStack Query. */
  #mayGoOn(): boolean {
    const paused = { mutationKey: ['close'], predicate: ({ state }: Mutation) => state.isPaused };
    return this.#isAwaited && this.#queryClient.isMutating(paused) > 0;
  }

  #showAll(): void {
    for (const query of this.#queries()) this.#show(query);
  }

  #queries(): Query[] {
    return this.#queryClient.getQueryCache().findAll({ queryKey: ['close'] });
  }

  #show(query: Query): void {
    setData(query, this.#layers.show(query));
  }

  #listen(): () => void {
    return joinEndings(
      this.#queryClient.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'success') this.#show(event.query);
      }),
      this.#queryClient.getMutationCache().subscribe(({ type, mutation }) => {
        // A paused mutation that is removed never settles.
        const isLost = type === 'removed' && mutation.state.status === 'pending';
        if (isLost) this.takeBack(mutation.state.variables);
        if (isLost || this.#isAwaited) this.#flush();
      }),
    );
  }
}
