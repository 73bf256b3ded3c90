import { CloseApiError } from './close-api-error.ts';
import type { CloseAnswer } from './close-call.ts';
import type { Page } from './close-list.ts';
import { isRecord } from './is-record.ts';
import type { OperationArguments } from './operation-arguments.ts';
import type { Operation } from './operation.ts';

/** What walking through a list needs. */
export interface Walk {
  readonly operation: Operation;
  /** The arguments of the first page. */
  readonly args: OperationArguments;
  readonly send: (args: OperationArguments) => Promise<CloseAnswer<unknown>>;
}

/**
 * Walks through a list, page after page, until the server says there is no more.
 *
 * @param walk The list, and how to send for a page.
 * @param stop Aborts when the consumer has left.
 * @returns The pages.
 * @throws CloseApiError when a page fails, is no list, or is the one before again.
 */
export async function* paginate(walk: Walk, stop: AbortSignal): AsyncGenerator<Page> {
  const { signal } = walk.args.options;
  const options = { ...walk.args.options, signal: signal ? AbortSignal.any([signal, stop]) : stop };
  let args: OperationArguments | undefined = { ...walk.args, options };
  let previous: Page | undefined;
  while (args) {
    const page = await readPage(walk, args, stop);
    if (!page) return;
    if (previous && isSamePage(previous, page)) throw stuck(walk.operation);
    yield page;
    args = nextArguments(walk.operation, args, page);
    previous = page;
  }
}

async function readPage(walk: Walk, args: OperationArguments, stop: AbortSignal): Promise<Page | undefined> {
  try {
    const { data } = await walk.send(args);
    if (isPage(data)) return data;
  } catch (error) {
    // Nobody is there any more to be told that the request was cut.
    if (stop.aborted) return undefined;
    throw error;
  }
  throw new CloseApiError('decode', `${walk.operation.id}: the page holds no list`, {
    operation: walk.operation.id,
  });
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
  return operation.pages === 'body-cursor'
    ? atCursor(operation, args, { member: 'body', name: 'cursor', cursor: page['cursor'] })
    : atCursor(operation, args, { member: 'query', name: '_cursor', cursor: page['cursor_next'] });
}

function atCursor(
  operation: Operation,
  args: OperationArguments,
  next: { readonly member: 'body' | 'query'; readonly name: string; readonly cursor: unknown },
): OperationArguments | undefined {
  const { member, name, cursor } = next;
  if (typeof cursor !== 'string' || cursor === '') return undefined;
  if (cursor === args[member]?.[name]) throw stuck(operation);
  return { ...args, [member]: { ...args[member], [name]: cursor } };
}

/** A server that ignores the offset would keep us going round for ever. */
function isSamePage(before: Page, page: Page): boolean {
  const first = idOf(page.data[0]);
  return (
    first !== undefined &&
    first === idOf(before.data[0]) &&
    idOf(page.data.at(-1)) === idOf(before.data.at(-1))
  );
}

function idOf(item: unknown): unknown {
  return isRecord(item) ? item['id'] : undefined;
}

function isPage(data: unknown): data is Page {
  return isRecord(data) && Array.isArray(data['data']);
}

function stuck(operation: Operation): CloseApiError {
  return new CloseApiError('decode', `${operation.id}: the next page is the same as the one before`, {
    operation: operation.id,
  });
}
