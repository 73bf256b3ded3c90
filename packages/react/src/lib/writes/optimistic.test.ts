import { createSandbox } from '@closekit/sandbox';
import { MutationObserver, QueryClient } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { sandboxClient } from '../../../test/sandbox-client.ts';
import { withResolvers } from '../../../test/with-resolvers.ts';
import type { CloseMutationOptions } from '../queries/close-query-options.ts';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { optimistic } from './optimistic.ts';
import { removeRow } from './patch-rows.ts';
import { withCache } from './with-cache.ts';

interface Task {
  readonly id: string;
  readonly text?: string | undefined;
}

interface Write {
  readonly id?: string;
  readonly body?: Partial<Task>;
}

const queries = createCloseQueryOptions(sandboxClient(createSandbox({ leads: 0 })), {
  session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
});
const { create, delete: remove, update } = queries.mutations.tasks;
const list: QueryKey = queries.tasks.list().queryKey;
const one: QueryKey = queries.tasks.get('task_1').queryKey;
const old: Task = { id: 'task_1', text: 'old' };

/** Lets everything run that needs no response of the test. */
const drain = () => new Promise((resolve) => setTimeout(resolve));

/** A cache that shows one task, and writes that the test settles one by one. */
function setUp() {
  const queryClient = new QueryClient();
  queryClient.setQueryData(list, { data: [old] });
  queryClient.setQueryData(one, old);
  const start = async (
    { mutationKey }: Pick<CloseMutationOptions<unknown, unknown>, 'mutationKey'>,
    { affects, ...variables }: Write & { readonly affects?: boolean },
  ) => {
    const { promise, resolve } = withResolvers<Task | Error>();
    const mutationFn = async () => {
      const answer = await promise;
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const mutation = { ...update(), mutationKey, mutationFn };
    const options = { ...optimistic<Task, Write>(mutation), affects };
    const observer = new MutationObserver(queryClient, withCache<Task, Write, unknown>(queryClient, options));
    const done = observer.mutate(variables).catch(() => undefined);
    await drain();
    const fail = async () => {
      resolve(new Error('refused'));
      await done;
    };
    const succeed = async (task: Task) => {
      resolve(task);
      await done;
    };
    return { fail, succeed, status: () => observer.getCurrentResult().status };
  };
  const shown = () => [list, one].map((queryKey): unknown => queryClient.getQueryData(queryKey));
  const isStale = () => queryClient.getQueryState(list)?.isInvalidated;
  return { queryClient, start, shown, isStale };
}

describe('optimistic', () => {
  it('lays the fields of the body over the entity, without those that are undefined', async () => {
    const { start, shown } = setUp();
    await start(update(), { id: 'task_1', body: { text: 'new' } });
    expect(shown()).toEqual([{ data: [{ id: 'task_1', text: 'new' }] }, { id: 'task_1', text: 'new' }]);
    await start(update(), { id: 'task_1', body: { text: undefined } });
    expect(shown()).toEqual([{ data: [{ id: 'task_1', text: 'new' }] }, { id: 'task_1', text: 'new' }]);
  });

  it('removes a deleted entity from its lists only', async () => {
    const { start, shown } = setUp();
    const write = await start(remove(), { id: 'task_1' });
    expect(shown()).toEqual([{ data: [] }, old]);
    await write.fail();
    expect(shown()).toEqual([{ data: [old] }, old]);
  });

  it('shows nothing for a write without an id, and sends it', async () => {
    const { start, shown, isStale } = setUp();
    const write = await start(create(), { body: { text: 'new' } });
    expect(shown()).toEqual([{ data: [old] }, old]);
    await write.succeed({ id: 'task_2', text: 'new' });
    expect([write.status(), isStale()]).toEqual(['success', true]);
  });

  it('marks what a failed write may have changed at Close as stale, unless it affects nothing', async () => {
    const { start, isStale } = setUp();
    const quiet = await start(update(), { id: 'task_1', body: { text: 'new' }, affects: false });
    await quiet.fail();
    expect(isStale()).toBe(false);
    const write = await start(update(), { id: 'task_1', body: { text: 'new' } });
    await write.fail();
    expect(isStale()).toBe(true);
  });

  it('lets a row that is deleted elsewhere go once no write is pending', async () => {
    const { queryClient, start, shown } = setUp();
    const write = await start(update(), { id: 'task_1', body: { text: 'new' } });
    removeRow(queryClient, 'task_1', () => true);
    expect(shown()[0]).toEqual({ data: [{ id: 'task_1', text: 'new' }] });
    await write.fail();
    expect(shown()[0]).toEqual({ data: [] });
  });

  it('leaves queries alone that do not hold the entity', async () => {
    const { queryClient, start } = setUp();
    const other: QueryKey = queries.tasks.get('task_2').queryKey;
    queryClient.setQueryData(other, { id: 'task_2' });
    const changed: unknown[] = [];
    queryClient.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'updated') changed.push(query.queryKey);
    });
    await start(update(), { id: 'task_1', body: { text: 'new' } });
    expect(changed).toEqual([list, one]);
  });

  it('refuses a change that is no function', () => {
    // @ts-expect-error untyped code
    expect(() => optimistic(update(), 'yes')).toThrow(
      new TypeError('optimistic: `change` must be a function.'),
    );
  });
});
