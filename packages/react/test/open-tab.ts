import { onTestFinished } from 'vitest';
import type { UseCloseAuthResult } from '../src/index.ts';
import type { TestBackend } from '../src/testing.ts';

/** The values that a tab and its opener share. */
export type TabWindow = Window &
  typeof globalThis & {
    backendFetch: typeof fetch;
    /** Whether it subscribes to live events. */
    isLive?: boolean;
    /** The ids of the live events. */
    heard?: string[];
    auth: UseCloseAuthResult;
    unmount: () => void;
  };

/** One tab of the app. */
export interface Tab {
  readonly window: Window;
  /** Unmounts the app; the page stays. */
  readonly unmount: () => void;
  /** The visible text. */
  auth(): UseCloseAuthResult | undefined;
}

/**
 * Opens the app in its own page: another realm of the same origin that shares only the browser and the backend.
 *
 * @param backend - Handles the requests of all tabs.
 * @param prepare - Removes the features that the browser of the tab does not have.
 */
export function openTab(
  backend: Pick<TestBackend, 'fetch'>,
  prepare: (page: TabWindow) => void = () => {},
): Tab {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  onTestFinished(() => frame.remove());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a frame in a document has a window
  const page = frame.contentWindow as unknown as TabWindow;
  page.backendFetch = backend.fetch;
  // The globals that the dev server's transform of a component expects.
  Object.assign(page, { $RefreshReg$: () => {}, $RefreshSig$: () => (type: unknown) => type });
  Object.assign(page, { __vite_plugin_react_preamble_installed__: true });
  prepare(page);
  const script = page.document.createElement('script');
  script.type = 'module';
  script.src = new URL('./tab-page.tsx', import.meta.url).href;
  page.document.head.append(script);
  return { window: page, auth: () => page.auth, unmount: () => page.unmount() };
}
