import { stoppable } from './stoppable.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { LazyCall } from '../operations/close-call.ts';
import type { CloseAnswer, CloseCall } from '../operations/close-call.ts';

/**
 * A list of the API. Awaiting it gives its first page; iterating it gives every item, page after page,
 * asking for a page when it is needed and not before. Each iteration starts from the first page again.
 *
 * @example
 * for await (const lead of close.leads.list({ query: 'status:"Potential"' })) console.log(lead.display_name);
 */
export interface CloseList<TItem, TPage> extends CloseCall<TPage>, AsyncIterable<TItem> {
  /**
   * Iterates whole pages instead of items.
   *
   * @returns The pages. Stopping early cancels a request under way.
   */
  pages(): AsyncIterableIterator<TPage>;
  /**
   * Collects items into an array.
   *
   * @param options - `limit`: the most items to collect; `Infinity` reads the whole list.
   * @returns The items, at most `limit` of them.
   * @throws CloseApiError when a page fails.
   */
  toArray(options: { readonly limit: number }): Promise<TItem[]>;
}

/** What every page of a list has. */
export interface Page {
  readonly data: readonly unknown[];
  readonly [key: string]: unknown;
}

/**
 * The one implementation of {@link CloseList}. The generated signatures know the types of items and pages.
 *
 * @internal
 */
export class LazyList extends LazyCall<unknown> implements CloseList<unknown, unknown> {
  readonly #read: (stop: AbortSignal) => AsyncGenerator<Page>;

  constructor(send: () => Promise<CloseAnswer<unknown>>, read: (stop: AbortSignal) => AsyncGenerator<Page>) {
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
