import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { browserPage, joinTabs } from '../src/lib/browser-page.ts';

describe('browserPage', () => {
  it('hears the other tabs until it leaves', async () => {
    const heard = vi.fn<(message: unknown) => void>();
    const left = vi.fn<(message: unknown) => void>();
    const other = browserPage().joinTabs(() => {});
    const witness = browserPage().joinTabs(heard);
    onTestFinished(() => [other, witness].forEach(({ leave }) => leave()));
    browserPage().joinTabs(left).leave();
    other.post('signed-out');
    await expect.poll(() => heard.mock.calls).toEqual([['signed-out']]);
    expect(left).not.toHaveBeenCalled();
  });

  it('hears the user come back until it stops listening', () => {
    const listener = vi.fn<() => void>();
    const stop = browserPage().onFocus(listener);
    window.dispatchEvent(new Event('focus'));
    stop();
    window.dispatchEvent(new Event('focus'));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('hears a page come into sight, as on a phone', () => {
    const listener = vi.fn<() => void>();
    const stop = browserPage().onFocus(listener);
    document.dispatchEvent(new Event('visibilitychange'));
    stop();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is alone where there are no channels', () => {
    const tabs = joinTabs(() => {}, {});
    expect(() => {
      tabs.post('signed-out');
      tabs.leave();
    }).not.toThrow();
  });

  it('says where it is', () => {
    const { pathname, search, hash } = window.location;
    expect(browserPage().currentPath()).toBe(pathname + search + hash);
  });
});
