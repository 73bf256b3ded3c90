import type { Query, QueryClient } from '@tanstack/react-query';
import { inputIn } from './affected-queries.ts';
import { fieldIn } from '../base/field-in.ts';
import { isOlder } from './is-older.ts';
import { isRecord } from '../base/is-record.ts';
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
   * @param write - What will change.
   * @returns Settles once it is shown.
   */
  begin(write: PendingWrite): Promise<void>;
  /**
   * Takes a write back that has failed.
   *
   * @param variables - What was given to `mutate`.
   */
  takeBack(variables: unknown): void;
  /**
   * Keeps what was shown of a write that has succeeded.
   *
   * @param variables - What was given to `mutate`.
   * @param answer - What Close answered: its values count for more than what was shown.
   */
  keep(variables: unknown, answer: unknown): void;
  /**
   * Waits until no write is pending, so that what is read then holds all of them.
   *
   * @param run - Marks stale what is to be read.
   */
  whenQuiet(run: () => void): void;
}

const all = new WeakMap<QueryClient, PendingWrites>();

/**
 * Finds the pending writes of a cache. They lie as layers over what Close has answered: each can be taken away without
 * touching the others, and an answer that arrives meanwhile slips in below them.
 *
 * @param queryClient - The app's cache.
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
    return layer ? below(query.state.data, layer) : query.state.data;
  };

  const show = (query: Query): void => {
    const base = baseOf(query);
    const shown = writes
      .filter(({ isAffected }) => isAffected(query))
      .reduce((answer, write) => apply(query, answer, write), base);
    if (shown === base) layers.delete(query);
    else layers.set(query, { base, shown });
    // Not `setQueryData`, which would make the answer look fresh.
    if (shown !== query.state.data) query.setState({ data: shown });
  };

  const setWrites = (next: readonly PendingWrite[]): void => {
    writes = next;
    for (const query of cache.findAll({ queryKey: ['close'] })) show(query);
    if (writes.length > 0) {
      unsubscribe ??= listen();
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

  const listen = (): (() => void) => {
    const endings = [
      cache.subscribe(({ type, query, ...event }) => {
        if (type === 'updated' && 'action' in event && event.action.type === 'success') show(query);
      }),
      // What waits for the network when it is thrown away will never be answered.
      queryClient.getMutationCache().subscribe(({ type, mutation }) => {
        if (type !== 'removed' || mutation.state.status !== 'pending') return;
        end(mutation.state.variables);
        flush();
      }),
    ];
    return () => endings.forEach((stop) => stop());
  };

  const flush = (): void => {
    if (writes.length > 0) return;
    const runs = [...waiting, () => markStale(queryClient, (query) => interrupted.has(query))];
    waiting = [];
    for (const each of runs) each();
    interrupted.clear();
  };

  const keepIn = ({ id, isAffected, change }: PendingWrite, answer: unknown): void => {
    const keep = (entity: Entity): unknown =>
      isOlder(answer, entity) ? entity : overlay(change(entity), answer);
    const kept = { id, change: keep };
    for (const [query, { base, shown }] of layers) {
      if (isAffected(query)) layers.set(query, { base: apply(query, base, kept), shown });
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
      flush();
    },
  };
}

function overlay(entity: unknown, answer: unknown): unknown {
  if (!isRecord(entity) || !isRecord(answer) || entity['id'] !== answer['id']) return entity;
  return Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, name in answer ? answer[name] : value]),
  );
}

/** What an answer is without the writes. A page that is added leaves the others as they were shown. */
function below(data: unknown, { base, shown }: Layer): unknown {
  if (data === shown) return base;
  const [pages, shownPages, basePages] = [data, shown, base].map((answer) => fieldIn(answer, 'pages'));
  if (!isRecord(data) || !Array.isArray(pages) || !Array.isArray(shownPages) || !Array.isArray(basePages))
    return data;
  const pageBelow = (page: unknown): unknown => {
    const index = shownPages.indexOf(page);
    return index < 0 ? page : basePages[index];
  };
  return { ...data, pages: pages.map(pageBelow) };
}

/** What is taken out of the lists stays where it is shown by itself. */
function apply(query: Query, answer: unknown, { id, change }: Pick<PendingWrite, 'id' | 'change'>): unknown {
  const { _fields, body } = inputIn(query.queryKey);
  const asked = _fields ?? fieldIn(body, '_fields');
  return replaceEntity(answer, id, (entity) => selectFields(change(entity), entity, asked)) ?? answer;
}

/** No query gains a field that it has not asked for. */
function selectFields(changed: unknown, entity: Entity, asked: unknown): unknown {
  if (!isRecord(changed) || !isRecord(asked)) return changed;
  // A list of names, or one for each type of object.
  const names = Object.values(asked).flat();
  return Object.fromEntries(
    Object.entries(changed).filter(([name]) => name in entity || names.includes(name)),
  );
}

function holds(query: Query, write: PendingWrite): boolean {
  const { data } = query.state;
  return write.isAffected(query) && data !== undefined && apply(query, data, write) !== data;
}
