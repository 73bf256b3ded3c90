import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { createTestBackend } from '../src/testing.ts';
import { FakeEventSource } from './fake-event-source.ts';
import { openTab } from './open-tab.ts';

/** The resources that a page has not released. */
interface Ledger {
  readonly open: Set<unknown>;
  timers: () => number;
}

/** Counts the resources that the app takes from its own page. The page of this test stays untouched. */
function keepLedger(page: Window & typeof globalThis): Ledger {
  const open = new Set<unknown>();
  const timers = new Set<unknown>();
  for (const target of [page, page.document]) countListeners(target, open);
  const Channel = page.BroadcastChannel;
  const { setTimeout: start, clearTimeout: stop } = page;
  Object.assign(page, {
    BroadcastChannel: class extends Channel {
      constructor(name: string) {
        super(name);
        open.add(this);
      }
      override close(): void {
        super.close();
        open.delete(this);
      }
    },
    EventSource: class extends FakeEventSource {
      constructor(url: string) {
        super(url);
        open.add(this);
      }
      override close(): void {
        super.close();
        open.delete(this);
      }
    },
    setTimeout: (run: () => void, delayMs?: number) => {
      const timer = start(() => {
        timers.delete(timer);
        run();
      }, delayMs);
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer: number | undefined) => {
      timers.delete(timer);
      stop(timer);
    },
  });
  return { open, timers: () => timers.size };
}

function countListeners(target: EventTarget, open: Set<unknown>): void {
  const { addEventListener: add, removeEventListener: remove } = target;
  Object.assign(target, {
    addEventListener(type: string, listener: EventListener) {
      add.call(target, type, listener);
      // React's own listeners, which it keeps for the life of the document.
      if (type !== 'selectionchange') open.add(listener);
    },
    removeEventListener(type: string, listener: EventListener) {
      remove.call(target, type, listener);
      open.delete(listener);
    },
  });
}

describe('CloseProvider', () => {
  it('releases every listener, channel, stream and timer when it is unmounted', async () => {
    const backend = createTestBackend({ sandbox: createSandbox({ leads: 1 }) });
    const ledgers: Ledger[] = [];
    const tab = openTab(backend, (page) => {
      ledgers.push(keepLedger(page));
      Object.assign(page, { isLive: true });
    });
    const [ledger] = ledgers;
    await expect.poll(() => tab.window.document.body.textContent).toMatch(/^I am .* connecting$/);
    const taken = () => [...(ledger?.open ?? [])];
    // The tab first has to become the holder of the stream.
    await expect.poll(() => taken().some((one) => one instanceof FakeEventSource)).toBe(true);
    expect(taken().length).toBeGreaterThan(4);

    tab.unmount();
    await expect.poll(taken).toEqual([]);
    expect(ledger?.timers()).toBe(0);
  });
});
