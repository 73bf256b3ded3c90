import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import type { UseCloseAuthResult } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { openTab } from './open-tab.ts';
import type { Tab } from './open-tab.ts';

function withoutChannels(page: object): void {
  Object.defineProperty(page, 'BroadcastChannel', { value: undefined });
}

/** Two tabs of one browser, in which the same user is connected. */
async function openTwo(prepare?: (page: object) => void) {
  const sandbox = createSandbox({ leads: 1 });
  const [first = '', second = ''] = sandbox.organizations.map(({ id }) => id);
  const backend = createTestBackend({ sandbox, otherOrganizationIds: [second] });
  const tabs = [openTab(backend, prepare), openTab(backend, prepare)] as const;
  await expect.poll(() => tabs.map(seenIn)).toEqual([first, first]);
  return { sandbox, backend, tabs, first, second };
}

function seenIn(tab: Tab): string {
  const auth: UseCloseAuthResult | undefined = tab.auth();
  return auth?.status === 'signed-in' ? auth.organization.id : (auth?.status ?? 'closed');
}

describe('two tabs', () => {
  it('agree when one signs out, and when a new page is connected', async () => {
    const { backend, tabs, first } = await openTwo();
    await tabs[0].auth()?.signOut();
    await expect.poll(() => tabs.map(seenIn)).toEqual(['signed-out', 'signed-out']);
    backend.signIn(first);
    const all = [...tabs, openTab(backend)];
    await expect.poll(() => all.map(seenIn)).toEqual([first, first, first]);
  });

  it('agree when one disconnects, with each organization that is left', async () => {
    const { tabs, second, sandbox } = await openTwo();
    await tabs[0].auth()?.disconnect();
    await expect.poll(() => tabs.map(seenIn)).toEqual([second, second]);
    await tabs[1].auth()?.disconnect();
    await expect.poll(() => tabs.map(seenIn)).toEqual(['signed-out', 'signed-out']);
    expect(sandbox.activeGrants()).toBe(0);
  });

  it('agree when one switches to another organization', async () => {
    const { tabs, second } = await openTwo();
    await tabs[1].auth()?.switchOrganization(second);
    await expect.poll(() => tabs.map(seenIn)).toEqual([second, second]);
  });

  it('agree once the user returns, where there are no channels', async () => {
    const { tabs, first, second } = await openTwo(withoutChannels);
    await tabs[0].auth()?.switchOrganization(second);
    expect(tabs.map(seenIn)).toEqual([second, first]);
    tabs[1].window.dispatchEvent(new Event('focus'));
    await expect.poll(() => seenIn(tabs[1])).toBe(second);
  });
});
