import { useCloseAuth } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { focusTitle } from '../focus-title.ts';

/** Ends the session of this browser. */
export function useSignOut() {
  const { signOut } = useCloseAuth();
  return useMutation({
    mutationFn: signOut,
    networkMode: 'always', // Without a network it fails, and does not happen later.
    onSuccess: () => requestAnimationFrame(focusTitle), // After the screen has changed.
  });
}
