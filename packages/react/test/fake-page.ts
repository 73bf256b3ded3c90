import type { BrowserPage } from '../src/lib/auth/browser-page.ts';

/** A page without a browser. */
export interface FakePage extends BrowserPage {
  /** The addresses that were navigated to. */
  readonly visited: string[];
  /** The query parameters of the address bar. */
  readonly parameters: Map<string, string>;
  /** The messages that were posted to the other tabs. */
  readonly posted: string[];
  /** How many listeners and channels are still there. */
  open(): number;
  /** Plays the user coming back. */
  focus(): void;
  /** Plays another tab. */
  hear(message: unknown): void;
}

export function createFakePage(): FakePage {
  const focusListeners = new Set<() => void>();
  const tabListeners = new Set<(message: unknown) => void>();
  const visited: string[] = [];
  const posted: string[] = [];
  const parameters = new Map<string, string>();
  return {
    visited,
    posted,
    parameters,
    open: () => focusListeners.size + tabListeners.size,
    focus: () => focusListeners.forEach((listener) => listener()),
    hear: (message) => tabListeners.forEach((listener) => listener(message)),
    navigate: (url) => void visited.push(url),
    currentPath: () => '/leads?status=won#top',
    takeParameter: (name) => {
      const value = parameters.get(name);
      parameters.delete(name);
      return value;
    },
    onFocus: (listener) => {
      focusListeners.add(listener);
      return () => focusListeners.delete(listener);
    },
    joinTabs: (_name, onMessage) => {
      tabListeners.add(onMessage);
      return { post: (message) => void posted.push(message), leave: () => tabListeners.delete(onMessage) };
    },
  };
}
