import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { listenAnywhere } from './listen-anywhere.ts';

export const client = { clientId: 'closekit', clientSecret: 'provider-client-secret' };
export const redirectUri = 'https://app.example/callback';

/** A running authorization server of another project. */
export interface RunningProvider {
  readonly issuer: string;
  /** Plays the browser and the user, up to the callback. */
  authorize(url: URL): Promise<URL>;
  close(): Promise<void>;
}

/** Starts oidc-provider on a loopback socket, with rotation and revocation. */
export async function startOidcProvider(): Promise<RunningProvider> {
  const server = createServer();
  const port = await listenAnywhere(server);
  const issuer = `http://127.0.0.1:${port}`;
  const provider = createProvider(issuer);
  const handle = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const served = request.url?.startsWith('/interaction/')
      ? decide(provider, request, response)
      : Promise.resolve(handle(request, response));
    served.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  return {
    issuer,
    authorize: browse,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function createProvider(issuer: string): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    rotateRefreshToken: true,
    clockTolerance: 0,
    cookies: { keys: ['cookie-key'] },
    ttl: {
      AccessToken: 600,
      IdToken: 600,
      RefreshToken: 86_400,
      Grant: 86_400,
      Session: 600,
      Interaction: 600,
    },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  });
}

/** Logs in and consents automatically. */
async function decide(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: 'user_op' } });
    return;
  }
  const grant = new provider.Grant({
    accountId: session?.accountId ?? '',
    clientId: String(params.client_id),
  });
  grant.addOIDCScope(String(params.scope));
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

async function browse(start: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop < 10 && !url.href.startsWith(redirectUri); hop += 1) {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    // oxlint-disable-next-line no-await-in-loop -- each hop depends on the one before.
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    // oxlint-disable-next-line no-await-in-loop -- the connection is free only when the body was read.
    const text = await response.text();
    const location = response.headers.get('location');
    if (location === null)
      throw new Error(`oidc-provider answered ${response.status}: ${text.slice(0, 200)}`);
    url = new URL(location, url);
  }
  return url;
}
