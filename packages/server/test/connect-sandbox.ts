import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { CloseOAuth, CloseOAuthOptions, TokenStore } from '@closekit/oauth';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { createCloseHandler } from '../src/index.ts';
import type {
  CloseHandlerError,
  CloseHandlerEvent,
  CloseHandlerOptions,
  ManagedCloseHandler,
} from '../src/index.ts';
import { createBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { throughDoor } from './door.ts';

export const origin = 'https://app.example';
const redirectUri = `${origin}/api/close/callback`;

export interface World {
  readonly sandbox: Sandbox;
  readonly oauth: CloseOAuth;
  readonly store: TokenStore;
  readonly handler: ManagedCloseHandler;
  readonly browser: Browser;
  readonly events: CloseHandlerEvent[];
  /** The errors of the events. */
  readonly errors: CloseHandlerError[];
  /** Every secret the sandbox has issued, collected from its responses. */
  readonly secrets: Set<string>;
}

const client = {
  clientId: 'oa2client_test',
  clientSecret: 'client-secret-of-the-test',
  redirectUris: [redirectUri],
};
const keys = [{ id: 'k1', secret: Buffer.alloc(32, 7).toString('base64url') }];

/** The app at Close, for processes that share its stores. */
export const appOfTest = {
  clientId: client.clientId,
  clientSecret: client.clientSecret,
  redirectUri,
  keys,
};

export interface WorldOptions extends Partial<CloseHandlerOptions> {
  /** A world to share Close with: the app restarts, Close continues. */
  readonly restartOf?: World;
  readonly store?: TokenStore;
  /** The waits of the vault. */
  readonly sleep?: CloseOAuthOptions['sleep'];
}

/** A whole app without sockets: browser, handler, vault and sandbox share the sandbox's clock. */
export function connectSandbox(options: WorldOptions = {}): World {
  const { restartOf, store = memoryStore(), sleep, ...handlerOptions } = options;
  const sandbox =
    restartOf?.sandbox ?? createSandbox({ leads: 20, client, sendWebhook: (request) => handler(request) });
  const secrets = restartOf?.secrets ?? new Set([client.clientSecret]);
  const now = () => sandbox.clock.now();
  const send = recordSecrets(sandbox, secrets);
  const { clientId, clientSecret } = client;
  const server = sandbox.metadata;
  const app = { clientId, clientSecret, redirectUri, server };
  const oauth = createCloseOAuth({ ...app, store, keys, fetch: send, now, ...(sleep && { sleep }) });
  const errors: CloseHandlerError[] = [];
  const events: CloseHandlerEvent[] = [];
  const onEvent = (event: CloseHandlerEvent) => {
    events.push(event);
    if ('error' in event) errors.push(event.error);
  };
  const effects = { apiOrigin: sandbox.origin, fetch: send, now, onEvent };
  const own = createCloseHandler({ oauth, origin, ...effects, ...handlerOptions });
  const handler = Object.assign(throughDoor(own, handlerOptions.fetch ?? send), { sessions: own.sessions });
  const browser = createBrowser(handler, origin);
  for (const [name, cookie] of restartOf?.browser.cookies ?? []) browser.cookies.set(name, cookie);
  return { sandbox, oauth, store, handler, browser, events, errors, secrets };
}

/** A `fetch` to the sandbox that records the codes, verifiers and tokens it sees. */
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

/** Opens `login` and answers the consent page. Returns the URL that Close sends the browser to. */
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

/** The response of `GET session`. */
export async function sessionOf({ browser }: Pick<World, 'browser'>): Promise<Record<string, unknown>> {
  const state: unknown = await (await browser.call('/api/close/session')).json();
  return Object.fromEntries(Object.entries(state ?? {}));
}
