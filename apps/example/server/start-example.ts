import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import type { Sandbox } from '@closekit/sandbox';
import { toNodeListener } from '@closekit/server/node';
import { createActivityFeed } from './activity-feed.ts';
import { builtPages } from './built-pages.ts';
import { connectClose } from './connect-close.ts';
import type { ConnectCloseOptions } from './connect-close.ts';
import { createApp } from './create-app.ts';
import { openDataFolder } from './data-folder.ts';
import type { DataFolder } from './data-folder.ts';
import { localCertificate } from './local-certificate.ts';
import { openPort } from './open-port.ts';
import { startVite } from './start-vite.ts';
import { watchClose } from './watch-close.ts';

const appFolder = join(import.meta.dirname, '..');
const defaultPort = 4280;

type Handler = (request: Request) => Promise<Response>;

export interface StartExampleOptions extends Pick<
  ConnectCloseOptions,
  'credentials' | 'sandbox' | 'wrapFetch'
> {
  /** Port to listen on; 0 takes any. Default: 4280 or, with the sandbox, the next free one. */
  readonly port?: number | undefined;
  /** Folder of the database, the sealing key and the certificate. Default: `.data` beside this app. */
  readonly dataFolder?: string | undefined;
  /** Wraps the handler of this server; tests observe the traffic with it. */
  readonly wrapHandler?: ((next: Handler) => Handler) | undefined;
  /** Serve the React sources through vite, with hot reload, instead of the built files. */
  readonly dev?: boolean | undefined;
}

export interface Example {
  readonly url: string;
  readonly redirectUri: string;
  readonly database: string;
  /** The sandbox, or undefined with the real Close. */
  readonly sandbox: Sandbox | undefined;
  /** Closes every connection, waits for a token refresh in flight, closes the database. */
  stop(): Promise<void>;
}

/**
 * Starts the sample app: its server, its pages and, without credentials, a sandbox.
 *
 * @returns The running app.
 * @throws StartError when it cannot start.
 */
export async function startExample(options: StartExampleOptions = {}): Promise<Example> {
  const { credentials, dev = false, wrapFetch = (next) => next, wrapHandler = (next) => next } = options;
  const data = await openDataFolder(options.dataFolder ?? join(appFolder, '.data'));
  const listener = Promise.withResolvers<RequestListener>();
  const server = await createServer(listener.promise, credentials && data);
  const exact = options.port !== undefined || credentials !== undefined;
  const port = await openPort(server, { port: options.port ?? defaultPort, exact });
  const cleanUps = [() => closeServer(server)];
  const stop = async (): Promise<void> => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  };
  try {
    const origin = `${credentials ? 'https' : 'http'}://localhost:${port}`;
    const redirectUri = `${origin}/api/close/callback`;
    const feed = createActivityFeed();
    const watch = watchClose(feed);
    const close = await connectClose({
      ...options,
      origin,
      redirectUri,
      data,
      wrapFetch: (next) => watch(wrapFetch(next)),
      onEvent: ({ type, code }) => feed.record(type, code),
    });
    cleanUps.push(() => close.close());

    const mode = credentials ? 'production' : 'sandbox';
    const pages = dev ? undefined : await builtPages(join(appFolder, 'dist'), mode);
    const app = createApp({ close: close.handler, sandbox: close.sandbox, feed, origin, pages });
    const answer = toNodeListener(wrapHandler(async (request) => app.fetch(request)));
    const vite = dev ? await startVite({ appFolder, server, mode, answer }) : undefined;
    if (vite) cleanUps.push(() => vite.close());
    listener.resolve(vite?.listener ?? answer);
    return { url: origin, redirectUri, database: data.database, sandbox: close.sandbox, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Requests that arrive before the app is ready wait for it. */
async function createServer(
  listener: Promise<RequestListener>,
  data: DataFolder | undefined,
): Promise<Server> {
  const answer: RequestListener = (request, response) => {
    void listener.then((ready) => ready(request, response));
  };
  return data ? createHttpsServer(await localCertificate(data.path), answer) : createHttpServer(answer);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
