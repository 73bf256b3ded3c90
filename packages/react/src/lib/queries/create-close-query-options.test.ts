import { apiKey, cookieSession, createCloseClient } from '@closekit/client';
import type { CloseAuth } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { sandboxClient } from '../../../test/sandbox-client.ts';
import { createCloseQueryOptions } from './create-close-query-options.ts';

const session = { organization: { id: 'orga_1' }, user: { id: 'user_1' } };

async function namesSentBy(auth: CloseAuth) {
  const sent: Headers[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push(new Request(input, init).headers);
    return Response.json({});
  };
  const baseUrl = 'https://app.example/api/close/api/v1';
  const queries = createCloseQueryOptions(createCloseClient({ auth, fetch, baseUrl }), { session });
  const queryClient = new QueryClient();
  await queryClient.query(queries.leads.list());
  await queryClient.infiniteQuery(queries.infinite.leads.list());
  const save = queries.mutations.leads.update();
  await new MutationObserver(queryClient, save).mutate({ id: 'lead_1', body: {} });
  return sent.map((headers) => [headers.get('x-closekit-organization'), headers.get('x-closekit-user')]);
}

function setUp() {
  const sandbox = createSandbox({ leads: 25 });
  const queries = createCloseQueryOptions(sandboxClient(sandbox), { session });
  const queryClient = new QueryClient();
  return { sandbox, queries, queryClient };
}

describe('createCloseQueryOptions', () => {
  it('names queries by scope, resource, operation and input', () => {
    const { queries } = setUp();
    expect(queries.leads.get('lead_1').queryKey).toEqual([
      'close',
      'orga_1/user_1',
      'leads',
      'get',
      { id: 'lead_1' },
    ]);
    expect(queries.users.getMe().queryKey).toEqual(['close', 'orga_1/user_1', 'users', 'getMe', {}]);
    expect(queries.activities.notes.list({ _limit: 5 }).queryKey).toEqual([
      'close',
      'orga_1/user_1',
      'activities',
      'notes',
      'list',
      { _limit: 5 },
    ]);
  });

  it('names the organization and the user of each call to the backend of a cookie session', async () => {
    const both = ['orga_1', 'user_1'];
    expect(await namesSentBy(cookieSession())).toEqual([both, both, both]);
    const none = [null, null];
    expect(await namesSentBy(apiKey('api_1'))).toEqual([none, none, none]);
  });

  it('marks the keys of paged lists at the end', () => {
    const { queries } = setUp();
    const { queryKey } = queries.infinite.leads.list({ query: 'x' });
    expect(queryKey).toEqual([
      'close',
      'orga_1/user_1',
      'leads',
      'list',
      { query: 'x' },
      { type: 'infinite' },
    ]);
  });

  it('gives equal calls the same key', () => {
    const { queries } = setUp();
    const one = queries.leads.get('lead_1', { _fields: ['name', 'id'] });
    const other = queries.leads.get('lead_1', { _fields: ['id', 'name'] });
    expect(one.queryKey).toEqual(other.queryKey);
    expect(queries.leads.get('lead_1', { fields: ['name', 'id'] }).queryKey).toEqual(one.queryKey);
  });

  it('gives a key and a filter at every level', () => {
    const { queries } = setUp();
    expect(queries.key()).toEqual(['close', 'orga_1/user_1']);
    expect(queries.leads.filter()).toEqual({ queryKey: ['close', 'orga_1/user_1', 'leads'] });
    expect(queries.leads.list.key()).toEqual(['close', 'orga_1/user_1', 'leads', 'list']);
    expect(queries.activities.notes.get.key()).toEqual([
      'close',
      'orga_1/user_1',
      'activities',
      'notes',
      'get',
    ]);
    expect(queries.mutations.leads.update.key()).toEqual(['close', 'orga_1/user_1', 'leads', 'update']);
  });

  it('keeps reads, paged lists and writes apart', () => {
    const { queries } = setUp();
    expect(Object.keys(queries.leads).toSorted()).toEqual(['files', 'filter', 'get', 'key', 'list']);
    expect(Object.keys(queries.infinite.leads).toSorted()).toEqual(['files', 'filter', 'key', 'list']);
    expect(queries.mutations.leads).not.toHaveProperty('get');
    expect(queries.search.query).toBeTypeOf('function');
  });

  it('refuses options without a session, and what is no session', () => {
    const client = sandboxClient(createSandbox({ leads: 0 }));
    const refusal = new TypeError('createCloseQueryOptions: `session` must be a session, or undefined.');
    // @ts-expect-error no options
    expect(() => createCloseQueryOptions(client)).toThrow(refusal);
    // @ts-expect-error no session
    expect(() => createCloseQueryOptions(client, {})).toThrow(refusal);
    // @ts-expect-error an organization alone
    expect(() => createCloseQueryOptions(client, { session: 'orga_1' })).toThrow(refusal);
  });

  it('reads through the client', async () => {
    const { queries, queryClient, sandbox } = setUp();
    const page = await queryClient.query(queries.leads.list({ _limit: 2, fields: ['id', 'display_name'] }));
    expect(page.data).toHaveLength(2);
    const lead = await queryClient.query(queries.leads.get(page.data[0]?.id ?? ''));
    expect(lead.display_name).toBe(page.data[0]?.display_name);
    expect(sandbox.requests.map(({ method, path }) => [method, path])).toEqual([
      ['GET', '/api/v1/lead/'],
      ['GET', `/api/v1/lead/${lead.id}/`],
    ]);
  });

  it('does not retry after a failure: the client has already done so', async () => {
    const { queries, queryClient, sandbox } = setUp();
    sandbox.faults.next({ status: 500, times: 5 });
    await expect(queryClient.query(queries.users.getMe())).rejects.toMatchObject({
      code: 'server_error',
    });
    expect(sandbox.requests).toHaveLength(1);
  });

  it('treats failures without a body as failures', async () => {
    const { queries, queryClient, sandbox } = setUp();
    sandbox.faults.next({ status: 500 });
    await expect(queryClient.query(queries.users.getMe())).rejects.toMatchObject({
      code: 'server_error',
      status: 500,
    });
    sandbox.faults.next({ status: 401, times: 2 });
    await expect(queryClient.query(queries.users.getMe())).rejects.toMatchObject({
      code: 'unauthorized',
      status: 401,
    });
  });

  it('cancels the request of a query without observers', async () => {
    const { queries, queryClient } = setUp();
    const options = queries.leads.list();
    const reading = queryClient.query(options);
    await queryClient.cancelQueries(options);
    await expect(reading).rejects.toThrow('CancelledError');
    const controller = new AbortController();
    controller.abort();
    const context = {
      client: queryClient,
      queryKey: options.queryKey,
      signal: controller.signal,
      meta: undefined,
    };
    await expect(options.queryFn(context)).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reads offset lists page by page', async () => {
    const { queries, queryClient } = setUp();
    const options = queries.infinite.leads.list({ _limit: 10, _fields: ['id'] });
    const { pages, pageParams } = await queryClient.infiniteQuery({ ...options, pages: 5 });
    expect(pages.map((page) => page.data.length)).toEqual([10, 10, 5]);
    expect(pageParams).toEqual([0, 10, 20]);
    expect(new Set(pages.flatMap((page) => page.data.map(({ id }) => id))).size).toBe(25);
  });

  it('reads searches page by page', async () => {
    const { queries, queryClient } = setUp();
    const search = { query: { type: 'object_type', object_type: 'lead' }, _limit: 10 } as const;
    const { pages } = await queryClient.infiniteQuery({
      ...queries.infinite.search.query(search),
      pages: 5,
    });
    expect(pages.flatMap((page) => page.data)).toHaveLength(25);
  });

  it('separates a list from the same list page by page', async () => {
    const { queries, queryClient } = setUp();
    const plain = queries.leads.list({ _limit: 5 });
    const paged = queries.infinite.leads.list({ _limit: 5 });
    await queryClient.query(plain);
    await queryClient.infiniteQuery(paged);
    expect(queryClient.getQueryData(plain.queryKey)?.data).toHaveLength(5);
    expect(queryClient.getQueryData(paged.queryKey)?.pages).toHaveLength(1);
  });

  it('writes with path parameters and body under their names', async () => {
    const { queries, queryClient, sandbox } = setUp();
    const { data } = await queryClient.query(queries.leads.list({ _limit: 1 }));
    const id = data[0]?.id ?? '';
    const update = queries.mutations.leads.update();
    const lead = await update.mutationFn({ id, body: { name: 'Wayne Enterprises' } });
    expect(lead.display_name).toBe('Wayne Enterprises');
    expect(sandbox.requests.at(-1)).toMatchObject({
      method: 'PUT',
      path: `/api/v1/lead/${id}/`,
      body: { name: 'Wayne Enterprises' },
    });
    expect(update.mutationKey).toEqual(['close', 'orga_1/user_1', 'leads', 'update']);
  });
});
