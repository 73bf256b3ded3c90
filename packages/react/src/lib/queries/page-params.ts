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
  /** The start of the next page; `undefined` after the last one. */
  readonly next: (page: unknown, current: PageParam) => PageParam | undefined;
  /** The query parameters that select the page. */
  readonly query: (start: PageParam) => Fields;
  /** The body fields that select the page. */
  readonly body: (start: PageParam) => Fields;
}

const offset: PageParams = {
  initial: (query) => (typeof query['_skip'] === 'number' ? query['_skip'] : 0),
  next: nextOffset,
  query: (start) => ({ _skip: start }),
  body: () => ({}),
};

const cursor: PageParams = {
  initial: () => null,
  next: (page) => textIn(page, 'cursor_next') || undefined,
  query: (start) => (start === null ? {} : { _cursor: start }),
  body: () => ({}),
};

const bodyCursor: PageParams = {
  initial: () => null,
  next: (page) => textIn(page, 'cursor') || undefined,
  query: () => ({}),
  body: (start) => (start === null ? {} : { cursor: start }),
};

/** The ways of paging, by their names in the operation table. */
export const pageParams: Readonly<Record<NonNullable<Operation['pages']>, PageParams>> = {
  offset,
  cursor,
  'body-cursor': bodyCursor,
};

function nextOffset(page: unknown, current: PageParam): PageParam | undefined {
  if (!isRecord(page) || !Array.isArray(page['data'])) return undefined;
  const rows = page['data'].length;
  // An empty page with `has_more` would be requested in an endless loop.
  return page['has_more'] === true && rows > 0 ? Number(current) + rows : undefined;
}
