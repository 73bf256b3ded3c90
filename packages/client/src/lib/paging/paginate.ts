import { CloseApiError } from '../errors/close-api-error.ts';
import type { Page } from './close-list.ts';
import { isRecord } from '../base/is-record.ts';
import type { OperationArguments } from '../operations/arguments.ts';
import type { CloseResponse } from '../operations/close-call.ts';
import type { Operation } from '../operations/operation.ts';

/** A list that is read page by page. */
export interface Walk {
  readonly operation: Operation;
  /** The arguments of the first page. */
  readonly args: OperationArguments;
  /** Sends the call with other arguments, until the signal aborts. */
  readonly sendWith: (args: OperationArguments, stop: AbortSignal) => Promise<CloseResponse<unknown>>;
}

/**
 * Reads a list page by page until the server reports the last one, or `stop` aborts because the consumer has
 * left.
 *
 * @throws CloseApiError when a page fails, has no list, or is returned twice.
 */
export async function* paginate(walk: Walk, stop: AbortSignal): AsyncGenerator<Page> {
  const { operation } = walk;
  // Other calls go first: a walk takes as long as the rate limit makes it.
  const { priority = 'bulk' } = walk.args.options;
  let args: OperationArguments | undefined = { ...walk.args, options: { ...walk.args.options, priority } };
  const seen = new Set<string>();
  while (args) {
    const page = await readPage(walk, args, stop);
    if (!page) return;
    const edges = [page.data[0], page.data.at(-1)].map(idOf).join('');
    // A server that ignores the offset, or whose cursors form a circle, would cause an endless loop.
    const mark = cursorOf(page) || edges;
    if (mark && seen.has(mark))
      throw broken(operation, 'The server returned the same page twice. Try again.');
    // Items move between offsets while a list is read, so the same edges may return on a later page.
    if (mark === edges) seen.clear();
    seen.add(mark);
    yield page;
    args = nextArguments(operation, args, page);
  }
}

async function readPage(walk: Walk, args: OperationArguments, stop: AbortSignal): Promise<Page | undefined> {
  try {
    const { data } = await walk.sendWith(args, stop);
    if (isPage(data)) return data;
  } catch (error) {
    // The consumer has left, so the cancelled request is not reported.
    if (stop.aborted) return undefined;
    throw error;
  }
  throw broken(walk.operation, 'The response has no `data` array. Check `baseUrl`.');
}

function nextArguments(
  operation: Operation,
  args: OperationArguments,
  page: Page,
): OperationArguments | undefined {
  if (operation.pages === 'offset') {
    if (page['has_more'] !== true || page.data.length === 0) return undefined;
    return { ...args, query: { ...args.query, _skip: Number(args.query['_skip'] ?? 0) + page.data.length } };
  }
  const cursor = cursorOf(page);
  if (cursor === '') return undefined;
  const [member, name] =
    operation.pages === 'cursor' ? (['query', '_cursor'] as const) : (['body', 'cursor'] as const);
  return { ...args, [member]: { ...args[member], [name]: cursor } };
}

function cursorOf(page: Page): string {
  const cursor = page['cursor_next'] ?? page['cursor'];
  return typeof cursor === 'string' ? cursor : '';
}

function idOf(item: unknown): unknown {
  return isRecord(item) ? item['id'] : undefined;
}

function isPage(data: unknown): data is Page {
  return isRecord(data) && Array.isArray(data['data']);
}

function broken({ id }: Operation, message: string): CloseApiError {
  return new CloseApiError('decode', `${id}: ${message}`, { operation: id });
}
