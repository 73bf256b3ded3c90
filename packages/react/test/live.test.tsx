import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import { useCloseLive, useCloseMutation, useCloseQuery } from '../src/index.ts';
import type { CloseLiveEvent } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import type { TestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';

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

/** Renders a page with live updates and two leads, and waits for both. */
async function showTwoLeads() {
  const { backend, wrapper } = setUp();
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
  return { backend, screen, first, second };
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
    expect(hook.result.current.status).toBe('off');
    expect(opened).toHaveLength(1);
    await hook.rerender({ enabled: true, onEvent: late });
    await expect.poll(() => hook.result.current.status).toBe('open');
    expect(opened).toHaveLength(2);
  });

  it('is off while not connected', async () => {
    const { backend, opened, wrapper } = setUp();
    backend.signOut();
    const screen = await render(<Live />, { wrapper });
    await expect.poll(() => backend.requests).toContain('GET /api/close/session');
    expect(screen.container.textContent).toBe('off');
    expect(opened).toEqual([]);
  });
});
