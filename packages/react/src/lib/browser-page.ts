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
    onFocus: (listener) => {
      window.addEventListener('focus', listener);
      return () => window.removeEventListener('focus', listener);
    },
    joinTabs,
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

function joinTabs(onMessage: (message: unknown) => void): Tabs {
  const channel = new BroadcastChannel('closekit');
  channel.addEventListener('message', (event) => onMessage(event.data));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target origin
  return { post: (message) => channel.postMessage(message), leave: () => channel.close() };
}
