import { isCloseApiError } from '@closekit/client';

/** Returns whether the user has to connect again, so that a retry cannot help. */
export function isConnectionLost(error: unknown): boolean {
  return (
    isCloseApiError(error) && (error.code === 'unauthorized' || error.code === 'reauthorization_required')
  );
}
