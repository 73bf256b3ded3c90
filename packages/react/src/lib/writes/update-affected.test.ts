import { createSandbox } from '@closekit/sandbox';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { sandboxClient } from '../../../test/sandbox-client.ts';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { updateAffected } from './update-affected.ts';

const queries = createCloseQueryOptions(sandboxClient(createSandbox({ leads: 0 })), {
  session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
});
const { mutations, infinite } = queries;
const lead = (id: string, name: string): unknown => ({ id, display_name: name });

/** A cache with two leads, their lists and a search. */
function setUp() {
  const queryClient = new QueryClient();
  const known: Record<string, QueryKey> = {
    one: queries.leads.get('lead_1').queryKey,
    part: queries.leads.get('lead_1', { _fields: ['id'] }).queryKey,
    two: queries.leads.get('lead_2').queryKey,
    list: queries.leads.list().queryKey,
    paged: infinite.leads.list().queryKey,
    search: queries.search.query({ query: { type: 'match_all' } }).queryKey,
    tasks: queries.tasks.list().queryKey,
    elsewhere: ['close', 'orga_2/user_1', 'leads', 'list', {}],
  };
  for (const queryKey of Object.values(known)) queryClient.setQueryData(queryKey, 'old');
  const stale = (): string[] =>
    Object.entries(known)
      .filter(([, queryKey]) => queryClient.getQueryState(queryKey)?.isInvalidated)
      .map(([name]) => name);
  const dataOf = (name: string): unknown => queryClient.getQueryData(known[name] ?? []);
  return { queryClient, dataOf, stale };
}

describe('updateAffected', () => {
  it('stores the response of an update in the query of the entity, and marks its lists stale', () => {
    const { queryClient, dataOf, stale } = setUp();
    const data = lead('lead_1', 'new');
    updateAffected(queryClient, mutations.leads.update.key(), {
      variables: { id: 'lead_1', body: {} },
      data,
    });
    expect(dataOf('one')).toBe(data);
    expect(stale()).toEqual(['part', 'list', 'paged', 'search', 'tasks']);
  });

  it('does not replace an entity by a part of it', () => {
    const { queryClient, dataOf, stale } = setUp();
    const variables = { id: 'lead_1', body: {}, query: { _fields: ['id'] } };
    updateAffected(queryClient, mutations.leads.update.key(), { variables, data: { id: 'lead_1' } });
    expect(dataOf('one')).toBe('old');
    expect(stale()).toContain('one');
  });

  it('marks the lists stale after a create, and adds no query', () => {
    const { queryClient, stale } = setUp();
    const data = lead('lead_3', 'new');
    updateAffected(queryClient, mutations.leads.create.key(), { variables: { body: {} }, data });
    expect(queryClient.getQueryData(queries.leads.get('lead_3').queryKey)).toBeUndefined();
    expect(stale()).toEqual(['list', 'paged', 'search', 'tasks']);
  });

  it('removes a deleted entity', () => {
    const { queryClient, dataOf } = setUp();
    updateAffected(queryClient, mutations.leads.delete.key(), {
      variables: { id: 'lead_1' },
      data: undefined,
    });
    expect(dataOf('one')).toBeUndefined();
    expect(dataOf('part')).toBeUndefined();
    expect(dataOf('two')).toBe('old');
  });

  it('marks every entity stale after a write without an id', () => {
    const { queryClient, stale } = setUp();
    const variables = { body: { source: 'lead_1', destination: 'lead_2' } };
    updateAffected(queryClient, mutations.leads.merge.key(), { variables, data: { status: 'success' } });
    expect(stale()).toEqual(['one', 'part', 'two', 'list', 'paged', 'search', 'tasks']);
  });

  it('refetches a first response that was in flight', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const tree = createCloseQueryOptions(sandboxClient(sandbox), {
      session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
    });
    const queryClient = new QueryClient();
    const observer = new QueryObserver(queryClient, tree.leads.list());
    const unsubscribe = observer.subscribe(() => undefined);
    const variables = { body: { name: 'Wayne Enterprises' } };
    updateAffected(queryClient, tree.mutations.leads.create.key(), { variables, data: { id: 'lead_9' } });
    await vi.waitFor(() => expect(sandbox.requests).toHaveLength(2));
    await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0));
    unsubscribe();
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/api/v1/lead/', '/api/v1/lead/']);
  });

  it('keeps a response in flight stale that is not on screen', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const tree = createCloseQueryOptions(sandboxClient(sandbox), {
      session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
    });
    const queryClient = new QueryClient();
    await queryClient.query(tree.leads.list());
    const reading = queryClient.query(tree.leads.list());
    const variables = { body: { name: 'Wayne Enterprises' } };
    updateAffected(queryClient, tree.mutations.leads.create.key(), { variables, data: { id: 'lead_9' } });
    await reading;
    expect(queryClient.getQueryState(tree.leads.list().queryKey)?.isInvalidated).toBe(true);
    expect(sandbox.requests).toHaveLength(2);
  });

  it('affects the lists above a nested resource', () => {
    const { queryClient } = setUp();
    const { queryKey } = queries.activities.list({ lead_id: ['lead_1'] });
    queryClient.setQueryData(queryKey, { data: [], has_more: false });
    updateAffected(queryClient, mutations.activities.notes.create.key(), {
      variables: { body: {} },
      data: { id: 'acti_1' },
    });
    expect(queryClient.getQueryState(queryKey)?.isInvalidated).toBe(true);
  });
});
