import { AppShell } from '@closekit/example/src/parts/app-shell.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { http, HttpResponse } from 'msw';
import { expect, screen, userEvent, waitFor } from 'storybook/test';

/** What stays while the screens change. */
const meta = {
  title: 'Sample app/AppShell',
  component: AppShell,
  args: { children: <h1>A screen</h1> },
  parameters: { layout: 'fullscreen', path: '/leads', close: { hydrated: true } },
} satisfies Meta<typeof AppShell>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Connected: where one is, and in which organization. */
export const Connected: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByText(sandbox.organizations[0]?.name ?? '')).toBeVisible();
    await expect(canvas.getByRole('link', { name: 'Leads' })).toHaveAttribute('aria-current', 'page');
    await userEvent.click(canvas.getByRole('link', { name: 'Opportunities' }));
    await expect(canvas.getByRole('link', { name: 'Opportunities' })).toHaveAttribute('aria-current', 'page');
  },
};

/** Several organizations are connected: another one is a choice away. */
export const SwitchingOrganizations: Story = {
  parameters: { close: { prepare: (backend: TestBackend) => backend.signIn() } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const [first, second] = sandbox.organizations.map(({ name }) => name);
    await userEvent.click(await canvas.findByRole('button', { name: new RegExp(second ?? '') }));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: first ?? '' }));
    await expect(await canvas.findByRole('button', { name: new RegExp(first ?? '') })).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  },
};

/** The switch fails: the organization stays, and the page says so. */
export const SwitchFails: Story = {
  beforeEach: ({ msw }) =>
    msw.use(http.post('*/api/close/switch', () => new HttpResponse(null, { status: 503 }))),
  parameters: { close: { prepare: (backend: TestBackend) => backend.signIn() } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const [first, second] = sandbox.organizations.map(({ name }) => name);
    await userEvent.click(await canvas.findByRole('button', { name: new RegExp(second ?? '') }));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: first ?? '' }));
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Still in the same organization.');
    await expect(canvas.getByRole('button', { name: new RegExp(second ?? '') })).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  },
};

/** The connection is lost: the screen stays, and one button brings it back. */
export const NeedsReauth: Story = {
  parameters: { close: { session: 'needs-reauth', hydrated: true } },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('Close ended this connection.');
    await expect(canvas.getByRole('heading', { level: 1, name: 'A screen' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Reconnect' }));
    await waitFor(() => expect(canvas.queryByRole('alert')).toBeNull());
  },
};
