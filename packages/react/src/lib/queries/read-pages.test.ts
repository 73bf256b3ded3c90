import { createSandbox } from '@closekit/sandbox';
import type { SandboxOptions } from '@closekit/sandbox';
import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sandboxClient } from '../../../test/sandbox-client.ts';
import { createCloseQueryOptions } from './create-close-query-options.ts';
import { fieldIn } from '../base/field-in.ts';
import { pageParams, rowsIn } from './page-params.ts';
import { readPage, requestsFor } from './read-pages.ts';
import type { PagedList } from './read-pages.ts';

const session = { session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } } };

/** A list of leads, newest first, that an observer shows. */
async function setUp(options: SandboxOptions & { limit?: number; maxPages?: number } = {}) {
  const { limit = 10, maxPages, ...rest } = options;
  const sandbox = createSandbox({ leads: 35, ...rest });
  const client = sandboxClient(sandbox);
  const queryClient = new QueryClient();
  const list = createCloseQueryOptions(client, session).infinite.leads.list({
    _limit: limit,
    _fields: ['id', 'name'],
  });
  const observer = new InfiniteQueryObserver(queryClient, { ...list, ...(maxPages && { maxPages }) });
  onTestFinished(observer.subscribe(() => undefined));
  await observer.refetch();
  const current = () => observer.getCurrentResult();
  const rows = (): (string | null)[] =>
    current().data?.pages.flatMap(({ data }) => data.map(({ name }) => name)) ?? [];
  const starts = (): unknown => current().data?.pageParams;
  /** The queries of the requests since the last call. */
  const takeReads = (): string[] => {
    const reads = sandbox.requests.filter(({ method }) => method === 'GET').map(({ query }) => query);
    sandbox.requests.length = 0;
    return reads.map((query) => query.replace('_fields=id%2Cname&', '').replace('_fields=id,name&', ''));
  };
  /** All leads at Close, in the order of the list. */
  const actual = async () =>
    (await client.leads.list({ _limit: 200, _fields: ['name'] })).data.map(({ name }) => name);
  takeReads();
  return { sandbox, client, queryClient, observer, list, rows, starts, takeReads, actual };
}

describe('an infinite query of an offset list', () => {
  it('reads all loaded pages again in one request', async () => {
    const { client, observer, rows, starts, takeReads, actual } = await setUp();
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    takeReads();
    await client.leads.create({ name: 'New' });
    await observer.refetch();
    expect(takeReads()).toEqual(['_limit=30&_skip=0']);
    expect(starts()).toEqual([0, 10, 20]);
    expect(rows()).toEqual((await actual()).slice(0, 30));
    expect(observer.getCurrentResult().hasNextPage).toBe(true);
  });

  it('takes a request for 200 rows', async () => {
    const { observer, rows, takeReads, actual } = await setUp({ leads: 500, limit: 90 });
    for (let page = 1; page < 5; page += 1)
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      await observer.fetchNextPage();
    takeReads();
    await observer.refetch();
    expect(takeReads()).toEqual(['_limit=180&_skip=0', '_limit=180&_skip=180', '_limit=90&_skip=360']);
    expect(rows().slice(0, 200)).toEqual(await actual());
    expect(rows()).toHaveLength(450);
  });

  it('ends where the list has become shorter', async () => {
    const { client, observer, rows, actual } = await setUp({ leads: 21 });
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    const { data } = await client.leads.list({ _limit: 2 });
    for (const { id } of data)
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await client.leads.delete(id);
    await observer.refetch();
    expect(rows()).toEqual(await actual());
    expect(observer.getCurrentResult().hasNextPage).toBe(false);
  });

  it('reads page by page where the API refuses a longer page, and asks only once', async () => {
    const { observer, rows, takeReads, actual } = await setUp({ ceilings: { leadPageSize: 12 } });
    await observer.fetchNextPage();
    takeReads();
    await observer.refetch();
    expect(takeReads()).toEqual(['_limit=20&_skip=0', '_limit=10&_skip=0', '_limit=10&_skip=10']);
    await observer.refetch();
    expect(takeReads()).toEqual(['_limit=10&_skip=0', '_limit=10&_skip=10']);
    expect(rows()).toHaveLength(20);
    await expect(actual()).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('does not take another failure for a refusal of the longer page', async () => {
    const { sandbox, observer, takeReads } = await setUp();
    await observer.fetchNextPage();
    sandbox.faults.next({ path: '/api/v1/lead/', status: 400 });
    await observer.refetch();
    expect(observer.getCurrentResult().error).toMatchObject({ status: 400 });
    takeReads();
    await observer.refetch();
    expect(takeReads()).toEqual(['_limit=20&_skip=0']);
  });

  it('shows no row twice when rows move down between pages, and loses none', async () => {
    const { client, observer, rows, actual } = await setUp();
    for (const name of ['First', 'Second', 'Third'])
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await client.leads.create({ name });
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    expect(new Set(rows()).size).toBe(rows().length);
    const all = (await actual()).slice(3);
    expect(rows()).toEqual(all.slice(0, 24));
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    expect(rows()).toEqual(all);
    expect(observer.getCurrentResult().hasNextPage).toBe(false);
  });

  it('reads on while a page has nothing new', async () => {
    const { client, observer, rows, actual } = await setUp({ leads: 8, limit: 2 });
    for (const name of ['First', 'Second', 'Third', 'Fourth'])
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await client.leads.create({ name });
    const all = await actual();
    await observer.fetchNextPage();
    expect(rows()).toEqual([...all.slice(4, 6), 'Second', 'First']);
    await observer.fetchNextPage();
    expect(rows()).toEqual([...all.slice(4, 6), 'Second', 'First', ...all.slice(6, 8)]);
    expect(observer.getCurrentResult().hasNextPage).toBe(true);
  });

  it('loses no row after one was removed from a loaded page', async () => {
    const { client, observer, rows, queryClient, list, actual } = await setUp();
    const { data } = await client.leads.list({ _limit: 1 });
    await client.leads.delete(data[0]?.id ?? '');
    queryClient.setQueryData(list.queryKey, (old) => {
      const [page] = old?.pages ?? [];
      return old && page && { ...old, pages: [{ ...page, data: page.data.slice(1) }] };
    });
    await observer.fetchNextPage();
    expect(rows()).toEqual((await actual()).slice(0, 19));
  });

  it('moves a window of pages in both directions', async () => {
    const { observer, rows, starts, takeReads, actual } = await setUp({ maxPages: 2 });
    const all = await actual();
    for (let page = 1; page < 4; page += 1)
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      await observer.fetchNextPage();
    expect([starts(), rows()]).toEqual([[20, 30], all.slice(20, 35)]);
    await observer.fetchPreviousPage();
    expect([starts(), rows()]).toEqual([[10, 20], all.slice(10, 30)]);
    takeReads();
    await observer.refetch();
    expect([takeReads(), rows()]).toEqual([['_limit=20&_skip=10'], all.slice(10, 30)]);
    await observer.fetchPreviousPage();
    expect([starts(), observer.getCurrentResult().hasPreviousPage]).toEqual([[0, 10], false]);
    await observer.fetchNextPage();
    expect([starts(), rows()]).toEqual([[10, 20], all.slice(10, 30)]);
  });

  it('starts in the middle and goes both ways', async () => {
    const sandbox = createSandbox({ leads: 35 });
    const queries = createCloseQueryOptions(sandboxClient(sandbox), session);
    const queryClient = new QueryClient();
    const list = queries.infinite.leads.list({ _limit: 10, _skip: 15, _fields: ['id'] });
    const observer = new InfiniteQueryObserver(queryClient, list);
    onTestFinished(observer.subscribe(() => undefined));
    await observer.refetch();
    await observer.fetchPreviousPage();
    await observer.fetchPreviousPage();
    const { data, hasPreviousPage } = observer.getCurrentResult();
    const ids = data?.pages.flatMap((page) => page.data.map(({ id }) => id)) ?? [];
    const all = await queryClient.query(queries.leads.list({ _limit: 25, _fields: ['id'] }));
    expect([data?.pageParams, hasPreviousPage]).toEqual([[0, 5, 15], false]);
    expect(ids).toEqual(all.data.map(({ id }) => id));
  });
});

describe('an infinite query of a search', () => {
  it('reads all loaded pages again in one request', async () => {
    const sandbox = createSandbox({ leads: 35 });
    const queryClient = new QueryClient();
    const search = { query: { type: 'object_type', object_type: 'lead' }, _limit: 10 } as const;
    const options = createCloseQueryOptions(sandboxClient(sandbox), session).infinite.search.query(search);
    const observer = new InfiniteQueryObserver(queryClient, options);
    onTestFinished(observer.subscribe(() => undefined));
    await observer.refetch();
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    sandbox.requests.length = 0;
    const before = observer.getCurrentResult().data?.pages.map(({ data }) => data);
    await observer.refetch();
    expect(sandbox.requests).toHaveLength(1);
    expect(observer.getCurrentResult().data?.pages.map(({ data }) => data)).toEqual(before);
    await observer.fetchNextPage();
    await observer.refetch();
    const { data, hasNextPage } = observer.getCurrentResult();
    expect([data?.pages.map((page) => page.data.length), hasNextPage]).toEqual([[10, 10, 10, 5], false]);
  });
});

const page = (rows: number) => ({ data: Array.from({ length: rows }, (_, index) => ({ id: index })) });

/** An infinite query over rows that the test changes before a request. */
function show(kind: 'offset' | 'cursor', rows: number[]) {
  const sent: Readonly<Record<string, unknown>>[] = [];
  const before: (() => void)[] = [];
  const send: PagedList['send'] = async ({ query }) => {
    sent.push(query);
    before.shift()?.();
    const [skip, limit] = [Number(query['_skip'] ?? query['_cursor'] ?? 0), Number(query['_limit'])];
    const data = rows.slice(skip, skip + limit).map((id) => ({ id }));
    const end = skip + limit;
    return { data, has_more: end < rows.length, cursor_next: end < rows.length ? `${end}` : null };
  };
  const input = { params: {}, query: { _limit: 90 } };
  const paging = pageParams[kind];
  const list = { input, paging, send, limits: { isRefused: false } };
  const observer = new InfiniteQueryObserver(new QueryClient(), {
    queryKey: ['rows'],
    queryFn: (context) => readPage(list, context),
    initialPageParam: paging.initial({}),
    getNextPageParam: (...[, pages, , starts]) => paging.next(pages, starts),
  });
  onTestFinished(observer.subscribe(() => undefined));
  const ids = () =>
    observer.getCurrentResult().data?.pages.flatMap((one) => rowsIn(one).map((row) => fieldIn(row, 'id')));
  return { observer, sent, before, ids };
}

describe('readPage', () => {
  it('shows no row twice when rows move between the requests of one fetch', async () => {
    const rows = Array.from({ length: 270 }, (_, index) => index);
    const { observer, before, sent, ids } = show('offset', rows);
    await observer.refetch();
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    sent.length = 0;
    before.push(
      () => undefined,
      () => void rows.unshift(-1),
    );
    await observer.refetch();
    expect(sent).toEqual([
      { _limit: 180, _skip: 0 },
      { _limit: 90, _skip: 180 },
    ]);
    expect(ids()).toEqual(rows.slice(1, 270));
  });

  it('reads the first page of a log again, and keeps the loaded rows behind it', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => index);
    const { observer, sent, ids } = show('cursor', rows);
    await observer.refetch();
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    sent.length = 0;
    // A new row, and one that has changed.
    rows.splice(200, 1);
    rows.unshift(1_000, 200);
    await observer.refetch();
    expect(sent).toEqual([{ _limit: 90 }]);
    expect(ids()).toEqual(rows.slice(0, 361));
    await observer.fetchNextPage();
    expect(ids()).toEqual(rows);
  });

  it('reads a log page by page once its first page has become too long', async () => {
    const rows = Array.from({ length: 180 }, (_, index) => index);
    const { observer, sent, ids } = show('cursor', rows);
    await observer.refetch();
    await observer.fetchNextPage();
    rows.unshift(...Array.from({ length: 80 }, (_, index) => index + 1_000));
    await observer.refetch();
    rows.unshift(...Array.from({ length: 80 }, (_, index) => index + 2_000));
    sent.length = 0;
    await observer.refetch();
    expect(sent).toEqual([{ _limit: 90 }, { _limit: 90, _cursor: '90' }]);
    expect(ids()).toEqual(rows.slice(0, 180));
  });

  it('reads a log page by page if its first page has no loaded row', async () => {
    const rows = Array.from({ length: 180 }, (_, index) => index);
    const { observer, sent, ids } = show('cursor', rows);
    await observer.refetch();
    await observer.fetchNextPage();
    sent.length = 0;
    rows.unshift(...Array.from({ length: 90 }, (_, index) => index + 1_000));
    await observer.refetch();
    expect(sent).toEqual([{ _limit: 90 }, { _limit: 90, _cursor: '90' }]);
    expect(ids()).toEqual(rows.slice(0, 180));
  });
});

describe('requestsFor', () => {
  it('counts the requests that read the loaded pages again', () => {
    expect(
      [[], [page(10)], [page(100), page(100)], [page(100), page(100), page(3)]].map(requestsFor),
    ).toEqual([0, 1, 1, 2]);
    expect(requestsFor([page(150), page(150)])).toBe(2);
    expect(requestsFor([page(300)])).toBe(1);
  });
});
