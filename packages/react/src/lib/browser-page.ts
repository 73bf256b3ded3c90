/** What the auth store needs from the page it runs in. */
export interface BrowserPage {
  /**
   * Leaves for another address.
   *
   * @param url Where to go.
   */
  navigate(url: string): void;
  /** Path, query and fragment of this page. */
  currentPath(): string;
  /**
   * Takes a query parameter out of the address bar.
   *
   * @param name The parameter.
   * @returns Its value, if it was there.
   */
  takeParameter(name: string): string | undefined;
  /**
   * Listens for the user coming back to this page.
   *
   * @param listener Called each time.
   * @returns Stops listening.
   */
  onFocus(listener: () => void): () => void;
  /**
   * Joins the other pages of this origin.
   *
   * @param onMessage Called with what another page posts.
   * @returns Sends to the other pages, and leaves them.
   */
  joinTabs(onMessage: (message: unknown) => void): Tabs;
}

/** The other pages of this origin. */
export interface Tabs {
  /** Sends a message to each of them. */
  readonly post: (message: unknown) => void;
  /** Stops sending and listening. */
  readonly leave: () => void;
}

/**
 * The page that this code runs in. Safe to create on a server, where nothing of it is used.
 *
 * @param navigate How to leave for a login; `window.location.assign` unless given.
 * @returns The page.
 */
export function browserPage(navigate?: (url: string) => void): BrowserPage {
  return {
    navigate: navigate ?? ((url) => window.location.assign(url)),
    currentPath: () => `${window.location.pathname}${window.location.search}${window.location.hash}`,
    takeParameter,
    onFocus,
    joinTabs: (onMessage) => joinTabs(onMessage),
  };
}

function takeParameter(name: string): string | undefined {
  const url = new URL(window.location.href);
  const value = url.searchParams.get(name);
  if (value === null) return undefined;
  url.searchParams.delete(name);
  // Keeps the state that a router put there.
  window.history.replaceState(window.history.state, '', url);
  return value;
}

/** Phones bring a page back without a `focus`. */
function onFocus(listener: () => void): () => void {
  const seen = (): void => {
    if (document.visibilityState === 'visible') listener();
  };
  window.addEventListener('focus', listener);
  document.addEventListener('visibilitychange', seen);
  return () => {
    window.removeEventListener('focus', listener);
    document.removeEventListener('visibilitychange', seen);
  };
}

/**
 * Joins the other pages of this origin. Where channels are missing (some web views, some test environments) a tab
 * learns what happened in another one when its user comes back to it.
 *
 * @param onMessage Called with what another page posts.
 * @param scope Where channels come from.
 * @returns Sends to the other pages, and leaves them.
 */
export function joinTabs(
  onMessage: (message: unknown) => void,
  scope: { readonly BroadcastChannel?: typeof BroadcastChannel } = globalThis,
): Tabs {
  if (scope.BroadcastChannel === undefined) return { post: () => undefined, leave: () => undefined };
  const channel = new scope.BroadcastChannel('closekit');
  channel.addEventListener('message', (event) => onMessage(event.data));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target origin
  return { post: (message) => channel.postMessage(message), leave: () => channel.close() };
}
