import type { Fetch } from './api-request.ts';
import { sendRequest } from './send-request.ts';
import { withAuth } from './with-auth.ts';
import type { AuthSettings } from './with-auth.ts';
import { withRetry } from './with-retry.ts';
import type { RetrySettings } from './with-retry.ts';
import { withTimeout } from './with-timeout.ts';

/** Settings of the transport. */
export interface TransportSettings extends AuthSettings, RetrySettings {
  /** The caller's `fetch`; `undefined` for the global one, looked up at each call. */
  readonly fetch: typeof fetch | undefined;
}

/** Composes the layers of the transport. Their order is decided here. */
export function composeFetch(settings: TransportSettings): Fetch {
  const inCallOrder = [withRetry(settings), withAuth(settings), withTimeout];
  return inCallOrder.reduceRight((next, wrap) => wrap(next), sendRequest(settings.fetch));
}
