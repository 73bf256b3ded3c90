import { useCloseClient } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { breakApi, expireTokens, revokeAtClose } from '../demo-requests.ts';

/** Mutations that inject a fault through the demo server, and send the calls that run into it. */
export function useDemoActions() {
  const close = useCloseClient();
  // Different rows: a browser delays a GET while an identical one is in flight.
  const ask = async (row: number) =>
    void (await close.leads.list({ _limit: 1, _skip: row, _fields: ['id'] }));
  return {
    expire: useMutation({
      mutationFn: async (calls: number) => {
        await expireTokens();
        await Promise.all(Array.from({ length: calls }, (_, row) => ask(row)));
      },
    }),
    revoke: useMutation({
      mutationFn: async () => {
        await revokeAtClose();
        // The failure is the point: the banner above every screen shows it.
        await ask(0).catch(() => undefined);
      },
    }),
    breakApi: useMutation({ mutationFn: breakApi }),
  };
}
