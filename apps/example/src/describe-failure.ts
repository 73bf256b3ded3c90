import { isCloseApiError } from '@closekit/client';
import type { CloseApiErrorCode } from '@closekit/client';
import { isCloseAuthError } from '@closekit/react';

const words: Readonly<Record<CloseApiErrorCode, string>> = {
  unauthorized: 'Close does not accept this connection any more. Reconnect to go on.',
  reauthorization_required: 'Close does not accept this connection any more. Reconnect to go on.',
  plan_limit: 'Your Close plan does not include this.',
  forbidden: 'Your role in Close does not allow this.',
  not_found: 'Close does not know this record. It may have been deleted or merged.',
  invalid_request: 'Close did not accept the values.',
  rate_limited: 'Close asks for a pause: too many requests in a short time. Try again in a few seconds.',
  server_error: 'Close has a problem at the moment. Nothing was lost; try again.',
  network: 'The server cannot be reached. Check the connection, then try again.',
  timeout: 'Close took too long to answer. Try again.',
  aborted: 'The request was cancelled.',
  decode: 'The answer could not be read. Try again.',
};

/** A failure in words for the person at the screen. Codes are stable; the messages of errors are for logs. */
export function describeFailure(error: unknown): string {
  if (isCloseAuthError(error))
    return 'The server could not be reached, or could not do it. Nothing has changed; try again.';
  if (!isCloseApiError(error)) return 'Something unexpected happened. Try again.';
  // Close was not asked: this page shows another organization than the one that its session is in by now.
  if (error.backendCode === 'organization_changed')
    return 'Another tab has changed the organization. Nothing was sent; look at what is shown now.';
  if (error.code !== 'invalid_request') return words[error.code];
  const details = [
    ...error.errors,
    ...Object.entries(error.fieldErrors).map(([field, text]) => `${field}: ${text}`),
  ];
  return details.length > 0 ? `${words.invalid_request} ${details.join(' · ')}` : words.invalid_request;
}

/** Whether connecting again is the way out, and trying again is not. */
export function needsConnection(error: unknown): boolean {
  return (
    isCloseApiError(error) && (error.code === 'unauthorized' || error.code === 'reauthorization_required')
  );
}
