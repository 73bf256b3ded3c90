import { createCloseOAuth } from '@closekit/oauth';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { createSandbox, type Sandbox, type SandboxOptions } from '@closekit/sandbox';
import { createCloseHandler } from '@closekit/server';
import { sqliteSessionStore } from '@closekit/server/sqlite';
import type { DataFolder } from './data-folder.ts';

export interface ConnectCloseOptions {
  readonly origin: string;
  readonly redirectUri: string;
  readonly data: DataFolder;
  /** The app registered at Close. Without it a local sandbox stands in for Close. */
  readonly credentials?: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** How the sandbox behaves. */
  readonly sandbox?: Omit<SandboxOptions, 'origin' | 'client'> | undefined;
  /** Stands between this server and Close; tests watch the traffic here. */
  readonly wrapFetch?: ((next: typeof fetch) => typeof fetch) | undefined;
}

export interface CloseConnection {
  readonly handler: (request: Request) => Promise<Response>;
  readonly sandbox: Sandbox | undefined;
  close(): Promise<void>;
}

/** The whole Close part of this server: the real Close or the sandbox, the token vault, the routes for the browser. */
export function connectClose(options: ConnectCloseOptions): CloseConnection {
  const { origin, redirectUri, data, credentials, wrapFetch = (next) => next } = options;
  const sandbox = credentials ? undefined : createLocalClose(options);
  // Calls to the sandbox stay inside the process; browsers and curl reach the same one over HTTP.
  const fetchClose = wrapFetch(sandbox ? sandbox.fetch : globalThis.fetch);
  const { clientId, clientSecret } = credentials ?? demoClient;
  const sessions = sqliteSessionStore(data.database);
  const oauth = createCloseOAuth({
    clientId,
    clientSecret,
    redirectUri,
    store: sqliteStore(data.database),
    keys: [{ id: 'local', secret: data.sealingSecret }],
    fetch: fetchClose,
    ...(sandbox && { server: sandbox.metadata }),
  });
  const handler = createCloseHandler({
    oauth,
    origin,
    sessions,
    fetch: fetchClose,
    ...(sandbox && { apiOrigin: sandbox.origin }),
  });
  return {
    handler,
    sandbox,
    close: async () => {
      await oauth.close();
      await sessions.close?.();
    },
  };
}

/** The sandbox knows one app; its secret protects nothing but made-up data. */
const demoClient = { clientId: 'oa2client_closekit_demo', clientSecret: 'demo-secret-of-the-local-sandbox' };

function createLocalClose({ origin, redirectUri, sandbox }: ConnectCloseOptions): Sandbox {
  const client = { ...demoClient, name: 'CloseKit sample app', redirectUris: [redirectUri] };
  return createSandbox({ ...sandbox, origin, client });
}
