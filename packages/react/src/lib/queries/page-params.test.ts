import { describe, expect, it } from 'vitest';
import { pageParams } from './page-params.ts';

/** The start of the page after one page that starts at row 40. */
const after = (page: unknown) => pageParams.offset.next([page], [40]);

describe('pageParams', () => {
  it('counts rows for offset lists', () => {
    const { initial, query } = pageParams.offset;
    expect(initial({})).toBe(0);
    expect(initial({ _skip: 40 })).toBe(40);
    expect(after({ data: [1, 2, 3], has_more: true })).toBe(43);
    expect(after({ data: [1], has_more: false })).toBeUndefined();
    expect(query(43)).toEqual({ _skip: 43 });
  });

  it('stops at an empty page that claims to have more', () => {
    expect(after({ data: [], has_more: true })).toBeUndefined();
  });

  it('starts the next page earlier after a row was removed', () => {
    const pages = [
      { data: [1, 2], has_more: true },
      { data: [4, 5, 6], has_more: true },
    ];
    expect(pageParams.offset.next(pages, [40, 43])).toBe(45);
  });

  it('goes back by the size of a page, not beyond the start', () => {
    const { previous } = pageParams.offset;
    expect(previous({ data: [1, 2, 3] }, 43, {})).toBe(40);
    expect(previous({ data: [1, 2, 3] }, 43, { _limit: 10 })).toBe(33);
    expect(previous({ data: [1, 2, 3] }, 2, {})).toBe(0);
    expect(previous({ data: [1, 2, 3] }, 0, {})).toBeUndefined();
    expect(previous({ data: [] }, 40, {})).toBeUndefined();
  });

  it('follows the cursor of a list', () => {
    const { initial, next, previous, query } = pageParams.cursor;
    expect(query(initial({}))).toEqual({});
    expect(next([{ data: [], cursor_next: 'abc' }], [null])).toBe('abc');
    expect(next([{ data: [], cursor_next: null }], ['abc'])).toBeUndefined();
    expect(query('abc')).toEqual({ _cursor: 'abc' });
    expect(previous({ data: [], cursor_previous: 'xyz' }, 'abc', {})).toBe('xyz');
    expect(previous({ data: [], cursor_previous: null }, 'abc', {})).toBeUndefined();
  });

  it('follows the cursor of a search in its body', () => {
    const { initial, next, previous, body, query } = pageParams['body-cursor'];
    expect(body(initial({}))).toEqual({});
    expect(next([{ data: [], cursor: 'abc' }], [null])).toBe('abc');
    expect(next([{ data: [], cursor: null }], ['abc'])).toBeUndefined();
    expect([body('abc'), query('abc')]).toEqual([{ cursor: 'abc' }, {}]);
    expect(previous({ data: [] }, 'abc', {})).toBeUndefined();
  });
});
