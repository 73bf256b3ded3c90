import { createSandbox } from '@closekit/sandbox';
import {
  InfiniteQueryObserver,
  MutationObserver,
  onlineManager,
  QueryClient,
  QueryObserver,
} from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sandboxClient } from '../../../test/sandbox-client.ts';
import type { CloseMutationOptions } from '../queries/close-query-options.ts';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { optimistic } from './optimistic.ts';
import { updateAffected } from './update-affected.ts';
import { withCache } from './with-cache.ts';

interface Task {
  readonly id: string;
  readonly text?: string;
  readonly date_updated?: string;
  readonly is_complete?: boolean;
}

interface Write {
  readonly id: string;
  readonly body: Partial<Task>;
}

const queries = createCloseQueryOptions(sandboxClient(createSandbox({ leads: 0 })), {
  session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
});
const task = (changes: Partial<Task> = {}): Task => ({ id: 'task_1', text: 'old', ...changes });
const list: QueryKey = queries.tasks.list().queryKey;
const one: QueryKey = queries.tasks.get('task_1').queryKey;

const nothing = (): void => {};
/** Lets everything run that needs no response of the test. */
const drain = () => new Promise((resolve) => setTimeout(resolve));

type Options = Partial<Parameters<typeof withCache<Task, Write, unknown>>[1]>;

/** A cache, and writes that the test settles one by one. */
function setUp(shown: boolean | ((entity: Task) => Task) = false, others: Options = {}) {
  const queryClient = new QueryClient();
  const start = (body: Partial<Task>) => {
    let resolve: (answer: Task) => void = nothing;
    let reject: (error: Error) => void = nothing;
    const answer = new Promise<Task>((...settle) => {
      [resolve, reject] = settle;
    });
    const mutationFn = async () => answer;
    const mutation: CloseMutationOptions<Task, Write> = { ...queries.mutations.tasks.update(), mutationFn };
    const change = typeof shown === 'function' ? shown : undefined;
    const options = withCache<Task, Write, unknown>(queryClient, {
      ...(shown ? optimistic(mutation, change) : mutation),
      ...others,
    });
    const done = new MutationObserver(queryClient, options).mutate({ id: 'task_1', body }).catch(nothing);
    return { resolve, reject, done };
  };
  const read = (queryKey: QueryKey): unknown => queryClient.getQueryData(queryKey);
  return { queryClient, start, read };
}

const withOptions = (options: object) => () => setUp(undefined, options).start({});

describe('withCache', () => {
  it('keeps the later of two responses, in whatever order they arrive', async () => {
    const { queryClient, start, read } = setUp();
    queryClient.setQueryData(one, task());
    const [first, second] = [start({ text: 'b' }), start({ is_complete: true })];
    const later = task({ text: 'b', is_complete: true, date_updated: '2026-01-01T00:00:02.000000+00:00' });
    second.resolve(later);
    await second.done;
    first.resolve(task({ text: 'b', is_complete: false, date_updated: '2026-01-01T00:00:01.000000+00:00' }));
    await first.done;
    expect(read(one)).toEqual(later);
  });

  it('keeps the later of two responses to optimistic writes, too', async () => {
    const { queryClient, start, read } = setUp(true);
    const before = task({ is_complete: false, date_updated: '2026-01-01T00:00:00.000000+00:00' });
    queryClient.setQueryData(one, before);
    queryClient.setQueryData(list, { data: [before] });
    const [first, second] = [start({ text: 'b' }), start({ is_complete: true })];
    const later = task({ text: 'b', is_complete: true, date_updated: '2026-01-01T00:00:02.000000+00:00' });
    second.resolve(later);
    await second.done;
    first.resolve(task({ text: 'b', is_complete: false, date_updated: '2026-01-01T00:00:01.000000+00:00' }));
    await first.done;
    expect([read(one), read(list)]).toEqual([later, { data: [later] }]);
  });

  it('adds no field that a query does not select', async () => {
    const { queryClient, start, read } = setUp(true);
    const part: QueryKey = queries.tasks.list({ _fields: ['id', 'is_complete'] }).queryKey;
    queryClient.setQueryData(part, { data: [{ id: 'task_1' }] });
    queryClient.setQueryData(list, { data: [{ id: 'task_1' }] });
    const write = start({ text: 'new', is_complete: true });
    await vi.waitFor(() => expect(read(list)).toEqual({ data: [task({ text: 'new', is_complete: true })] }));
    expect(read(part)).toEqual({ data: [{ id: 'task_1', is_complete: true }] });
    write.resolve(task({ text: 'new', is_complete: true }));
    await write.done;
    expect(read(part)).toEqual({ data: [{ id: 'task_1', is_complete: true }] });
  });

  it('shows a write once in the pages of a growing list, and takes it back from them', async () => {
    const { queryClient, start } = setUp((entity) => ({ ...entity, is_complete: !entity.is_complete }));
    const { queryKey } = queries.infinite.tasks.list();
    const observer = new InfiniteQueryObserver<readonly Task[]>(queryClient, {
      queryKey,
      queryFn: async ({ pageParam }) => [task({ id: `task_${String(pageParam)}`, is_complete: false })],
      initialPageParam: 1,
      getNextPageParam: (_last, pages) => pages.length + 1,
    });
    onTestFinished(observer.subscribe(nothing));
    const shown = (): unknown =>
      observer
        .getCurrentResult()
        .data?.pages.flat()
        .map((row) => row.is_complete);
    await vi.waitFor(() => expect(shown()).toEqual([false]));
    const write = start({});
    await vi.waitFor(() => expect(shown()).toEqual([true]));
    await observer.fetchNextPage();
    expect(shown()).toEqual([true, false]);
    write.reject(new Error('refused'));
    await write.done;
    expect(shown()).toEqual([false, false]);
  });

  it('takes back a paused write that is removed', async () => {
    const { queryClient, start, read } = setUp(true);
    queryClient.setQueryData(list, { data: [task()] });
    onlineManager.setOnline(false);
    onTestFinished(() => onlineManager.setOnline(true));
    start({ text: 'never sent' });
    await vi.waitFor(() => expect(read(list)).toEqual({ data: [task({ text: 'never sent' })] }));
    queryClient.getMutationCache().clear();
    onlineManager.setOnline(true);
    await vi.waitFor(() => expect(read(list)).toEqual({ data: [task()] }));
    const next = start({ text: 'sent' });
    next.resolve(task({ text: 'sent' }));
    await next.done;
    expect(queryClient.getQueryState(list)?.isInvalidated).toBe(true);
  });

  it('shows nothing before the response when it is not optimistic', async () => {
    const { queryClient, start, read } = setUp(false);
    queryClient.setQueryData(one, task());
    const write = start({ text: 'new' });
    await drain();
    expect(read(one)).toEqual(task());
    write.resolve(task({ text: 'new' }));
    await write.done;
    expect(read(one)).toEqual(task({ text: 'new' }));
  });

  it('marks a write that is not in order, in its `meta`', async () => {
    const { queryClient, start } = setUp(undefined, { inOrder: false, meta: { own: true } });
    start({});
    expect(queryClient.getMutationCache().getAll()[0]?.meta).toEqual({ own: true, closeInOrder: false });
    const others = setUp(undefined, { meta: { own: true } });
    others.start({});
    expect(others.queryClient.getMutationCache().getAll()[0]?.meta).toEqual({ own: true });
  });

  it('refuses options of the wrong type by their name', () => {
    expect(withOptions({ awaitRefetch: 1 })).toThrow(
      new TypeError('useCloseMutation: `awaitRefetch` must be a boolean.'),
    );
    expect(withOptions({ inOrder: 'yes' })).toThrow(
      new TypeError('useCloseMutation: `inOrder` must be a boolean.'),
    );
    expect(withOptions({ affects: 'leads' })).toThrow(
      new TypeError('useCloseMutation: `affects` must be a boolean.'),
    );
  });
});

/** A list on screen, whose fetches the test answers. */
function showList({ queryClient }: ReturnType<typeof setUp>) {
  const answers: ((data: unknown) => void)[] = [];
  const queryFn = () => new Promise<unknown>((resolve) => answers.push(resolve));
  queryClient.setQueryData(list, { data: [task()] });
  const observer = new QueryObserver(queryClient, { queryKey: list, queryFn, staleTime: 60_000 });
  onTestFinished(observer.subscribe(nothing));
  return answers;
}

describe('withCache, awaitRefetch', () => {
  it('waits for the queries on screen before it calls `onSuccess`', async () => {
    const onSuccess = vi.fn<() => void>();
    const scene = setUp(undefined, { awaitRefetch: true, onSuccess });
    const answers = showList(scene);
    const write = scene.start({ text: 'new' });
    write.resolve(task({ text: 'new' }));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    await drain();
    expect([onSuccess.mock.calls.length, scene.queryClient.isMutating()]).toEqual([0, 1]);
    answers[0]?.({ data: [task({ text: 'new' })] });
    await write.done;
    expect(onSuccess).toHaveBeenCalledOnce();
    expect(scene.read(list)).toEqual({ data: [task({ text: 'new' })] });
  });

  it('does not wait by default', async () => {
    const scene = setUp();
    const answers = showList(scene);
    const write = scene.start({ text: 'new' });
    write.resolve(task({ text: 'new' }));
    await write.done;
    expect([answers.length, scene.queryClient.isFetching()]).toEqual([1, 1]);
  });

  it('waits for the last of several pending writes', async () => {
    const scene = setUp(true, { awaitRefetch: true });
    const answers = showList(scene);
    const [first, second] = [scene.start({ text: 'b' }), scene.start({ is_complete: true })];
    await drain();
    first.resolve(task({ text: 'b' }));
    await drain();
    expect([answers.length, scene.queryClient.isMutating()]).toEqual([0, 2]);
    second.resolve(task({ text: 'b', is_complete: true }));
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0));
    await drain();
    answers.at(-1)?.({ data: [] });
    await Promise.all([first.done, second.done]);
    expect(scene.queryClient.isMutating()).toBe(0);
  });

  it('does not wait for a write that is paused behind it in the same scope of TanStack Query', async () => {
    const scene = setUp(true, { awaitRefetch: true, scope: { id: 'task_1' } });
    const answers = showList(scene);
    const [first, second] = [scene.start({ text: 'b' }), scene.start({ is_complete: true })];
    await drain();
    first.resolve(task({ text: 'b' }));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.({ data: [task({ text: 'b' })] });
    await first.done;
    const both = { data: [task({ text: 'b', is_complete: true })] };
    expect(scene.read(list)).toEqual(both);
    second.resolve(task({ text: 'b', is_complete: true }));
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.(both);
    await second.done;
    expect([scene.read(list), scene.queryClient.isMutating()]).toEqual([both, 0]);
  });

  it('does not wait for a write that pauses later', async () => {
    const scene = setUp(true, { awaitRefetch: true });
    const answers = showList(scene);
    const first = scene.start({ text: 'b' });
    await drain();
    scene.start({ is_complete: true });
    onTestFinished(() => onlineManager.setOnline(true));
    first.resolve(task({ text: 'b' }));
    await drain();
    expect([answers.length, scene.queryClient.isMutating()]).toEqual([0, 2]);
    onlineManager.setOnline(false);
    scene.start({ text: 'c' });
    await first.done;
    expect(scene.queryClient.isMutating()).toBe(2);
  });

  it('ends when a query fails, and does not wait for one that is paused', async () => {
    const scene = setUp(undefined, { awaitRefetch: true, networkMode: 'always' });
    const queryFn = vi.fn<() => Promise<never>>(() => Promise.reject(new Error('refused')));
    scene.queryClient.setQueryData(list, { data: [task()] });
    const options = { queryKey: list, queryFn, staleTime: 60_000, retry: false };
    onTestFinished(new QueryObserver(scene.queryClient, options).subscribe(nothing));
    const write = scene.start({ text: 'new' });
    write.resolve(task({ text: 'new' }));
    await write.done;
    expect(queryFn).toHaveBeenCalledOnce();
    onlineManager.setOnline(false);
    onTestFinished(() => onlineManager.setOnline(true));
    const next = scene.start({ text: 'newer' });
    next.resolve(task({ text: 'newer' }));
    await next.done;
    expect(queryFn).toHaveBeenCalledOnce();
  });
});

const two = (text: string): Task => ({ id: 'task_2', text });

describe('withCache, beside other writes', () => {
  const other = { variables: { id: 'task_2', body: {} }, data: two('new') };
  const { update } = queries.mutations.tasks;

  it.each([
    ['a list', list, (rows: readonly Task[]): unknown => ({ data: rows })],
    [
      'pages',
      queries.infinite.tasks.list().queryKey,
      (rows: readonly Task[]): unknown => ({ pages: [{ data: rows }], pageParams: [0] }),
    ],
  ])('takes back exactly its own write from %s that another one has changed', async (_name, key, holding) => {
    const { queryClient, start, read } = setUp(true, { affects: false });
    const place: QueryKey = key;
    queryClient.setQueryData(place, holding([task(), two('old')]));
    const write = start({ text: 'never' });
    await vi.waitFor(() => expect(read(place)).toEqual(holding([task({ text: 'never' }), two('old')])));
    updateAffected(queryClient, update.key(), other);
    expect(read(place)).toEqual(holding([task({ text: 'never' }), two('new')]));
    write.reject(new Error('refused'));
    await write.done;
    expect(read(place)).toEqual(holding([task(), two('new')]));
  });

  it('reads after the last of them', async () => {
    const scene = setUp(true);
    const answers = showList(scene);
    const write = scene.start({ text: 'new' });
    await drain();
    updateAffected(scene.queryClient, update.key(), other);
    await drain();
    expect(answers).toHaveLength(0);
    write.resolve(task({ text: 'new' }));
    await write.done;
    expect(answers.length).toBeGreaterThan(0);
  });
});
