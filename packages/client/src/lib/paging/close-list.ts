import { stoppable } from './stoppable.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { LazyCall } from '../operations/close-call.ts';
import type { CloseResponse, CloseCall } from '../operations/close-call.ts';

/**
 * A list of the API. Awaiting it returns the first page; iterating it returns every item, page by page. A
 * page is requested when it is needed. Each iteration starts again from the first page.
 *
 * @example
 * for await (const lead of close.leads.list({ query: 'status:"Potential"' })) console.log(lead.display_name);
 */
export interface CloseList<TItem, TPage> extends CloseCall<TPage>, AsyncIterable<TItem> {
  /**
   * Iterates whole pages instead of items.
   *
   * @returns The pages. Stopping early cancels the request in flight.
   */
  pages(): AsyncIterableIterator<TPage>;
  /**
   * Collects items into an array.
   *
   * @param options - `limit`: the maximum number of items; `Infinity` reads the whole list.
   * @returns The items, at most `limit` of them.
   * @throws TypeError when `limit` is missing or negative.
   * @throws CloseApiError when a page fails.
   */
  toArray(options: { readonly limit: number }): Promise<TItem[]>;
}

/** A page of a list. */
export interface Page {
  readonly data: readonly unknown[];
  readonly [key: string]: unknown;
}

/**
 * The implementation of {@link CloseList}. The generated signatures have the types of items and pages.
 *
 * @internal
 */
export class LazyList extends LazyCall<unknown> implements CloseList<unknown, unknown> {
  readonly #read: (stop: AbortSignal) => AsyncGenerator<Page>;

  constructor(
    send: () => Promise<CloseResponse<unknown>>,
    read: (stop: AbortSignal) => AsyncGenerator<Page>,
  ) {
    super(send);
    this.#read = read;
  }

  pages(): AsyncIterableIterator<Page> {
    return stoppable(this.#read);
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<unknown> {
    return stoppable((stop) => itemsOf(this.#read(stop)));
  }

  async toArray(options: { readonly limit: number }): Promise<unknown[]> {
    const limit = options?.limit;
    assertArgument(typeof limit === 'number' && limit >= 0, ['toArray', 'limit'], '0 or more');
    const items: unknown[] = [];
    if (limit === 0) return items;
    for await (const page of this.pages()) {
      items.push(...page.data.slice(0, limit - items.length));
      if (items.length >= limit) break;
    }
    return items;
  }
}

async function* itemsOf<TItem>(
  pages: AsyncIterable<{ readonly data: readonly TItem[] }>,
): AsyncGenerator<TItem> {
  for await (const page of pages) yield* page.data;
}
