import type { Operation } from '@closekit/client';
import { textIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';

/**
 * The start of a page: a row number for offset lists, a cursor (`null` for the first page) for the others.
 */
export type PageParam = number | string | null;

type Fields = Readonly<Record<string, unknown>>;

/** One way of paging at Close. */
export interface PageParams {
  /** The start of the first page, from the query parameters of the caller. */
  readonly initial: (query: Fields) => PageParam;
  /** The start of the page after the loaded ones; `undefined` after the last one. */
  readonly next: (pages: readonly unknown[], starts: readonly PageParam[]) => PageParam | undefined;
  /** The start of the page before the loaded ones; `undefined` before the first one. */
  readonly previous: (firstPage: unknown, firstStart: PageParam, query: Fields) => PageParam | undefined;
  /** The query parameters that select the page. */
  readonly query: (start: PageParam) => Fields;
  /** The body fields that select the page. */
  readonly body: (start: PageParam) => Fields;
  /** Whether the list is a log: a row that is new or has changed comes first, and the largest page is a usual one. */
  readonly isLog?: true;
}

const offset: PageParams = {
  initial: (query) => (typeof query['_skip'] === 'number' ? query['_skip'] : 0),
  next: nextOffset,
  previous: previousOffset,
  query: (start) => ({ _skip: start }),
  body: () => ({}),
};

const cursor: PageParams = {
  initial: () => null,
  next: (pages) => textIn(pages.at(-1), 'cursor_next') || undefined,
  previous: (page) => textIn(page, 'cursor_previous') || undefined,
  query: (start) => (start === null ? {} : { _cursor: start }),
  body: () => ({}),
  isLog: true,
};

const bodyCursor: PageParams = {
  initial: () => null,
  next: (pages) => textIn(pages.at(-1), 'cursor') || undefined,
  // A cursor of the search leads forward only.
  previous: () => undefined,
  query: () => ({}),
  body: (start) => (start === null ? {} : { cursor: start }),
};

/** The ways of paging, by their names in the operation table. */
export const pageParams: Readonly<Record<NonNullable<Operation['pages']>, PageParams>> = {
  offset,
  cursor,
  'body-cursor': bodyCursor,
};

/** Returns the rows of a page; none for any other value. */
export function rowsIn(page: unknown): readonly unknown[] {
  const rows = isRecord(page) ? page['data'] : undefined;
  return Array.isArray(rows) ? rows : [];
}

/** Counts the loaded rows: a row that was removed from a page has moved the following ones up. */
function nextOffset(pages: readonly unknown[], starts: readonly PageParam[]): PageParam | undefined {
  const lastPage = pages.at(-1);
  // An empty page with `has_more` would be requested in an endless loop.
  if (!isRecord(lastPage) || lastPage['has_more'] !== true || rowsIn(lastPage).length === 0) return undefined;
  const rows = pages.reduce((count: number, page) => count + rowsIn(page).length, 0);
  return Number(starts[0]) + rows;
}

function previousOffset(firstPage: unknown, firstStart: PageParam, query: Fields): PageParam | undefined {
  const start = Number(firstStart);
  const limit = typeof query['_limit'] === 'number' ? query['_limit'] : rowsIn(firstPage).length;
  return start > 0 && limit > 0 ? Math.max(start - limit, 0) : undefined;
}
