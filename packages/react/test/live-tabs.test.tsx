import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { createTestBackend } from '../src/testing.ts';
import type { TestBackend } from '../src/testing.ts';
import { openTab } from './open-tab.ts';
import type { Tab, TabWindow } from './open-tab.ts';

interface LiveTab extends Tab {
  readonly heard: string[];
  readonly text: () => string;
}

/** Opens a tab with live events. */
function openLiveTab(backend: TestBackend, prepare: (page: TabWindow) => void = () => undefined): LiveTab {
  const heard: string[] = [];
  const tab = openTab(backend, (page) => {
    Object.assign(page, { isLive: true, heard, EventSource: backend.eventSource });
    prepare(page);
  });
  return { ...tab, heard, text: () => tab.window.document.body.textContent };
}

const isOpen = ({ text }: LiveTab): boolean => text().endsWith('live events are open');

const streams = ({ requests }: TestBackend): number =>
  requests.filter((request) => request === 'GET /api/close/events').length;

const emit = (backend: TestBackend, id: string): void =>
  backend.emit({ id, object_type: 'lead', object_id: 'lead_1' });

function setUp(seed: number) {
  // Another user for each test: the tabs of a browser find each other by the user.
  const sandbox = createSandbox({ leads: 1, seed });
  return createTestBackend({
    sandbox,
    otherOrganizationIds: sandbox.organizations.slice(1).map(({ id }) => id),
  });
}

describe('the tabs of one browser', () => {
  it('share one stream, and hand it over without a gap', async () => {
    const backend = setUp(101);
    const first = openLiveTab(backend);
    await expect.poll(() => isOpen(first)).toBe(true);
    const others = [openLiveTab(backend), openLiveTab(backend), openLiveTab(backend)];
    await expect.poll(() => others.map(isOpen)).toEqual([true, true, true]);
    expect(streams(backend)).toBe(1);
    emit(backend, 'ev_1');
    await expect
      .poll(() => [first, ...others].map(({ heard }) => heard))
      .toEqual([['ev_1'], ['ev_1'], ['ev_1'], ['ev_1']]);
    first.unmount();
    emit(backend, 'ev_2');
    await expect
      .poll(() => others.map(({ heard }) => heard))
      .toEqual([
        ['ev_1', 'ev_2'],
        ['ev_1', 'ev_2'],
        ['ev_1', 'ev_2'],
      ]);
    expect([first.heard, streams(backend)]).toEqual([['ev_1'], 2]);
  });

  it('hand the stream over when the page of the holder is gone', async () => {
    const backend = setUp(102);
    const first = openLiveTab(backend);
    await expect.poll(() => isOpen(first)).toBe(true);
    const second = openLiveTab(backend);
    await expect.poll(() => isOpen(second)).toBe(true);
    first.window.frameElement?.remove();
    await expect.poll(() => streams(backend)).toBe(2);
    emit(backend, 'ev_1');
    await expect.poll(() => second.heard).toEqual(['ev_1']);
  });

  it('hand the stream over when the page of the holder freezes', async () => {
    const backend = setUp(103);
    const first = openLiveTab(backend);
    await expect.poll(() => isOpen(first)).toBe(true);
    const second = openLiveTab(backend);
    await expect.poll(() => isOpen(second)).toBe(true);
    first.window.document.dispatchEvent(new Event('freeze'));
    await expect.poll(() => streams(backend)).toBe(2);
    emit(backend, 'ev_1');
    await expect.poll(() => second.heard).toEqual(['ev_1']);
    expect(first.heard).toEqual([]);
    first.window.document.dispatchEvent(new Event('resume'));
    await expect.poll(() => isOpen(first)).toBe(true);
    emit(backend, 'ev_2');
    await expect.poll(() => [first.heard, second.heard]).toEqual([['ev_2'], ['ev_1', 'ev_2']]);
    expect(streams(backend)).toBe(2);
  });

  it('never hear the events of another organization', async () => {
    const backend = setUp(104);
    const [, second] = backend.sandbox.organizations;
    const tabs = [openLiveTab(backend), openLiveTab(backend)];
    await expect.poll(() => tabs.map(isOpen)).toEqual([true, true]);
    // Elsewhere: another profile of the same browser would have another cookie, and another backend.
    const other = createTestBackend({ sandbox: backend.sandbox, organizationId: second?.id });
    const stranger = openLiveTab(other);
    await expect.poll(() => isOpen(stranger)).toBe(true);
    emit(other, 'ev_other');
    await expect.poll(() => stranger.heard).toEqual(['ev_other']);
    emit(backend, 'ev_own');
    await expect.poll(() => tabs.map(({ heard }) => heard)).toEqual([['ev_own'], ['ev_own']]);
    expect([stranger.heard, streams(backend), streams(other)]).toEqual([['ev_other'], 1, 1]);
  });

  it.each(['locks', 'BroadcastChannel'])('have their own streams without %s', async (name) => {
    const backend = setUp(105);
    const without = (page: TabWindow): void => {
      Object.defineProperty(name === 'locks' ? page.navigator : page, name, { value: undefined });
    };
    const tabs = [openLiveTab(backend, without), openLiveTab(backend, without)];
    await expect.poll(() => tabs.map(isOpen)).toEqual([true, true]);
    emit(backend, 'ev_1');
    await expect.poll(() => tabs.map(({ heard }) => heard)).toEqual([['ev_1'], ['ev_1']]);
    expect(streams(backend)).toBe(2);
  });
});
