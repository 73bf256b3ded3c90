import { joinEndings } from '../base/join-endings.ts';
import { listenTo } from '../base/listen-to.ts';
import { startTimer } from '../base/start-timer.ts';
import type { ClosePage } from './close-page.ts';

/** The page that the auth store runs in. */
export interface BrowserPage {
  /** Navigates to another URL. */
  navigate(url: string): void;
  /** Path, query and fragment of this page. */
  currentPath(): string;
  /** Removes a query parameter from the address bar and returns its value. */
  takeParameter(name: string): string | undefined;
  /** Calls the listener when the user returns to this page. Returns a function that stops it. */
  onVisible(listener: () => void): () => void;
  /** Calls the listener when the browser shows this page from its history. Returns a function that stops it. */
  onRestored(listener: () => void): () => void;
  /** Calls the listener when the network is back. Returns a function that stops it. */
  onOnline(listener: () => void): () => void;
  /** Runs a function after a delay in milliseconds. Returns a function that cancels it. */
  after(run: () => void, delayMs: number): () => void;
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

/** Settings of {@link browserPage}. */
export interface PageSettings {
  /** Navigates to another URL, if the browser does not. */
  readonly navigate?: ((url: string) => void) | undefined;
  /** Follows the user and the network, if the browser does not. */
  readonly page?: ClosePage | undefined;
}

/** React Native has a `window` without events, and none of the others. */
const here: Partial<Pick<typeof globalThis, 'window' | 'document' | 'location'>> = globalThis;

/** The page that this code runs in. Safe to create on a server, where its methods are not called. */
export function browserPage({ navigate, page }: PageSettings = {}): BrowserPage {
  return {
    navigate: navigate ?? ((url) => window.location.assign(url)),
    currentPath() {
      const { pathname = '/', search = '', hash = '' } = here.location ?? {};
      return pathname + search + hash;
    },
    takeParameter,
    onVisible,
    onRestored: (listener) =>
      listenTo(here.window, 'pageshow', (event) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class of all events of this name
        if ((event as PageTransitionEvent).persisted) listener();
      }),
    onOnline: (listener) => listenTo(here.window, 'online', listener),
    after: startTimer,
    joinTabs,
    ...page,
  };
}

function takeParameter(name: string): string | undefined {
  if (!here.location) return undefined;
  const url = new URL(here.location.href);
  const value = url.searchParams.get(name);
  if (value === null) return undefined;
  url.searchParams.delete(name);
  // Keeps the state of a router.
  history.replaceState(history.state, '', url);
  return value;
}

/** Phones show a page again without a `focus` event. */
function onVisible(listener: () => void): () => void {
  return joinEndings(
    listenTo(here.window, 'focus', listener),
    listenTo(here.document, 'visibilitychange', () => document.visibilityState === 'visible' && listener()),
  );
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
  let channel: BroadcastChannel | undefined;
  try {
    channel = scope.BroadcastChannel && new scope.BroadcastChannel(name);
  } catch {
    // Forbidden.
  }
  channel?.addEventListener('message', (event) => onMessage(event.data));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target origin
  return { post: (message) => channel?.postMessage(message), leave: () => channel?.close() };
}
