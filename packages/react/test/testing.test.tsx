import { createSandbox } from '@closekit/sandbox';
import {
  configure,
  cleanup,
  render as renderInDom,
  renderHook as renderHookInDom,
} from '@testing-library/react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import { useCloseAuth, useCloseLive, useCloseQuery } from '../src/index.ts';
import { createTestBackend, loadClose, renderWithClose, withClose } from '../src/testing.ts';

function Account() {
  const auth = useCloseAuth();
  const leads = useCloseQuery((q) => q.leads.list());
  if (auth.status !== 'signed-in') return <button onClick={() => auth.signIn()}>{auth.status}</button>;
  if (leads.isError) return <p role="alert">{leads.error.code}</p>;
  return <p>{`${auth.organization.name}: ${leads.data?.data.length ?? 'no'} leads`}</p>;
}

const smallBackend = () => createTestBackend({ sandbox: createSandbox({ leads: 3 }) });

describe('renderWithClose', () => {
  it('renders with vitest-browser-react', async () => {
    const screen = await renderWithClose(<Account />, { render, backend: smallBackend() });
    const { organizations, users } = screen.backend.sandbox;
    const [organization] = organizations;
    await expect.element(screen.getByText(`${organization?.name}: 3 leads`)).toBeVisible();
    const queryKey = ['close', `${organization?.id}/${users[0]?.id}`];
    expect(screen.queryClient.getQueriesData({ queryKey })).toHaveLength(1);
    expect(screen.client).toBe(screen.backend.client);
  });

  it('renders a hook with vitest-browser-react', async () => {
    const hook = await renderWithClose(useCloseAuth, { render: renderHook, backend: smallBackend() });
    await expect.poll(() => hook.result.current.status).toBe('signed-in');
  });

  it('sends live events to the components', async () => {
    const hook = await renderWithClose(
      () => ({ live: useCloseLive(), lead: useCloseQuery((q) => q.leads.list()) }),
      { render: renderHook, backend: smallBackend() },
    );
    const { backend } = hook;
    await expect.poll(() => hook.result.current.live.status).toBe('open');
    await expect.poll(() => hook.result.current.lead.status).toBe('success');
    const reads = () => backend.requests.filter((request) => request.endsWith('/lead/')).length;
    expect(reads()).toBe(1);
    backend.emit({ object_type: 'lead', object_id: 'lead_1', action: 'created' });
    await expect.poll(reads).toBe(2);
  });

  it('renders with Testing Library', async () => {
    configure({ reactStrictMode: true });
    onTestFinished(cleanup);
    const backend = createTestBackend({ session: 'signed-out', sandbox: createSandbox({ leads: 3 }) });
    const { findByRole, rerender, container } = renderWithClose(<Account />, {
      render: renderInDom,
      backend,
    });
    const button = await findByRole('button', { name: 'signed-out' });
    button.click();
    expect(backend.visited).toEqual([`/api/close/login?returnTo=${encodeURIComponent(currentPath())}`]);
    rerender(<p>Another component of the same app</p>);
    expect(container.textContent).toBe('Another component of the same app');
  });

  it('renders a hook with Testing Library', async () => {
    onTestFinished(cleanup);
    const { result, backend } = renderWithClose(() => useCloseAuth().status, {
      render: renderHookInDom,
      backend: smallBackend(),
      initialSession: { status: 'signed-out' },
    });
    expect(result.current).toBe('signed-out');
    expect(backend.requests).toEqual([]);
  });
});

/** Simulates Storybook: runs the loader, then renders the story inside the decorator. */
async function tell(parameters: Parameters<typeof loadClose>[0]['parameters']) {
  const loaded = await loadClose({ parameters });
  const screen = await render(withClose()(Account, { parameters, loaded }));
  return { screen, backend: loaded.close };
}

describe('withClose', () => {
  it('connects a story to a backend of its own', async () => {
    const { screen, backend } = await tell({});
    const [organization] = backend.sandbox.organizations;
    await expect.element(screen.getByText(`${organization?.name}: 25 leads`)).toBeVisible();
  });

  it('applies the faults of the story', async () => {
    const { screen } = await tell({ close: { faults: [{ path: '/api/v1/lead/', status: 403 }] } });
    await expect.element(screen.getByRole('alert')).toHaveTextContent('forbidden');
  });

  it('has no network for a story that is offline', async () => {
    const { screen } = await tell({ close: { offline: true } });
    await expect.element(screen.getByRole('button', { name: 'error' })).toBeVisible();
  });

  it('has the session from the first render for a hydrated story', async () => {
    const { backend } = await tell({ close: { hydrated: true } });
    await expect.poll(() => backend.requests).toEqual(['GET /api/close/api/v1/lead/']);
  });

  it('simulates the login, and starts the story again', async () => {
    const { screen, backend } = await tell({ close: { session: 'signed-out', sandbox: { leads: 2 } } });
    await screen.getByRole('button', { name: 'signed-out' }).click();
    await expect.element(screen.getByText(/: 2 leads$/)).toBeVisible();
    expect(backend.visited).toHaveLength(1);
  });

  it('names the missing loader when the backend was not loaded', () => {
    expect(() => withClose()(Account, { parameters: {} })).toThrow(
      'withClose: `loaders` must include loadClose.',
    );
  });
});

function currentPath(): string {
  const { pathname, search, hash } = window.location;
  return `${pathname}${search}${hash}`;
}
