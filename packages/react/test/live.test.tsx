import { QueryClient } from '@tanstack/react-query';
import type { Query } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import { useCloseInfiniteQuery, useCloseLive, useCloseMutation, useCloseQuery } from '../src/index.ts';
import type { CloseLiveEvent } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import type { TestBackend } from '../src/testing.ts';
import { FakeEventSource } from './fake-event-source.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient } from './sandbox-client.ts';

function setUp() {
  const backend = createTestBackend();
  const { client, fetch } = backend;
  const opened: EventSource[] = [];
  class CountedEventSource extends backend.eventSource {
    constructor(url: string | URL) {
      super(url);
      opened.push(this);
    }
  }
  const queryClient = new QueryClient();
  const wrapper = closeWrapper({ client, fetch, queryClient, eventSource: CountedEventSource });
  return { backend, queryClient, opened, wrapper };
}

/** The requests for leads since the last call. */
function takeLeadRequests({ requests }: TestBackend): string[] {
  const found = requests.filter((request) => request.includes('/api/v1/lead/'));
  requests.length = 0;
  return found;
}

function Live({ onEvent }: { onEvent?: (event: CloseLiveEvent) => void }) {
  return <output>{useCloseLive({ onEvent }).status}</output>;
}

function Lead({ id }: { id: string }) {
  const lead = useCloseQuery((q) => q.leads.get(id));
  const rename = useCloseMutation((m) => m.leads.update());
  return (
    <button onClick={() => rename.mutate({ id, body: { name: 'Renamed here' } })}>{lead.data?.name}</button>
  );
}

function LeadTable() {
  const leads = useCloseInfiniteQuery((q) => q.leads.list({ _limit: 5 }));
  const edit = useCloseMutation((m) => m.leads.update());
  const rows = leads.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <table aria-busy={leads.isFetching}>
        <tbody>
          {rows.map(({ id, name }) => (
            <tr key={id} id={id}>
              <td>
                <button onClick={() => edit.mutate({ id, body: { name: 'Edited' } })}>{name}</button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button onClick={() => void leads.fetchNextPage()}>More</button>
    </>
  );
}

/** Shows or hides the page to its code. */
function hidePage(isHidden: boolean): void {
  Object.defineProperty(document, 'visibilityState', {
    configurable: true,
    value: isHidden ? 'hidden' : 'visible',
  });
  onTestFinished(() => void Reflect.deleteProperty(document, 'visibilityState'));
  document.dispatchEvent(new Event('visibilitychange'));
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/** Renders a page with live updates and two leads, and waits for both. */
async function showTwoLeads() {
  const { backend, queryClient, wrapper } = setUp();
  const [first = '', second = ''] = (await backend.client.leads.list()).data.map(({ id }) => id);
  const screen = await render(
    <>
      <Live />
      <Lead id={first} />
      <Lead id={second} />
    </>,
    { wrapper },
  );
  await expect.element(screen.getByText('open')).toBeVisible();
  await expect.poll(() => screen.getByRole('button', { name: /./ }).elements()).toHaveLength(2);
  return { backend, queryClient, screen, first, second };
}

describe('useCloseLive', () => {
  it('refetches the lead that has changed, and no other one', async () => {
    const { backend, screen, first } = await showTwoLeads();
    await backend.client.leads.update(first, { name: 'Renamed elsewhere' });
    takeLeadRequests(backend);
    backend.emit({ object_type: 'lead', object_id: first, lead_id: first });
    await expect.element(screen.getByText('Renamed elsewhere')).toBeVisible();
    expect(takeLeadRequests(backend)).toEqual([`GET /api/close/api/v1/lead/${first}/`]);
  });

  it('does not refetch a write of this page', async () => {
    const { backend, screen, first, second } = await showTwoLeads();
    await screen.getByRole('button').first().click();
    await expect.element(screen.getByText('Renamed here')).toBeVisible();
    takeLeadRequests(backend);
    for (const id of [first, second])
      backend.emit({ object_type: 'lead', object_id: id, lead_id: id, changed_fields: ['name'] });
    await expect.poll(() => backend.requests).not.toEqual([]);
    expect(takeLeadRequests(backend)).toEqual([`GET /api/close/api/v1/lead/${second}/`]);
  });

  it('has one connection for all callers, in strict mode too, and none after the last', async () => {
    const { backend, opened, wrapper } = setUp();
    const screen = await render(
      <>
        <Live />
        <Live />
      </>,
      { wrapper },
    );
    await expect.poll(() => screen.container.textContent).toBe('openopen');
    expect(opened).toHaveLength(1);
    expect(backend.requests.filter((request) => request.includes('/events'))).toHaveLength(1);
    await screen.unmount();
    expect(opened.map(({ readyState }) => readyState)).toEqual([2]);
  });

  it('stops and starts, and calls the latest listener', async () => {
    const { backend, opened, wrapper } = setUp();
    const [early, late] = [vi.fn<() => void>(), vi.fn<() => void>()];
    const hook = await renderHook(useCloseLive, { wrapper, initialProps: { enabled: true, onEvent: early } });
    await expect.poll(() => hook.result.current.status).toBe('open');
    await hook.rerender({ enabled: true, onEvent: late });
    backend.emit({ object_type: 'lead', object_id: 'lead_1' });
    await expect.poll(() => late.mock.calls).toHaveLength(1);
    expect(early).not.toHaveBeenCalled();
    await hook.rerender({ enabled: false, onEvent: late });
    expect(hook.result.current.status).toBe('disabled');
    expect(opened).toHaveLength(1);
    await hook.rerender({ enabled: true, onEvent: late });
    await expect.poll(() => hook.result.current.status).toBe('open');
    expect(opened).toHaveLength(2);
  });

  it('is disabled while not connected', async () => {
    const { backend, opened, wrapper } = setUp();
    backend.signOut();
    const screen = await render(<Live />, { wrapper });
    await expect.poll(() => backend.requests).toContain('GET /api/close/session');
    expect(screen.container.textContent).toBe('disabled');
    expect(opened).toEqual([]);
  });

  it('distinguishes a refused stream from one that the page cannot have', async () => {
    const { backend } = setUp();
    const { client, fetch } = backend;
    class Refused extends FakeEventSource {
      constructor(url: string) {
        super(url);
        queueMicrotask(() => this.refuse());
      }
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has all members that are used
    const eventSource = Refused as unknown as typeof EventSource;
    const refused = await render(<Live />, { wrapper: closeWrapper({ client, fetch, eventSource }) });
    await expect.poll(() => refused.container.textContent).toBe('refused');
    const withoutRoutes = sandboxClient(backend.sandbox);
    const bearer = await render(<Live />, { wrapper: closeWrapper({ client: withoutRoutes }) });
    await expect.poll(() => bearer.container.textContent).toBe('unsupported');
  });

  it.each([0, Number.NaN, Infinity])('refuses a budget of %s', async (readsPerMinute) => {
    const { wrapper } = setUp();
    const budget = { readsPerMinute };
    const rendering = renderHook(() => attempt(() => useCloseLive(budget)), { wrapper });
    expect((await rendering).result.current).toEqual(
      new TypeError('useCloseLive: `readsPerMinute` must be a number of at least 1.'),
    );
  });

  it('reads nothing in a hidden page, and once when the user returns', async () => {
    const { backend, screen, queryClient, first } = await showTwoLeads();
    hidePage(true);
    await backend.client.leads.update(first, { name: 'Renamed elsewhere' });
    takeLeadRequests(backend);
    for (let count = 0; count < 3; count += 1)
      backend.emit({ object_type: 'lead', object_id: first, lead_id: first });
    const isFirst = ({ queryHash, state }: Query): boolean =>
      queryHash.includes(first) && state.data !== undefined;
    const [query] = queryClient.getQueryCache().findAll({ predicate: isFirst });
    await expect.poll(() => query?.state.isInvalidated).toBe(true);
    expect([takeLeadRequests(backend), query?.state.fetchStatus]).toEqual([[], 'idle']);
    hidePage(false);
    await expect.element(screen.getByText('Renamed elsewhere')).toBeVisible();
    expect(takeLeadRequests(backend)).toEqual([`GET /api/close/api/v1/lead/${first}/`]);
  });

  it('costs a write and one read to edit a row of a long list, however many pages are loaded', async () => {
    const { backend, wrapper } = setUp();
    const screen = await render(
      <>
        <Live />
        <LeadTable />
      </>,
      { wrapper },
    );
    const rows = () => screen.getByRole('row').elements();
    await expect.element(screen.getByText('open')).toBeVisible();
    for (const count of [5, 10, 15]) {
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      await expect.poll(rows).toHaveLength(count);
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      await screen.getByRole('button', { name: 'More' }).click();
    }
    await expect.poll(rows).toHaveLength(20);
    takeLeadRequests(backend);
    const row = screen.getByRole('row').nth(12);
    const id = row.element().id;
    await row.getByRole('button').click();
    await expect.element(row.getByText('Edited')).toBeVisible();
    await expect.poll(() => screen.getByRole('table').element().getAttribute('aria-busy')).toBe('false');
    // The webhook of the page's own write.
    backend.emit({ object_type: 'lead', object_id: id, lead_id: id, changed_fields: ['name'] });
    const other = screen.getByRole('row').nth(3).element().id;
    await backend.client.leads.update(other, { name: 'Renamed elsewhere' });
    const own = takeLeadRequests(backend);
    expect(own).toEqual([
      `PUT /api/close/api/v1/lead/${id}/`,
      'GET /api/close/api/v1/lead/',
      `PUT /api/close/api/v1/lead/${other}/`,
    ]);
    // The change of another user: one read for all four pages.
    backend.emit({ object_type: 'lead', object_id: other, lead_id: other, changed_fields: ['name'] });
    await expect.element(screen.getByText('Renamed elsewhere')).toBeVisible();
    expect(rows()).toHaveLength(20);
    expect(takeLeadRequests(backend)).toEqual(['GET /api/close/api/v1/lead/']);
  });
});
