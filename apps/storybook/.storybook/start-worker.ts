import { setupWorker } from 'msw/browser';
import type { SetupWorker } from 'msw/browser';

/**
 * Starts the service worker that responds to the stories in place of a server.
 *
 * @returns The worker.
 */
export async function startWorker(): Promise<SetupWorker> {
  const worker = setupWorker();
  await worker.start({
    quiet: true,
    serviceWorker: { url: `${import.meta.env.BASE_URL}mockServiceWorker.js` },
    // Only files of the page itself may pass: any other request has no backend.
    onUnhandledFrame: ({ frame, defaults }) => {
      const url = 'request' in frame.data ? new URL(frame.data.request.url) : undefined;
      if (url?.origin !== window.location.origin || url.pathname.startsWith('/api/')) defaults.error();
    },
  });
  return worker;
}
