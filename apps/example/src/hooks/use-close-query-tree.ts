import { type CloseQueryTree, createCloseQueries, useCloseAuth, useCloseClient } from '@closekit/react';
import { useMemo } from 'react';

/** The query options of every operation under the keys that the hooks use: for reading and writing the cache by hand. */
export function useCloseQueryTree(): CloseQueryTree {
  const client = useCloseClient();
  const auth = useCloseAuth();
  const scope = 'organization' in auth ? auth.organization?.id : undefined;
  return useMemo(() => createCloseQueries(client, scope === undefined ? {} : { scope }), [client, scope]);
}
