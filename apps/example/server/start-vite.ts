import type { RequestListener, Server } from 'node:http';
import { markPage } from './built-pages.ts';
import type { CloseMode } from './built-pages.ts';

export interface StartViteOptions {
  readonly appFolder: string;
  readonly server: Server;
  readonly mode: CloseMode;
  /** Handles every request that is not for a page or a source file. */
  readonly answer: RequestListener;
}

const ownPaths = /^\/(?:api|oauth2|demo|\.well-known)\//;

/** Serves the React sources through vite, on the same port and with hot reload. */
export async function startVite({ appFolder, server, mode, answer }: StartViteOptions): Promise<{
  listener: RequestListener;
  close(): Promise<void>;
}> {
  const { createServer } = await import('vite'); // A development dependency: the built app runs without it.
  const vite = await createServer({
    root: appFolder,
    server: { middlewareMode: true, hmr: { server } },
    plugins: [{ name: 'close-mode', transformIndexHtml: (page) => markPage(page, mode) }],
  });
  return {
    listener: (request, response) => {
      if (ownPaths.test(request.url ?? '')) answer(request, response);
      else vite.middlewares(request, response);
    },
    close: () => vite.close(),
  };
}
