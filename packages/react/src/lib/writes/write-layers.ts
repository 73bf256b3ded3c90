import { inputIn } from './affected-queries.ts';
import type { CachedQuery } from './affected-queries.ts';
import { fieldIn } from '../base/field-in.ts';
import { isOlder } from './is-older.ts';
import { isRecord } from '../base/is-record.ts';
import { replaceEntity } from './replace-entity.ts';

type Entity = Readonly<Record<string, unknown>>;

/** A write that is shown before Close responds. */
export interface PendingWrite {
  /** The variables of the mutation; their identity is the identity of the write. */
  readonly variables: unknown;
  /** The id of the written entity. */
  readonly id: string;
  /** Whether a query may hold the entity. */
  readonly isAffected: (query: CachedQuery) => boolean;
  /** Returns the entity after the write; `undefined` removes it from the lists. */
  readonly change: (entity: Entity) => unknown;
}

/** A change of one entity, wherever the cache holds it. */
export type Patch = Omit<PendingWrite, 'variables'>;

/** The data of a query without and with the pending writes. */
interface Layer {
  readonly base: unknown;
  readonly shown: unknown;
}

/**
 * Pending writes as layers over the data of queries. Computes the data only; the caller stores it in the
 * cache.
 */
export class WriteLayers {
  // Weak: a query may leave the cache while a write is pending.
  readonly #layers = new WeakMap<CachedQuery, Layer>();
  #writes: PendingWrite[] = [];

  /** The number of pending writes. */
  get size(): number {
    return this.#writes.length;
  }

  /** Adds a write on top of the others. */
  add(write: PendingWrite): void {
    this.#writes.push(write);
  }

  /**
   * Removes a write and leaves the others in place.
   *
   * @returns Whether the write was pending.
   */
  remove(variables: unknown): boolean {
    const removed = this.#find(variables);
    this.#writes = this.#writes.filter((write) => write !== removed);
    return removed !== undefined;
  }

  /**
   * Moves a write below the others, for good, in the queries that show it. The values of the response override
   * those of the optimistic update.
   */
  keep(variables: unknown, response: unknown, queries: readonly CachedQuery[]): void {
    const write = this.#find(variables);
    if (write === undefined) return;
    const change = (entity: Entity): unknown => withResponse(entity, response, write.change);
    for (const query of queries) {
      const layer = this.#layers.get(query);
      if (layer)
        this.#layers.set(query, { ...layer, base: applyWrite(query, layer.base, { ...write, change }) });
    }
  }

  /**
   * Changes an entity below the pending writes.
   *
   * @returns The data to show.
   */
  patch(query: CachedQuery, change: Patch): unknown {
    const { data } = query.state;
    const layer = this.#layers.get(query);
    if (layer === undefined) return applyWrite(query, data, change);
    this.#layers.set(query, { base: applyWrite(query, baseBelow(data, layer), change), shown: data });
    return this.show(query);
  }

  /**
   * Lays the pending writes over the data of a query.
   *
   * @returns The data to show.
   */
  show(query: CachedQuery): unknown {
    const { data } = query.state;
    const layer = this.#layers.get(query);
    const base = layer ? baseBelow(data, layer) : data;
    const shown = this.#writes.reduce((below, write) => applyWrite(query, below, write), base);
    if (shown === base) this.#layers.delete(query);
    else this.#layers.set(query, { base, shown });
    return shown;
  }

  #find(variables: unknown): PendingWrite | undefined {
    return this.#writes.find((write) => write.variables === variables);
  }
}

/** Checks whether a write changes the data of a query. */
export function isChangedBy(query: CachedQuery, write: PendingWrite): boolean {
  const { data } = query.state;
  return applyWrite(query, data, write) !== data;
}

/**
 * Applies a write to the data of a query. An entity that is removed from the lists stays in the query that
 * reads it alone.
 */
export function applyWrite(query: CachedQuery, data: unknown, { id, isAffected, change }: Patch): unknown {
  // The event log holds earlier states of the entity.
  if (query.queryKey[2] === 'events' || !isAffected(query)) return data;
  const { _fields, body } = inputIn(query.queryKey);
  const selected = _fields ?? fieldIn(body, '_fields');
  return replaceEntity(data, id, (entity) => selectFields(change(entity), entity, selected)) ?? data;
}

/** No query gains a field that it does not select. */
function selectFields(changed: unknown, entity: Entity, selected: unknown): unknown {
  if (!isRecord(changed) || Object(selected) !== selected) return changed;
  // A list of names, or one for each type of object.
  const names: unknown[] = Object.values(Object(selected)).flat();
  return Object.fromEntries(
    Object.entries(changed).filter(([name]) => name in entity || names.includes(name)),
  );
}

/**
 * Updates an entity by the response to a write, unless the response is older than the entity.
 *
 * @param change - The optimistic update, whose values the response overrides.
 */
export function withResponse(
  entity: Entity,
  response: unknown,
  change: (entity: Entity) => unknown = (same) => same,
): unknown {
  return isOlder(response, entity) ? entity : overlay(change(entity), response);
}

/** Takes the values of the response for the fields that the entity has. */
function overlay(entity: unknown, response: unknown): unknown {
  if (!isRecord(entity) || !isRecord(response) || entity['id'] !== response['id']) return entity;
  return Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, name in response ? response[name] : value]),
  );
}

/** The data without the writes. When a page is added, the other pages are still as they were shown. */
function baseBelow(data: unknown, { base, shown }: Layer): unknown {
  if (data === shown) return base;
  const [pages, shownPages, basePages] = [data, shown, base].map((value) => fieldIn(value, 'pages'));
  if (!isRecord(data) || !Array.isArray(pages) || !Array.isArray(shownPages) || !Array.isArray(basePages))
    return data;
  return { ...data, pages: pages.map((page: unknown) => basePages[shownPages.indexOf(page)] ?? page) };
}
