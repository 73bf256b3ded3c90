import { createCloseOAuth, memoryStore, type CloseOAuth, type TokenStore } from '@closekit/oauth';
import { createSandbox, type Sandbox } from '@closekit/sandbox';
import {
  createCloseHandler,
  type CloseHandler,
  type CloseHandlerError,
  type CloseHandlerOptions,
} from '../src/index.ts';
import { createBrowser, type Browser } from './browser.ts';

export const origin = 'https://app.example';
const redirectUri = `${origin}/api/close/callback`;

export interface World {
  readonly sandbox: Sandbox;
  readonly oauth: CloseOAuth;
  readonly store: TokenStore;
  readonly handler: CloseHandler;
  readonly browser: Browser;
  readonly errors: CloseHandlerError[];
  /** Everything the sandbox has ever issued, taken from its answers. */
  readonly secrets: Set<string>;
}

/** A whole app without sockets: browser, handler, vault and sandbox share the sandbox's clock. */
export function connectSandbox(options: Partial<CloseHandlerOptions> = {}): World {
  const client = {
    clientId: 'oa2client_test',
    clientSecret: 'client-secret-of-the-test',
    redirectUris: [redirectUri],
  };
  const sandbox = createSandbox({ leads: 20, client });
  const secrets = new Set([client.clientSecret]);
  const now = () => sandbox.clock.now();
  const send = recordSecrets(sandbox, secrets);
  const store = memoryStore();
  const { clientId, clientSecret } = client;
  const secret = btoa(String.fromCharCode(...new Uint8Array(32).fill(7))).replace('=', '');
  const keys = [{ id: 'k1', secret }];
  const server = sandbox.metadata;
  const oauth = createCloseOAuth({
    clientId,
    clientSecret,
    redirectUri,
    server,
    store,
    keys,
    fetch: send,
    now,
  });
  const errors: CloseHandlerError[] = [];
  const onError = (error: CloseHandlerError) => errors.push(error);
  const apiOrigin = sandbox.origin;
  const handler = createCloseHandler({ oauth, origin, apiOrigin, fetch: send, now, onError, ...options });
  return { sandbox, oauth, store, handler, browser: createBrowser(handler, origin), errors, secrets };
}

/** Sends to the sandbox and remembers the codes, verifiers and tokens that pass by. */
function recordSecrets(sandbox: Sandbox, secrets: Set<string>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const isOAuth = new URL(request.url).pathname.startsWith('/oauth2/');
    const form = isOAuth ? new URLSearchParams(await request.clone().text()) : new URLSearchParams();
    const response = await sandbox.fetch(request);
    const reply = isOAuth ? await response.clone().text() : '';
    for (const name of ['code', 'code_verifier', 'refresh_token', 'token']) keep(secrets, form.get(name));
    for (const [, value] of reply.matchAll(/"(?:access|refresh)_token":\s*"([^"]+)"/g)) keep(secrets, value);
    return response;
  };
}

function keep(secrets: Set<string>, value: string | null | undefined): void {
  if (value !== null && value !== undefined) secrets.add(value);
}

/** Visits `login` and answers the consent page. Returns where Close sends the browser. */
export async function consent(
  { sandbox, browser }: World,
  options: { returnTo?: string; deny?: boolean; organizationId?: string } = {},
): Promise<URL> {
  const { returnTo = '/leads', ...answer } = options;
  const login = await browser.visit(`/api/close/login?returnTo=${encodeURIComponent(returnTo)}`);
  return sandbox.approve(login.headers.get('location') ?? '', answer);
}

/** Connects the browser as a user would. */
export async function signIn(world: World, options: { organizationId?: string } = {}): Promise<Response> {
  return world.browser.visit(await consent(world, options), { crossSite: true });
}

/** What `GET session` says. */
export async function sessionOf({ browser }: Pick<World, 'browser'>): Promise<Record<string, unknown>> {
  const state: unknown = await (await browser.call('/api/close/session')).json();
  return Object.fromEntries(Object.entries(state ?? {}));
}
