import { describe, expect, it } from 'vitest';
import { defaultSwitches } from '../../base/switches.ts';
import { listPage, pageOf } from './list-page.ts';

/** The numbers from 0 on, with a count of those that were looked at. */
function counted(length: number) {
  let looks = 0;
  function* rows(): Generator<number> {
    for (let row = 0; row < length; row += 1) {
      looks += 1;
      yield row;
    }
  }
  return { rows: rows(), looks: () => looks };
}

const isEven = (row: number): boolean => row % 2 === 0;

describe('pageOf', () => {
  it('stops at the row after the page', () => {
    const { rows, looks } = counted(5000);
    expect(pageOf(rows, isEven, { skip: 2, limit: 3 })).toEqual({ rows: [4, 6, 8], hasMore: true });
    expect(looks()).toBe(11);
  });

  it('says whether more rows pass the test', () => {
    expect(pageOf([0, 1, 2, 3], isEven, { skip: 0, limit: 2 })).toEqual({ rows: [0, 2], hasMore: false });
    expect(pageOf([0, 1, 2, 3], isEven, { skip: 5, limit: 2 })).toEqual({ rows: [], hasMore: false });
    expect(pageOf([0, 1, 2, 3], isEven, { skip: 1, limit: 0 })).toEqual({ rows: [], hasMore: true });
  });
});

describe('listPage', () => {
  it('renders the rows of the page only', () => {
    const rendered: number[] = [];
    const page = listPage(counted(50).rows, {
      call: { ...defaultSwitches, query: new URLSearchParams('_limit=2&_skip=1') },
      test: isEven,
      render: (row) => {
        rendered.push(row);
        return { id: row };
      },
    });
    expect(page).toEqual({ data: [{ id: 2 }, { id: 4 }], has_more: true });
    expect(rendered).toEqual([2, 4]);
  });
});
