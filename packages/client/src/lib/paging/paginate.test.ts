import { describe, expect, it } from 'vitest';
import type { OperationArguments } from '../operations/arguments.ts';
import { paginate } from './paginate.ts';

describe('paginate', () => {
  it('follows the cursor of an event list, in its query', async () => {
    const pages = [
      { data: [{ id: 'ev_1' }], cursor_next: 'c1' },
      { data: [{ id: 'ev_2' }], cursor_next: null },
    ];
    const asked: unknown[] = [];
    const sendWith = async (args: OperationArguments) => {
      asked.push(args.query);
      return { data: pages.shift(), response: new Response(), attempts: 1 };
    };
    const args = { path: '/event/', body: undefined, query: { _limit: 50 }, options: {} };
    const operation = { id: 'events_list', method: 'GET', path: '/event/', pages: 'cursor' } as const;
    const read = paginate({ operation, args, sendWith }, new AbortController().signal);
    const items: unknown[] = [];
    for await (const page of read) items.push(...page.data);
    expect(items).toEqual([{ id: 'ev_1' }, { id: 'ev_2' }]);
    expect(asked).toEqual([{ _limit: 50 }, { _limit: 50, _cursor: 'c1' }]);
  });
});
