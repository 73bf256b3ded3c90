import { isCloseApiError } from '@closekit/client';
import type { CloseApiErrorCode } from '@closekit/client';
import { isCloseAuthError } from '@closekit/react';

const connectionLost = 'Close no longer accepts this connection. Reconnect to continue.';

const words: Readonly<Record<CloseApiErrorCode, string>> = {
  unauthorized: connectionLost,
  reauthorization_required: connectionLost,
  plan_limit: 'Your Close plan does not include this.',
  forbidden: 'Your role in Close does not allow this.',
  not_found: 'This record does not exist in Close. It may have been deleted or merged.',
  invalid_request: 'Close did not accept the values.',
  rate_limited: 'Too many requests in a short time. Try again in a few seconds.',
  server_error: 'Close has a problem at the moment. Nothing was lost. Try again.',
  network: 'The server cannot be reached. Check the connection, then try again.',
  timeout: 'Close took too long to respond. Try again.',
  aborted: 'The request was cancelled.',
  decode: 'The response could not be read. Try again.',
};

/** Describes a failure for the user, by its code. Error messages are for logs. */
export function describeFailure(error: unknown): string {
  if (isCloseAuthError(error) && error.code === 'disconnect_failed')
    return 'The server could not be reached, or the request failed. Try again.';
  if (isCloseAuthError(error))
    return 'The server could not be reached, or the request failed. Nothing has changed. Try again.';
  if (!isCloseApiError(error)) return 'Something unexpected happened. Try again.';
  // The request did not reach Close: the session has switched to another organization than this page shows.
  if (error.backendCode === 'organization_changed')
    return 'Another tab has switched to another organization, so nothing was sent. Check what is shown now.';
  if (error.code !== 'invalid_request') return words[error.code];
  const details = [
    ...error.errors,
    ...Object.entries(error.fieldErrors).map(([field, text]) => `${field}: ${text}`),
  ];
  return details.length > 0 ? `${words.invalid_request} ${details.join(' · ')}` : words.invalid_request;
}
