import { isCloseApiError } from '@closekit/client';
import type { QueryClient, QueryFunctionContext, QueryKey } from '@tanstack/query-core';
import { getOrCreate } from '../base/get-or-create.ts';
import { fieldIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';
import type { OperationInput } from './operation-call.ts';
import { rowsIn } from './page-params.ts';
import type { PageParam, PageParams } from './page-params.ts';

/** The largest `_limit` that Close documents for a list. */
const longestPage = 200;

/** How often a page may consist of rows that are loaded already, before the list counts as complete. */
const mostRepeats = 20;

type Send = (input: OperationInput, signal: AbortSignal) => Promise<unknown>;

/** One paged list with its input. */
export interface PagedList {
  readonly input: OperationInput;
  readonly paging: PageParams;
  readonly send: Send;
  /** Set once Close has refused a page of several. Close does not document the largest page of every list. */
  readonly limits: { isRefused: boolean };
}

/** The context of the function of an infinite query. */
type PageContext = Pick<
  QueryFunctionContext<QueryKey, PageParam>,
  'client' | 'queryKey' | 'signal' | 'pageParam'
>;

/** The pages of one fetch that reads the whole list again. */
interface Reread {
  /** The pages that a response contained beyond the requested one. */
  ahead: unknown[];
  /** The number of pages that are not read yet. */
  left: number;
  readonly ids: Set<unknown>;
}

const rereads = new WeakMap<AbortSignal, Reread>();

/**
 * Reads one page of an infinite query. A fetch of all loaded pages takes one request for 200 rows, so that it
 * shows one state of the list. A row that is loaded already is dropped: rows move between pages while the user
 * scrolls.
 */
export async function readPage(list: PagedList, context: PageContext): Promise<unknown> {
  const { client, queryKey, signal } = context;
  const pages = pagesIn(client, queryKey);
  if (isMore(client, queryKey)) return readNew(list, context, idsIn(pages));
  const reread = getOrCreate(rereads, signal, () => ({ ahead: [], left: pages.length, ids: new Set() }));
  const isFirst = pages.length > 1 && reread.left === pages.length;
  if (isFirst && list.paging.isLog) reread.ahead = await readHead(list, context, pages);
  else if (reread.ahead.length === 0) reread.ahead = await readSeveral(list, context, { reread, pages });
  reread.left -= 1;
  const page = reread.ahead.shift();
  for (const id of idsIn([page])) reread.ids.add(id);
  return page;
}

/** The number of requests that reading the loaded pages again takes. */
export function requestsFor(pages: readonly unknown[]): number {
  const longest = Math.max(...pages.map((page) => rowsIn(page).length), 1);
  const together = Math.max(Math.floor(longestPage / longest), 1);
  return Math.ceil(pages.length / together);
}

/**
 * Reads the first page of a log, and puts the loaded rows behind it, which have not changed. They are all read again
 * if they do not join up with it, or if the first page has become too long.
 */
async function readHead(
  list: PagedList,
  context: PageContext,
  pages: readonly unknown[],
): Promise<unknown[]> {
  const head = await readNew(list, context, new Set());
  const last = rowsIn(head).at(-1);
  const isJoined = pages.some((page) => rowsIn(page).some((row) => isSameState(row, last)));
  const [first, ...rest] = pages.map((page) => withoutRows(page, idsIn([head])));
  const data = [...rowsIn(head), ...rowsIn(first)];
  if (!isJoined || data.length > longestPage || !isRecord(head) || !isRecord(first)) return [head];
  return [{ ...head, cursor_next: first['cursor_next'], data }, ...rest];
}

function isSameState(row: unknown, other: unknown): boolean {
  return ['id', 'date_updated'].every((name) => fieldIn(row, name) === fieldIn(other, name));
}

async function readSeveral(
  list: PagedList,
  context: PageContext,
  { reread, pages }: { readonly reread: Reread; readonly pages: readonly unknown[] },
): Promise<unknown[]> {
  const limit = limitIn(list.input) ?? Math.max(...pages.map((page) => rowsIn(page).length), 0);
  const count = limit > 0 ? Math.min(reread.left, Math.floor(longestPage / limit)) : 1;
  if (count <= 1 || list.paging.isLog || list.limits.isRefused)
    return [await readNew(list, context, reread.ids)];
  try {
    const longer = withLimit(list.input, count * limit);
    const page = await readNew({ ...list, input: longer }, context, reread.ids);
    return splitPage(page, limit);
  } catch (error) {
    if (!isCloseApiError(error) || fieldIn(error.fieldErrors, '_limit') === undefined) throw error;
    list.limits.isRefused = true;
    return readSeveral(list, context, { reread, pages });
  }
}

/** Reads on while a page has no other rows than those that are loaded. */
async function readNew(
  { input, paging, send }: PagedList,
  { signal, pageParam }: PageContext,
  ids: ReadonlySet<unknown>,
): Promise<unknown> {
  let start: PageParam | undefined = pageParam;
  let page: unknown;
  for (let attempt = 0; start !== undefined && attempt < mostRepeats; attempt += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    const read = await send(pageInput(input, paging, start), signal);
    page = withoutRows(read, ids);
    if (page === read || rowsIn(page).length > 0) break;
    start = paging.next([read], [start]);
  }
  return page;
}

/** Splits a long page. Only the last part can be the end of the list. */
function splitPage(page: unknown, limit: number): unknown[] {
  const rows = rowsIn(page);
  if (!isRecord(page) || rows.length <= limit) return [page];
  const more = 'cursor' in page ? { cursor: page['cursor'] ?? 'read ahead' } : { has_more: true };
  const starts = Array.from({ length: Math.ceil(rows.length / limit) }, (_, index) => index * limit);
  return starts.map((start) => {
    const isLast = start + limit >= rows.length;
    return { ...page, ...(!isLast && more), data: rows.slice(start, start + limit) };
  });
}

function withoutRows(page: unknown, ids: ReadonlySet<unknown>): unknown {
  const rows = rowsIn(page);
  const rest = rows.filter((row) => !ids.has(fieldIn(row, 'id')));
  return isRecord(page) && rest.length < rows.length ? { ...page, data: rest } : page;
}

function idsIn(pages: readonly unknown[]): Set<unknown> {
  const ids = pages.flatMap((page) => rowsIn(page).map((row) => fieldIn(row, 'id')));
  return new Set(ids.filter((id) => id !== undefined));
}

function pagesIn(client: QueryClient, queryKey: QueryKey): readonly unknown[] {
  const pages = fieldIn(client.getQueryData(queryKey), 'pages');
  return Array.isArray(pages) ? pages : [];
}

/** Whether the fetch adds a page to those that are loaded. */
function isMore(client: QueryClient, queryKey: QueryKey): boolean {
  const state = client.getQueryState(queryKey);
  return fieldIn(fieldIn(state?.fetchMeta, 'fetchMore'), 'direction') !== undefined;
}

function limitIn({ query, body }: OperationInput): number | undefined {
  const limit = query['_limit'] ?? fieldIn(body, '_limit');
  return typeof limit === 'number' ? limit : undefined;
}

function withLimit(input: OperationInput, limit: number): OperationInput {
  return isRecord(input.body)
    ? { ...input, body: { ...input.body, _limit: limit } }
    : { ...input, query: { ...input.query, _limit: limit } };
}

function pageInput(input: OperationInput, paging: PageParams, start: PageParam): OperationInput {
  const body = isRecord(input.body) ? { ...input.body, ...paging.body(start) } : input.body;
  return { params: input.params, query: { ...input.query, ...paging.query(start) }, body };
}
