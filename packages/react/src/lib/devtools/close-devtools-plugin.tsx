'use client';

import type { CloseClient } from '@closekit/client';
import type { ReactElement } from 'react';
import { CloseDevtoolsPanel } from './close-devtools-panel.tsx';
import { recorderOf } from './recorder.ts';

/** Options of {@link closeDevtoolsPlugin}. */
export interface CloseDevtoolsPluginOptions {
  /**
   * The client of the app, which is recorded at once.
   * Default: the one of the CloseProvider, recorded from the time at which the panel is first shown.
   */
  readonly client?: CloseClient | undefined;
  /**
   * Whether the panel is open when the devtools are.
   * Default: `false`.
   */
  readonly defaultOpen?: boolean | undefined;
}

/** A plugin of TanStack Devtools. */
export interface CloseDevtoolsPlugin {
  /** Identifies the plugin. */
  readonly id: string;
  /** The title of its panel. */
  readonly name: string;
  /** Its panel. */
  readonly render: ReactElement;
  /** Whether the panel is open when the devtools are. */
  readonly defaultOpen: boolean;
}

/**
 * Creates a plugin for `TanStackDevtools` of `@tanstack/react-devtools`: the panel of {@link CloseDevtools}. Render the
 * devtools inside of CloseProvider.
 *
 * @param options - The client, and whether the panel is open.
 * @returns The plugin. Create it once, outside of components.
 * @throws TypeError if `client` does not come from `createCloseClient`, or `defaultOpen` is not a boolean.
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
export function closeDevtoolsPlugin(options: CloseDevtoolsPluginOptions = {}): CloseDevtoolsPlugin {
  const { client, defaultOpen = false } = options;
  // Typed code cannot pass anything else.
  const untyped: { readonly subscribe?: unknown } | undefined = client;
  if (untyped !== undefined && typeof untyped.subscribe !== 'function')
    throw new TypeError('closeDevtoolsPlugin: `client` must come from createCloseClient().');
  if (typeof defaultOpen !== 'boolean')
    throw new TypeError('closeDevtoolsPlugin: `defaultOpen` must be a boolean.');
  if (client) recorderOf(client).start();
  return { id: 'closekit', name: 'CloseKit', render: <CloseDevtoolsPanel />, defaultOpen };
}
