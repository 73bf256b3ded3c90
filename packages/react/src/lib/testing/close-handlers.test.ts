import { cookieSession, createCloseClient } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closeHandlers } from './close-handlers.ts';
import { createTestBackend } from './create-test-backend.ts';

function setUp() {
  const backend = createTestBackend({ sandbox: createSandbox({ leads: 3 }) });
  const server = setupServer(...closeHandlers(backend, { origin: 'https://app.example' }));
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => server.close());
  const baseUrl = 'https://app.example/api/close/api/v1';
  const client = createCloseClient({ auth: cookieSession(), baseUrl, retry: false });
  return { backend, client };
}

describe('closeHandlers', () => {
  it('handles requests of the global fetch', async () => {
    const { backend, client } = setUp();
    const [lead] = (await client.leads.list({ _limit: 1 })).data;
    await client.leads.update(lead?.id ?? '', { name: 'Renamed' });
    await expect(client.leads.get(lead?.id ?? '')).resolves.toMatchObject({ name: 'Renamed' });
    expect(backend.requests).toContain(`PUT /api/close/api/v1/lead/${lead?.id}/`);
  });

  it('handles the session route', async () => {
    setUp();
    const response = await fetch('https://app.example/api/close/session', { headers: { 'x-closekit': '1' } });
    await expect(response.json()).resolves.toMatchObject({ status: 'signed-in' });
  });

  it('breaks the connection while the backend is offline', async () => {
    const { backend, client } = setUp();
    backend.isOffline = true;
    await expect(client.users.getMe()).rejects.toMatchObject({ code: 'network' });
  });

  it('handles clients that hold a token themselves', async () => {
    const { backend } = setUp();
    const auth = {
      get: () => Promise.resolve(backend.sandbox.connect().accessToken),
      invalidate: () => undefined,
    };
    const client = createCloseClient({ auth, retry: false });
    await expect(client.users.getMe()).resolves.toMatchObject({ id: backend.sandbox.users[0]?.id });
  });
});
