import type { QueryClient } from '@tanstack/react-query';
import type { AuthStore } from '../auth/store.ts';
import { getOrCreate } from '../base/get-or-create.ts';
import type { LiveConnection } from './connection.ts';
import { createLiveConnection } from './create-live-connection.ts';
import type { LiveSettings } from './create-live-connection.ts';

const connections = new WeakMap<AuthStore, WeakMap<QueryClient, LiveConnection>>();

/** Returns the live connection of a CloseProvider and a cache; both have only one. */
export function liveConnectionOf(
  context: Omit<LiveSettings, 'queryClient'>,
  queryClient: QueryClient,
): LiveConnection {
  const known = getOrCreate(connections, context.auth, () => new WeakMap());
  return getOrCreate(known, queryClient, () => createLiveConnection({ ...context, queryClient }));
}
