import { UserMenu } from '@closekit/react/parts';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { http, HttpResponse } from 'msw';
import { expect, userEvent, waitFor } from 'storybook/test';
import styles from './styles.module.css';

/** A menu of the user, in every state. */
const meta = { title: 'Parts/UserMenu', component: UserMenu } satisfies Meta<typeof UserMenu>;
export default meta;

type Story = StoryObj<typeof meta>;

const settings = (
  <a role="menuitem" tabIndex={-1} href="#settings" className={styles.item}>
    Settings
  </a>
);

/** Closed: a button with the name of the user. */
export const Closed: Story = {
  play: async ({ canvas }) => {
    const button = await canvas.findByRole('button', { name: 'Robin Avery' });
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    await expect(canvas.queryByRole('menu')).toBeNull();
  },
};

/** Open: the arrow keys move through the items, and the first character finds one. */
export const OpenByKeyboard: Story = {
  args: { items: settings },
  play: async ({ canvas }) => {
    const button = await canvas.findByRole('button', { name: 'Robin Avery' });
    await userEvent.tab();
    await expect(button).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect(canvas.getByRole('menuitem', { name: 'Settings' })).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}');
    await expect(canvas.getByRole('menuitem', { name: 'Disconnect from Close…' })).toHaveFocus();
    await userEvent.keyboard('s');
    await expect(canvas.getByRole('menuitem', { name: 'Settings' })).toHaveFocus();
    await userEvent.keyboard('s');
    await expect(canvas.getByRole('menuitem', { name: 'Sign out' })).toHaveFocus();
    await waitFor(() => expect(button).toHaveAttribute('aria-expanded', 'true'));
  },
};

/** "Sign out" ends the session. The connection stays. */
export const SigningOut: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await userEvent.click(await canvas.findByRole('button', { name: 'Robin Avery' }));
    await userEvent.click(await canvas.findByRole('menuitem', { name: 'Sign out' }));
    await waitFor(() => expect(canvas.queryByRole('button')).toBeNull());
    await expect(backend.sandbox.activeGrants()).toBe(1);
  },
};

/** The sign-out fails: an alert says so. */
export const SignOutFails: Story = {
  beforeEach: ({ msw }) =>
    msw.use(http.post('*/api/close/logout', () => new HttpResponse(null, { status: 503 }))),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Robin Avery' }));
    await userEvent.click(await canvas.findByRole('menuitem', { name: 'Sign out' }));
    await expect(await canvas.findByRole('alert')).toHaveTextContent('You are still signed in.');
  },
};

/** "Disconnect" asks first, with the focus on the button that changes nothing. */
export const ConfirmingDisconnect: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await userEvent.click(await canvas.findByRole('button', { name: 'Robin Avery' }));
    await userEvent.click(await canvas.findByRole('menuitem', { name: 'Disconnect from Close…' }));
    const title = `Disconnect ${sandbox.organizations[0]?.name} from Close?`;
    await expect(await canvas.findByRole('alertdialog', { name: title })).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Cancel' })).toHaveFocus();
  },
};

/** The user has confirmed: the organization is disconnected, and the session ends with its last one. */
export const Disconnecting: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await userEvent.click(await canvas.findByRole('button', { name: 'Robin Avery' }));
    await userEvent.click(await canvas.findByRole('menuitem', { name: 'Disconnect from Close…' }));
    await userEvent.click(await canvas.findByRole('button', { name: 'Disconnect' }));
    await waitFor(() => expect(backend.session.status).toBe('signed-out'));
    await waitFor(() => expect(backend.sandbox.activeGrants()).toBe(0));
  },
};

/** The items, the content and the style of the app. */
export const WithSlots: Story = {
  args: {
    className: 'button',
    items: settings,
    children: ({ user, organization }) => `${user.name} · ${organization.name}`,
    canDisconnect: false,
    slots: {
      menu: (props) => <div {...props} className={styles.menu} />,
      item: (props) => <button {...props} className={styles.item} />,
    },
  },
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /^Robin Avery · / }));
    await expect(await canvas.findByRole('menu')).toHaveClass(styles.menu ?? '');
    await expect(canvas.getAllByRole('menuitem')).toHaveLength(2);
  },
};
