import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFakeClock } from '../../../test/fake-clock.ts';
import { FakeEventSource } from '../../../test/fake-event-source.ts';
import { createFakeTabs } from '../../../test/fake-tabs.ts';
import { settle, setUpStore, signedIn, signedOut } from '../../../test/store-over-backend.ts';
import type { CloseLiveEvent } from './event.ts';
import { LiveConnection } from './connection.ts';
import type { LivePageListener } from './live-page.ts';
import type { TabFeatures } from './shared-stream.ts';
import { updateAffected } from '../writes/update-affected.ts';

const updated: CloseLiveEvent = {
  id: 'ev_1',
  object_type: 'lead',
  object_id: 'lead_A',
  lead_id: 'lead_A',
  action: 'updated',
  changed_fields: ['name', 'date_updated'],
};

/** A page that the test hides, freezes and takes offline. */
function setUpPage() {
  const listeners = new Set<LivePageListener>();
  const page = {
    isHidden: false,
    isVisible: () => !page.isHidden,
    listen: (listener: LivePageListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (name: keyof LivePageListener) => listeners.forEach((listener) => listener[name]()),
    listeners,
  };
  return page;
}

function setUp({ features }: { readonly features?: TabFeatures } = {}) {
  const backend = setUpStore({ initialSession: signedIn });
  backend.answer(signedIn);
  const clock = createFakeClock();
  const livePage = setUpPage();
  const queryClient = new QueryClient();
  const sources: FakeEventSource[] = [];
  const live = new LiveConnection({
    auth: backend.store,
    queryClient,
    basePath: '/api/close',
    features,
    page: livePage,
    clock,
    open: (position) => {
      const source = new FakeEventSource(position);
      sources.push(source);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has all members that are used
      return source as unknown as EventSource;
    },
  });
  const last = (): FakeEventSource => sources.at(-1) ?? new FakeEventSource('none');
  const join = (onEvent: (event: CloseLiveEvent) => void = () => undefined) =>
    live.join({ onEvent, readsPerMinute: 60 });
  /** Joins, and opens the stream. */
  const listen = async (onEvent?: (event: CloseLiveEvent) => void) => {
    const leave = join(onEvent);
    await settle();
    last().open();
    return leave;
  };
  const runRound = (): Promise<void> => clock.pass(1_000);
  return { ...backend, clock, livePage, queryClient, sources, live, last, join, listen, runRound };
}

/** Stores data in the cache, and returns a check whether it is stale. */
function answered(queryClient: QueryClient, ...path: unknown[]) {
  const queryKey = ['close', 'orga_1/user_1', ...path];
  queryClient.setQueryData(queryKey, {});
  return (): boolean => queryClient.getQueryState(queryKey)?.isInvalidated ?? false;
}

/** Shows a lead, and returns the list of its reads. */
function show(queryClient: QueryClient, id: string): string[] {
  const reads: string[] = [];
  const queryKey = ['close', 'orga_1/user_1', 'leads', 'get', { id }];
  queryClient.setQueryData(queryKey, { id });
  const queryFn = async () => {
    reads.push(id);
    return { id };
  };
  const observer = new QueryObserver(queryClient, { queryKey, queryFn, staleTime: Infinity });
  onTestFinished(observer.subscribe(() => undefined));
  return reads;
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

describe('LiveConnection', () => {
  it('opens one stream for all subscribers, and closes it after the last one', async () => {
    const { live, join, sources, last } = setUp();
    const leave = [join(), join()];
    await settle();
    expect([sources.length, live.getSnapshot()]).toEqual([1, 'connecting']);
    last().open();
    expect(live.getSnapshot()).toBe('open');
    leave[0]?.();
    expect(last().readyState).toBe(1);
    leave[1]?.();
    expect([last().readyState, live.getSnapshot()]).toEqual([2, 'disabled']);
  });

  it('opens one stream when it is left and joined at once', async () => {
    const { join, sources } = setUp();
    join()();
    join();
    await settle();
    expect(sources).toHaveLength(1);
  });

  it('is closed while not connected, and opens a new stream for another organization', async () => {
    const { store, live, join, sources, answer } = setUp();
    join();
    await settle();
    answer({ ...signedIn, organization: { id: 'orga_2', name: 'Difference Engines' } });
    await store.reload();
    expect(sources.map(({ readyState }) => readyState)).toEqual([2, 0]);
    answer(signedOut);
    await store.reload();
    expect(sources.map(({ readyState }) => readyState)).toEqual([2, 2]);
    expect(live.getSnapshot()).toBe('disabled');
    answer(signedIn);
    await store.reload();
    expect(sources).toHaveLength(3);
  });

  it('starts a new organization without the position of the last one', async () => {
    const { store, listen, last, sources, answer } = setUp();
    await listen();
    last().send('close', updated, 'ev_1');
    answer({ ...signedIn, organization: { id: 'orga_2', name: 'Difference Engines' } });
    await store.reload();
    expect(sources.map(({ url }) => url)).toEqual(['', '']);
  });

  it('marks the affected queries as stale, and notifies the subscribers', async () => {
    const { queryClient, last, listen, runRound } = setUp();
    const [own, other] = [
      answered(queryClient, 'leads', 'get', { id: 'lead_A' }),
      answered(queryClient, 'leads', 'get', { id: 'lead_B' }),
    ];
    const onEvent = vi.fn<(event: CloseLiveEvent) => void>();
    await listen(onEvent);
    last().send('close', updated);
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(updated);
    await runRound();
    expect([own(), other()]).toEqual([true, false]);
  });

  it('marks everything of the organization as stale after a reset event', async () => {
    const { queryClient, last, listen, runRound } = setUp();
    const stale = answered(queryClient, 'roles', 'list', {});
    queryClient.setQueryData(['mine'], {});
    await listen();
    last().send('reset');
    await runRound();
    expect(stale()).toBe(true);
    expect(queryClient.getQueryState(['mine'])?.isInvalidated).toBe(false);
  });

  it('shows that the stream is stale until it is open again', async () => {
    const { live, listen, last } = setUp();
    await listen();
    last().breakOff();
    expect(live.getSnapshot()).toBe('stale');
    last().open();
    expect(live.getSnapshot()).toBe('open');
  });

  it('shows that the backend refuses, and reads the session before it tries again', async () => {
    const { live, join, sources, last, requests, clock } = setUp();
    join();
    await settle();
    last().refuse();
    expect([live.getSnapshot(), sources.length]).toEqual(['refused', 1]);
    await clock.pass(2_000);
    expect([sources.length, requests.map(({ path }) => path)]).toEqual([2, ['/api/close/session']]);
  });

  it('continues after the last event when it was refused in between', async () => {
    const { listen, last, sources, clock } = setUp();
    await listen();
    last().send('close', updated, 'ev_1');
    last().refuse();
    await clock.pass(2_000);
    expect(sources.map(({ url }) => url)).toEqual(['', 'ev_1']);
  });

  it('finds that the session has ended, and stays closed', async () => {
    const { store, join, sources, last, answer, clock } = setUp();
    join();
    await settle();
    answer(signedOut);
    last().refuse();
    await clock.pass(2_000);
    expect(store.getSnapshot()).toEqual({ status: 'signed-out' });
    expect(sources).toHaveLength(1);
  });

  it('checks the stream and reads what became stale when the user returns', async () => {
    const { queryClient, listen, last, sources, livePage, clock, runRound } = setUp();
    const reads = show(queryClient, 'lead_A');
    await listen();
    livePage.isHidden = true;
    last().send('close', updated, 'ev_1');
    await runRound();
    expect(reads).toEqual([]);
    clock.sleep(40_000);
    livePage.isHidden = false;
    livePage.emit('onVisible');
    expect([reads, sources.map(({ url }) => url)]).toEqual([['lead_A'], ['', 'ev_1']]);
  });

  it('takes the smallest budget of its subscribers', async () => {
    const { live, queryClient, listen, last, runRound } = setUp();
    const reads = ['lead_A', 'lead_B'].map((id) => show(queryClient, id));
    await listen();
    const leave = live.join({ onEvent: () => undefined, readsPerMinute: 1 });
    last().send('reset');
    await runRound();
    expect(reads).toEqual([['lead_A'], []]);
    leave();
  });

  it('shares the stream with the tabs of the same app, organization and user', async () => {
    const browser = createFakeTabs();
    const { listen } = setUp({ features: browser.tab() });
    await listen();
    expect([...browser.names]).toEqual(['closekit live /api/close orga_1 user_1']);
  });

  it('opens another stream when the network returns', async () => {
    const { listen, last, sources, livePage } = setUp();
    await listen();
    last().send('close', updated, 'ev_1');
    livePage.emit('onVisible');
    expect(sources).toHaveLength(1);
    livePage.emit('onOnline');
    expect(sources.map(({ url, readyState }) => [url, readyState])).toEqual([
      ['', 2],
      ['ev_1', 0],
    ]);
  });

  it('closes the stream of a frozen page, and continues when it wakes', async () => {
    const { live, listen, last, sources, livePage } = setUp();
    await listen();
    last().send('close', updated, 'ev_1');
    livePage.emit('onFreeze');
    expect(sources.map(({ readyState }) => readyState)).toEqual([2]);
    livePage.emit('onResume');
    livePage.emit('onResume');
    expect(sources.map(({ url }) => url)).toEqual(['', 'ev_1']);
    expect(live.getSnapshot()).toBe('stale');
  });

  it('leaves no timer and no listener behind', async () => {
    const { join, last, listen, clock, livePage, page, listeners, store } = setUp();
    const stop = store.start();
    const leave = await listen();
    last().send('close', updated);
    leave();
    const again = join();
    await settle();
    last().refuse();
    expect(clock.delays()).toHaveLength(1);
    again();
    stop();
    expect(clock.delays()).toEqual([]);
    expect(page.open() + listeners.size + livePage.listeners.size).toBe(0);
  });

  it('does not refetch a write of this page, once for each write', async () => {
    const { queryClient, last, listen, runRound } = setUp();
    await rename(queryClient, { isBroughtUpToDate: true });
    const stale = answered(queryClient, 'leads', 'list', {});
    await listen();
    last().send('close', updated, 'ev_1');
    await runRound();
    expect(stale()).toBe(false);
    last().send('close', updated, 'ev_2');
    await runRound();
    expect(stale()).toBe(true);
  });

  it('refetches when more has changed than this page wrote', async () => {
    const { queryClient, last, listen, runRound } = setUp();
    await rename(queryClient, { isBroughtUpToDate: true });
    const stale = answered(queryClient, 'leads', 'list', {});
    await listen();
    last().send('close', { ...updated, changed_fields: ['name', 'description'] });
    await runRound();
    expect(stale()).toBe(true);
  });

  it('refetches a write of this page that did not update the cache', async () => {
    const { queryClient, last, listen, runRound } = setUp();
    await rename(queryClient, { isBroughtUpToDate: false });
    const stale = answered(queryClient, 'leads', 'list', {});
    await listen();
    last().send('close', updated);
    await runRound();
    expect(stale()).toBe(true);
  });
});
