import { expect } from 'storybook/test';

/** Forgets what the stories before have asked for. The buffer holds every file of a page, also unbundled. */
export function forgetRequests(): void {
  performance.setResourceTimingBufferSize(10_000);
  performance.clearResourceTimings();
}

/** Fails the story when it has asked another origin than the page's own for anything. */
export async function expectNoOutsideRequests(): Promise<void> {
  const outside = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith('http') && new URL(name).origin !== window.location.origin);
  await expect(outside).toEqual([]);
}
