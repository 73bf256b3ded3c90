import { onTestFinished } from 'vitest';
import type { UseCloseAuthResult } from '../src/index.ts';
import type { TestBackend } from '../src/testing.ts';

/** What a tab and its opener share. */
export type TabWindow = Window &
  typeof globalThis & {
    backendFetch: typeof fetch;
    /** Whether it listens to live events. */
    isLive?: boolean;
    auth: UseCloseAuthResult;
    unmount: () => void;
  };

/** One tab of the app. */
export interface Tab {
  readonly window: Window;
  /** Takes the app out of the page, which stays. */
  readonly unmount: () => void;
  /** What its user sees. */
  auth(): UseCloseAuthResult | undefined;
}

/**
 * Opens the app in a page of its own: another realm of the same origin, which shares only the browser and the backend.
 *
 * @param backend - Answers both tabs.
 * @param prepare - Takes away what its browser lacks.
 * @returns The tab.
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
  // What the dev server's transform of a component expects of a page.
  Object.assign(page, { $RefreshReg$: () => {}, $RefreshSig$: () => (type: unknown) => type });
  Object.assign(page, { __vite_plugin_react_preamble_installed__: true });
  prepare(page);
  const script = page.document.createElement('script');
  script.type = 'module';
  script.src = new URL('./tab-page.tsx', import.meta.url).href;
  page.document.head.append(script);
  return { window: page, auth: () => page.auth, unmount: () => page.unmount() };
}
