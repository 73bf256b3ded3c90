import { describe, expect, it } from 'vitest';
import { filterTest, momentOf } from './list-page.ts';

const rows = [
  { id: 'a', value: 1, date: '2026-01-01', done: true },
  { id: 'b', value: 20, date: '2026-01-02T12:00:00+02:00', done: false },
  { id: 'c', value: null, date: null, done: false },
];

function kept(query: string): string[] {
  const fields = {
    id: (row: (typeof rows)[number]) => row.id,
    value: (row: (typeof rows)[number]) => row.value,
    date: (row: (typeof rows)[number]) => row.date,
    done: (row: (typeof rows)[number]) => row.done,
  };
  return rows.filter(filterTest(new URLSearchParams(query), fields)).map(({ id }) => id);
}

describe('filterTest', () => {
  it('accepts one value or a comma list', () => {
    expect(kept('id=a')).toEqual(['a']);
    expect(kept('id__in=a,c')).toEqual(['a', 'c']);
    expect(kept('done=false&id=a,b')).toEqual(['b']);
  });

  it('compares numbers by size and moments by time, and drops rows without a value', () => {
    expect(kept('value__gt=3')).toEqual(['b']);
    expect(kept('value__lte=20')).toEqual(['a', 'b']);
    expect(kept('date__gte=2026-01-02T10:00:00%2B00:00')).toEqual(['b']);
    expect(kept('date__lt=2026-01-02')).toEqual(['a']);
  });

  it('ignores unknown names and empty values', () => {
    expect(kept('colour=red&id=')).toEqual(['a', 'b', 'c']);
  });
});

describe('momentOf', () => {
  it('treats a moment without an offset as UTC', () => {
    expect(momentOf('2026-01-02T12:00:00')).toBe(Date.UTC(2026, 0, 2, 12));
    expect(momentOf('2026-01-02')).toBe(Date.UTC(2026, 0, 2));
  });
});
