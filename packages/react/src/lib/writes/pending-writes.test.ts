import { QueryClient, QueryObserver } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { pendingWritesOf } from './pending-writes.ts';
import { whenRead } from './when-quiet.ts';
import type { PendingWrite } from './write-layers.ts';

const list: QueryKey = ['close', 'orga_1', 'tasks', 'list', {}];
const other: QueryKey = ['close', 'orga_1', 'leads', 'list', {}];
const foreign: QueryKey = ['mine', 'tasks'];
const task = (text: string) => ({ data: [{ id: 'task_1', text }] });

const write = (text: string): PendingWrite => ({
  variables: { text },
  id: 'task_1',
  isAffected: () => true,
  change: (entity) => ({ ...entity, text }),
});

/** Lets everything run that needs no response of the test. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

function setUp() {
  const queryClient = new QueryClient();
  queryClient.setQueryData(list, task('old'));
  const pending = pendingWritesOf(queryClient);
  const read = (key = list): unknown => queryClient.getQueryData(key);
  /** Starts a fetch that the test answers. */
  const fetch = (queryKey: QueryKey) => {
    const answers: ((data: unknown) => void)[] = [];
    const queryFn = () => new Promise<unknown>((resolve) => answers.push(resolve));
    const done = queryClient.query({ queryKey, queryFn, staleTime: 0 });
    return { answer: (data: unknown) => answers[0]?.(data), done };
  };
  const isStale = (key = list): boolean | undefined => queryClient.getQueryState(key)?.isInvalidated;
  const listeners = () => [
    queryClient.getQueryCache().hasListeners(),
    queryClient.getMutationCache().hasListeners(),
  ];
  return { queryClient, pending, read, fetch, isStale, listeners };
}

describe('pendingWritesOf', () => {
  it('returns the same writes for the same cache', () => {
    const queryClient = new QueryClient();
    expect(pendingWritesOf(queryClient)).toBe(pendingWritesOf(queryClient));
    expect(pendingWritesOf(queryClient)).not.toBe(pendingWritesOf(new QueryClient()));
  });
});

describe('PendingWrites', () => {
  it('cancels the fetches that may be from before a write, and repeats them afterwards', async () => {
    const { queryClient, pending, read, fetch, isStale } = setUp();
    const reading = fetch(list);
    const first = write('a');
    await pending.begin(first);
    expect(queryClient.isFetching()).toBe(0);
    reading.answer(task('from before'));
    await reading.done;
    expect([read(), isStale()]).toEqual([task('a'), false]);
    pending.takeBack(first.variables);
    pending.whenQuiet(() => {});
    expect([read(), isStale()]).toEqual([task('old'), true]);
  });

  it('repeats a cancelled fetch once', async () => {
    const { queryClient, pending, fetch, isStale } = setUp();
    const reading = fetch(list);
    const first = write('a');
    await pending.begin(first);
    await reading.done;
    pending.takeBack(first.variables);
    pending.whenQuiet(() => {});
    queryClient.setQueryData(list, task('new'));
    pending.whenQuiet(() => {});
    expect(isStale()).toBe(false);
  });

  it('leaves the fetches of other data alone', async () => {
    const { pending, fetch, isStale } = setUp();
    const reading = fetch(other);
    const first = write('a');
    await pending.begin(first);
    reading.answer({ data: [] });
    expect(await reading.done).toEqual({ data: [] });
    pending.takeBack(first.variables);
    pending.whenQuiet(() => {});
    expect([isStale(other), isStale()]).toEqual([false, false]);
  });

  it('shows the writes in the order of their calls', async () => {
    const { pending, read, fetch } = setUp();
    const reading = fetch(list);
    await Promise.all([pending.begin(write('a')), pending.begin(write('b'))]);
    expect(read()).toEqual(task('b'));
    await reading.done;
  });

  it('shows nothing in queries that are not from Close', async () => {
    const { queryClient, pending, read } = setUp();
    queryClient.setQueryData(foreign, task('old'));
    await pending.begin(write('a'));
    expect([read(), read(foreign)]).toEqual([task('a'), task('old')]);
  });

  it('does not mark the data as fresh', async () => {
    const { queryClient, pending, isStale } = setUp();
    queryClient.setQueryData(list, task('old'), { updatedAt: 1_000 });
    await queryClient.invalidateQueries({ queryKey: list });
    await pending.begin(write('a'));
    expect([queryClient.getQueryState(list)?.dataUpdatedAt, isStale()]).toEqual([1_000, true]);
  });

  it('shows a write in data that arrives in the meantime', async () => {
    const { queryClient, pending, read } = setUp();
    await pending.begin(write('a'));
    queryClient.setQueryData(list, task('from another page'));
    expect(read()).toEqual(task('a'));
  });

  it('listens to the caches while a write is pending, and not longer', async () => {
    const { pending, listeners } = setUp();
    expect(listeners()).toEqual([false, false]);
    const [first, second] = [write('a'), write('b')];
    await pending.begin(first);
    await pending.begin(second);
    expect(listeners()).toEqual([true, true]);
    pending.takeBack(first.variables);
    expect(listeners()).toEqual([true, true]);
    pending.takeBack(second.variables);
    expect(listeners()).toEqual([false, false]);
    await pending.begin(write('c'));
    expect(listeners()).toEqual([true, true]);
  });

  it('forgets what it has kept when no write is pending', async () => {
    const { queryClient, pending, read } = setUp();
    const first = write('a');
    await pending.begin(first);
    pending.keep(first.variables, { id: 'task_1', text: 'A' });
    expect(read()).toEqual(task('A'));
    queryClient.setQueryData(list, task('newer'));
    const second = write('b');
    await pending.begin(second);
    pending.takeBack(second.variables);
    expect(read()).toEqual(task('newer'));
  });

  it('takes back one write and leaves the others', async () => {
    const { pending, read } = setUp();
    const [first, second] = [write('a'), write('b')];
    await pending.begin(first);
    await pending.begin(second);
    pending.takeBack(second.variables);
    expect(read()).toEqual(task('a'));
    pending.takeBack({ text: 'a' });
    expect(read()).toEqual(task('a'));
    pending.takeBack(first.variables);
    expect(read()).toEqual(task('old'));
  });

  it('runs callbacks once the last write has settled, in their order', async () => {
    const { pending } = setUp();
    const [first, second] = [write('a'), write('b')];
    await pending.begin(first);
    await pending.begin(second);
    const run = vi.fn<(name: string) => void>();
    pending.whenQuiet(() => run('one'));
    pending.whenQuiet(() => run('two'));
    pending.takeBack(first.variables);
    pending.whenQuiet(() => run('three'));
    expect(run).not.toHaveBeenCalled();
    pending.takeBack(second.variables);
    pending.whenQuiet(() => run('four'));
    pending.whenQuiet(() => run('five'));
    expect(run.mock.calls.flat()).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('waits until the affected queries on screen have been read, again after each write', async () => {
    const { queryClient, pending } = setUp();
    const answers: ((data: unknown) => void)[] = [];
    const queryFn = () => new Promise<unknown>((resolve) => answers.push(resolve));
    for (const queryKey of [list, other])
      onTestFinished(new QueryObserver(queryClient, { queryKey, queryFn }).subscribe(() => {}));
    const first = write('a');
    let isRead = false;
    void whenRead(queryClient, ({ queryKey }) => queryKey === list).then(() => (isRead = true));
    await settle();
    await pending.begin(first);
    await settle();
    expect([isRead, answers.length]).toEqual([false, 2]);
    pending.takeBack(first.variables);
    pending.whenQuiet(() => {});
    await settle();
    expect([isRead, answers.length]).toEqual([false, 3]);
    answers[2]?.(task('new'));
    await settle();
    expect([isRead, queryClient.isFetching()]).toEqual([true, 1]);
  });

  it('takes back a pending mutation that is removed from the cache, and runs what waited for it', async () => {
    const { queryClient, pending, read } = setUp();
    const cache = queryClient.getMutationCache();
    const first = write('a');
    const mutation = cache.build<unknown, Error, unknown, unknown>(queryClient, {
      mutationFn: () => new Promise(() => {}),
    });
    void mutation.execute(first.variables);
    await pending.begin(first);
    const run = vi.fn<() => void>();
    pending.whenQuiet(run);
    const settled = cache.build<unknown, Error, unknown, unknown>(queryClient, {
      mutationFn: async () => 'done',
    });
    await settled.execute(first.variables);
    cache.remove(settled);
    expect([read(), run.mock.calls.length]).toEqual([task('a'), 0]);
    cache.remove(mutation);
    expect([read(), run.mock.calls.length]).toEqual([task('old'), 1]);
  });
});
