import { SignedIn, SignedOut } from '@closekit/react';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { expect, userEvent } from 'storybook/test';
import { QueryCard } from '../cards/query-card.tsx';

function Draft(): ReactNode {
  const [draft, setDraft] = useState('');
  return (
    <label>
      Note <input value={draft} onChange={(event) => setDraft(event.target.value)} />
    </label>
  );
}

function Page(): ReactNode {
  return (
    <main>
      <SignedIn fallback={<p>Not connected, or not known yet.</p>}>
        {(auth) => (
          <>
            <h1>{auth.organization.name}</h1>
            <Draft />
            <QueryCard limit={3} />
          </>
        )}
      </SignedIn>
      <SignedOut>
        {(auth) => (
          <button className="button" onClick={() => auth.signIn()}>
            Connect to Close
          </button>
        )}
      </SignedOut>
    </main>
  );
}

/** Different content for signed-in and signed-out users. */
const meta = { title: 'Components/SignedIn and SignedOut', component: Page } satisfies Meta<typeof Page>;
export default meta;

type Story = StoryObj<typeof meta>;

/** A user is connected. */
export const Connected: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByRole('heading', { level: 1 })).toHaveTextContent(
      sandbox.organizations[0]?.name ?? '',
    );
    await expect(canvas.queryByRole('button', { name: 'Connect to Close' })).toBeNull();
  },
};

/** No user is connected. */
export const NotConnected: Story = {
  parameters: { close: { session: 'signed-out' } },
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Connect to Close' }));
    await expect(await canvas.findByRole('heading', { level: 1 })).toBeVisible();
  },
};

/** The connection is lost while the user is typing. The page and the draft stay. */
export const Lost: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const note = await canvas.findByRole('textbox', { name: 'Note' });
    await userEvent.type(note, 'Call back on Monday');
    backend.revoke();
    await userEvent.click(canvas.getByRole('button', { name: 'Refetch' }));
    await expect(await canvas.findByRole('alert')).toBeVisible();
    await expect(note).toBeVisible();
    await expect(note).toHaveValue('Call back on Monday');
  },
};
