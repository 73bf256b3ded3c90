import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCloseQueries, useCloseAuth, useCloseQuery } from '../src/index.ts';
import { createFakeBackend, signedInAs } from './fake-backend.ts';
import { closeWrapper, cookieClient } from './render-close.tsx';

function Page({ onHydrated }: { onHydrated: () => void }) {
  useEffect(onHydrated, [onHydrated]);
  const auth = useCloseAuth();
  const me = useCloseQuery((q) => q.users.getMe(), { staleTime: Infinity });
  return <p>{[auth.status, me.data?.first_name].join(' ')}</p>;
}

describe('CloseProvider', () => {
  it('hydrates what a server has rendered, without a flash and without a request', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const backend = createFakeBackend(sandbox);
    const client = cookieClient(backend);
    const initialSession = signedInAs(sandbox);
    const queryClient = new QueryClient();
    const queries = createCloseQueries(client, { scope: initialSession.organization.id });
    const me = await queryClient.query(queries.users.getMe());
    const Wrapper = closeWrapper({ client, fetch: backend.fetch, queryClient, initialSession });
    const onHydrated = vi.fn<() => void>();
    const page = (
      <Wrapper>
        <Page onHydrated={onHydrated} />
      </Wrapper>
    );

    const container = document.createElement('div');
    container.innerHTML = renderToString(page);
    const rendered = `signed-in ${me.first_name}`;
    expect(container.textContent).toBe(rendered);

    backend.requests.length = 0;
    const onRecoverableError = vi.fn<(error: unknown) => void>();
    const root = hydrateRoot(container, page, { onRecoverableError });
    onTestFinished(() => root.unmount());
    await expect.poll(() => onHydrated.mock.calls).not.toEqual([]);
    expect(container.textContent).toBe(rendered);
    expect(onRecoverableError).not.toHaveBeenCalled();
    expect(backend.requests).toEqual([]);
  });
});
