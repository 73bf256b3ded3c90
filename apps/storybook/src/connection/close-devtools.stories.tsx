import { cookieSession, createCloseClient } from '@closekit/client';
import { useCloseLive } from '@closekit/react';
import { CloseDevtools } from '@closekit/react/devtools/production';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, screen, userEvent, waitFor, within } from 'storybook/test';
import { MutationCard } from '../cards/mutation-card.tsx';

/** The devtools on a page that reads, writes and has live events. */
function DevtoolsPage({ initialIsOpen }: { readonly initialIsOpen: boolean }): ReactNode {
  useCloseLive();
  return (
    <>
      <main style={{ paddingBottom: 440 }}>
        <MutationCard isOptimistic />
      </main>
      <CloseDevtools initialIsOpen={initialIsOpen} />
    </>
  );
}

const meta = {
  title: 'Components/CloseDevtools',
  component: DevtoolsPage,
  args: { initialIsOpen: true },
  parameters: { layout: 'fullscreen' },
} satisfies Meta<typeof DevtoolsPage>;
export default meta;

type Story = StoryObj<typeof meta>;

function section(name: string): Promise<HTMLElement> {
  return screen.findByRole('region', { name });
}

/** Only the button: it opens the panel, and Escape hides it. */
export const Hidden: Story = {
  args: { initialIsOpen: false },
  play: async ({ canvas }) => {
    const button = await canvas.findByRole('button', { name: 'CloseKit devtools' });
    await userEvent.click(button);
    await expect(await section('CloseKit devtools')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect(await canvas.findByRole('button', { name: 'CloseKit devtools' })).toHaveFocus();
  },
};

/** A read was rate limited and sent again, two writes of one lead are on their way, and an event has arrived. */
export const AllSections: Story = {
  parameters: {
    close: {
      createClient: () => createCloseClient({ auth: cookieSession(), rateLimit: 'react' }),
      faults: [
        { path: '/api/v1/lead/', status: 429, headers: { ratelimit: 'limit=60, remaining=0, reset=1' } },
      ],
    },
  },
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const calls = await section('Calls');
    const call = await within(calls).findByRole('row', { name: /^GET \/lead\/ leads_list/ });
    await waitFor(() => expect(call).toHaveTextContent(/succeeded.*429.*again in.*200/));
    const limits = await section('Rate limits');
    await expect(await within(limits).findByRole('row', { name: /^GET \/lead\/ 60/ })).toHaveTextContent(
      '60',
    );
    const live = await section('Live events');
    await within(live).findByText('open');
    backend.emit({ object_type: 'lead', object_id: 'lead_1', changed_fields: ['name'] });
    await within(live).findByRole('row', { name: /^lead updated/ });
    backend.delayMs = 3_600_000;
    await userEvent.click((await canvas.findAllByRole('button', { name: 'Rename' }))[0] ?? document.body);
    await userEvent.click(
      (await canvas.findAllByRole('button', { name: 'Rename again' }))[0] ?? document.body,
    );
    const writes = within(await section('Pending writes'));
    await expect(await writes.findByText('after 1 other')).toBeVisible();
    await expect(await section('Session')).toHaveTextContent(/access token\s*expires in/);
  },
};

/** The connection is lost: the session, the call and the token event show it. */
export const Lost: Story = {
  parameters: { close: { prepare: (backend: TestBackend) => backend.revoke() } },
  play: async () => {
    const session = await section('Session');
    await within(session).findByText('needs-reauth');
    await within(session).findByText(/unauthorized/);
    const calls = within(await section('Calls'));
    await expect((await calls.findAllByText('failed: reauthorization_required'))[0]).toBeVisible();
  },
};
