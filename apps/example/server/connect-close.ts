import { createCloseOAuth } from '@closekit/oauth';
import type { OAuthEvent } from '@closekit/oauth';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox, SandboxOptions } from '@closekit/sandbox';
import { createCloseHandler, webhookRelay } from '@closekit/server';
import type { OrganizationSignatureKey } from '@closekit/client/webhooks';
import { sqliteSessionStore } from '@closekit/server/stores/sqlite';
import type { DataFolder } from './data-folder.ts';

type Handler = (request: Request) => Promise<Response>;

export interface ConnectCloseOptions {
  readonly origin: string;
  readonly redirectUri: string;
  readonly data: DataFolder;
  /** The app registered at Close. Without it, a local sandbox stands in for Close. */
  readonly credentials?: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** Options of the sandbox. */
  readonly sandbox?: Omit<SandboxOptions, 'origin' | 'client' | 'sendWebhook'> | undefined;
  /** Wraps the `fetch` that calls Close; the demo and the tests observe the traffic with it. */
  readonly wrapFetch?: ((next: typeof fetch) => typeof fetch) | undefined;
  /** Receives the events of the token vault. */
  readonly onEvent?: ((event: OAuthEvent) => void) | undefined;
}

export interface CloseBackend {
  readonly handler: Handler;
  readonly sandbox: Sandbox | undefined;
  close(): Promise<void>;
}

/**
 * Sets up the Close part of this server: Close or the sandbox, the token vault, the routes for the browser.
 *
 * @throws CloseServerError with code `session_store_unavailable`, when the database cannot be opened.
 */
export async function connectClose(options: ConnectCloseOptions): Promise<CloseBackend> {
  const { origin, redirectUri, data, credentials, onEvent, wrapFetch = (next) => next } = options;
  const local = credentials ? undefined : createLocalClose(options, (request) => handler(request));
  // Calls to the sandbox stay inside the process; browsers and curl reach the same sandbox over HTTP.
  const fetchClose = wrapFetch(local ? local.sandbox.fetch : globalThis.fetch);
  const { clientId, clientSecret } = credentials ?? demoClient;
  const sessions = sqliteSessionStore(data.database);
  await sessions.load('start'); // Opens the file: an unusable database fails the start, not the first request.
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
    ...(local && {
      apiOrigin: local.sandbox.origin,
      webhooks: webhookRelay({ signatureKey: local.findSubscription }),
    }),
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

/** The only app that the sandbox knows. The secret protects made-up data only. */
const demoClient = { clientId: 'oa2client_closekit_demo', clientSecret: 'demo-secret-of-the-local-sandbox' };

/** A sandbox in this process. It sends a webhook to this server for every change, as Close does. */
function createLocalClose(
  { origin, redirectUri, sandbox: sandboxOptions }: ConnectCloseOptions,
  sendWebhook: Handler,
): { sandbox: Sandbox; findSubscription: (id: string) => OrganizationSignatureKey | undefined } {
  const client = { ...demoClient, name: 'CloseKit sample app', redirectUris: [redirectUri] };
  const sandbox = createSandbox({ ...sandboxOptions, origin, client, sendWebhook });
  const subscriptions = new Map<string, OrganizationSignatureKey>();
  for (const { id: organizationId } of sandbox.organizations) {
    const { id, signatureKey } = sandbox.subscribe({ organizationId, url: `${origin}/api/close/webhook` });
    subscriptions.set(id, { signatureKey, organizationId });
  }
  return { sandbox, findSubscription: (id) => subscriptions.get(id) };
}
