/** Compares this machine's clock with the server's. */
export interface ServerClock {
  /** Sends requests and looks at the `Date` of their replies. */
  readonly fetch: typeof globalThis.fetch;
  /** How far the server's clock is ahead, in milliseconds; 0 while it is unknown or too small to matter. */
  readonly aheadMs: () => number;
}

// `Date` counts whole seconds and the reply has travelled; what is hours off is another clock, not a wrong one.
const smallestMs = 5000;
const largestMs = 900_000;
const halfSecondMs = 500;

/**
 * Watches the replies of the authorization server. Records tell the expiry in the server's time, so that machines
 * whose clocks are minutes apart agree about it.
 *
 * @param fetch - Sends requests; undefined for the global one.
 * @param now - This machine's clock.
 * @returns The watched `fetch` and what it found.
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
        const foundMs = Math.round(date + halfSecondMs - (sentAt + now()) / 2);
        const matters = Math.abs(foundMs) >= smallestMs && Math.abs(foundMs) <= largestMs;
        aheadMs = matters ? foundMs : 0;
      }
      return response;
    },
  };
}
