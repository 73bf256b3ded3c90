import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import { useCloseAuth, useCloseMutation } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';

function useTab() {
  const auth = useCloseAuth();
  const create = useCloseMutation((m) => m.leads.create());
  return { organization: auth.status === 'signed-in' ? auth.organization.id : auth.status, create };
}

describe('a tab that has missed a switch of organization', () => {
  it('writes nothing to the other one, and moves to it', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const [first = '', second = ''] = sandbox.organizations.map(({ id }) => id);
    const backend = createTestBackend({ sandbox, organizationId: first, otherOrganizationIds: [second] });
    const { client, fetch } = backend;
    const written = () =>
      sandbox.requests.filter(({ method, path }) => `${method} ${path}` === 'POST /api/v1/lead/');
    const { result } = await renderHook(useTab, { wrapper: closeWrapper({ client, fetch }) });
    await expect.poll(() => result.current.organization).toBe(first);
    await fetch('/api/close/switch', {
      method: 'POST',
      headers: { 'x-closekit': '1' },
      body: JSON.stringify({ organizationId: second }),
    });
    const lead = { body: { name: 'Meant for the first' } };
    await expect(result.current.create.mutateAsync(lead)).rejects.toMatchObject({
      status: 409,
      backendCode: 'organization_changed',
    });
    expect(written()).toEqual([]);
    await expect.poll(() => result.current.organization).toBe(second);
    await result.current.create.mutateAsync(lead);
    expect(written()).toHaveLength(1);
  });
});
