import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { createTestBackend } from '../src/testing.ts';
import type { TestBackendOptions } from '../src/testing.ts';
import { App } from './readme-page.tsx';
import { heldSession } from './show-parts.tsx';

/** The backend of the page. The README passes no `fetch`, so that of the browser is replaced. */
function openBackend(options?: TestBackendOptions) {
  const backend = createTestBackend({ sandbox: createSandbox({ leads: 3 }), ...options });
  vi.stubGlobal('fetch', backend.fetch);
  onTestFinished(() => void vi.unstubAllGlobals());
  return backend;
}

describe('the page of the README', () => {
  it('shows nothing to click while the session is being read', async () => {
    const backend = openBackend({ session: 'signed-out' });
    const session = heldSession();
    session.prepare(backend);
    const screen = await render(<App />);
    await expect.poll(() => backend.requests).toContain('GET /api/close/session');
    expect(screen.container.textContent).toBe('One moment…');
    expect(screen.getByRole('button').all()).toEqual([]);
    session.answer(backend.session);
    await expect.element(screen.getByRole('button', { name: 'Connect to Close' })).toBeVisible();
  });

  it('keeps the list while the user has to reconnect', async () => {
    const backend = openBackend();
    const screen = await render(<App />);
    await expect.element(screen.getByRole('listitem').nth(2)).toBeVisible();
    backend.revoke();
    window.dispatchEvent(new Event('visibilitychange'));
    await expect.element(screen.getByRole('button', { name: 'Reconnect' })).toBeVisible();
    expect(screen.getByRole('listitem').all()).toHaveLength(3);
  });
});
