import { createSandbox } from '@closekit/sandbox';
import { hydrateRoot } from 'react-dom/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTestBackend } from '../src/testing.ts';
import { isomorphicPage } from './isomorphic-page.tsx';
import type { IsomorphicPageProps, Sent } from './isomorphic-page.tsx';
import type { ServerResult, ServerRequest } from './server-worker.tsx';

/** Renders a page in a worker, without a window. */
async function renderOnServer(request: ServerRequest) {
  const worker = new Worker(new URL('./server-worker.tsx', import.meta.url), { type: 'module' });
  onTestFinished(() => worker.terminate());
  const { html, sent, errors } = await new Promise<ServerResult>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ServerResult>) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin
    worker.postMessage(request);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker has made the text of such a value
  return { html, errors, sent: JSON.parse(sent) as Sent };
}

/** Hydrates a server-rendered page, and records errors and visible changes. */
async function hydrate(kind: IsomorphicPageProps['kind'], { html, sent }: { html: string; sent: Sent }) {
  const backend = createTestBackend({ sandbox: createSandbox({ leads: 3 }) });
  const container = document.createElement('div');
  container.innerHTML = html;
  document.body.append(container);
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => changes.push(...records));
  observer.observe(container, { childList: true, characterData: true, subtree: true });
  const onHydrated = vi.fn<() => void>();
  const onRecoverableError = vi.fn<(error: unknown) => void>();
  const { fetch } = backend;
  const page = isomorphicPage({ kind, client: backend.client, fetch, sent, onHydrated });
  const root = hydrateRoot(container, page, { onRecoverableError });
  onTestFinished(() => {
    observer.disconnect();
    root.unmount();
    container.remove();
  });
  await expect.poll(() => onHydrated.mock.calls).not.toEqual([]);
  return { container, changes, onRecoverableError, backend };
}

describe('CloseProvider', () => {
  it('hydrates prefetched data, without a flash and without a request', async () => {
    const page = await renderOnServer({ kind: 'plain', isPrepared: true });
    expect(page.errors).toEqual([]);
    const { container, changes, onRecoverableError, backend } = await hydrate('plain', page);
    expect(container.textContent).toMatch(/^signed-in success \w+ 2 disabled somebody$/);
    expect(changes).toEqual([]);
    expect(onRecoverableError).not.toHaveBeenCalled();
    expect(backend.requests).toEqual([]);
  });

  it('hydrates suspending components, without a fallback and without a request', async () => {
    const page = await renderOnServer({ kind: 'suspending', isPrepared: true });
    expect(page.errors).toEqual([]);
    expect(page.html).not.toContain('suspended');
    const { container, changes, onRecoverableError, backend } = await hydrate('suspending', page);
    expect(container.textContent).toMatch(/^signed-in \w+$/);
    expect(changes).toEqual([]);
    expect(onRecoverableError).not.toHaveBeenCalled();
    expect(backend.requests).toEqual([]);
  });

  it('hydrates as loading where the server has not read the session, and reads it once', async () => {
    const page = await renderOnServer({ kind: 'plain', isPrepared: false });
    expect(page.html).toContain('loading pending');
    const { container, onRecoverableError, backend } = await hydrate('plain', page);
    await expect.poll(() => container.textContent).toMatch(/^signed-in success \w+ 2 disabled somebody$/);
    expect(onRecoverableError).not.toHaveBeenCalled();
    expect(backend.requests.filter((request) => request === 'GET /api/close/session')).toHaveLength(1);
  });

  it('leaves suspending components to the browser where the server has not read the session', async () => {
    const page = await renderOnServer({ kind: 'suspending', isPrepared: false });
    expect(page.html).toContain('suspended');
    expect(page.errors).toEqual([
      'TypeError: CloseProvider: `initialSession` must be set during server rendering.',
    ]);
    const { container } = await hydrate('suspending', page);
    await expect.poll(() => container.textContent).toMatch(/^signed-in \w+$/);
  });
});
