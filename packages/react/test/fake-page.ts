import type { BrowserPage } from '../src/lib/auth/browser-page.ts';

/** A page without a browser. */
export interface FakePage extends BrowserPage {
  /** The URLs of the navigations. */
  readonly visited: string[];
  /** The query parameters of the address bar. */
  readonly parameters: Map<string, string>;
  /** The messages to the other tabs. */
  readonly posted: string[];
  /** Number of remaining listeners and channels. */
  open(): number;
  /** Simulates the return of the user. */
  focus(): void;
  /** Simulates that the browser shows the page from its history. */
  restore(): void;
  /** Simulates the return of the network. */
  online(): void;
  /** The delays of the timers that are running, in milliseconds. */
  delaysMs(): number[];
  /** Runs each timer, but not those that it starts. */
  elapse(): void;
  /** Simulates a message of another tab. */
  hear(message: unknown): void;
}

export function createFakePage(): FakePage {
  const focusListeners = new Set<() => void>();
  const restoreListeners = new Set<() => void>();
  const onlineListeners = new Set<() => void>();
  const timers = new Set<{ readonly delayMs: number; readonly run: () => void }>();
  const tabListeners = new Set<(message: unknown) => void>();
  const visited: string[] = [];
  const posted: string[] = [];
  const parameters = new Map<string, string>();
  return {
    visited,
    posted,
    parameters,
    open: () =>
      [focusListeners, restoreListeners, onlineListeners, timers, tabListeners].reduce(
        (count, { size }) => count + size,
        0,
      ),
    focus: () => focusListeners.forEach((listener) => listener()),
    restore: () => restoreListeners.forEach((listener) => listener()),
    online: () => onlineListeners.forEach((listener) => listener()),
    delaysMs: () => [...timers].map(({ delayMs }) => delayMs),
    elapse: () => {
      const due = [...timers];
      timers.clear();
      for (const { run } of due) run();
    },
    hear: (message) => tabListeners.forEach((listener) => listener(message)),
    navigate: (url) => void visited.push(url),
    currentPath: () => '/leads?status=won#top',
    takeParameter: (name) => {
      const value = parameters.get(name);
      parameters.delete(name);
      return value;
    },
    onVisible: (listener) => {
      focusListeners.add(listener);
      return () => focusListeners.delete(listener);
    },
    onRestored: (listener) => {
      restoreListeners.add(listener);
      return () => restoreListeners.delete(listener);
    },
    onOnline: (listener) => {
      onlineListeners.add(listener);
      return () => onlineListeners.delete(listener);
    },
    after: (run, delayMs) => {
      const timer = { delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    joinTabs: (_name, onMessage) => {
      tabListeners.add(onMessage);
      return { post: (message) => void posted.push(message), leave: () => tabListeners.delete(onMessage) };
    },
  };
}
