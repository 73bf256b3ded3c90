import { useCloseClient } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { breakApi, expireTokens, revokeAtClose } from '../demo-requests.ts';

/** The faults that the demo server injects on request, each with the calls that meet it. */
export function useDemoActions() {
  const close = useCloseClient();
  // Different rows: a browser waits with a call until the same one is answered.
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
        // The refusal is the point: the banner above every screen tells of it.
        await ask(0).catch(() => undefined);
      },
    }),
    breakApi: useMutation({ mutationFn: breakApi }),
  };
}
