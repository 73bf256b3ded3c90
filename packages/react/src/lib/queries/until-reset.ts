import type { CloseRetryOptions } from './close-query-options.ts';

/** Longest wait for a query, because a user waits for it too. */
const longestMs = 60_000;

/** Retries once after the rate limit resets, if the client did not. */
export const untilReset: CloseRetryOptions = {
  retry: (failureCount, { code, attempts, retryAfterMs = Infinity }) =>
    failureCount === 0 && code === 'rate_limited' && attempts === 1 && retryAfterMs <= longestMs,
  retryDelay: (_failureCount, { retryAfterMs = 0 }) => retryAfterMs,
};
