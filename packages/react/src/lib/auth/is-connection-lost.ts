import { isCloseApiError } from '@closekit/client';
import type { CloseApiError } from '@closekit/client';

/**
 * Checks whether an error of the API means that the user must reconnect: the auth state becomes
 * `needs-reauth`, and sending the request again cannot help.
 *
 * @param error - Any caught error, such as `query.error`.
 * @returns `true` for a `CloseApiError` with the code `unauthorized` or `reauthorization_required`.
 * @example
 * ```tsx
 * if (!isConnectionLost(query.error)) return <button onClick={() => query.refetch()}>Try again</button>;
 * ```
 */
export function isConnectionLost(error: unknown): error is CloseApiError {
  return (
    isCloseApiError(error) && (error.code === 'unauthorized' || error.code === 'reauthorization_required')
  );
}
