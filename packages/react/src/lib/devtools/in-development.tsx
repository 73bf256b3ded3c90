'use client';

import { CloseDevtoolsPanel as Panel } from './close-devtools-panel.tsx';
import { closeDevtoolsPlugin as createPlugin } from './close-devtools-plugin.tsx';
import { CloseDevtools as Devtools } from './close-devtools.tsx';

/** Bundlers replace the expression, as they do for React itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

// The expression stands in each of them, and not in a constant: bundlers replace it, and drop what is not used.

/**
 * A button in the corner of the page, and a panel at its lower edge: the session and the life of its token, the calls
 * with their attempts, the rate limits, the pending writes, and the live events. Records from its first rendering on,
 * also while the panel is hidden. Escape hides the panel. Shows ids and paths, but no tokens, queries, bodies or
 * messages of the server. Only observes: it sends no request and opens no stream.
 *
 * @param props - `initialIsOpen`: whether the panel is open at first; default `false`.
 * @returns The button or the panel; nothing unless `process.env.NODE_ENV` is `development`.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <CloseProvider client={close}>
 *   <App />
 *   <CloseDevtools />
 * </CloseProvider>
 * ```
 */
export const CloseDevtools: typeof Devtools = process.env.NODE_ENV !== 'development' ? () => null : Devtools;

/**
 * The panel of CloseDevtools without its button and its place, for your own layout: it fills its parent. Records from
 * its first rendering on.
 *
 * @param props - `onHide`: called when the user hides the panel; without it there is no button for that.
 * @returns The panel; nothing unless `process.env.NODE_ENV` is `development`.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <aside style={{ height: 400 }}>
 *   <CloseDevtoolsPanel />
 * </aside>
 * ```
 */
export const CloseDevtoolsPanel: typeof Panel = process.env.NODE_ENV !== 'development' ? () => null : Panel;

/**
 * Creates a plugin for `TanStackDevtools` of `@tanstack/react-devtools`: the panel of CloseDevtools. Render the devtools
 * inside of CloseProvider. The panel is empty unless `process.env.NODE_ENV` is `development`.
 *
 * @param options - The client, which is recorded at once, and whether the panel is open.
 * @returns The plugin. Create it once, outside of components.
 * @throws TypeError in development, if `client` does not come from `createCloseClient`, or `defaultOpen` is not a
 * boolean.
 * @see https://tanstack.com/devtools
 * @example
 * ```tsx
 * const plugins = [closeDevtoolsPlugin({ client: close })];
 *
 * <CloseProvider client={close}>
 *   <App />
 *   <TanStackDevtools plugins={plugins} />
 * </CloseProvider>
 * ```
 */
export const closeDevtoolsPlugin: typeof createPlugin =
  process.env.NODE_ENV !== 'development'
    ? () => ({ id: 'closekit', name: 'CloseKit', render: <></>, defaultOpen: false })
    : createPlugin;
