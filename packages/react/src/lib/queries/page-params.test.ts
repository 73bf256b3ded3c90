import { describe, expect, it } from 'vitest';
import { pageParams } from './page-params.ts';

describe('pageParams', () => {
  it('counts rows for offset lists', () => {
    const { initial, next, query } = pageParams.offset;
    expect(initial({})).toBe(0);
    expect(initial({ _skip: 40 })).toBe(40);
    expect(next({ data: [1, 2, 3], has_more: true }, 40)).toBe(43);
    expect(next({ data: [1], has_more: false }, 40)).toBeUndefined();
    expect(query(43)).toEqual({ _skip: 43 });
  });

  it('stops at an empty page that claims to have more', () => {
    expect(pageParams.offset.next({ data: [], has_more: true }, 40)).toBeUndefined();
  });

  it('follows the cursor of a list', () => {
    const { initial, next, query } = pageParams.cursor;
    expect(query(initial({}))).toEqual({});
    expect(next({ data: [], cursor_next: 'abc' }, null)).toBe('abc');
    expect(next({ data: [], cursor_next: null }, 'abc')).toBeUndefined();
    expect(query('abc')).toEqual({ _cursor: 'abc' });
  });

  it('follows the cursor of a search in its body', () => {
    const { initial, next, body, query } = pageParams['body-cursor'];
    expect(body(initial({}))).toEqual({});
    expect(next({ data: [], cursor: 'abc' }, null)).toBe('abc');
    expect(next({ data: [], cursor: null }, 'abc')).toBeUndefined();
    expect([body('abc'), query('abc')]).toEqual([{ cursor: 'abc' }, {}]);
  });
});
