import { describe, expect, it, vi } from 'vitest';
import { createNativePage } from './create-native-page.ts';
import type { NativeNetworkState } from './create-native-page.ts';

/** `AppState` and `NetInfo`, as far as they are used. */
function setUp() {
  const states = new Set<(state: string) => void>();
  const networks = new Set<(state: NativeNetworkState) => void>();
  const appState = {
    currentState: 'active',
    addEventListener(_event: 'change', listener: (state: string) => void) {
      states.add(listener);
      return { remove: () => states.delete(listener) };
    },
    set(state: string) {
      appState.currentState = state;
      for (const listener of states) listener(state);
    },
  };
  const netInfo = {
    addEventListener(listener: (state: NativeNetworkState) => void) {
      networks.add(listener);
      listener({ isConnected: true });
      return () => networks.delete(listener);
    },
    set: (isConnected: boolean | null) => networks.forEach((listener) => listener({ isConnected })),
  };
  return { appState, netInfo, page: createNativePage({ appState, netInfo }) };
}

describe('createNativePage', () => {
  it('is visible while the app is active', () => {
    const { appState, page } = setUp();
    expect(page.isVisible()).toBe(true);
    appState.set('background');
    expect(page.isVisible()).toBe(false);
  });

  it('notices the return of the user until it is stopped', () => {
    const { appState, page } = setUp();
    const listener = vi.fn<() => void>();
    const stop = page.onVisible(listener);
    appState.set('background');
    expect(listener).not.toHaveBeenCalled();
    appState.set('active');
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    appState.set('active');
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('notices the return of the network until it is stopped', () => {
    const { netInfo, page } = setUp();
    const listener = vi.fn<() => void>();
    const stop = page.onOnline(listener);
    netInfo.set(true);
    expect(listener).not.toHaveBeenCalled();
    netInfo.set(false);
    netInfo.set(null);
    expect(listener).not.toHaveBeenCalled();
    netInfo.set(true);
    netInfo.set(true);
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    netInfo.set(false);
    netInfo.set(true);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('names the object that is missing', () => {
    const { appState, netInfo } = setUp();
    // @ts-expect-error -- no AppState
    expect(() => createNativePage({ netInfo })).toThrow(
      new TypeError('createNativePage: `appState` must have a method addEventListener.'),
    );
    // @ts-expect-error -- no NetInfo
    expect(() => createNativePage({ appState, netInfo: {} })).toThrow(
      new TypeError('createNativePage: `netInfo` must have a method addEventListener.'),
    );
  });
});
