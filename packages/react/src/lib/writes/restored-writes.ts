import { CloseApiError } from '@closekit/client';
import type { Mutation, MutationFunctionContext, QueryClient } from '@tanstack/query-core';
import { getOrCreate } from '../base/get-or-create.ts';
import { WaitingList } from '../base/waiting-list.ts';
import { fieldIn } from '../base/field-in.ts';
import type { CloseMutationOptions, CloseQueryKey } from '../queries/close-query-options.ts';
import { writesOf } from '../queries/option-tree.ts';
import type { CloseQueryTree } from '../queries/create-close-query-options.ts';
import { connectionsOf, connectOptions } from '../queries/connected-options.ts';
import type { ConnectedOptions, Connections } from '../queries/connected-options.ts';
import { untilReset } from '../queries/until-reset.ts';
import { assertCached } from '../queries/write-line.ts';
import { describeWrite } from './described-write.ts';
import { markStale } from './mark-stale.ts';
import { updateAffected } from './update-affected.ts';

const all = new WeakMap<QueryClient, RestoredWrites>();

/**
 * Lets paused writes survive a reload of the page, if the app persists its cache: restored mutations get their
 * function back, and are sent in their order while the organization and the user are connected for whom they
 * were made. Until then they are held, and stored again; CloseProvider drops them once the page has another
 * organization or user. Registering twice changes nothing.
 *
 * @param queryClient - The cache of the app.
 * @param queries - The options of the connected organization, for apps without CloseProvider; call again after a
 * switch. Default: those of the CloseProvider that uses the cache.
 * @example
 * ```ts
 * const queryClient = new QueryClient();
 * registerCloseMutations(queryClient);
 * ```
 */
export function registerCloseMutations(queryClient: QueryClient, queries?: CloseQueryTree): void {
  const writes = getOrCreate(all, queryClient, () => new RestoredWrites(queryClient));
  if (queries) writes.connect(queries);
}

/** The mutations of one cache that come from an earlier page. */
class RestoredWrites {
  readonly #queryClient: QueryClient;
  readonly #adopted = new WeakSet<Mutation>();
  /** Those that wait for their connection. They are not paused any more, but have to be stored too. */
  readonly #held = new Set<Mutation>();
  readonly #connections: Connections;
  #disconnect: (() => void) | undefined;
  readonly #waiting = new WaitingList();

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient;
    this.#connections = connectionsOf(queryClient);
    this.#connections.onAdded = () => {
      this.#waiting.wake();
      this.#resume();
    };
    const cache = queryClient.getMutationCache();
    for (const mutation of cache.getAll()) this.#adopt(mutation);
    cache.subscribe(({ type, mutation }) => {
      if (type === 'added') this.#adopt(mutation);
      if (type === 'removed') this.#waiting.wake();
    });
    const { dehydrate, ...others } = queryClient.getDefaultOptions();
    const shouldDehydrateMutation = (mutation: Mutation): boolean =>
      this.#held.has(mutation) || mutation.state.isPaused;
    queryClient.setDefaultOptions({ ...others, dehydrate: { shouldDehydrateMutation, ...dehydrate } });
  }

  /** Connects the page of an app without CloseProvider, in place of its last connection. */
  connect(queries: CloseQueryTree): void {
    this.#disconnect?.();
    this.#disconnect = connectOptions(this.#queryClient, queries);
  }

  #adopt(mutation: Mutation): void {
    const { options, state } = mutation;
    const isRestored = state.status === 'pending' && options.mutationFn === undefined;
    if (!isRestored || options.mutationKey?.[0] !== 'close') return;
    this.#adopted.add(mutation);
    mutation.setOptions({
      ...options,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the function rejects with a CloseApiError
      ...(untilReset as unknown as Pick<typeof options, 'retry' | 'retryDelay'>),
      mutationFn: (variables, context) => this.#send(mutation, variables, context),
    });
    // Later: an app may resume all mutations after it has restored the cache, and wait for them.
    if (this.#connections.options.size > 0) setTimeout(() => this.#resume());
  }

  #resume(): void {
    for (const mutation of this.#queryClient.getMutationCache().findAll({ status: 'pending' }))
      if (this.#adopted.has(mutation) && this.#optionsFor(mutation.options.mutationKey))
        void mutation.continue().catch(() => undefined);
  }

  async #send(mutation: Mutation, variables: unknown, context: MutationFunctionContext): Promise<unknown> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked when the mutation was adopted
    const mutationKey = mutation.options.mutationKey as unknown as CloseQueryKey;
    const options = await this.#connected(mutation, mutationKey);
    try {
      const data = await optionsIn(options, mutationKey).mutationFn(variables, context);
      updateAffected(this.#queryClient, mutationKey, { variables, data });
      return data;
    } catch (error) {
      // The restored data may show the write.
      const { isAffected } = describeWrite(this.#queryClient, mutationKey, { variables });
      markStale(this.#queryClient, isAffected);
      throw error;
    }
  }

  /** Returns the options of the connected organization and user that a key belongs to. */
  #optionsFor(key: readonly unknown[] = []): ConnectedOptions | undefined {
    return [...this.#connections.options].find((options) => startsWith(key, keyOf(options)));
  }

  async #connected(mutation: Mutation, mutationKey: CloseQueryKey): Promise<ConnectedOptions> {
    this.#held.add(mutation);
    try {
      for (;;) {
        assertCached(this.#queryClient.getMutationCache(), mutation);
        const options = this.#optionsFor(mutationKey);
        if (options) return options;
        await this.#waiting.wait();
      }
    } finally {
      this.#held.delete(mutation);
    }
  }
}

function keyOf(options: ConnectedOptions): CloseQueryKey {
  return 'mutations' in options ? options.key() : options.key;
}

/** Whether a key belongs to a connection: the organization and the user. */
function startsWith(key: readonly unknown[], root: CloseQueryKey): boolean {
  return root.every((part, index) => part === key[index]);
}

function optionsIn(options: ConnectedOptions, key: CloseQueryKey): CloseMutationOptions<unknown, unknown> {
  const mutations = 'mutations' in options ? options.mutations : writesOf(options);
  const path = key.slice(keyOf(options).length).map(String);
  const build = path.reduce<unknown>((place, name) => fieldIn(place, name), mutations);
  if (typeof build !== 'function')
    throw new CloseApiError('aborted', `This version of the app has no operation "${path.join('.')}".`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the leaves of the tree return mutation options
  return build() as CloseMutationOptions<unknown, unknown>;
}
