import { CloseApiError } from '@closekit/client';
import type { Mutation, MutationCache, MutationFunctionContext } from '@tanstack/query-core';
import { getOrCreate } from '../base/get-or-create.ts';
import { WaitingList } from '../base/waiting-list.ts';
import { writtenEntities } from './written-entities.ts';

/** A write that TanStack Query runs. */
export interface Write {
  /** The key of the operation, which an app may have replaced in its own options. */
  readonly mutationKey: readonly unknown[];
  /** The variables of the call. */
  readonly variables: object;
  /** The cache and the key of the mutation. */
  readonly context: MutationFunctionContext;
}

/** The place of a mutation in the line. */
interface Place {
  entities: readonly string[];
  /** Number of failed calls. */
  failures: number;
  /** Whether nothing waits for it any more: it has succeeded, failed for good, or was overtaken. */
  hasLeft: boolean;
  isOvertaken: boolean;
  /** Runs while others wait for a write that is not being sent. */
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** How long others wait for a write that is not being sent, in milliseconds; as long as for a call. */
const longestMs = 120_000;

const lines = new WeakMap<MutationCache, WriteLine>();
const places = new WeakMap<Mutation, Place>();

/**
 * Sends a write once the earlier writes to its entities have succeeded or failed for good.
 *
 * @throws CloseApiError `aborted` if the mutation has been removed from the cache, `timeout` if later writes
 * were sent because this one could not be.
 */
export async function sendInOrder<TData>(write: Write, send: () => Promise<TData>): Promise<TData> {
  const cache = write.context.client.getMutationCache();
  return await getOrCreate(lines, cache, () => new WriteLine(cache)).send(write, send);
}

/** Whether no other write waits for a mutation any more. */
export function hasLeftLine(mutation: Mutation): boolean {
  return places.get(mutation)?.hasLeft === true;
}

/** Throws if a mutation was removed from its cache, for example by a switch of organization. */
export function assertCached(cache: MutationCache, mutation: Mutation | undefined): asserts mutation {
  if (mutation === undefined || !cache.getAll().includes(mutation))
    throw new CloseApiError('aborted', 'The write was removed before it was sent.');
}

/**
 * The order of writes is the order of their mutations in the cache: the order in which they were started,
 * whatever their `onMutate` waits for, and whether they are paused or repeated.
 */
class WriteLine {
  readonly #cache: MutationCache;
  /** The mutations whose function runs: it waits for its turn or for the response. */
  readonly #called = new Set<Mutation>();
  /** The variables of all calls: a second call for a removed mutation belongs to no other mutation. */
  readonly #known = new WeakSet<object>();
  readonly #waiting = new WaitingList();

  constructor(cache: MutationCache) {
    this.#cache = cache;
    cache.subscribe(this.#waiting.wake);
  }

  async send<TData>(write: Write, send: () => Promise<TData>): Promise<TData> {
    const { context, variables } = write;
    const mutation = this.#find(write);
    // Without a key, the mutation of an app that wraps the function cannot be found.
    if (!mutation && !context.mutationKey && !this.#known.has(variables)) return await send();
    assertCached(this.#cache, mutation);
    const place = this.#placeOf(mutation);
    place.entities = writtenEntities(write.mutationKey, variables, context.meta);
    place.hasLeft = place.isOvertaken;
    clearTimeout(place.timer);
    place.timer = undefined;
    this.#known.add(variables);
    this.#called.add(mutation);
    try {
      await this.#turnOf(mutation, place);
      const data = await send();
      place.hasLeft = true;
      return data;
    } catch (error) {
      place.hasLeft ||= !isRepeated(mutation, place.failures, error);
      place.failures += 1;
      throw error;
    } finally {
      this.#called.delete(mutation);
      this.#waiting.wake();
    }
  }

  #find({ context: { mutationKey }, variables }: Write): Mutation | undefined {
    const open = this.#cache
      .findAll({ status: 'pending', exact: true, ...(mutationKey && { mutationKey }) })
      .filter((mutation) => !this.#called.has(mutation));
    const own = open.find(({ state }) => state.variables === variables);
    if (own || !mutationKey || this.#known.has(variables)) return own;
    // An app may wrap the function, and pass other variables than those of its mutation.
    return open.find(({ state }) => !state.isPaused);
  }

  async #turnOf(mutation: Mutation, place: Place): Promise<void> {
    for (let before; (before = this.#before(mutation, place));) {
      this.#limit(before);
      await this.#waiting.wait();
      assertCached(this.#cache, mutation);
    }
    if (place.isOvertaken) throw new CloseApiError('timeout', 'A later write was sent before this one.');
  }

  /** A mutation in flight counts even if it has been removed from the cache. */
  #before({ mutationId }: Mutation, { entities }: Place): Mutation | undefined {
    return [...this.#called, ...this.#cache.getAll()].find((other) => {
      if (other.mutationId >= mutationId || other.state.status !== 'pending') return false;
      const place = this.#placeOf(other);
      return !place.hasLeft && place.entities.some((entity) => entities.includes(entity));
    });
  }

  #placeOf(mutation: Mutation): Place {
    const { options, state } = mutation;
    return getOrCreate(places, mutation, () => ({
      entities: writtenEntities(options.mutationKey, state.variables, options.meta),
      failures: 0,
      hasLeft: false,
      isOvertaken: false,
      timer: undefined,
    }));
  }

  /** A call has its own time limit. Everything else, such as an `onMutate` that never ends, gets one here. */
  #limit(mutation: Mutation): void {
    if (this.#called.has(mutation)) return;
    const place = this.#placeOf(mutation);
    place.timer ??= setTimeout(() => {
      place.timer = undefined;
      // Offline, everything waits.
      place.hasLeft = place.isOvertaken = !isOffline(mutation);
      this.#waiting.wake();
    }, longestMs);
  }
}

interface Surroundings {
  readonly document?: { readonly visibilityState: string };
  readonly navigator?: { readonly onLine?: boolean };
}

/** A visible page pauses its writes only while it is offline. TanStack Query does not pause `onMutate`. */
function isOffline({ state }: Mutation): boolean {
  // Node has a navigator that does not know it, and React Native no document.
  const { document, navigator }: Surroundings = globalThis;
  const isHidden = document?.visibilityState === 'hidden';
  return navigator?.onLine === false || (state.isPaused && !isHidden);
}

/** Whether TanStack Query will call the function again after a failure. */
function isRepeated({ options: { retry = 0 } }: Mutation, failures: number, error: unknown): boolean {
  if (typeof retry !== 'function') return retry === true || failures < Number(retry);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TanStack Query passes what the function rejects with
  return retry(failures, error as Error);
}
