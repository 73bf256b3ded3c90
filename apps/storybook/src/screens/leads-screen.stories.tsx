import { App } from '@closekit/example/src/app.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';

/** The list of leads, inside the app. */
const meta = {
  title: 'Sample app/Leads screen',
  component: App,
  parameters: { layout: 'fullscreen', path: '/leads', close: { hydrated: true, sandbox: { leads: 120 } } },
} satisfies Meta<typeof App>;
export default meta;

type Story = StoryObj<typeof meta>;

const close = meta.parameters.close;

/** The list is loading. */
export const Loading: Story = {
  parameters: { close: { ...close, delayMs: 3_600_000 } },
  play: async ({ canvas }) => expect(await canvas.findByText('Loading leads…')).toBeInTheDocument(),
};

/** The first page, and the number of leads. */
export const List: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByText(/^(120|50\+) leads$/)).toBeVisible();
    await expect(canvas.getByText('No lead selected')).toBeVisible();
  },
};

/** An organization without leads. */
export const NoLeads: Story = {
  parameters: {
    close: {
      ...close,
      faults: [{ path: '/api/v1/lead/', body: { data: [], has_more: false }, times: Infinity }],
    },
  },
  play: async ({ canvas }) => expect(await canvas.findByText('No leads')).toBeVisible(),
};

/** No lead matches the search. The address contains it. */
export const NothingFound: Story = {
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByRole('searchbox', { name: 'Search leads' }), 'zebra');
    await expect(await canvas.findByText('No leads match “zebra”')).toBeVisible();
    await expect(window.location.search).toContain('zebra');
  },
};

/** Only leads of one status. */
export const Filtered: Story = {
  play: async ({ canvas }) => {
    const filter = await canvas.findByRole('button', { name: 'Customer' });
    await userEvent.click(filter);
    await expect(filter).toHaveAttribute('aria-pressed', 'true');
    await waitFor(() => {
      const rows = canvas.getAllByRole('listitem').map((row) => row.textContent);
      return expect(rows).toEqual(rows.map(() => expect.stringMatching(/Customer|Loading more/)));
    });
  },
};

/** The list cannot be loaded. A retry succeeds. */
export const Failed: Story = {
  parameters: { close: { ...close, faults: [{ path: '/api/v1/lead/', status: 500, times: Infinity }] } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByText('The leads could not be loaded.')).toBeVisible();
    sandbox.faults.clear();
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(canvas.queryByText('The leads could not be loaded.')).toBeNull());
  },
};

/** The connection is lost: the screen stays, and one button reconnects. */
export const ConnectionLost: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expect(await canvas.findByText(/leads$/)).toBeVisible();
    const before = canvas.getAllByRole('listitem').length;
    backend.revoke();
    await userEvent.type(canvas.getByRole('searchbox', { name: 'Search leads' }), 'a');
    await expect(await canvas.findByText('Close ended this connection.')).toBeVisible();
    await expect(canvas.getAllByRole('listitem').length).toBe(before);
    await expect(canvas.getByRole('searchbox', { name: 'Search leads' })).toHaveValue('a');
  },
};
