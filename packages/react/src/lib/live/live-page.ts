import { joinEndings } from '../base/join-endings.ts';
import { listenTo } from '../base/listen-to.ts';
import type { ClosePage } from '../auth/close-page.ts';
import type { TabFeatures } from './shared-stream.ts';

/** Reacts to the page. */
export interface LivePageListener {
  /** The user has returned. */
  readonly onVisible: () => void;
  /** The network has returned. */
  readonly onOnline: () => void;
  /** The browser stops the page: it is in the background, or in the history. */
  readonly onFreeze: () => void;
  /** The page goes on. */
  readonly onResume: () => void;
}

/** The page that live events arrive at. */
export interface LivePage {
  readonly isVisible: () => boolean;
  /** Returns a function that stops listening. */
  readonly listen: (listener: LivePageListener) => () => void;
}

/** The page that this code runs in; always visible where there is no document. */
const livePage: LivePage = {
  isVisible: () => globalThis.document?.visibilityState !== 'hidden',
  listen({ onVisible, onOnline, onFreeze, onResume }) {
    const { document, window } = globalThis;
    return joinEndings(
      listenTo(document, 'visibilitychange', () => livePage.isVisible() && onVisible()),
      listenTo(document, 'freeze', onFreeze),
      listenTo(document, 'resume', onResume),
      listenTo(window, 'online', onOnline),
      listenTo(window, 'pagehide', onFreeze),
      listenTo(window, 'pageshow', onResume),
    );
  },
};

/** Returns the page that live events arrive at: the one of the app, if it has its own. */
export function livePageOf(page: ClosePage | undefined): LivePage {
  if (page === undefined) return livePage;
  return {
    isVisible: page.isVisible,
    listen({ onVisible, onOnline }) {
      return joinEndings(page.onVisible(onVisible), page.onOnline(onOnline));
    },
  };
}

/** The features by which tabs share a stream; `undefined` where one of them is missing. */
export function tabFeatures(): TabFeatures | undefined {
  const { navigator, BroadcastChannel } = globalThis;
  // Pages over plain HTTP have no locks, except those of localhost.
  const locks: LockManager | undefined = navigator?.locks;
  if (locks === undefined || BroadcastChannel === undefined) return undefined;
  return { locks, openChannel: (name) => new BroadcastChannel(name) };
}
