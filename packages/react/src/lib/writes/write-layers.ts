import type { CachedQuery } from './affected-queries.ts';
import { applyWrite, withResponse } from './apply-write.ts';
import type { Entity, WrittenEntity } from './apply-write.ts';
import { fieldIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';

/** A write that is shown before Close responds. */
export interface PendingWrite extends WrittenEntity {
  /** The variables of the mutation; their identity is the identity of the write. */
  readonly variables: unknown;
}

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
  patch(query: CachedQuery, write: WrittenEntity): unknown {
    const { data } = query.state;
    const layer = this.#layers.get(query);
    if (layer === undefined) return applyWrite(query, data, write);
    this.#layers.set(query, { base: applyWrite(query, baseBelow(data, layer), write), shown: data });
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

/** The data without the writes. When a page is added, the other pages are still as they were shown. */
function baseBelow(data: unknown, { base, shown }: Layer): unknown {
  if (data === shown) return base;
  const [pages, shownPages, basePages] = [data, shown, base].map((value) => fieldIn(value, 'pages'));
  if (!isRecord(data) || !Array.isArray(pages) || !Array.isArray(shownPages) || !Array.isArray(basePages))
    return data;
  return { ...data, pages: pages.map((page: unknown) => basePages[shownPages.indexOf(page)] ?? page) };
}
