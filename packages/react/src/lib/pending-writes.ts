import type { Query, QueryClient } from '@tanstack/react-query';
import { isRecord } from './is-record.ts';
import { markStale } from './mark-stale.ts';
import { replaceEntity } from './replace-entity.ts';

type Entity = Readonly<Record<string, unknown>>;

/** A write that is shown before Close has answered. */
export interface PendingWrite {
  /** What was given to `mutate`: tells the write from the others. */
  readonly variables: unknown;
  /** The entity that is written. */
  readonly id: string;
  /** Whether a query may hold the entity. */
  readonly isAffected: (query: Query) => boolean;
  /** Makes of an entity what it will be; `undefined` takes it out of the lists. */
  readonly change: (entity: Entity) => unknown;
}

/** What a query holds without and with the pending writes. */
interface Layer {
  readonly base: unknown;
  readonly shown: unknown;
}

/** The pending writes of one cache. */
export interface PendingWrites {
  /**
   * Shows a write.
   *
   * @param write What will change.
   * @returns Settles once it is shown.
   */
  begin(write: PendingWrite): Promise<void>;
  /**
   * Takes a write back that has failed.
   *
   * @param variables What was given to `mutate`.
   */
  takeBack(variables: unknown): void;
  /**
   * Keeps what was shown of a write that has succeeded.
   *
   * @param variables What was given to `mutate`.
   * @param answer What Close answered: its values count for more than what was shown.
   */
  keep(variables: unknown, answer: unknown): void;
  /**
   * Waits until no write is pending, so that what is read then holds all of them.
   *
   * @param run Marks stale what is to be read.
   */
  whenQuiet(run: () => void): void;
}

const all = new WeakMap<QueryClient, PendingWrites>();

/**
 * Finds the pending writes of a cache. They lie as layers over what Close has answered: each can be taken away without
 * touching the others, and an answer that arrives meanwhile slips in below them.
 *
 * @param queryClient The app's cache.
 * @returns Its pending writes.
 */
export function pendingWritesOf(queryClient: QueryClient): PendingWrites {
  const found = all.get(queryClient) ?? createPendingWrites(queryClient);
  all.set(queryClient, found);
  return found;
}

function createPendingWrites(queryClient: QueryClient): PendingWrites {
  const cache = queryClient.getQueryCache();
  const layers = new Map<Query, Layer>();
  let writes: readonly PendingWrite[] = [];
  let waiting: (() => void)[] = [];
  const interrupted = new Set<Query>();
  let unsubscribe: (() => void) | undefined;

  const baseOf = (query: Query): unknown => {
    const layer = layers.get(query);
    return layer && layer.shown === query.state.data ? layer.base : query.state.data;
  };

  const show = (query: Query): void => {
    const base = baseOf(query);
    const shown = writes.filter(({ isAffected }) => isAffected(query)).reduce(apply, base);
    if (shown === base) layers.delete(query);
    else layers.set(query, { base, shown });
    // Not `setQueryData`, which would make the answer look fresh.
    if (shown !== query.state.data) query.setState({ data: shown });
  };

  const setWrites = (next: readonly PendingWrite[]): void => {
    writes = next;
    for (const query of cache.findAll({ queryKey: ['close'] })) show(query);
    if (writes.length > 0) {
      unsubscribe ??= cache.subscribe(({ type, query, ...event }) => {
        if (type === 'updated' && 'action' in event && event.action.type === 'success') show(query);
      });
      return;
    }
    unsubscribe?.();
    unsubscribe = undefined;
    layers.clear();
  };

  const end = (variables: unknown, onEnd?: (ended: PendingWrite) => void): void => {
    const ended = writes.find((write) => write.variables === variables);
    if (ended === undefined) return;
    onEnd?.(ended);
    setWrites(writes.filter((write) => write !== ended));
  };

  const keepIn = ({ id, isAffected, change }: PendingWrite, answer: unknown): void => {
    const kept = { id, change: (entity: Entity) => overlay(change(entity), answer) };
    for (const [query, { base, shown }] of layers) {
      if (isAffected(query)) layers.set(query, { base: apply(base, kept), shown });
    }
  };

  return {
    async begin(write) {
      const predicate = (query: Query): boolean => holds(query, write);
      // An answer that is on its way may be from before the write.
      for (const query of cache.findAll({ predicate, fetchStatus: 'fetching' })) interrupted.add(query);
      await queryClient.cancelQueries({ predicate });
      setWrites([...writes, write]);
    },
    takeBack: (variables) => end(variables),
    keep: (variables, answer) => end(variables, (ended) => keepIn(ended, answer)),
    whenQuiet(run) {
      waiting.push(run);
      if (writes.length > 0) return;
      const runs = [...waiting, () => markStale(queryClient, (query) => interrupted.has(query))];
      waiting = [];
      for (const each of runs) each();
      interrupted.clear();
    },
  };
}

function overlay(entity: unknown, answer: unknown): unknown {
  if (!isRecord(entity) || !isRecord(answer) || entity['id'] !== answer['id']) return entity;
  return Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, name in answer ? answer[name] : value]),
  );
}

/** What is taken out of the lists stays where it is shown by itself. */
function apply(answer: unknown, { id, change }: Pick<PendingWrite, 'id' | 'change'>): unknown {
  return replaceEntity(answer, id, change) ?? answer;
}

function holds(query: Query, write: PendingWrite): boolean {
  const { data } = query.state;
  return write.isAffected(query) && data !== undefined && apply(data, write) !== data;
}
