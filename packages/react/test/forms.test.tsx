import { createSandbox } from '@closekit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import { SignedIn } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { CompanyForm } from './readme-form.tsx';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient } from './sandbox-client.ts';

it('shows the message of Close at the field of a form, until a write succeeds', async () => {
  const backend = createTestBackend({ sandbox: createSandbox({ leads: 1 }) });
  const { client, fetch, sandbox } = backend;
  const close = sandboxClient(sandbox);
  const [lead] = (await close.leads.list()).data;
  const id = lead?.id ?? '';
  const screen = await render(
    <SignedIn>
      <CompanyForm id={id} />
    </SignedIn>,
    { wrapper: closeWrapper({ client, fetch, queryClient: new QueryClient() }) },
  );
  const body = { errors: [], 'field-errors': { name: 'This name is taken.' } };
  sandbox.faults.next({ path: '/api/v1/lead/', method: 'PUT', status: 400, body });
  const field = screen.getByRole('textbox');
  await field.fill('Wayne Enterprises');
  await screen.getByRole('button', { name: 'Rename' }).click();
  await expect.element(screen.getByRole('alert')).toHaveTextContent('This name is taken.');
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  await expect.element(field).toHaveValue('Wayne Enterprises');

  await screen.getByRole('button', { name: 'Rename' }).click();
  await expect.poll(async () => (await close.leads.get(id)).name).toBe('Wayne Enterprises');
  await expect.element(field).toHaveAttribute('aria-invalid', 'false');
});
