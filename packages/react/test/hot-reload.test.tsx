import { cookieSession, createCloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import { SignedIn } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { CloseApp } from './render-close.tsx';

it('keeps typed text when a hot reload replaces the client', async () => {
  const { client, fetch } = createTestBackend({ sandbox: createSandbox({ leads: 1 }) });
  const queryClient = new QueryClient();
  const page = (current: typeof client) => (
    <CloseApp client={current} queryClient={queryClient} fetch={fetch}>
      <SignedIn>
        <input aria-label="Note" />
      </SignedIn>
    </CloseApp>
  );
  const screen = await render(page(client));
  await screen.getByLabelText('Note').fill('call back');
  await screen.rerender(page(createCloseClient({ auth: cookieSession('/api/close'), fetch })));
  await expect.element(screen.getByLabelText('Note')).toHaveValue('call back');
});
