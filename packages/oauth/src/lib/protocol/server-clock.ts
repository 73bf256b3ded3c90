/** The difference between the clocks of this machine and of the server. */
export interface ServerClock {
  /** Sends requests and reads the `Date` of their responses. */
  readonly fetch: typeof globalThis.fetch;
  /** How far the server's clock is ahead, in milliseconds; 0 while unknown or insignificant. */
  readonly aheadMs: () => number;
}

// `Date` has whole seconds, and the response takes time. A difference of hours is not a clock error.
const smallestMs = 5000;
const largestMs = 900_000;
const halfSecondMs = 500;

/**
 * Measures the difference from the responses of the authorization server. Records have the server's time, so
 * that machines with different clocks agree on the expiry of a token.
 */
export function createServerClock(
  fetch: typeof globalThis.fetch | undefined,
  now: () => number,
): ServerClock {
  let aheadMs = 0;
  return {
    aheadMs: () => aheadMs,
    async fetch(input, init) {
      const sentAt = now();
      const response = await (fetch ?? globalThis.fetch)(input, init);
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) {
        const differenceMs = Math.round(date + halfSecondMs - (sentAt + now()) / 2);
        const matters = Math.abs(differenceMs) >= smallestMs && Math.abs(differenceMs) <= largestMs;
        aheadMs = matters ? differenceMs : 0;
      }
      return response;
    },
  };
}
