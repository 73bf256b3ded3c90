import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/fake-clock.ts';
import { FakeEventSource } from '../../../test/fake-event-source.ts';
import { createFakeTabs } from '../../../test/fake-tabs.ts';
import { settle } from '../../../test/store-over-backend.ts';
import { SharedStream } from './shared-stream.ts';
import type { TabFeatures } from './shared-stream.ts';

interface TabOptions {
  readonly name?: string;
  readonly features?: TabFeatures | undefined;
}

/** A browser whose tabs the test opens. */
function setUp() {
  const browser = createFakeTabs();
  const clock = createFakeClock();
  const sources: FakeEventSource[] = [];

  function openTab(options: TabOptions = {}) {
    const { name = 'closekit live orga_1 user_1' } = options;
    const features = 'features' in options ? options.features : browser.tab();
    const heard: string[] = [];
    const own: FakeEventSource[] = [];
    const stream = new SharedStream(
      {
        ...clock,
        random: () => clock.chance,
        name,
        features,
        owner: { organizationId: 'orga_1', userId: 'user_1' },
        onRefused: async () => undefined,
        onMessage: (message) => heard.push(message.kind === 'state' ? message.status : message.position),
        open: (from) => {
          const source = new FakeEventSource(from);
          sources.push(source);
          own.push(source);
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has all members that are used
          return source as unknown as EventSource;
        },
      },
      '',
    );
    stream.open();
    return { stream, heard, own, features, close: () => stream.close() };
  }
  const last = (): FakeEventSource => sources.at(-1) ?? new FakeEventSource('none');
  const isOpen = (): number => sources.filter(({ readyState }) => readyState < 2).length;
  const send = (id: string): void =>
    last().send('close', { object_type: 'lead', object_id: 'lead_1', changed_fields: [] }, id);
  return { browser, clock, sources, openTab, last, isOpen, send };
}

/** Whether a tab holds the stream. */
const isHolder = ({ own }: { readonly own: readonly FakeEventSource[] }): boolean =>
  own.some(({ readyState }) => readyState < 2);

const refuseLock = () => Promise.reject(new DOMException('forbidden', 'SecurityError'));

/** Keeps the stream alive over a time. */
async function beatFor({ clock, last }: ReturnType<typeof setUp>, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 20_000) {
    // oxlint-disable-next-line no-await-in-loop -- one heartbeat after the other
    await clock.pass(20_000);
    last().beat();
  }
}

describe('SharedStream', () => {
  it('opens one stream for all tabs, and each hears every event once', async () => {
    const { openTab, sources, last, send } = setUp();
    const tabs = Array.from({ length: 8 }, () => openTab());
    await settle();
    last().open();
    send('ev_1');
    expect(sources).toHaveLength(1);
    expect(tabs.map(({ heard }) => heard)).toEqual(tabs.map(() => ['connecting', 'open', 'ev_1']));
  });

  it('keeps one stream while it beats', async () => {
    const setting = setUp();
    setting.openTab();
    setting.openTab();
    await settle();
    setting.last().open();
    await beatFor(setting, 600_000);
    expect(setting.sources).toHaveLength(1);
  });

  it('sends a new tab the state of the stream', async () => {
    const { openTab, last, send } = setUp();
    openTab();
    await settle();
    last().open();
    send('ev_1');
    const late = openTab();
    await settle();
    send('ev_2');
    expect([late.heard, late.stream.position]).toEqual([['open', 'ev_2'], 'ev_2']);
  });

  it('hands over when the tab with the stream closes, and misses nothing', async () => {
    const { openTab, sources, last, send, isOpen } = setUp();
    const [first, second, third] = [openTab(), openTab(), openTab()];
    await settle();
    last().open();
    send('ev_1');
    first.close();
    await settle();
    expect([sources.map(({ url }) => url), isOpen()]).toEqual([['', 'ev_1'], 1]);
    last().open('ev_1');
    send('ev_2');
    for (const { heard } of [second, third])
      expect(heard).toEqual(['connecting', 'open', 'ev_1', 'stale', 'open', 'ev_2']);
    expect(first.heard.at(-1)).toBe('ev_1');
  });

  it('takes the stream over from a frozen tab, which gives way when it wakes', async () => {
    const setting = setUp();
    const { openTab, sources, last, send, browser, clock, isOpen } = setting;
    const [first, second] = [openTab(), openTab()];
    await settle();
    last().open();
    send('ev_1');
    if (first.features) browser.freeze(first.features);
    await clock.pass(20_000);
    last().beat();
    await clock.pass(19_999);
    expect(second.own).toEqual([]);
    await clock.pass(1);
    expect(second.own.map(({ url }) => url)).toEqual(['ev_1']);
    await settle();
    // The lock was taken away: the first tab has closed its stream and follows.
    if (first.features) browser.thaw(first.features);
    expect(isOpen()).toBe(1);
    last().open('ev_1');
    send('ev_2');
    expect([first.heard.at(-1), second.heard.at(-1), sources.length]).toEqual(['ev_2', 'ev_2', 2]);
    await beatFor(setting, 120_000);
    expect(sources).toHaveLength(2);
    second.close();
    await settle();
    expect(first.own.map(({ url }) => url)).toEqual(['', 'ev_2']);
  });

  it('checks at once that the tab with the stream lives, when the user returns', async () => {
    const { openTab, last, browser, clock } = setUp();
    const [first, second] = [openTab(), openTab()];
    await settle();
    last().open();
    second.stream.check(false);
    await clock.pass(3_000);
    expect(second.own).toEqual([]);
    if (first.features) browser.freeze(first.features);
    second.stream.check(false);
    await clock.pass(3_000);
    expect(second.own).toHaveLength(1);
  });

  it('reports a gap to a tab that was frozen while others heard events', async () => {
    const { openTab, last, send, browser } = setUp();
    openTab();
    const second = openTab();
    await settle();
    last().open();
    send('ev_1');
    if (second.features) browser.freeze(second.features);
    send('ev_2');
    send('ev_3');
    if (second.features) browser.thaw(second.features);
    second.stream.check(false);
    expect(second.heard).toEqual(['connecting', 'open', 'ev_1', 'ev_3', 'open']);
    send('ev_4');
    last().beat();
    expect(second.heard.slice(5)).toEqual(['ev_4', 'open']);
  });

  it('drops an event that a new stream repeats', async () => {
    const { openTab, last, send } = setUp();
    const [first, second, third] = [openTab(), openTab(), openTab()];
    await settle();
    last().open();
    send('ev_1');
    first.close();
    await settle();
    last().open('start');
    send('ev_1');
    send('ev_2');
    for (const { heard } of [second, third])
      expect(heard.filter((one) => one.startsWith('ev_'))).toEqual(['ev_1', 'ev_2']);
  });

  it('sees no gap when the new stream begins before the last event', async () => {
    const { openTab, last, send, browser } = setUp();
    const [first, second, third] = [openTab(), openTab(), openTab()];
    await settle();
    last().open();
    send('ev_1');
    if (second.features) browser.freeze(second.features);
    send('ev_2');
    if (second.features) browser.thaw(second.features);
    first.close();
    await settle();
    expect(second.own.map(({ url }) => url)).toEqual(['ev_1']);
    last().open('ev_1');
    send('ev_2');
    expect(second.heard).toEqual(['connecting', 'open', 'ev_1', 'stale', 'open', 'ev_2']);
    expect(third.heard).toEqual(['connecting', 'open', 'ev_1', 'ev_2', 'stale', 'open']);
  });

  it('waits in line once, however often the lock is taken away', async () => {
    const { openTab, browser, clock, last } = setUp();
    const tabs = [openTab(), openTab()];
    await settle();
    last().open();
    for (const name of ['first', 'second', 'third']) {
      const [holder, other] = tabs.toSorted((a, b) => Number(isHolder(b)) - Number(isHolder(a)));
      if (holder?.features) browser.freeze(holder.features);
      other?.stream.check(false);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await clock.pass(3_000);
      if (holder?.features) browser.thaw(holder.features);
      expect([name, browser.waiting(), tabs.filter(isHolder).length]).toEqual([name, tabs.length, 1]);
    }
  });

  it('leaves the stream to another tab when it closes while it takes the lock', async () => {
    const { openTab, browser, clock, last, isOpen } = setUp();
    const [first, second] = [openTab(), openTab()];
    await settle();
    last().open();
    if (first.features) browser.freeze(first.features);
    second.stream.check(false);
    const taking = clock.pass(3_000);
    second.close();
    await taking;
    await settle();
    expect([second.own, isOpen()]).toEqual([[], 1]);
  });

  it('takes over after two intervals of the server, spread over the tabs', async () => {
    const { openTab, browser, clock, last } = setUp();
    const [first, second] = [openTab(), openTab()];
    await settle();
    clock.chance = 1;
    const heartbeat = { intervalMs: 1_000, organizationId: 'orga_1', userId: 'user_1' };
    last().send('heartbeat', heartbeat, 'start');
    if (first.features) browser.freeze(first.features);
    await clock.pass(1_000);
    last().send('heartbeat', heartbeat);
    await clock.pass(1_499);
    expect(second.own).toEqual([]);
    await clock.pass(1);
    expect(second.own).toHaveLength(1);
  });

  it('ignores what a tab sends that has to give way', async () => {
    const { openTab, browser, last } = setUp();
    const [holder, follower] = [openTab(), openTab()];
    await settle();
    last().open();
    const event = { object_type: 'lead', object_id: 'lead_1', changed_fields: [] };
    const channel = browser.tab().openChannel('closekit live orga_1 user_1');
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target origin
    channel.postMessage({ kind: 'event', position: 'ev_1', event });
    expect([holder.heard.at(-1), follower.heard.at(-1)]).toEqual(['open', 'ev_1']);
  });

  it('separates users and organizations', async () => {
    const { openTab, sources, send, browser } = setUp();
    const [ada, grace] = [openTab(), openTab({ name: 'closekit live orga_1 user_2' })];
    await settle();
    expect([sources.length, browser.names.size]).toEqual([2, 2]);
    sources[0]?.open();
    sources[1]?.open();
    send('ev_1');
    expect([ada.heard, grace.heard]).toEqual([
      ['connecting', 'open'],
      ['connecting', 'open', 'ev_1'],
    ]);
  });

  it('opens a stream for each tab where browsers have no locks', async () => {
    const { openTab, sources } = setUp();
    openTab({ features: undefined });
    openTab({ features: undefined });
    await settle();
    expect(sources).toHaveLength(2);
  });

  it('opens its own stream where locks are forbidden', async () => {
    const { openTab, browser, sources } = setUp();
    const features = browser.tab();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one method that is used
    openTab({ features: { ...features, locks: { request: refuseLock } as unknown as LockManager } });
    await settle();
    expect(sources).toHaveLength(1);
  });

  it('ignores messages of other versions', async () => {
    const { openTab, browser, last } = setUp();
    const tab = openTab();
    await settle();
    last().open();
    const second = openTab();
    const channel = browser.tab().openChannel('closekit live orga_1 user_1');
    for (const message of [null, 'ask', { kind: 'event', position: 'ev_1' }, { kind: 'later', position: '' }])
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target origin
      channel.postMessage(message);
    expect([tab.heard, second.heard]).toEqual([['connecting', 'open', 'open'], ['open']]);
  });

  it('leaves no lock, no channel and no timer behind', async () => {
    const { openTab, browser, clock, isOpen, last } = setUp();
    const tabs = [openTab(), openTab(), openTab()];
    await settle();
    last().open();
    for (const { close } of tabs) close();
    await settle();
    expect([browser.open(), clock.delays(), isOpen()]).toEqual([0, [], 0]);
  });
});
