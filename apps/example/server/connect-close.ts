import { createCloseOAuth } from '@closekit/oauth';
import type { OAuthEvent } from '@closekit/oauth';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox, SandboxOptions } from '@closekit/sandbox';
import { createCloseHandler } from '@closekit/server';
import type { OrganizationSignatureKey } from '@closekit/server';
import { sqliteSessionStore } from '@closekit/server/sqlite';
import type { DataFolder } from './data-folder.ts';

type Handler = (request: Request) => Promise<Response>;

export interface ConnectCloseOptions {
  readonly origin: string;
  readonly redirectUri: string;
  readonly data: DataFolder;
  /** The app registered at Close. Without it a local sandbox stands in for Close. */
  readonly credentials?: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** How the sandbox behaves. */
  readonly sandbox?: Omit<SandboxOptions, 'origin' | 'client' | 'sendWebhook'> | undefined;
  /** Stands between this server and Close; the demo and the tests watch the traffic here. */
  readonly wrapFetch?: ((next: typeof fetch) => typeof fetch) | undefined;
  /** Hears what becomes of the tokens. */
  readonly onEvent?: ((event: OAuthEvent) => void) | undefined;
}

export interface CloseBackend {
  readonly handler: Handler;
  readonly sandbox: Sandbox | undefined;
  close(): Promise<void>;
}

/** The whole Close part of this server: the real Close or the sandbox, the token vault, the routes for the browser. */
export function connectClose(options: ConnectCloseOptions): CloseBackend {
  const { origin, redirectUri, data, credentials, onEvent, wrapFetch = (next) => next } = options;
  const local = credentials ? undefined : createLocalClose(options, (request) => handler(request));
  // Calls to the sandbox stay inside the process; browsers and curl reach the same one over HTTP.
  const fetchClose = wrapFetch(local ? local.sandbox.fetch : globalThis.fetch);
  const { clientId, clientSecret } = credentials ?? demoClient;
  const sessions = sqliteSessionStore(data.database);
  const oauth = createCloseOAuth({
    clientId,
    clientSecret,
    redirectUri,
    store: sqliteStore(data.database),
    keys: [{ id: 'local', secret: data.sealingSecret }],
    fetch: fetchClose,
    ...(onEvent && { onEvent }),
    ...(local && { server: local.sandbox.metadata }),
  });
  const handler: Handler = createCloseHandler({
    oauth,
    origin,
    sessions,
    fetch: fetchClose,
    ...(local && { apiOrigin: local.sandbox.origin, webhooks: { signatureKey: local.findSubscription } }),
  });
  return {
    handler,
    sandbox: local?.sandbox,
    close: async () => {
      await oauth.close();
      await sessions.close?.();
    },
  };
}

/** The sandbox knows one app; its secret protects nothing but made-up data. */
const demoClient = { clientId: 'oa2client_closekit_demo', clientSecret: 'demo-secret-of-the-local-sandbox' };

/** A Close in this process, which tells this server of every change, as webhooks of the real one would. */
function createLocalClose(
  { origin, redirectUri, sandbox: behaviour }: ConnectCloseOptions,
  sendWebhook: Handler,
): { sandbox: Sandbox; findSubscription: (id: string) => OrganizationSignatureKey | undefined } {
  const client = { ...demoClient, name: 'CloseKit sample app', redirectUris: [redirectUri] };
  const sandbox = createSandbox({ ...behaviour, origin, client, sendWebhook });
  const subscriptions = new Map<string, OrganizationSignatureKey>();
  for (const { id: organizationId } of sandbox.organizations) {
    const { id, signatureKey } = sandbox.subscribe({ organizationId, url: `${origin}/api/close/webhook` });
    subscriptions.set(id, { signatureKey, organizationId });
  }
  return { sandbox, findSubscription: (id) => subscriptions.get(id) };
}
