import type { CloseRetryOptions } from './close-query-options.ts';

/** A query that is to be shown now does not wait for longer. */
const longestMs = 60_000;

/** Waits once for the rate limit, where the client did not. */
export const untilReset: CloseRetryOptions = {
  retry: (failureCount, { code, attempts, retryAfterMs = Infinity }) =>
    failureCount === 0 && code === 'rate_limited' && attempts === 1 && retryAfterMs <= longestMs,
  retryDelay: (_failureCount, { retryAfterMs = 0 }) => retryAfterMs,
};
