import { cookieSession, createCloseClient } from '@closekit/client';
import { TanStackDevtools } from '@tanstack/react-devtools';
import { afterEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import { closeDevtoolsPlugin } from '../src/devtools/production.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';

// The devtools store whether they are open, and which panes.
afterEach(() => localStorage.clear());

function setUp() {
  const { basePath, fetch, eventSource, session } = createTestBackend();
  const baseUrl = new URL(`${basePath}/api/v1`, location.href).href;
  const client = createCloseClient({ auth: cookieSession(basePath), baseUrl, fetch });
  return { client, App: closeWrapper({ client, fetch, eventSource, initialSession: session }) };
}

const other = { id: 'other', name: 'Other', render: <p>The other pane</p>, defaultOpen: true };

describe('closeDevtoolsPlugin in TanStackDevtools', () => {
  it.each(['dark', 'light'] as const)('opens with its tab and shows a call, theme %s', async (theme) => {
    const { client, App } = setUp();
    const plugins = [other, closeDevtoolsPlugin({ client })];
    await client.leads.list({ _limit: 1 });
    const screen = await render(<TanStackDevtools plugins={plugins} config={{ theme }} />, { wrapper: App });
    await screen.getByRole('button', { name: 'Open TanStack Devtools' }).click();
    await expect.element(screen.getByText('The other pane')).toBeVisible();
    const panel = screen.getByRole('region', { name: 'CloseKit devtools' });
    expect(panel.query()).toBeNull();
    await screen.getByRole('button', { name: 'CloseKit' }).click();
    const row = panel.getByRole('row', { name: /^GET \/lead\/ leads_list/ });
    await expect.element(row).toMatchTextContent('succeeded');
    await expect.element(panel.getByRole('region', { name: 'Session' })).toMatchTextContent('signed-in');
    const { color, backgroundColor } = getComputedStyle(panel.element());
    expect([color, backgroundColor]).toEqual(['rgb(230, 237, 243)', 'rgb(20, 24, 29)']);
  });
});
