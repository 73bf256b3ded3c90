import { isCloseApiError } from '@closekit/client';
import type { CloseApiError } from '@closekit/client';

/**
 * Checks whether an error of the API means that the user must reconnect: the page shows it as `needs-reauth`.
 */
export function isConnectionLost(error: unknown): error is CloseApiError {
  return (
    isCloseApiError(error) && (error.code === 'unauthorized' || error.code === 'reauthorization_required')
  );
}
