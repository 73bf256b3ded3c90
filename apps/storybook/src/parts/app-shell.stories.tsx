import { AppShell } from '@closekit/example/src/parts/app-shell.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { http, HttpResponse } from 'msw';
import { expect, screen, userEvent, waitFor, within } from 'storybook/test';

/** The frame around every screen. */
const meta = {
  title: 'Sample app/AppShell',
  component: AppShell,
  args: { children: <h1>A screen</h1> },
  parameters: { layout: 'fullscreen', path: '/leads', close: { hydrated: true } },
} satisfies Meta<typeof AppShell>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Connected: shows the current screen and organization. */
export const Connected: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByText(sandbox.organizations[0]?.name ?? '')).toBeVisible();
    await expect(canvas.getByRole('link', { name: 'Leads' })).toHaveAttribute('aria-current', 'page');
    await userEvent.click(canvas.getByRole('link', { name: 'Opportunities' }));
    await expect(canvas.getByRole('link', { name: 'Opportunities' })).toHaveAttribute('aria-current', 'page');
  },
};

/** Several organizations are connected: the menu switches between them. */
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

/** The switch fails: the organization stays, and a notice shows. */
export const SwitchFails: Story = {
  beforeEach: ({ msw }) =>
    msw.use(http.post('*/api/close/switch', () => new HttpResponse(null, { status: 503 }))),
  parameters: { close: { prepare: (backend: TestBackend) => backend.signIn() } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const [first, second] = sandbox.organizations.map(({ name }) => name);
    await userEvent.click(await canvas.findByRole('button', { name: new RegExp(second ?? '') }));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: first ?? '' }));
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The organization was not switched.');
    await expect(canvas.getByRole('button', { name: new RegExp(second ?? '') })).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  },
};

/** The menu signs out. */
export const SigningOut: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const [organization] = backend.sandbox.organizations;
    await userEvent.click(await canvas.findByRole('button', { name: new RegExp(organization?.name ?? '') }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    await waitFor(() => expect(backend.session.status).toBe('signed-out'));
    await expect(backend.sandbox.activeGrants()).toBe(1);
  },
};

/** The menu disconnects, once the user has confirmed it. */
export const Disconnecting: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const [organization] = backend.sandbox.organizations;
    await userEvent.click(await canvas.findByRole('button', { name: new RegExp(organization?.name ?? '') }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Disconnect from Close' }));
    const dialog = await screen.findByRole('alertdialog', {
      name: `Disconnect ${organization?.name} from Close?`,
    });
    await expect(backend.session.status).toBe('signed-in');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Disconnect' }));
    await waitFor(() => expect(backend.session.status).toBe('signed-out'));
    await waitFor(() => expect(backend.sandbox.activeGrants()).toBe(0));
  },
};

/** The connection is lost: the screen stays, and one button reconnects. */
export const NeedsReauth: Story = {
  parameters: { close: { session: 'needs-reauth', hydrated: true } },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('Close ended this connection.');
    await expect(canvas.getByRole('heading', { level: 1, name: 'A screen' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Reconnect' }));
    await waitFor(() => expect(canvas.queryByRole('alert')).toBeNull());
  },
};
