import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { AuthCard } from '../cards/auth-card.tsx';
import { expectFact } from '../cards/expect-fact.ts';
import { QueryCard } from '../cards/query-card.tsx';
import { Tab, Tabs } from '../cards/tab.tsx';

/** Two tabs of one browser. A change of the session in one tab shows in both. */
const meta = {
  title: 'Hooks/Several tabs',
  render: (_args, { loaded }) => {
    const backend: TestBackend = loaded['close'];
    return (
      <Tabs>
        <Tab title="First tab" backend={backend}>
          <AuthCard />
          <QueryCard limit={3} />
        </Tab>
        <Tab title="Second tab" backend={backend}>
          <AuthCard />
          <QueryCard limit={3} />
        </Tab>
      </Tabs>
    );
  },
} satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

function tabsOf(canvas: ReturnType<typeof within>) {
  const [first, second] = canvas.getAllByRole('article');
  if (first === undefined || second === undefined) throw new TypeError('Expected two tabs.');
  return { first, second };
}

/** A sign-out in one tab removes the data from both. */
export const SigningOut: Story = {
  play: async ({ canvas }) => {
    const { first, second } = tabsOf(canvas);
    await expectFact(second, 'data.length', '3');
    await userEvent.click(within(first).getByRole('button', { name: 'Sign out' }));
    await expectFact(second, 'status', 'signed-out');
    await expect(within(second).queryAllByRole('listitem')).toEqual([]);
  },
};

/** A disconnect in one tab removes the data from both. */
export const Disconnecting: Story = {
  play: async ({ canvas }) => {
    const { first, second } = tabsOf(canvas);
    await expectFact(second, 'data.length', '3');
    await userEvent.click(within(first).getByRole('button', { name: 'Disconnect' }));
    await expectFact(second, 'status', 'signed-out');
    await expect(within(second).queryAllByRole('listitem')).toEqual([]);
  },
};

/** A switch in one tab switches both. Neither shows data of the previous organization. */
export const SwitchingOrganizations: Story = {
  parameters: { close: { prepare: (backend: TestBackend) => backend.signIn() } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const [large, small] = sandbox.organizations;
    const { first, second } = tabsOf(canvas);
    await expectFact(second, 'organization.name', small?.name ?? '');
    await expectFact(second, 'data.length', '3');
    const [before] = within(second).getAllByRole('listitem');
    const shownBefore = before?.textContent;
    await userEvent.click(within(first).getByRole('button', { name: `Switch to ${large?.name}` }));
    await expectFact(first, 'organization.name', large?.name ?? '');
    await expectFact(second, 'organization.name', large?.name ?? '');
    await expectFact(second, 'data.length', '3');
    const [after] = within(second).getAllByRole('listitem');
    await expect(after?.textContent).not.toBe(shownBefore);
  },
};

/** Connecting another organization goes through the login, from either tab. */
export const ConnectingAnother: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const { first, second } = tabsOf(canvas);
    await expectFact(first, 'status', 'signed-in');
    await userEvent.click(within(first).getByRole('button', { name: 'Connect another organization' }));
    await expect(backend.visited).toEqual([expect.stringMatching(/^\/api\/close\/login/)]);
    backend.signIn();
    await userEvent.click(within(first).getByRole('button', { name: 'Reload' }));
    await expectFact(second, 'organizations', /, /);
  },
};
