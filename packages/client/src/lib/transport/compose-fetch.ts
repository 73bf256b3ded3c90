import type { Fetch } from './api-request.ts';
import { sendRequest } from './send-request.ts';
import { withAuth } from './with-auth.ts';
import type { AuthSettings } from './with-auth.ts';
import { withRetry } from './with-retry.ts';
import type { RetrySettings } from './with-retry.ts';
import { withTimeout } from './with-timeout.ts';

/** What the transport works with. */
export interface TransportSettings extends AuthSettings, RetrySettings {
  /** The caller's `fetch`; `undefined` for the global one of the moment. */
  readonly fetch: typeof fetch | undefined;
}

/**
 * Puts the transport together. The one place that knows the order of its layers.
 *
 * @param settings - What the layers work with.
 * @returns Sends a request through all of them.
 */
export function composeFetch(settings: TransportSettings): Fetch {
  const inCallOrder = [withRetry(settings), withAuth(settings), withTimeout];
  return inCallOrder.reduceRight((next, wrap) => wrap(next), sendRequest(settings.fetch));
}
