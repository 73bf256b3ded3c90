/** What the auth store needs from the page it runs in. */
export interface BrowserPage {
  /**
   * Leaves for another address.
   *
   * @param url - Where to go.
   */
  navigate(url: string): void;
  /** Path, query and fragment of this page. */
  currentPath(): string;
  /**
   * Takes a query parameter out of the address bar.
   *
   * @param name - The parameter.
   * @returns Its value, if it was there.
   */
  takeParameter(name: string): string | undefined;
  /**
   * Listens for the user coming back to this page.
   *
   * @param listener - Called each time.
   * @returns Stops listening.
   */
  onFocus(listener: () => void): () => void;
  /**
   * Joins the other pages of this origin.
   *
   * @param name - What the pages have in common.
   * @param onMessage - Called with what another page posts.
   * @returns Sends to the other pages, and leaves them.
   */
  joinTabs(name: string, onMessage: (message: unknown) => void): Tabs;
}

/** The other pages of this origin. */
export interface Tabs {
  /** Sends a message to each of them. */
  readonly post: (message: string) => void;
  /** Stops sending and listening. */
  readonly leave: () => void;
}

/**
 * The page that this code runs in. Safe to create on a server, where nothing of it is used.
 *
 * @param navigate - How to leave for a login; `window.location.assign` unless given.
 * @returns The page.
 */
export function browserPage(navigate?: (url: string) => void): BrowserPage {
  return {
    navigate: navigate ?? ((url) => window.location.assign(url)),
    currentPath: () => `${window.location.pathname}${window.location.search}${window.location.hash}`,
    takeParameter,
    onFocus,
    joinTabs: (name, onMessage) => joinTabs(name, onMessage),
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

/** What tabs reach each other through. */
export interface TabScope {
  readonly BroadcastChannel?: typeof BroadcastChannel;
  readonly localStorage?: Storage;
}

/**
 * Joins the other pages of this origin: by a channel, else by the storage they share. Where a browser forbids both, a
 * tab learns what happened in another one when its user comes back to it.
 *
 * @param name - What the pages have in common.
 * @param onMessage - Called with what another page posts.
 * @param scope - Where channels and storage come from.
 * @returns Sends to the other pages, and leaves them.
 */
export function joinTabs(
  name: string,
  onMessage: (message: unknown) => void,
  scope: TabScope = globalThis,
): Tabs {
  try {
    if (scope.BroadcastChannel) return joinChannel(new scope.BroadcastChannel(name), onMessage);
  } catch {
    // A browser that forbids channels forbids storage too, which the fallback bears.
  }
  return joinStorage(name, onMessage, scope);
}

function joinChannel(channel: BroadcastChannel, onMessage: (message: unknown) => void): Tabs {
  channel.addEventListener('message', (event) => onMessage(event.data));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target origin
  return { post: (message) => channel.postMessage(message), leave: () => channel.close() };
}

/** Other tabs hear of every change of an item. It is removed at once, so that the same message is a change again. */
function joinStorage(name: string, onMessage: (message: unknown) => void, scope: TabScope): Tabs {
  const hear = ({ key, newValue }: StorageEvent): void => {
    if (key === name && newValue !== null) onMessage(newValue);
  };
  window.addEventListener('storage', hear);
  return {
    post(message) {
      try {
        scope.localStorage?.setItem(name, message);
        scope.localStorage?.removeItem(name);
      } catch {
        // Forbidden, or full: the other tabs ask when their user comes back to them.
      }
    },
    leave: () => window.removeEventListener('storage', hear),
  };
}
