import { listenTo } from '../base/listen-to.ts';
import { startTimer } from '../base/start-timer.ts';

/** The page that the auth store runs in. */
export interface BrowserPage {
  /** Navigates to another URL. */
  navigate(url: string): void;
  /** Path, query and fragment of this page. */
  currentPath(): string;
  /** Removes a query parameter from the address bar and returns its value. */
  takeParameter(name: string): string | undefined;
  /** Calls the listener when the user returns to this page. Returns a function that stops it. */
  onFocus(listener: () => void): () => void;
  /** Calls the listener when the browser shows this page from its history. Returns a function that stops it. */
  onRestored(listener: () => void): () => void;
  /** Calls the listener when the network is back. Returns a function that stops it. */
  onOnline(listener: () => void): () => void;
  /** Runs a function after a delay in milliseconds. Returns a function that cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** Joins the other tabs of this origin that use the same channel name. */
  joinTabs(name: string, onMessage: (message: unknown) => void): Tabs;
}

/** The other tabs of this origin. */
export interface Tabs {
  /** Sends a message to each of them. */
  readonly post: (message: string) => void;
  /** Stops sending and listening. */
  readonly leave: () => void;
}

/** The page that this code runs in. Safe to create on a server, where its methods are not called. */
export function browserPage(navigate?: (url: string) => void): BrowserPage {
  return {
    navigate: navigate ?? ((url) => window.location.assign(url)),
    currentPath: () => `${location.pathname}${location.search}${location.hash}`,
    takeParameter,
    onFocus,
    onRestored: (listener) =>
      listenTo(window, 'pageshow', (event) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class of all events of this name
        if ((event as PageTransitionEvent).persisted) listener();
      }),
    onOnline: (listener) => listenTo(window, 'online', listener),
    after: (delayMs, run) => startTimer(run, delayMs),
    joinTabs: (name, onMessage) => joinTabs(name, onMessage),
  };
}

function takeParameter(name: string): string | undefined {
  const url = new URL(window.location.href);
  const value = url.searchParams.get(name);
  if (value === null) return undefined;
  url.searchParams.delete(name);
  // Keeps the state of a router.
  history.replaceState(history.state, '', url);
  return value;
}

/** Phones show a page again without a `focus` event. */
function onFocus(listener: () => void): () => void {
  const endings = [
    listenTo(window, 'focus', listener),
    listenTo(document, 'visibilitychange', () => document.visibilityState === 'visible' && listener()),
  ];
  return () => endings.forEach((end) => end());
}

/**
 * Joins the other tabs of this origin by a BroadcastChannel. Where there is none, or the browser forbids it, a tab
 * reads the session again when its user returns to it.
 */
export function joinTabs(
  name: string,
  onMessage: (message: unknown) => void,
  scope: { readonly BroadcastChannel?: typeof BroadcastChannel } = globalThis,
): Tabs {
  try {
    const channel = scope.BroadcastChannel && new scope.BroadcastChannel(name);
    channel?.addEventListener('message', (event) => onMessage(event.data));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target origin
    return { post: (message) => channel?.postMessage(message), leave: () => channel?.close() };
  } catch {
    return { post: () => {}, leave: () => {} };
  }
}
