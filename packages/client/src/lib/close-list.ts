import { LazyCall, type CloseAnswer, type CloseCall } from './close-call.ts';

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
   * @param options `limit`: the most items to collect; `Infinity` reads the whole list.
   * @returns The items, at most `limit` of them.
   * @throws CloseApiError when a page fails.
   */
  toArray(options: { readonly limit: number }): Promise<TItem[]>;
}

/**
 * The one implementation of {@link CloseList}.
 *
 * @internal
 */
export class LazyList<TItem, TPage extends { readonly data: readonly TItem[] }>
  extends LazyCall<TPage>
  implements CloseList<TItem, TPage>
{
  readonly #pages: () => AsyncIterableIterator<TPage>;

  constructor(send: () => Promise<CloseAnswer<TPage>>, pages: () => AsyncIterableIterator<TPage>) {
    super(send);
    this.#pages = pages;
  }

  pages(): AsyncIterableIterator<TPage> {
    return this.#pages();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TItem, undefined, undefined> {
    for await (const page of this.#pages()) yield* page.data;
  }

  async toArray(options: { readonly limit: number }): Promise<TItem[]> {
    const limit = options?.limit;
    if (typeof limit !== 'number' || !(limit >= 0))
      throw new TypeError('toArray: limit must be a number, 0 or more');
    const items: TItem[] = [];
    if (limit === 0) return items;
    for await (const page of this.#pages()) {
      items.push(...page.data.slice(0, limit - items.length));
      if (items.length >= limit) break;
    }
    return items;
  }
}
