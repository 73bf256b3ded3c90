import { LeadTimeline } from '@closekit/example/src/parts/lead-timeline.tsx';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { WithLead } from '../cards/with-lead.tsx';

/** Everything that happened with a lead. */
const meta = {
  title: 'Sample app/LeadTimeline',
  render: () => (
    <main>
      <h1>Leads</h1>
      <h2>A lead</h2>
      <WithLead>{(lead) => <LeadTimeline leadId={lead.id} />}</WithLead>
    </main>
  ),
} satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

const activities = '/api/v1/activity/';

/** Not there yet; a note can be written already. */
export const Loading: Story = {
  parameters: { close: { faults: [{ path: activities, method: 'GET', delayMs: 3_600_000 }] } },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Loading the timeline…')).toBeInTheDocument();
    await expect(canvas.getByRole('textbox', { name: 'New note' })).toBeEnabled();
  },
};

/** What people wrote, said and changed, the newest first. */
export const Entries: Story = {
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByRole('listitem').length).toBeGreaterThan(1));
    const times = canvas.getAllByRole('time').map((time) => time.getAttribute('datetime') ?? '');
    await expect(times).toEqual(times.toSorted().toReversed());
  },
};

/** It cannot be read: say so, and try again. */
export const Failed: Story = {
  parameters: { close: { faults: [{ path: activities, method: 'GET', status: 500 }] } },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The timeline could not be loaded.');
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(canvas.getAllByRole('listitem').length).toBeGreaterThan(0));
  },
};

/** A note is written, and is the newest entry. */
export const NoteAdded: Story = {
  play: async ({ canvas }) => {
    const field = await canvas.findByRole('textbox', { name: 'New note' });
    await userEvent.type(field, 'They want a demo.');
    await userEvent.click(canvas.getByRole('button', { name: 'Add note' }));
    await waitFor(() => expect(canvas.getAllByRole('listitem')[0]).toHaveTextContent('They want a demo.'));
    await expect(field).toHaveValue('');
  },
};

/** The note is refused: the text stays in the field. */
export const NoteRefused: Story = {
  parameters: { close: { faults: [{ path: activities, method: 'POST', status: 403 }] } },
  play: async ({ canvas }) => {
    const field = await canvas.findByRole('textbox', { name: 'New note' });
    await userEvent.type(field, 'They want a demo.');
    await userEvent.click(canvas.getByRole('button', { name: 'Add note' }));
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The note was not added.');
    await expect(field).toHaveValue('They want a demo.');
  },
};
