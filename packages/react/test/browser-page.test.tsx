import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { browserPage, joinTabs } from '../src/lib/auth/browser-page.ts';

describe('browserPage', () => {
  it('receives the messages of other tabs until it leaves', async () => {
    const heard = vi.fn<(message: unknown) => void>();
    const left = vi.fn<(message: unknown) => void>();
    const other = browserPage().joinTabs('tabs', () => {});
    const witness = browserPage().joinTabs('tabs', heard);
    onTestFinished(() => [other, witness].forEach(({ leave }) => leave()));
    browserPage().joinTabs('tabs', left).leave();
    other.post('signed-out');
    await expect.poll(() => heard.mock.calls).toEqual([['signed-out']]);
    expect(left).not.toHaveBeenCalled();
  });

  it('notices the return of the user until it is stopped', () => {
    const listener = vi.fn<() => void>();
    const stop = browserPage().onVisible(listener);
    window.dispatchEvent(new Event('focus'));
    stop();
    window.dispatchEvent(new Event('focus'));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('notices that the browser shows the page from its history, until it is stopped', () => {
    const listener = vi.fn<() => void>();
    const stop = browserPage().onRestored(listener);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    stop();
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('notices the return of the network until it is stopped', () => {
    const listener = vi.fn<() => void>();
    const stop = browserPage().onOnline(listener);
    window.dispatchEvent(new Event('online'));
    stop();
    window.dispatchEvent(new Event('online'));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('runs a function later, unless it is cancelled', async () => {
    const calls: string[] = [];
    const cancel = browserPage().after(() => calls.push('cancelled'), 0);
    browserPage().after(() => calls.push('done'), 1);
    cancel();
    await expect.poll(() => calls).toEqual(['done']);
  });

  it('notices a page that becomes visible, as on a phone', () => {
    const listener = vi.fn<() => void>();
    const stop = browserPage().onVisible(listener);
    document.dispatchEvent(new Event('visibilitychange'));
    stop();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('receives only messages of tabs with the same name', async () => {
    const heard = vi.fn<(message: unknown) => void>();
    const witness = browserPage().joinTabs('tabs', heard);
    const [other, same] = ['others', 'tabs'].map((name) => browserPage().joinTabs(name, () => {}));
    onTestFinished(() => [witness, other, same].forEach((tab) => tab?.leave()));
    other?.post('elsewhere');
    same?.post('here');
    await expect.poll(() => heard.mock.calls).toEqual([['here']]);
  });

  it('does nothing where channels are forbidden', () => {
    const forbidden = {
      get BroadcastChannel(): never {
        throw new DOMException('forbidden', 'SecurityError');
      },
    };
    const tabs = joinTabs('tabs', () => {}, forbidden);
    expect(() => {
      tabs.post('signed-out');
      tabs.leave();
    }).not.toThrow();
  });

  it('returns the current path', () => {
    const { pathname, search, hash } = window.location;
    expect(browserPage().currentPath()).toBe(pathname + search + hash);
  });
});
