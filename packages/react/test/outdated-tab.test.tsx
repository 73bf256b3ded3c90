import { createSandbox } from '@closekit/sandbox';
import { expect, describe, it } from 'vitest';
import { render } from 'vitest-browser-react';
import { useCloseAuth, useCloseMutation } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';

function Tab({ refusals }: { refusals: unknown[] }) {
  const auth = useCloseAuth();
  const create = useCloseMutation((m) => m.leads.create(), {
    onError: ({ backendCode }) => refusals.push(backendCode),
  });
  return (
    <button onClick={() => create.mutate({ body: { name: 'Meant for the first' } })}>
      {auth.status === 'signed-in' ? auth.organization.id : auth.status}
    </button>
  );
}

describe('a tab that has not heard of a switch of organization', () => {
  it('writes nothing to the other one, and moves to it', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const [first = '', second = ''] = sandbox.organizations.map(({ id }) => id);
    const backend = createTestBackend({ sandbox, organizationId: first, otherOrganizationIds: [second] });
    const { client, fetch } = backend;
    const refusals: unknown[] = [];
    const written = () =>
      sandbox.requests.filter(({ method, path }) => method === 'POST' && path.includes('/lead/'));
    const screen = await render(<Tab refusals={refusals} />, { wrapper: closeWrapper({ client, fetch }) });
    await expect.element(screen.getByText(first)).toBeVisible();
    await fetch('/api/close/switch', {
      method: 'POST',
      headers: { 'x-closekit': '1' },
      body: JSON.stringify({ organizationId: second }),
    });
    await screen.getByRole('button').click();
    await expect.element(screen.getByText(second)).toBeVisible();
    expect(refusals).toEqual(['organization_changed']);
    expect(written()).toEqual([]);
    await screen.getByRole('button').click();
    await expect.poll(written).toHaveLength(1);
  });
});
