import { expect } from 'storybook/test';

/** Clears the recorded requests of earlier stories. The buffer is large enough for an unbundled page. */
export function forgetRequests(): void {
  performance.setResourceTimingBufferSize(10_000);
  performance.clearResourceTimings();
}

/** Fails the story when it sent a request to another origin. */
export async function expectNoOutsideRequests(): Promise<void> {
  const outside = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith('http') && new URL(name).origin !== window.location.origin);
  await expect(outside).toEqual([]);
}
