import { cookieSession, createCloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { useCloseAuth, useCloseLive, useCloseMutation, useCloseQuery } from '../src/index.ts';
import * as absent from '../src/devtools.ts';
import { CloseDevtools, CloseDevtoolsPanel, closeDevtoolsPlugin } from '../src/devtools/production.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { withResolvers } from './with-resolvers.ts';

/** A browser whose client repeats what fails. Writes wait for `answer`, if they are held. */
async function setUp({ holdsWrites = false } = {}) {
  const sandbox = createSandbox({ leads: 3 });
  const otherId = sandbox.organizations[1]?.id ?? '';
  const backend = createTestBackend({ sandbox, otherOrganizationIds: [otherId] });
  const { basePath, eventSource, session } = backend;
  const [lead] = (await backend.client.leads.list({ _limit: 1 })).data;
  const gate = withResolvers<undefined>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (holdsWrites && (init?.method === 'PUT' || (input instanceof Request && input.method === 'PUT')))
      await gate.promise;
    return await backend.fetch(input, init);
  };
  const baseUrl = new URL(`${basePath}/api/v1`, location.href).href;
  const client = createCloseClient({ auth: cookieSession(basePath), baseUrl, fetch, rateLimit: 'react' });
  const App = closeWrapper({ client, fetch, eventSource, initialSession: session });
  const show = (page: ReactNode) => render(page, { wrapper: App });
  const answer = (): void => gate.resolve(undefined);
  return { backend, client, session, show, App, id: lead?.id ?? '', otherId, answer };
}

function Lead({ id }: { id: string }) {
  return <p>{useCloseQuery((q) => q.leads.get(id)).data?.id}</p>;
}

function Renames({ id }: { id: string }) {
  const rename = useCloseMutation((m) => m.leads.update());
  return <button onClick={() => rename.mutate({ id, body: { name: 'name-secret' } })}>Rename</button>;
}

function Live() {
  return <output>{useCloseLive().status}</output>;
}

function Leave({ to }: { to: string }) {
  const auth = useCloseAuth();
  if (auth.status !== 'signed-in') return <p>{auth.status}</p>;
  return (
    <>
      <button onClick={() => void auth.switchOrganization(to)}>Switch</button>
      <button onClick={() => void auth.signOut()}>Sign out</button>
    </>
  );
}

function createPlugin(options: unknown): () => unknown {
  return () => Reflect.apply(closeDevtoolsPlugin, undefined, [options]);
}

describe('CloseDevtools', () => {
  it('opens with its button, takes the focus, and returns it with Escape', async () => {
    const { show } = await setUp();
    const screen = await show(<CloseDevtools />);
    const button = screen.getByRole('button', { name: 'CloseKit devtools' });
    const panel = screen.getByRole('region', { name: 'CloseKit devtools' });
    await expect.element(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.tab();
    await expect.element(button).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(panel).toBeVisible();
    expect(document.activeElement?.contains(panel.element())).toBe(true);
    await userEvent.tab();
    await expect.element(screen.getByRole('button', { name: 'Clear' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(button).toHaveFocus();
    expect(panel.query()).toBeNull();
  });

  it('is open from the start and leaves the focus alone, and hides with its button', async () => {
    const { show } = await setUp();
    const screen = await show(<CloseDevtools initialIsOpen />);
    await expect.element(screen.getByRole('region', { name: 'CloseKit devtools' })).toBeVisible();
    expect(document.activeElement).toBe(document.body);
    await screen.getByRole('button', { name: 'Hide' }).click();
    await expect.element(screen.getByRole('button', { name: 'CloseKit devtools' })).toHaveFocus();
  });

  it('shows calls from before it was opened, even the first ones of the page', async () => {
    const { show, id } = await setUp();
    const screen = await show(
      <>
        <Lead id={id} />
        <CloseDevtools />
      </>,
    );
    await expect.element(screen.getByText(id, { exact: true })).toBeVisible();
    await screen.getByRole('button', { name: 'CloseKit devtools' }).click();
    await expect.element(screen.getByRole('row', { name: new RegExp(`^GET /lead/${id}/`) })).toBeVisible();
  });

  it('renders on a server', async () => {
    const { App } = await setUp();
    const html = renderToString(
      <App>
        <CloseDevtools />
      </App>,
    );
    expect(html).toContain('>CloseKit devtools</button>');
    expect(html).not.toMatch(/&(quot|gt|amp|#x27);/);
  });
});

describe('CloseDevtoolsPanel', () => {
  it('shows the session and the life of its token', async () => {
    const { show, client, session, backend, id } = await setUp();
    const screen = await show(<CloseDevtoolsPanel />);
    const section = screen.getByRole('region', { name: 'Session' });
    if (session.status !== 'signed-in') throw new TypeError('the backend has no session');
    await expect.poll(() => section.element().textContent).toMatch(/access tokenexpires in \d+ min/);
    await expect.element(section).toMatchTextContent(session.organization.id);
    await expect.element(section).toMatchTextContent(session.user.id);
    backend.revoke();
    await client.leads.get(id).result();
    await expect.element(section).toMatchTextContent('statusneeds-reauth');
    await expect.element(section.getByRole('listitem')).toMatchTextContent('unauthorized');
  });

  it('shows a call with its attempts: a 429, and the 200 after it', async () => {
    const { show, backend, id } = await setUp();
    const headers = { ratelimit: 'limit=60, remaining=0, reset=0' };
    backend.sandbox.faults.next({
      path: '/api/v1/lead/',
      status: 429,
      headers,
      body: { error: 'said-secret' },
    });
    const screen = await show(
      <>
        <Lead id={id} />
        <CloseDevtoolsPanel />
      </>,
    );
    const row = screen.getByRole('row', { name: new RegExp(`^GET /lead/${id}/`) });
    await expect.element(row).toMatchTextContent('succeeded');
    const attempts = row
      .getByRole('listitem')
      .elements()
      .map(({ textContent }) => textContent);
    expect(attempts).toEqual([
      expect.stringMatching(/^429 in \d+ ms, again in /),
      expect.stringMatching(/^200 in \d+ ms$/),
    ]);
    expect(document.body.textContent).not.toContain('secret');
  });

  it('shows the budget of each group of endpoints, and the calls that wait', async () => {
    const { show, backend, id } = await setUp();
    const headers = { ratelimit: 'limit=60, remaining=0, reset=20' };
    backend.sandbox.faults.next({ path: '/api/v1/lead/', status: 429, headers });
    const screen = await show(
      <>
        <Lead id={id} />
        <CloseDevtoolsPanel />
      </>,
    );
    const row = screen.getByRole('region', { name: 'Rate limits' }).getByRole('row').nth(1);
    await expect.element(row).toMatchTextContent('GET /lead/{id}/');
    const cells = () =>
      row
        .getByRole('cell')
        .elements()
        .map(({ textContent }) => textContent);
    await expect
      .poll(cells)
      .toEqual(['60', '0', expect.stringMatching(/^resets in \d+(\.\d)? s$/), '1', '1']);
    await expect.element(screen.getByRole('region', { name: 'Calls' })).toMatchTextContent('waiting');
  });

  it('shows live events, without a stream of its own', async () => {
    const { show, backend, id } = await setUp();
    const screen = await show(<CloseDevtoolsPanel />);
    const section = screen.getByRole('region', { name: 'Live events' });
    await expect.element(section).toMatchTextContent('disabled');
    expect(backend.requests.filter((request) => request.includes('/events'))).toEqual([]);
    await screen.rerender(
      <>
        <Live />
        <CloseDevtoolsPanel />
      </>,
    );
    await expect.element(section).toMatchTextContent('open');
    backend.emit({ object_type: 'lead', object_id: id, changed_fields: ['name'] });
    await expect
      .element(section.getByRole('row', { name: /^lead updated/ }))
      .toMatchTextContent(`lead updated ${id}name`);
  });

  it('shows pending writes with their place in the line of their entity', async () => {
    const { show, id, answer } = await setUp({ holdsWrites: true });
    const screen = await show(
      <>
        <Renames id={id} />
        <CloseDevtoolsPanel />
      </>,
    );
    const section = screen.getByRole('region', { name: 'Pending writes' });
    const places = () =>
      section
        .getByRole('cell')
        .elements()
        .map(({ textContent }) => textContent);
    await expect.element(section).toMatchTextContent('No write is pending.');
    for (const _ of [1, 2, 3]) await screen.getByRole('button', { name: 'Rename' }).click();
    await expect
      .poll(() => places().filter((_text, index) => index % 3 === 0))
      .toEqual(['first', 'after 1 other', 'after 2 others']);
    await expect.element(section.getByRole('row').nth(1)).toMatchTextContent(`leads.update ${id}`);
    expect(document.body.textContent).not.toContain('secret');
    answer();
    await expect.element(section).toMatchTextContent('No write is pending.');
  });

  it('removes what it has recorded', async () => {
    const { show, client, id } = await setUp();
    const screen = await show(<CloseDevtoolsPanel />);
    const section = screen.getByRole('region', { name: 'Calls' });
    await client.leads.get(id);
    await expect.element(section).toMatchTextContent(id);
    await screen.getByRole('button', { name: 'Clear' }).click();
    await expect.element(section).toMatchTextContent('No call has been sent yet.');
  });
});

describe('a change of the scope', () => {
  it.each(['Switch', 'Sign out'])('removes the entries of the scope that ends: %s', async (name) => {
    const { show, client, id, otherId } = await setUp();
    const page = <Leave to={otherId} />;
    const screen = await show(
      <>
        {page}
        <CloseDevtoolsPanel />
      </>,
    );
    await client.leads.get(id);
    await expect.element(screen.getByRole('region', { name: 'Calls' })).toMatchTextContent(id);
    // Also while the panel is not shown.
    await screen.rerender(page);
    await screen.getByRole('button', { name }).click();
    const sessionOf = name === 'Switch' ? otherId : 'signed-out';
    await screen.rerender(<CloseDevtoolsPanel />);
    await expect.element(screen.getByRole('region', { name: 'Session' })).toMatchTextContent(sessionOf);
    await expect
      .element(screen.getByRole('region', { name: 'Calls' }))
      .toMatchTextContent('No call has been sent yet.');
  });
});

describe('closeDevtoolsPlugin', () => {
  it('renders the panel, with the calls since the plugin was created', async () => {
    const { show, client, id } = await setUp();
    const plugin = closeDevtoolsPlugin({ client, defaultOpen: true });
    expect(plugin).toMatchObject({ id: 'closekit', name: 'CloseKit', defaultOpen: true });
    await client.leads.get(id);
    const screen = await show(plugin.render);
    await expect.element(screen.getByRole('row', { name: new RegExp(`^GET /lead/${id}/`) })).toBeVisible();
  });

  it('refuses wrong options', () => {
    const client = 'closeDevtoolsPlugin: `client` must come from createCloseClient().';
    const open = 'closeDevtoolsPlugin: `defaultOpen` must be a boolean.';
    expect(createPlugin({ client: {} })).toThrow(new TypeError(client));
    expect(createPlugin({ defaultOpen: 'yes' })).toThrow(new TypeError(open));
  });
});

describe('@closekit/react/devtools', () => {
  it('shows nothing outside of development, as in tests', async () => {
    const { CloseDevtools: Devtools, CloseDevtoolsPanel: Panel } = absent;
    const screen = await render(
      <StrictMode>
        <Devtools initialIsOpen />
        <Panel />
        {absent.closeDevtoolsPlugin().render}
      </StrictMode>,
    );
    expect(screen.container.innerHTML).toBe('');
  });
});
