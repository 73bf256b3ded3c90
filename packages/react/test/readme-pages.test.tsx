import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { App as RootPage } from '../../../apps/example/snippets/react.tsx';
import type { CloseSession } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import type { TestBackend } from '../src/testing.ts';
import { App as PackagePage } from './readme-page.tsx';
import { withResolvers } from './with-resolvers.ts';

/** Opens a page as the README shows it: it has no options, so its requests go to the `fetch` of the browser. */
async function open(Page: typeof RootPage, prepare: (backend: TestBackend) => void = () => {}) {
  const backend = createTestBackend({ sandbox: createSandbox({ leads: 3 }) });
  prepare(backend);
  const network = vi.spyOn(globalThis, 'fetch').mockImplementation(backend.fetch);
  onTestFinished(() => network.mockRestore());
  const { container } = await render(<Page />);
  const texts = (selector: string) =>
    [...container.querySelectorAll(selector)].map(({ textContent }) => textContent);
  const count = (end: string) => backend.requests.filter((request) => request.endsWith(end)).length;
  return { backend, count, buttons: () => texts('button'), rows: () => texts('li') };
}

describe.each([
  ['root', RootPage],
  ['package', PackagePage],
])('the page of the %s README', (_name, Page) => {
  it('shows nothing to press while the session is being read', async () => {
    const { promise, resolve } = withResolvers<CloseSession>();
    const { count, buttons } = await open(Page, (backend) => {
      backend.sessionResponse = promise;
    });
    await expect.poll(() => count('/session')).toBe(1);
    expect(buttons()).toEqual([]);
    resolve({ status: 'signed-out' });
    await expect.poll(buttons).toEqual(['Connect to Close']);
  });

  it('keeps the list while the user has to reconnect', async () => {
    const { backend, count, buttons, rows } = await open(Page);
    await expect.poll(rows).toHaveLength(3);
    backend.revoke();
    // The user returns: TanStack Query reads the list again, and the refusal makes the page read the session.
    window.dispatchEvent(new Event('visibilitychange'));
    await expect.poll(() => [count('/lead/'), count('/session')]).toEqual([2, 2]);
    await expect.poll(() => buttons().filter((text) => text !== 'Reconnect')).toEqual([]);
    expect(rows()).toHaveLength(3);
  });
});
