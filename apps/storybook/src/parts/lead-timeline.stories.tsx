import type { TestBackend } from '@closekit/react/testing';
import { LeadTimeline } from '@closekit/example/src/parts/lead-timeline.tsx';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { WithLead } from '../cards/with-lead.tsx';

/** The activities of a lead. */
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

/** The activities are loading; a note can be written already. */
export const Loading: Story = {
  parameters: {
    close: { faults: [{ path: activities, method: 'GET', delayMs: 3_600_000, times: Infinity }] },
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Loading the timeline…')).toBeInTheDocument();
    await expect(canvas.getByRole('textbox', { name: 'New note' })).toBeEnabled();
  },
};

/** The activities, newest first. */
export const Entries: Story = {
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getAllByRole('listitem').length).toBeGreaterThan(1));
    const times = canvas.getAllByRole('time').map((time) => time.getAttribute('datetime') ?? '');
    await expect(times).toEqual(times.toSorted().toReversed());
  },
};

/** The timeline cannot be loaded. A retry succeeds. */
export const Failed: Story = {
  parameters: { close: { faults: [{ path: activities, method: 'GET', status: 500, times: Infinity }] } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The timeline could not be loaded.');
    sandbox.faults.clear();
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(canvas.getAllByRole('listitem').length).toBeGreaterThan(0));
  },
};

/** A note is added as the newest entry. */
export const NoteAdded: Story = {
  play: async ({ canvas }) => {
    const field = await canvas.findByRole('textbox', { name: 'New note' });
    await userEvent.type(field, 'They want a demo.');
    await userEvent.click(canvas.getByRole('button', { name: 'Add note' }));
    await waitFor(() => expect(canvas.getAllByRole('listitem')[0]).toHaveTextContent('They want a demo.'));
    await expect(field).toHaveValue('');
  },
};

/** Close refuses the note: the text stays in the field. */
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
