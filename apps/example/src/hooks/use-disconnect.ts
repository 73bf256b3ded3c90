import { useCloseAuth } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { focusTitle } from '../focus-title.ts';

/** Disconnects an organization from Close. */
export function useDisconnect(organizationId: string) {
  const { disconnect } = useCloseAuth();
  return useMutation({
    mutationFn: () => disconnect(organizationId),
    networkMode: 'always', // Without a network it fails, and does not happen later.
    onSuccess: () => requestAnimationFrame(focusTitle), // After the screen has changed.
  });
}
