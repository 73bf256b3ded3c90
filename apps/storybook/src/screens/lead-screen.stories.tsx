import { LeadScreen } from '@closekit/example/src/screens/lead-screen.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { WithLead } from '../cards/with-lead.tsx';

/** Shows and edits one lead. */
const meta = {
  title: 'Sample app/Lead screen',
  render: () => (
    <main>
      <h1>Leads</h1>
      <WithLead>{(lead) => <LeadScreen id={lead.id} />}</WithLead>
    </main>
  ),
  parameters: { layout: 'fullscreen', path: '/leads' },
} satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

type Canvas = Parameters<NonNullable<Story['play']>>[0]['canvas'];

async function rename(canvas: Canvas, name: string): Promise<void> {
  await userEvent.click(await canvas.findByRole('button', { name: 'Edit' }));
  const field = await canvas.findByRole('textbox', { name: 'Name' });
  await userEvent.clear(field);
  await userEvent.type(field, name);
  await userEvent.click(canvas.getByRole('button', { name: 'Save' }));
}

/** The lead is loading. */
export const Loading: Story = {
  render: () => (
    <main>
      <h1>Leads</h1>
      <LeadScreen id="lead_any" />
    </main>
  ),
  parameters: { close: { hydrated: true, delayMs: 3_600_000 } },
  play: async ({ canvas }) => expect(await canvas.findByText('Loading the lead…')).toBeInTheDocument(),
};

/** The lead does not exist: it was deleted or merged. */
export const NotFound: Story = {
  render: () => (
    <main>
      <h1>Leads</h1>
      <LeadScreen id="lead_none" />
    </main>
  ),
  play: async ({ canvas }) =>
    expect(await canvas.findByText(/It may have been deleted or merged/)).toBeVisible(),
};

/** A lead with all sections. */
export const Lead: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: 'Edit' })).toBeVisible();
    await expect(canvas.getByRole('region', { name: /^Contacts/ })).toBeVisible();
  },
};

/** The form is open. Escape discards the changes and returns the focus to the button. */
export const Editing: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Edit' }));
    await expect(await canvas.findByRole('form', { name: 'Edit lead' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Edit' })).toHaveFocus());
  },
};

/** A change shows at once, before Close has responded. */
export const Saving: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    sandbox.faults.next({ method: 'PUT', delayMs: 3_600_000 });
    await rename(canvas, 'Renamed');
    await expect(await canvas.findByRole('heading', { level: 2, name: 'Renamed' })).toBeVisible();
  },
};

/** Close refuses the change: it is undone, and the screen shows why. */
export const Refused: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await canvas.findByRole('button', { name: 'Edit' });
    const before = canvas.getByRole('heading', { level: 2 }).textContent;
    sandbox.faults.next({ method: 'PUT', status: 403 });
    await rename(canvas, 'Renamed');
    await expect(await canvas.findByText('Your change was not saved and has been undone.')).toBeVisible();
    await waitFor(() => expect(canvas.getByRole('heading', { level: 2 })).toHaveTextContent(before ?? ''));
  },
};
