import { LeadTasks } from '@closekit/example/src/parts/lead-tasks.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { WithLead } from '../cards/with-lead.tsx';

/** The tasks of a lead. */
const meta = {
  title: 'Sample app/LeadTasks',
  render: () => (
    <main>
      <h1>Leads</h1>
      <h2>A lead</h2>
      <WithLead>{(lead) => <LeadTasks leadId={lead.id} />}</WithLead>
    </main>
  ),
} satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

const tasks = '/api/v1/task/';

/** Adds a task through the form. */
async function addTask(
  canvas: Parameters<NonNullable<Story['play']>>[0]['canvas'],
  text: string,
): Promise<void> {
  await userEvent.type(await canvas.findByRole('textbox', { name: 'Task' }), text);
  await userEvent.click(canvas.getByRole('button', { name: 'Add task' }));
}

/** The tasks are loading. */
export const Loading: Story = {
  parameters: { close: { faults: [{ path: tasks, method: 'GET', delayMs: 3_600_000, times: Infinity }] } },
  play: async ({ canvas }) => expect(await canvas.findByText('Loading tasks…')).toBeInTheDocument(),
};

/** The tasks cannot be loaded. A retry succeeds. */
export const Failed: Story = {
  parameters: { close: { faults: [{ path: tasks, method: 'GET', status: 500, times: Infinity }] } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The tasks could not be loaded.');
    sandbox.faults.clear();
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(canvas.queryByRole('alert')).toBeNull());
  },
};

/** A task is added, then ticked. Close receives both. */
export const AddedAndTicked: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await addTask(canvas, 'Send the offer');
    const box = await canvas.findByRole('checkbox', { name: 'Send the offer' });
    await expect(canvas.getByRole('textbox', { name: 'Task' })).toHaveValue('');
    await userEvent.click(box);
    await waitFor(() => expect(canvas.getByRole('checkbox', { name: 'Send the offer' })).toBeChecked());
    await waitFor(() => expect(sandbox.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1));
  },
};

/** The tick shows at once, and is undone when Close refuses it. */
export const TickUndone: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await addTask(canvas, 'Send the offer');
    const box = await canvas.findByRole('checkbox', { name: 'Send the offer' });
    sandbox.faults.next({ path: tasks, method: 'PUT', status: 403, delayMs: 300 });
    await userEvent.click(box);
    await waitFor(() => expect(canvas.getByRole('checkbox', { name: 'Send the offer' })).toBeChecked());
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The task was not changed.');
    await waitFor(() => expect(canvas.getByRole('checkbox', { name: 'Send the offer' })).not.toBeChecked());
  },
};

/** The input stays until Close has stored the task. */
export const NotAdded: Story = {
  parameters: { close: { faults: [{ path: tasks, method: 'POST', status: 402 }] } },
  play: async ({ canvas }) => {
    await addTask(canvas, 'Send the offer');
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The task was not added.');
    await expect(canvas.getByRole('textbox', { name: 'Task' })).toHaveValue('Send the offer');
  },
};
