import { bearer, CloseApiError, createCloseClient } from '@closekit/client';
import { MutationObserver, onlineManager, QueryClient } from '@tanstack/react-query';
import type { MutationObserverOptions } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCloseQueryOptions } from './create-close-query-options.ts';
import { sendInOrder } from './write-line.ts';

interface Variables {
  readonly id?: string;
  readonly body?: object;
}

type Options = MutationObserverOptions<unknown, Error, Variables>;

const settle = () => vi.advanceTimersByTimeAsync(0);
const refused = () => new CloseApiError('invalid_request', 'refused');
const limited = () => new CloseApiError('rate_limited', 'too many', { attempts: 1, retryAfterMs: 5_000 });
const never = () => new Promise<never>(() => {});

/** A promise that the test fulfils. */
function gate() {
  const opens: (() => void)[] = [];
  return { wait: () => new Promise<void>((resolve) => opens.push(resolve)), open: () => opens[0]?.() };
}

const rename = (name: string, id = 'lead_1'): Variables => ({ id, body: { name } });

/** A server that answers when the test says so, and observers as hooks create them. */
function setUp() {
  const queryClient = new QueryClient();
  const sent: string[] = [];
  const waiting: ((reply: Error | undefined) => void)[] = [];
  const send = (path: string, { id, body }: Variables) => {
    sent.push([path, id, ...Object.values(body ?? {})].filter(Boolean).join(' '));
    return new Promise<object>((resolve, reject) => {
      waiting.push((error) => (error ? reject(error) : resolve({})));
    });
  };
  const optionsOf = (path: string, scope = 'orga_1') => {
    const mutationKey = ['close', scope, ...path.split('.')];
    const mutationFn: Options['mutationFn'] = (variables, context) =>
      sendInOrder({ mutationKey, variables, context }, () => send(path, variables));
    return { mutationKey, mutationFn };
  };
  /** Starts a write, and returns its outcome: `pending`, `done`, or the code of its error. */
  const run = (options: Options, variables: Variables): (() => string) => {
    let outcome = 'pending';
    new MutationObserver(queryClient, options).mutate(variables).then(
      () => (outcome = 'done'),
      (error: unknown) => (outcome = error instanceof CloseApiError ? error.code : String(error)),
    );
    return () => outcome;
  };
  const start = (path: string, variables: Variables, options: Partial<Options> = {}) =>
    run({ ...optionsOf(path), ...options }, variables);
  const answer = async (reply?: Error) => {
    waiting.shift()?.(reply);
    await settle();
  };
  return { queryClient, cache: queryClient.getMutationCache(), sent, optionsOf, run, start, answer };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  onlineManager.setOnline(true);
});

describe('sendInOrder', () => {
  it('sends the writes of one entity one after the other', async () => {
    const { sent, start, answer } = setUp();
    for (const name of ['a', 'b', 'c']) start('leads.update', rename(name));
    await settle();
    expect(sent).toEqual(['leads.update lead_1 a']);
    await answer();
    expect(sent).toEqual(['leads.update lead_1 a', 'leads.update lead_1 b']);
    await answer();
    expect(sent.at(-1)).toBe('leads.update lead_1 c');
  });

  it('keeps the order of the calls while an earlier onMutate takes its time', async () => {
    const { sent, start, answer } = setUp();
    const slow = new Promise<void>((resolve) => setTimeout(resolve, 1_000));
    start('leads.update', rename('a'), { onMutate: () => slow });
    start('leads.update', rename('b'));
    await settle();
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    await answer();
    expect(sent).toEqual(['leads.update lead_1 a', 'leads.update lead_1 b']);
  });

  it('lets other entities, other scopes and creates pass', async () => {
    const { sent, start, optionsOf, run } = setUp();
    start('leads.update', rename('a'));
    start('leads.update', rename('b', 'lead_2'));
    run(optionsOf('leads.update', 'orga_2'), rename('c'));
    start('contacts.create', { body: { lead_id: 'lead_1' } });
    start('contacts.create', { body: { lead_id: 'lead_1' } });
    await settle();
    expect(sent).toEqual([
      'leads.update lead_1 a',
      'leads.update lead_2 b',
      'leads.update lead_1 c',
      'contacts.create lead_1',
      'contacts.create lead_1',
    ]);
  });

  it('lets writes pass that are not in order', async () => {
    const { sent, start } = setUp();
    const meta = { closeInOrder: false };
    start('leads.update', rename('a'), { meta });
    start('leads.update', rename('b'));
    start('leads.update', rename('c'), { meta });
    await settle();
    expect(sent.map((line) => line.at(-1))).toEqual(['a', 'b', 'c']);
  });

  it('deletes after the edits', async () => {
    const { sent, start, answer } = setUp();
    start('leads.update', rename('a'));
    start('leads.delete', { id: 'lead_1' });
    await settle();
    expect(sent).toEqual(['leads.update lead_1 a']);
    await answer();
    expect(sent.at(-1)).toBe('leads.delete lead_1');
  });

  it('sends the next write after a failure', async () => {
    const { sent, start, answer } = setUp();
    const outcomes = ['a', 'b'].map((name) => start('leads.update', rename(name)));
    await settle();
    await answer(refused());
    await answer();
    expect(sent).toEqual(['leads.update lead_1 a', 'leads.update lead_1 b']);
    expect(outcomes.map((outcome) => outcome())).toEqual(['invalid_request', 'done']);
  });

  it.each([
    ['a number', 1],
    ['true', true],
    ['a function', (count: number) => count === 0],
  ])('keeps its turn between the attempts of TanStack Query: retry as %s', async (_name, retry) => {
    const { sent, start, answer } = setUp();
    start('leads.update', rename('a'), { retry, retryDelay: 5_000 });
    start('leads.update', rename('b'));
    await settle();
    await answer(limited());
    expect(sent).toEqual(['leads.update lead_1 a']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual(['leads.update lead_1 a', 'leads.update lead_1 a']);
    await answer();
    expect(sent.at(-1)).toBe('leads.update lead_1 b');
  });

  it('gives up its turn with its last attempt', async () => {
    const { sent, start, answer } = setUp();
    const first = start('leads.update', rename('a'), { retry: 1, retryDelay: 0, onError: never });
    start('leads.update', rename('b'));
    await settle();
    await answer(limited());
    await answer(limited());
    expect(sent).toEqual(['leads.update lead_1 a', 'leads.update lead_1 a', 'leads.update lead_1 b']);
    expect(first()).toBe('pending');
  });

  it('does not wait for the callbacks of a write that has succeeded', async () => {
    const { sent, start, answer } = setUp();
    start('leads.update', rename('a'), { onSuccess: never });
    start('leads.update', rename('b'));
    await settle();
    await answer();
    expect(sent).toEqual(['leads.update lead_1 a', 'leads.update lead_1 b']);
  });

  it('keeps the order of paused writes', async () => {
    const { queryClient, sent, start, answer } = setUp();
    onlineManager.setOnline(false);
    for (const name of ['a', 'b', 'c']) start('leads.update', rename(name));
    await settle();
    expect(sent).toEqual([]);
    onlineManager.setOnline(true);
    void queryClient.resumePausedMutations();
    await settle();
    expect(sent).toEqual(['leads.update lead_1 a']);
    await answer();
    await answer();
    expect(sent.map((line) => line.at(-1))).toEqual(['a', 'b', 'c']);
  });

  it('does not send a write that has been removed while it waited', async () => {
    const { cache, sent, start, answer } = setUp();
    start('leads.update', rename('a'));
    const second = start('leads.update', rename('b'));
    await settle();
    cache.clear();
    await settle();
    expect(second()).toBe('aborted');
    await answer();
    expect(sent).toEqual(['leads.update lead_1 a']);
  });

  it('does not repeat a write that has been removed', async () => {
    const { cache, sent, start, answer } = setUp();
    const first = start('leads.update', rename('a'), { retry: 1, retryDelay: 5_000 });
    await settle();
    await answer(limited());
    cache.clear();
    start('leads.update', rename('b'), { onMutate: never });
    await vi.advanceTimersByTimeAsync(5_000);
    expect([first(), sent.length]).toEqual(['aborted', 1]);
  });

  it('waits for a write in flight that has been removed', async () => {
    const { cache, sent, start, answer } = setUp();
    start('leads.update', rename('a'));
    await settle();
    cache.clear();
    start('leads.update', rename('b'));
    await settle();
    expect(sent).toEqual(['leads.update lead_1 a']);
    await answer();
    expect(sent.at(-1)).toBe('leads.update lead_1 b');
  });

  it('goes on without a write that has been removed', async () => {
    const { cache, sent, start } = setUp();
    start('leads.update', rename('a'), { onMutate: never });
    start('leads.update', rename('b'));
    await settle();
    const [first] = cache.getAll();
    if (first) cache.remove(first);
    await settle();
    expect(sent).toEqual(['leads.update lead_1 b']);
  });

  it('overtakes a write that does not start for two minutes, and never sends it', async () => {
    const { sent, start, answer } = setUp();
    const { wait: onMutate, open: begin } = gate();
    const first = start('leads.update', rename('a'), { onMutate, retry: 1, retryDelay: 1_000 });
    start('leads.update', rename('b'));
    start('leads.update', rename('c'));
    await vi.advanceTimersByTimeAsync(119_999);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(['leads.update lead_1 b']);
    begin();
    await settle();
    await answer();
    expect(sent).toEqual(['leads.update lead_1 b', 'leads.update lead_1 c']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([first(), sent.length]).toEqual(['timeout', 2]);
  });

  it('overtakes a write whose next attempt is more than two minutes away', async () => {
    const { sent, start, answer } = setUp();
    const slow = new Promise<void>((resolve) => setTimeout(resolve, 1_000));
    start('leads.update', rename('a'), { onMutate: () => slow, retry: 1, retryDelay: 600_000 });
    start('leads.update', rename('b'));
    await vi.advanceTimersByTimeAsync(1_000);
    await answer(limited());
    await vi.advanceTimersByTimeAsync(119_999);
    expect(sent).toEqual(['leads.update lead_1 a']);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.at(-1)).toBe('leads.update lead_1 b');
  });

  it('waits for a write with a function of the app, too', async () => {
    const { sent, start } = setUp();
    const { wait: mutationFn, open: finish } = gate();
    start('leads.update', rename('a'), { mutationFn });
    start('leads.update', rename('b'));
    await settle();
    expect(sent).toEqual([]);
    finish();
    await settle();
    expect(sent).toEqual(['leads.update lead_1 b']);
  });

  it('does not overtake a write that is being sent', async () => {
    const { sent, start } = setUp();
    start('leads.update', rename('a'), {
      onMutate: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
    });
    start('leads.update', rename('b'));
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sent).toEqual(['leads.update lead_1 a']);
  });

  it('does not overtake a write while the browser is offline', async () => {
    const { queryClient, sent, start } = setUp();
    onlineManager.setOnline(false);
    start('leads.update', rename('a'));
    start('leads.update', rename('b'), { networkMode: 'always' });
    await vi.advanceTimersByTimeAsync(600_000);
    onlineManager.setOnline(true);
    void queryClient.resumePausedMutations();
    await settle();
    expect(sent).toEqual(['leads.update lead_1 a']);
  });

  it('sends the next write when a call has run into its time limit', async () => {
    const { queryClient } = setUp();
    const sent: string[] = [];
    const close = createCloseClient({
      auth: bearer('token'),
      timeoutMs: 10_000,
      fetch: (_url, { body } = {}) => {
        sent.push(typeof body === 'string' ? body : '');
        return sent.length === 1 ? never() : Promise.resolve(Response.json({ id: 'lead_1' }));
      },
    });
    const session = { organization: { id: 'orga_1' }, user: { id: 'user_1' } };
    const { update } = createCloseQueryOptions(close, { session }).mutations.leads;
    const outcomes = ['a', 'b'].map((name) =>
      new MutationObserver(queryClient, update()).mutate({ id: 'lead_1', body: { name } }).then(
        () => 'done',
        (error: CloseApiError) => error.code,
      ),
    );
    await vi.advanceTimersByTimeAsync(9_999);
    expect(sent).toEqual(['{"name":"a"}']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await Promise.all(outcomes)).toEqual(['timeout', 'done']);
    expect(sent).toEqual(['{"name":"a"}', '{"name":"b"}']);
  });

  it('keeps two writes with the same variables in their places', async () => {
    const { sent, start, answer } = setUp();
    const twice = rename('a');
    start('leads.update', twice);
    start('leads.update', rename('b'));
    start('leads.update', twice);
    await settle();
    await answer();
    await answer();
    expect(sent.map((line) => line.at(-1))).toEqual(['a', 'b', 'a']);
  });

  it('orders the calls of an app that wraps the function', async () => {
    const { sent, optionsOf, run, answer } = setUp();
    const { mutationKey, mutationFn } = optionsOf('leads.update');
    const wrapped: Options = {
      mutationKey,
      mutationFn: async ({ body }, context) => mutationFn?.({ id: 'lead_1', body: { ...body } }, context),
    };
    for (const name of ['a', 'b', 'c']) run(wrapped, { body: { name } });
    await settle();
    expect(sent).toEqual(['leads.update lead_1 a']);
    await answer();
    await answer();
    expect(sent.map((line) => line.at(-1))).toEqual(['a', 'b', 'c']);
  });

  it('does not take the place of another operation for a wrapped function', async () => {
    const { cache, optionsOf, run, start } = setUp();
    start('leads.update', rename('a'));
    start('tasks.update', rename('b', 'task_1'), { onMutate: never });
    const { mutationKey, mutationFn } = optionsOf('leads.update');
    const wrapped: Options = {
      mutationKey,
      mutationFn: async ({ body }, context) => mutationFn?.({ id: 'lead_1', body: { ...body } }, context),
    };
    const outcome = run(wrapped, { body: { name: 'c' } });
    await settle();
    const other = cache.getAll()[1];
    if (other) cache.remove(other);
    await settle();
    expect(outcome()).toBe('pending');
  });

  it('sends the calls of an app that wraps the function without a key at once', async () => {
    const { sent, optionsOf, run } = setUp();
    const { mutationFn } = optionsOf('leads.update');
    const wrapped: Options = {
      mutationFn: async ({ body }, context) => mutationFn?.({ id: 'lead_1', body: { ...body } }, context),
    };
    for (const name of ['a', 'b']) run(wrapped, { body: { name } });
    await settle();
    expect(sent.map((line) => line.at(-1))).toEqual(['a', 'b']);
  });

  it('orders mutations whose key the app has replaced', async () => {
    const { sent, optionsOf, run, answer } = setUp();
    const options = { ...optionsOf('leads.update'), mutationKey: ['rename'] };
    for (const name of ['a', 'b']) run(options, rename(name));
    await settle();
    expect(sent).toEqual(['leads.update lead_1 a']);
    await answer();
    expect(sent.at(-1)).toBe('leads.update lead_1 b');
  });

  it('releases its timers', async () => {
    const { start, answer } = setUp();
    const { wait: onMutate, open: begin } = gate();
    start('leads.update', rename('a'), { onMutate });
    start('leads.update', rename('b'), { gcTime: Infinity });
    await settle();
    const waiting = vi.getTimerCount();
    begin();
    await settle();
    expect(vi.getTimerCount()).toBe(waiting - 1);
    await answer();
    await answer();
  });
});
