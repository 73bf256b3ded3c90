import { SignedIn } from '@closekit/react';
import { ConnectButton, ConnectionBanner, OrganizationSwitcher, UserMenu } from '@closekit/react/parts';
import type { PartSlot, UserMenuSlots } from '@closekit/react/parts';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, userEvent } from 'storybook/test';
import { QueryCard } from '../cards/query-card.tsx';
import styles from './styles.module.css';

const ownButton: PartSlot<'button'> = (props) => <button {...props} className="button" />;

const menuSlots: UserMenuSlots = {
  menu: (props) => <div {...props} className={styles.menu} />,
  item: (props) => <button {...props} className={styles.item} />,
  dialog: (props) => <dialog {...props} className={styles.dialog} />,
  dialogButton: ownButton,
};

function Page(): ReactNode {
  return (
    <>
      <ConnectionBanner className={styles.banner} slots={{ button: ownButton }} />
      <header className={styles.bar}>
        <OrganizationSwitcher className={styles.select} />
        <UserMenu className="button" slots={menuSlots} />
      </header>
      <SignedIn fallback={<ConnectButton className="button button-primary" />}>
        <main>
          <QueryCard limit={3} />
        </main>
      </SignedIn>
    </>
  );
}

/** All four together, with the styles of an app. */
const meta = {
  title: 'Parts/A page',
  component: Page,
  parameters: { layout: 'fullscreen', close: { prepare: (backend: TestBackend) => backend.signIn() } },
} satisfies Meta<typeof Page>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Connected, with the menu open. */
export const Connected: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Robin Avery' }));
    await expect(await canvas.findByRole('menu')).toBeVisible();
  },
};

/** The user is asked before a disconnect. */
export const Confirming: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Robin Avery' }));
    await userEvent.click(await canvas.findByRole('menuitem', { name: 'Disconnect from Close…' }));
    await expect(await canvas.findByRole('alertdialog')).toBeVisible();
  },
};

/** The connection is lost: the page stays. */
export const Lost: Story = {
  parameters: { close: { session: 'needs-reauth', prepare: () => undefined } },
  play: async ({ canvas }) => {
    // The card may show an alert, too.
    await expect(await canvas.findByText('The connection to Close was lost.')).toBeVisible();
    await expect(await canvas.findByRole('combobox', { name: 'Organization' })).toBeVisible();
    await expect(await canvas.findAllByRole('button', { name: 'Reconnect' })).toHaveLength(1);
  },
};

/** Signed out: one button. */
export const SignedOut: Story = {
  parameters: { close: { session: 'signed-out', prepare: () => undefined } },
  play: async ({ canvas }) =>
    expect(await canvas.findByRole('button', { name: 'Connect to Close' })).toBeVisible(),
};
