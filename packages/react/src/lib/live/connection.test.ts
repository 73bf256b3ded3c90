import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { FakeEventSource } from '../../../test/fake-event-source.ts';
import { settle, setUpStore, signedIn, signedOut } from '../../../test/store-over-backend.ts';
import type { CloseLiveEvent } from './event.ts';
import { LiveConnection } from './connection.ts';
import { updateAffected } from '../writes/update-affected.ts';

const updated: CloseLiveEvent = {
  id: 'ev_1',
  object_type: 'lead',
  object_id: 'lead_A',
  lead_id: 'lead_A',
  action: 'updated',
  changed_fields: ['name', 'date_updated'],
};

/** Timers that the test runs. */
function setUpTimers() {
  const timers: { run: () => void; delayMs: number }[] = [];
  const later = (run: () => void, delayMs: number) => {
    const timer = { run, delayMs };
    timers.push(timer);
    return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
  };
  const runNext = async (): Promise<void> => {
    timers.shift()?.run();
    await settle();
  };
  return { timers, later, runNext };
}

function setUp() {
  const backend = setUpStore({ initialSession: signedIn });
  backend.answer(signedIn);
  const clock = setUpTimers();
  const random = { next: 1 };
  const queryClient = new QueryClient();
  const sources: FakeEventSource[] = [];
  const live = new LiveConnection({
    auth: backend.store,
    queryClient,
    later: clock.later,
    random: () => random.next,
    open: () => {
      const source = new FakeEventSource('/api/close/events');
      sources.push(source);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has all members that are used
      return source as unknown as EventSource;
    },
  });
  const invalidate = vi.spyOn(queryClient, 'invalidateQueries');
  const last = (): FakeEventSource => sources.at(-1) ?? new FakeEventSource('none');
  return { ...backend, ...clock, queryClient, sources, live, invalidate, last, random };
}

/** Stores data in the cache, and returns a check whether it is stale. */
function answered(queryClient: QueryClient, ...path: unknown[]) {
  const queryKey = ['close', 'orga_1/user_1', ...path];
  queryClient.setQueryData(queryKey, {});
  return (): boolean => queryClient.getQueryState(queryKey)?.isInvalidated ?? false;
}

/** Writes the name of a lead. */
async function rename(queryClient: QueryClient, { isBroughtUpToDate }: { isBroughtUpToDate: boolean }) {
  const mutationKey = ['close', 'orga_1/user_1', 'leads', 'update'] as const;
  const mutation = queryClient.getMutationCache().build<unknown, Error, unknown, unknown>(queryClient, {
    mutationKey,
    mutationFn: async () => ({ id: 'lead_A' }),
    onSuccess: (data, variables) => {
      if (isBroughtUpToDate) updateAffected(queryClient, mutationKey, { data, variables });
    },
  });
  await mutation.execute({ id: 'lead_A', body: { name: 'Wayne Enterprises' } });
}

const nothing = (): (() => void) => vi.fn<() => void>();

describe('LiveConnection', () => {
  it('opens one stream for all subscribers, and closes it after the last one', async () => {
    const { live, sources, last } = setUp();
    const leave = [live.join(nothing()), live.join(nothing())];
    await settle();
    expect([sources.length, live.getSnapshot()]).toEqual([1, 'connecting']);
    last().open();
    expect(live.getSnapshot()).toBe('open');
    leave[0]?.();
    expect(last().readyState).toBe(1);
    leave[1]?.();
    expect([last().readyState, live.getSnapshot()]).toEqual([2, 'off']);
  });

  it('opens one stream when it is left and joined at once', async () => {
    const { live, sources } = setUp();
    live.join(nothing())();
    live.join(nothing());
    await settle();
    expect(sources).toHaveLength(1);
  });

  it('is closed while not connected, and opens a new stream for another organization', async () => {
    const { store, live, sources, answer } = setUp();
    live.join(nothing());
    await settle();
    answer({ ...signedIn, organization: { id: 'orga_2', name: 'Difference Engines' } });
    await store.reload();
    expect(sources.map(({ readyState }) => readyState)).toEqual([2, 0]);
    answer(signedOut);
    await store.reload();
    expect(sources.map(({ readyState }) => readyState)).toEqual([2, 2]);
    expect(live.getSnapshot()).toBe('off');
    answer(signedIn);
    await store.reload();
    expect(sources).toHaveLength(3);
  });

  it('marks the affected queries as stale, and notifies the subscribers', async () => {
    const { live, queryClient, last, runNext } = setUp();
    const [own, other] = [
      answered(queryClient, 'leads', 'get', { id: 'lead_A' }),
      answered(queryClient, 'leads', 'get', { id: 'lead_B' }),
    ];
    const onEvent = vi.fn<(event: CloseLiveEvent) => void>();
    live.join(onEvent);
    await settle();
    last().open();
    last().send('close', updated);
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(updated);
    await runNext();
    expect([own(), other()]).toEqual([true, false]);
  });

  it('reads once for a burst of events', async () => {
    const { live, invalidate, last, timers, runNext } = setUp();
    live.join(nothing());
    await settle();
    last().open();
    for (let index = 0; index < 50; index += 1)
      last().send('close', { ...updated, object_id: `lead_${index}` });
    expect(timers).toHaveLength(1);
    await runNext();
    expect(invalidate).toHaveBeenCalledTimes(1);
    expect(timers).toEqual([]);
  });

  it('lets one round end before the next one begins', async () => {
    const { live, queryClient, invalidate, last, timers, runNext } = setUp();
    const answers: (() => void)[] = [];
    const queryFn = () => new Promise<string>((resolve) => void answers.push(() => resolve('answer')));
    const queryKey = ['close', 'orga_1/user_1', 'leads', 'list', {}];
    queryClient.setQueryData(queryKey, 'first');
    live.join(nothing());
    await settle();
    last().send('close', updated);
    await runNext();
    const reading = queryClient.fetchQuery({ queryKey, queryFn });
    last().send('close', updated);
    await runNext();
    expect([invalidate.mock.calls.length, timers.length]).toEqual([1, 1]);
    answers[0]?.();
    await reading;
    await runNext();
    expect([invalidate.mock.calls.length, timers.length]).toEqual([2, 0]);
  });

  it('marks everything of the organization as stale after a reset event', async () => {
    const { live, queryClient, last, runNext } = setUp();
    const stale = answered(queryClient, 'roles', 'list', {});
    queryClient.setQueryData(['mine'], {});
    live.join(nothing());
    await settle();
    last().send('reset');
    await runNext();
    expect(stale()).toBe(true);
    expect(queryClient.getQueryState(['mine'])?.isInvalidated).toBe(false);
  });

  it('shows that the browser reconnects', async () => {
    const { live, last } = setUp();
    live.join(nothing());
    await settle();
    last().open();
    last().breakOff();
    expect(live.getSnapshot()).toBe('connecting');
    last().open();
    expect(live.getSnapshot()).toBe('open');
  });

  it('retries with a growing delay when the server refuses', async () => {
    const { live, sources, last, timers, runNext } = setUp();
    live.join(nothing());
    await settle();
    const delays: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      last().refuse();
      expect(live.getSnapshot()).toBe('off');
      delays.push(timers[0]?.delayMs);
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      await runNext();
    }
    expect(delays).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000));
    expect(sources).toHaveLength(11);
  });

  it('spreads the retries of many pages', async () => {
    const { live, last, timers, random } = setUp();
    live.join(nothing());
    await settle();
    random.next = 0;
    last().refuse();
    expect(timers[0]?.delayMs).toBe(1000);
  });

  it('marks everything as stale when it is accepted again', async () => {
    const { live, queryClient, last, runNext } = setUp();
    const stale = answered(queryClient, 'leads', 'list', {});
    live.join(nothing());
    await settle();
    last().open();
    last().refuse();
    await runNext();
    last().open();
    await runNext();
    expect(stale()).toBe(true);
  });

  it('finds that the session has ended, and stays closed', async () => {
    const { store, live, sources, last, answer, runNext } = setUp();
    live.join(nothing());
    await settle();
    answer(signedOut);
    last().refuse();
    await runNext();
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
    expect(sources).toHaveLength(1);
  });

  it('leaves no timer and no listener behind', async () => {
    const { live, last, timers, page, listeners, store } = setUp();
    const stop = store.start();
    const leave = live.join(nothing());
    await settle();
    last().send('close', updated);
    leave();
    const again = live.join(nothing());
    await settle();
    last().refuse();
    expect(timers).toHaveLength(1);
    again();
    stop();
    expect(timers).toEqual([]);
    expect(page.open() + listeners.size).toBe(0);
  });

  it('does not refetch a write of this page, once for each write', async () => {
    const { live, queryClient, last, runNext } = setUp();
    await rename(queryClient, { isBroughtUpToDate: true });
    const stale = answered(queryClient, 'leads', 'list', {});
    live.join(nothing());
    await settle();
    last().send('close', updated);
    await runNext();
    expect(stale()).toBe(false);
    last().send('close', updated);
    await runNext();
    expect(stale()).toBe(true);
  });

  it('refetches when more has changed than this page wrote', async () => {
    const { live, queryClient, last, runNext } = setUp();
    await rename(queryClient, { isBroughtUpToDate: true });
    const stale = answered(queryClient, 'leads', 'list', {});
    live.join(nothing());
    await settle();
    last().send('close', { ...updated, changed_fields: ['name', 'description'] });
    await runNext();
    expect(stale()).toBe(true);
  });

  it('refetches a write of this page that did not update the cache', async () => {
    const { live, queryClient, last, runNext } = setUp();
    await rename(queryClient, { isBroughtUpToDate: false });
    const stale = answered(queryClient, 'leads', 'list', {});
    live.join(nothing());
    await settle();
    last().send('close', updated);
    await runNext();
    expect(stale()).toBe(true);
  });
});
