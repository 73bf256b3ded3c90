import { MutationObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeClock } from '../../../test/fake-clock.ts';
import { settle } from '../../../test/store-over-backend.ts';
import { withResolvers } from '../../../test/with-resolvers.ts';
import type { CloseQueryKey } from '../queries/close-query-options.ts';
import { pendingWritesOf } from '../writes/pending-writes.ts';
import { withCache } from '../writes/with-cache.ts';
import type { CloseLiveEvent } from './event.ts';
import { ReadingRounds } from './reading-rounds.ts';

const event = (id: string, members: Partial<CloseLiveEvent> = {}): CloseLiveEvent => ({
  id: `ev_${id}`,
  object_type: 'lead',
  object_id: id,
  lead_id: id,
  action: 'updated',
  changed_fields: ['name'],
  ...members,
});

/** A cache with leads on screen, and the reads of each. */
function setUp({ leads = ['lead_A'], readsPerMinute = 60 } = {}) {
  const clock = createFakeClock();
  const queryClient = new QueryClient();
  const reads: string[] = [];
  const page = { isHidden: false };
  const rounds = new ReadingRounds({
    queryClient,
    clock,
    isVisible: () => !page.isHidden,
    scope: () => 'orga_1',
    readsPerMinute: () => readsPerMinute,
  });
  const answers: (() => void)[] = [];
  const isHeld = { value: false };
  const show = (id: string): (() => void) => {
    const queryKey = ['close', 'orga_1', 'leads', 'get', { id }];
    queryClient.setQueryData(queryKey, { id });
    const queryFn = async () => {
      reads.push(id);
      if (isHeld.value) await new Promise<void>((resolve) => void answers.push(resolve));
      return { id };
    };
    const observer = new QueryObserver(queryClient, { queryKey, queryFn, staleTime: Infinity });
    const leave = observer.subscribe(() => undefined);
    onTestFinished(leave);
    return leave;
  };
  const leave = leads.map(show);
  onTestFinished(() => queryClient.clear());
  return { clock, queryClient, reads, page, rounds, answers, isHeld, leave };
}

describe('ReadingRounds', () => {
  it('reads once for a burst of events', async () => {
    const { rounds, reads, clock } = setUp();
    for (let index = 0; index < 50; index += 1) rounds.add(event('lead_A'));
    expect(clock.delays()).toEqual([100]);
    await clock.pass(100);
    expect([reads, clock.delays()]).toEqual([['lead_A'], []]);
  });

  it('spreads the rounds of many pages', () => {
    const { rounds, clock } = setUp();
    clock.chance = 0.5;
    rounds.add(event('lead_A'));
    expect(clock.delays()).toEqual([300]);
  });

  it('reads nothing for an event about data that is not on screen', async () => {
    const { rounds, reads, clock, queryClient, leave } = setUp();
    rounds.add(event('lead_B'));
    rounds.add(event('task_1', { object_type: 'task.lead', lead_id: 'lead_B' }));
    await clock.pass(1_000);
    leave[0]?.();
    rounds.add(event('lead_A'));
    await clock.pass(1_000);
    expect([reads, clock.delays()]).toEqual([[], []]);
    expect(queryClient.getQueryState(['close', 'orga_1', 'leads', 'get', { id: 'lead_A' }])).toMatchObject({
      isInvalidated: true,
    });
  });

  it('reads nothing while the page is hidden, and once when it is shown', async () => {
    const { rounds, reads, clock, page } = setUp();
    page.isHidden = true;
    for (let index = 0; index < 5; index += 1) {
      rounds.add(event('lead_A'));
      // oxlint-disable-next-line no-await-in-loop -- one round after the other
      await clock.pass(1_000);
    }
    expect([reads, clock.delays()]).toEqual([[], []]);
    page.isHidden = false;
    rounds.readNow();
    rounds.readNow();
    await settle();
    expect(reads).toEqual(['lead_A']);
  });

  it('reads nothing again that was read while the page was hidden', async () => {
    const { rounds, reads, clock, page, queryClient } = setUp();
    page.isHidden = true;
    rounds.add(event('lead_A'));
    await clock.pass(100);
    await queryClient.refetchQueries();
    page.isHidden = false;
    rounds.readNow();
    await settle();
    expect(reads).toEqual(['lead_A']);
  });

  it('reads no more than the budget allows, and the rest later', async () => {
    const leads = ['lead_A', 'lead_B', 'lead_C', 'lead_D'];
    const { rounds, reads, clock } = setUp({ leads, readsPerMinute: 2 });
    for (const id of leads) rounds.add(event(id));
    await clock.pass(100);
    expect(reads).toEqual(['lead_A', 'lead_B']);
    await clock.pass(29_999);
    expect(reads).toHaveLength(2);
    await clock.pass(1);
    expect(reads).toEqual(['lead_A', 'lead_B', 'lead_C']);
    await clock.pass(30_000);
    expect([reads, clock.delays()]).toEqual([leads, []]);
  });

  it('marks data as stale at once while the budget is used up', async () => {
    const { rounds, clock, queryClient } = setUp({ leads: ['lead_A', 'lead_B'], readsPerMinute: 1 });
    rounds.add(event('lead_A'));
    await clock.pass(100);
    rounds.add(event('lead_B'));
    await clock.pass(100);
    const key = ['close', 'orga_1', 'leads', 'get', { id: 'lead_B' }];
    expect(queryClient.getQueryState(key)?.isInvalidated).toBe(true);
    rounds.clear();
    expect(clock.delays()).toEqual([]);
  });

  it('lets one round end before the next one begins', async () => {
    const { rounds, reads, clock, isHeld, answers } = setUp();
    isHeld.value = true;
    rounds.add(event('lead_A'));
    await clock.pass(100);
    rounds.add(event('lead_A'));
    await clock.pass(2_000);
    expect(reads).toEqual(['lead_A']);
    answers[0]?.();
    await settle();
    await clock.pass(100);
    expect(reads).toEqual(['lead_A', 'lead_A']);
  });

  it('reads everything of the scope on screen after missed events', async () => {
    const { rounds, reads, clock, queryClient } = setUp({ leads: ['lead_A', 'lead_B'] });
    const others = [
      ['close', 'orga_2', 'leads', 'list', {}],
      ['mine', 'orga_1'],
    ];
    for (const queryKey of others) queryClient.setQueryData(queryKey, {});
    rounds.addAll();
    await clock.pass(100);
    expect(reads).toEqual(['lead_A', 'lead_B']);
    for (const queryKey of others)
      expect(queryClient.getQueryState(queryKey)).toMatchObject({ isInvalidated: false });
  });

  it('removes a deleted entity from the lists at once, when no write is pending', async () => {
    const { rounds, clock, queryClient, reads } = setUp();
    const queryKey = ['close', 'orga_1', 'leads', 'list', {}, { type: 'infinite' }];
    const pages = [{ data: [{ id: 'lead_A' }, { id: 'lead_B' }] }, { data: [{ id: 'lead_C' }] }];
    queryClient.setQueryData(queryKey, { pages, pageParams: [0, 2] });
    const variables = { id: 'lead_C' };
    const rest = { isAffected: () => true, change: (entity: object) => ({ ...entity, name: 'C' }) };
    await pendingWritesOf(queryClient).begin({ variables, id: 'lead_C', ...rest });
    rounds.add(event('lead_B', { action: 'deleted' }));
    rounds.add(event('lead_A'));
    await clock.pass(100);
    expect(queryClient.getQueryData(queryKey)).toMatchObject({ pages: [{ data: [{}, {}] }, {}] });
    pendingWritesOf(queryClient).takeBack(variables);
    pendingWritesOf(queryClient).whenQuiet(() => undefined);
    expect(queryClient.getQueryData(queryKey)).toEqual({
      pages: [{ data: [{ id: 'lead_A' }] }, { data: [{ id: 'lead_C' }] }],
      pageParams: [0, 2],
    });
    expect(reads).toEqual(['lead_A']);
  });

  it.each([
    { name: 'an edit', operation: 'update', variables: { id: 'lead_A', body: { name: 'A' } } },
    { name: 'a new entity', operation: 'create', variables: { body: { name: 'A' } } },
  ])('waits with the event of $name for the response', async ({ operation, variables }) => {
    const { rounds, reads, clock, queryClient } = setUp();
    const { promise, resolve } = withResolvers<object>();
    const mutationKey: CloseQueryKey = ['close', 'orga_1', 'leads', operation];
    const options = withCache<object, object, unknown>(queryClient, {
      mutationKey,
      mutationFn: () => promise,
    });
    const written = new MutationObserver(queryClient, options).mutate(variables);
    await settle();
    rounds.add(event('lead_A', { action: `${operation}d` }));
    await clock.pass(2_000);
    expect(reads).toEqual([]);
    // Another user has changed another field.
    rounds.add(event('lead_A', { changed_fields: ['status_id'] }));
    await clock.pass(100);
    expect(reads).toEqual(['lead_A']);
    resolve({ id: 'lead_A', name: 'A' });
    await written;
    await settle();
    const before = [...reads];
    await clock.pass(2_000);
    expect([reads, clock.delays()]).toEqual([before, []]);
  });

  it('reads after the event of a write that has failed', async () => {
    const { rounds, reads, clock, queryClient } = setUp();
    const { promise, resolve } = withResolvers<Error>();
    const options = {
      mutationKey: ['close', 'orga_1', 'leads', 'update'],
      mutationFn: async (_variables: object): Promise<never> => Promise.reject(await promise),
    };
    const written = new MutationObserver<never, Error, object>(queryClient, options)
      .mutate({ id: 'lead_A', body: { name: 'A' } })
      .catch(() => undefined);
    await settle();
    rounds.add(event('lead_A'));
    await clock.pass(2_000);
    expect(reads).toEqual([]);
    resolve(new Error('lost'));
    await written;
    await clock.pass(100);
    expect([reads, clock.delays()]).toEqual([['lead_A'], []]);
  });

  it('forgets everything when it is cleared', async () => {
    const { rounds, reads, clock, page } = setUp();
    page.isHidden = true;
    rounds.add(event('lead_A'));
    await clock.pass(100);
    rounds.add(event('lead_A'));
    rounds.clear();
    page.isHidden = false;
    rounds.readNow();
    expect([reads, clock.delays()]).toEqual([[], []]);
  });
});
