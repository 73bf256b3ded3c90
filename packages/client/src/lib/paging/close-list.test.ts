import { describe, expect, it } from 'vitest';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createCloseClient } from '../create-close-client.ts';

const leads = (...ids: string[]) => ids.map((id) => ({ id }));
const page = (ids: string[], more: boolean) => json({ data: leads(...ids), has_more: more });

function clientFor(...answers: Answer[]) {
  const server = stubFetch(...answers);
  const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch, retry: false });
  return { close, seen: server.seen, paths: () => server.seen.map((request) => request.path) };
}

describe('CloseList', () => {
  it('resolves to its first page', async () => {
    const { close, paths } = clientFor(page(['a', 'b'], true));
    expect(await close.leads.list({ _limit: 2 })).toEqual({ data: leads('a', 'b'), has_more: true });
    expect(paths()).toEqual(['/api/v1/lead/?_limit=2']);
  });

  it('iterates items over all pages of an offset list', async () => {
    const { close, paths } = clientFor(page(['a', 'b'], true), page(['c', 'd'], true), page(['e'], false));
    const ids: string[] = [];
    for await (const lead of close.leads.list({ _limit: 2, query: 'x' })) ids.push(lead.id);
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(paths()).toEqual([
      '/api/v1/lead/?_limit=2&query=x',
      '/api/v1/lead/?_limit=2&query=x&_skip=2',
      '/api/v1/lead/?_limit=2&query=x&_skip=4',
    ]);
  });

  it('starts at the offset of the caller', async () => {
    const { close, paths } = clientFor(page(['a'], true), page([], false));
    await close.leads.list({ _skip: 10 }).toArray({ limit: Infinity });
    expect(paths()).toEqual(['/api/v1/lead/?_skip=10', '/api/v1/lead/?_skip=11']);
  });

  it('stops at an empty page, regardless of has_more', async () => {
    const { close } = clientFor(page(['a'], true), page([], true));
    expect(await close.leads.list().toArray({ limit: Infinity })).toHaveLength(1);
  });

  it('stops at a page without has_more', async () => {
    const { close } = clientFor(json({ data: leads('a') }));
    expect(await close.users.list().toArray({ limit: Infinity })).toHaveLength(1);
  });

  it('fails when the server ignores the offset', async () => {
    const { close, seen } = clientFor(page(['a', 'b'], true), page(['a', 'b'], true));
    const reading = close.leads.list().toArray({ limit: Infinity });
    await expect(reading).rejects.toMatchObject({ code: 'decode', operation: 'leads_list' });
    expect(seen).toHaveLength(2);
  });

  it('follows the cursor of a search, in its body', async () => {
    const { close, seen } = clientFor(
      json({ data: leads('a'), cursor: 'c1' }),
      json({ data: [], cursor: 'c2' }),
      json({ data: leads('b'), cursor: null }),
    );
    const body = { query: { type: 'match_all' as const }, _limit: 1 };
    expect(await close.search.query(body).toArray({ limit: Infinity })).toEqual(leads('a', 'b'));
    expect(seen.map((request) => JSON.parse(request.body))).toEqual([
      body,
      { ...body, cursor: 'c1' },
      { ...body, cursor: 'c2' },
    ]);
  });

  it('fails when the cursor does not change', async () => {
    const { close } = clientFor(
      json({ data: leads('a'), cursor: 'c1' }),
      json({ data: leads('b'), cursor: 'c1' }),
    );
    const reading = close.search.query({ query: { type: 'match_all' } }).toArray({ limit: Infinity });
    await expect(reading).rejects.toMatchObject({ code: 'decode' });
  });

  it('fails when the cursors form a circle', async () => {
    const { close, seen } = clientFor(
      json({ data: leads('a'), cursor: 'c1' }),
      json({ data: leads('b'), cursor: 'c2' }),
      json({ data: leads('c'), cursor: 'c1' }),
    );
    const reading = close.search.query({ query: { type: 'match_all' } }).toArray({ limit: Infinity });
    await expect(reading).rejects.toMatchObject({ code: 'decode', operation: 'search_query' });
    expect(seen).toHaveLength(3);
  });

  it('iterates pages', async () => {
    const { close } = clientFor(page(['a', 'b'], true), page(['c'], false));
    const sizes: number[] = [];
    for await (const each of close.leads.list().pages()) sizes.push(each.data.length);
    expect(sizes).toEqual([2, 1]);
  });

  it('starts from the first page each time it is iterated', async () => {
    const { close, paths } = clientFor(page(['a'], false), page(['a'], false));
    const list = close.leads.list();
    await list.toArray({ limit: 5 });
    await list.toArray({ limit: 5 });
    expect(paths()).toHaveLength(2);
  });

  it('collects at most the limit and requests no page beyond it', async () => {
    const { close, seen } = clientFor(page(['a', 'b'], true), page(['c', 'd'], true));
    expect(await close.leads.list().toArray({ limit: 3 })).toEqual(leads('a', 'b', 'c'));
    expect(await close.leads.list().toArray({ limit: 0 })).toEqual([]);
    expect(seen).toHaveLength(2);
  });

  it('requires a limit', async () => {
    const { close } = clientFor();
    const wrongLimit = new TypeError('toArray: `limit` must be 0 or more.');
    // @ts-expect-error the limit is required
    await expect(close.leads.list().toArray()).rejects.toThrow(wrongLimit);
    await expect(close.leads.list().toArray({ limit: -1 })).rejects.toThrow(wrongLimit);
  });

  it('requests no further page when the loop is left', async () => {
    const { close, seen } = clientFor(page(['a', 'b'], true));
    for await (const lead of close.leads.list()) if (lead.id === 'b') break;
    expect(seen).toHaveLength(1);
  });

  it('cancels the request in flight when its iterator is left', async () => {
    let arrived: ((signal: AbortSignal) => void) | undefined;
    const underWay = new Promise<AbortSignal>((resolve) => {
      arrived = resolve;
    });
    const { close } = clientFor((request) => {
      arrived?.(request.signal);
      return new Promise<Response>(() => {});
    });
    const items = close.leads.list()[Symbol.asyncIterator]();
    const first = items.next();
    const cut = await underWay;
    await items.return?.();
    expect(await first).toEqual({ done: true, value: undefined });
    expect(cut.aborted).toBe(true);
  });

  it('fails with the error of the page', async () => {
    const { close } = clientFor(page(['a'], true), json({ error: 'no' }, { status: 403 }));
    const reading = close.leads.list().toArray({ limit: Infinity });
    await expect(reading).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('fails with aborted when the caller aborts', async () => {
    const controller = new AbortController();
    const { close, seen } = clientFor(page(['a'], true));
    const items = close.leads.list({ signal: controller.signal })[Symbol.asyncIterator]();
    await items.next();
    controller.abort();
    await expect(items.next()).rejects.toMatchObject({ code: 'aborted' });
    expect(seen).toHaveLength(1);
  });

  it('refuses a page without a list', async () => {
    const { close } = clientFor(json({ items: [] }));
    await expect(close.leads.list().toArray({ limit: 1 })).rejects.toMatchObject({ code: 'decode' });
  });
});
