import { OrganizationSwitcher } from '@closekit/react/parts';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { http, HttpResponse } from 'msw';
import { expect, fn, userEvent, waitFor } from 'storybook/test';
import styles from './styles.module.css';

/** A native select of the connected organizations, in every state. */
const meta = {
  title: 'Parts/OrganizationSwitcher',
  component: OrganizationSwitcher,
  parameters: { close: { prepare: (backend: TestBackend) => backend.signIn() } },
} satisfies Meta<typeof OrganizationSwitcher>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Two organizations are connected: selecting the other one switches to it. */
export const Switching: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const [first, second] = sandbox.organizations;
    const select = await canvas.findByRole('combobox', { name: 'Organization' });
    await expect(select).toHaveDisplayValue(second?.name ?? '');
    await userEvent.selectOptions(select, first?.id ?? '');
    await waitFor(() => expect(select).not.toHaveAttribute('aria-busy'));
    await expect(select).toHaveDisplayValue(first?.name ?? '');
  },
};

/** One organization is connected: the last option connects another one. */
export const OneOrganization: Story = {
  parameters: { close: { prepare: () => undefined } },
  play: async ({ canvas, loaded }) => {
    const { visited }: TestBackend = loaded['close'];
    const select = await canvas.findByRole('combobox');
    await userEvent.selectOptions(select, 'Connect another organization…');
    await waitFor(() => expect(visited).toEqual([expect.stringContaining('/api/close/login')]));
  },
};

/** The switch is running: the select already shows the organization. */
export const Busy: Story = {
  beforeEach: ({ msw }) => msw.use(http.post('*/api/close/switch', () => new Promise(() => undefined))),
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const [first] = sandbox.organizations;
    const select = await canvas.findByRole('combobox');
    await userEvent.selectOptions(select, first?.id ?? '');
    await expect(select).toHaveAttribute('aria-busy', 'true');
    await expect(select).toHaveDisplayValue(first?.name ?? '');
  },
};

/** The switch fails: the organization stays, and an alert says so. */
export const SwitchFails: Story = {
  args: { onFailure: fn() },
  beforeEach: ({ msw }) =>
    msw.use(http.post('*/api/close/switch', () => new HttpResponse(null, { status: 503 }))),
  play: async ({ args, canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const [first, second] = sandbox.organizations;
    const select = await canvas.findByRole('combobox');
    await userEvent.selectOptions(select, first?.id ?? '');
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The organization was not switched.');
    await expect(select).toHaveDisplayValue(second?.name ?? '');
    await expect(args.onFailure).toHaveBeenCalledWith(expect.objectContaining({ code: 'switch_failed' }));
  },
};

/** The texts, the options and the style of the app. */
export const WithSlots: Story = {
  args: {
    className: styles.select,
    labels: { organization: 'Organisation' },
    children: ({ organizations }) =>
      organizations.map(({ id, name }) => (
        <option key={id} value={id}>
          🏢 {name}
        </option>
      )),
  },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const select = await canvas.findByRole('combobox', { name: 'Organisation' });
    await expect(select).toHaveDisplayValue(`🏢 ${sandbox.organizations[1]?.name}`);
  },
};

/** No user is connected: there is nothing to switch. */
export const SignedOut: Story = {
  parameters: { close: { session: 'signed-out', hydrated: true, prepare: () => undefined } },
  play: async ({ canvas }) => expect(canvas.queryByRole('combobox')).toBeNull(),
};
