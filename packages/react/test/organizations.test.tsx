import { createCloseClient, tokenSession } from '@closekit/client';
import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import { useCloseAuth, useCloseQuery } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxFetch } from './sandbox-client.ts';

function setUp() {
  const sandbox = createSandbox({ leads: 3 });
  const [first = '', second = ''] = sandbox.organizations.map(({ id }) => id);
  const backend = createTestBackend({ sandbox, otherOrganizationIds: [second] });
  const queryClient = new QueryClient();
  const { fetch } = backend;
  const app = { fetch, queryClient, initialSession: backend.session };
  return { sandbox, backend, queryClient, app, first, second };
}

/** Shows the active organization beside the one of the data, and records every pair that is rendered. */
function Page({ shown, to }: { shown: Set<string>; to: string }) {
  const auth = useCloseAuth();
  const organization = auth.status === 'signed-in' ? auth.organization.id : auth.status;
  const statuses = useCloseQuery((q) => q.leadStatuses.list(), {
    select: ({ data }) => data[0]?.organization_id,
  });
  const text = `${organization} ${statuses.data ?? statuses.status}`;
  shown.add(text);
  return (
    <button onClick={() => auth.status === 'signed-in' && void auth.switchOrganization(to)}>{text}</button>
  );
}

describe('switchOrganization', () => {
  it('shows the data of the other organization, and keeps nothing of this one', async () => {
    const { sandbox, backend, queryClient, app, first, second } = setUp();
    const shown = new Set<string>();
    const screen = await render(<Page shown={shown} to={second} />, {
      wrapper: closeWrapper({ ...app, client: backend.client }),
    });
    await expect.element(screen.getByText(`${first} ${first}`)).toBeVisible();
    await screen.getByRole('button').click();
    await expect.element(screen.getByText(`${second} ${second}`)).toBeVisible();
    expect([...shown]).toEqual([
      `${first} pending`,
      `${first} ${first}`,
      `${second} pending`,
      `${second} ${second}`,
    ]);
    const full = queryClient.getQueryCache().findAll({ predicate: ({ state }) => state.data !== undefined });
    expect(full.map(({ queryKey }) => queryKey[1])).toEqual([`${second}/${sandbox.users[0]?.id}`]);
  });

  it('continues with a token of the other organization, in a token session', async () => {
    const { sandbox, backend, app, first, second } = setUp();
    const client = createCloseClient({
      auth: tokenSession('/api/close', { fetch: backend.fetch }),
      fetch: sandboxFetch(sandbox),
      baseUrl: `${sandbox.origin}/api/v1`,
      retry: false,
    });
    const screen = await render(<Page shown={new Set()} to={second} />, {
      wrapper: closeWrapper({ ...app, client }),
    });
    await expect.element(screen.getByText(`${first} ${first}`)).toBeVisible();
    await screen.getByRole('button').click();
    await expect.element(screen.getByText(`${second} ${second}`)).toBeVisible();
    expect(backend.requests.filter((request) => request === 'POST /api/close/token')).toHaveLength(2);
  });

  it('stays where it is when the other organization is not connected', async () => {
    const { backend, app, first } = setUp();
    const failures: unknown[] = [];
    const Switch = () => {
      const auth = useCloseAuth();
      const toNowhere = async (): Promise<void> => {
        await auth.switchOrganization('orga_nowhere').catch((error: unknown) => failures.push(error));
      };
      return <button onClick={() => void toNowhere()}>switch</button>;
    };
    const screen = await render(
      <>
        <Switch />
        <Page shown={new Set()} to="" />
      </>,
      { wrapper: closeWrapper({ ...app, client: backend.client }) },
    );
    await expect.element(screen.getByText(`${first} ${first}`)).toBeVisible();
    await screen.getByRole('button', { name: 'switch' }).click();
    await expect.poll(() => failures).toMatchObject([{ name: 'CloseAuthError', code: 'switch_failed' }]);
    await expect.element(screen.getByText(`${first} ${first}`)).toBeVisible();
  });
});
