import { createSandbox } from '@closekit/sandbox';
import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sandboxClient } from '../../../test/sandbox-client.ts';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { updateAffected } from './update-affected.ts';

const queries = createCloseQueryOptions(sandboxClient(createSandbox({ leads: 0 })), {
  session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
});
const { mutations, infinite } = queries;
const lead = (id: string, name: string): unknown => ({ id, display_name: name });

const row = (id: string, name: string) => ({ id, name, date_updated: '2026-01-01' });

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
  return { queryClient, known, dataOf, stale };
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

  it('reads the entity again when a response from before the write was in flight', async () => {
    const { queryClient, dataOf, stale } = setUp();
    const answers: ((data: unknown) => void)[] = [];
    const queryFn = () => new Promise<unknown>((resolve) => answers.push(resolve));
    const [variables, data] = [{ id: 'lead_1', body: {} }, lead('lead_1', 'new')];
    const { queryKey } = queries.leads.get('lead_1');
    const options = { queryKey: [...queryKey], queryFn };
    onTestFinished(new QueryObserver(queryClient, options).subscribe(() => {}));
    updateAffected(queryClient, mutations.leads.update.key(), { variables, data });
    answers[0]?.(lead('lead_1', 'before'));
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.(data);
    await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect([dataOf('one'), stale().includes('one')]).toEqual([data, false]);
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

  it('updates the row in every loaded page and list, and adds no field to it', () => {
    const { queryClient, known } = setUp();
    const pages = [
      { data: [row('lead_1', 'old'), row('lead_2', 'two')], has_more: true },
      { data: [row('lead_3', 'three')], has_more: false },
    ];
    queryClient.setQueryData(known.paged ?? [], { pages, pageParams: [0, 2] });
    queryClient.setQueryData(known.list ?? [], { data: [row('lead_1', 'old')], has_more: false });
    queryClient.setQueryData(known.elsewhere ?? [], { data: [row('lead_1', 'old')] });
    const data = { ...row('lead_1', 'new'), date_updated: '2026-01-02', description: 'long' };
    const variables = { id: 'lead_1', body: { name: 'new' } };
    updateAffected(queryClient, mutations.leads.update.key(), { variables, data });
    const renamed = { ...row('lead_1', 'new'), date_updated: '2026-01-02' };
    expect(queryClient.getQueryData(known.paged ?? [])).toEqual({
      pages: [{ ...pages[0], data: [renamed, row('lead_2', 'two')] }, pages[1]],
      pageParams: [0, 2],
    });
    expect(queryClient.getQueryData(known.list ?? [])).toMatchObject({ data: [renamed] });
    expect(queryClient.getQueryData(known.elsewhere ?? [])).toEqual({ data: [row('lead_1', 'old')] });
    // A response from before the one that is shown changes nothing.
    const late = { variables, data: { ...row('lead_1', 'late'), date_updated: '2026-01-01' } };
    updateAffected(queryClient, mutations.leads.update.key(), late);
    expect(queryClient.getQueryData(known.list ?? [])).toMatchObject({ data: [renamed] });
  });

  it('removes a deleted row from every loaded page', () => {
    const { queryClient, known } = setUp();
    const pages = [{ data: [{ id: 'lead_1' }, { id: 'lead_2' }] }, { data: [{ id: 'lead_3' }] }];
    queryClient.setQueryData(known.paged ?? [], { pages, pageParams: [0, 2] });
    const write = { variables: { id: 'lead_1' }, data: undefined };
    updateAffected(queryClient, mutations.leads.delete.key(), write);
    expect(queryClient.getQueryData(known.paged ?? [])).toMatchObject({
      pages: [{ data: [{ id: 'lead_2' }] }, { data: [{ id: 'lead_3' }] }],
    });
  });

  it.each([
    { name: 'in one request', leads: 35, limit: 10, row: 3, reads: ['GET'] },
    { name: 'later, when it takes several requests', leads: 250, limit: 80, row: 3, reads: [] },
    {
      name: 'in several requests, without the entity',
      leads: 250,
      limit: 80,
      row: 245,
      reads: ['GET', 'GET'],
    },
  ])('reads the loaded pages of a list again $name', async ({ leads, limit, row: place, reads }) => {
    const sandbox = createSandbox({ leads });
    const client = sandboxClient(sandbox);
    const tree = createCloseQueryOptions(client, {
      session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
    });
    const queryClient = new QueryClient();
    const list = tree.infinite.leads.list({ _limit: limit, _fields: ['id', 'name'] });
    const observer = new InfiniteQueryObserver(queryClient, list);
    onTestFinished(observer.subscribe(() => undefined));
    await observer.refetch();
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    const rows = () => observer.getCurrentResult().data?.pages.flatMap((page) => page.data) ?? [];
    const { data: found } = await client.leads.list({ _limit: 1, _skip: place });
    const id = found[0]?.id ?? '';
    sandbox.requests.length = 0;
    const variables = { id, body: { name: 'Renamed' } };
    const data = await tree.mutations.leads.update().mutationFn(variables);
    updateAffected(queryClient, tree.mutations.leads.update.key(), { variables, data });
    expect(rows()[place]).toEqual(rows().find((one) => one.id === id) && { id, name: 'Renamed' });
    await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['PUT', ...reads]);
    expect(queryClient.getQueryState(list.queryKey)?.isInvalidated).toBe(reads.length === 0);
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
