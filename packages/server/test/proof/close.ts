import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { listen } from '@closekit/sandbox/node';
import { appOrigin } from './app-origin.ts';
import type { AppSpec } from './app-messages.ts';
import { pause } from './pause.ts';

/** One request with a refresh token or an authorization code. */
export interface Spend {
  readonly userId: string;
  readonly process: string;
  /** By `performance.now()`. */
  readonly at: number;
  isAccepted: boolean;
}

/** A user of the app. */
export interface Person {
  readonly userId: string;
  readonly organizationId: string;
}

/** Close on a loopback port: a sandbox, with a user for each browser. */
export interface Close {
  readonly sandbox: Sandbox;
  readonly settings: Pick<AppSpec, 'server' | 'client' | 'subscriptions'>;
  /** The requests with each refresh token. */
  readonly spends: ReadonlyMap<string, Spend[]>;
  /** The requests with each authorization code. */
  readonly exchanges: ReadonlyMap<string, Spend[]>;
  /** Opens the consent page as a person and allows. Returns the URL of the callback. */
  consent(authorizationUrl: string, person: Person): Promise<URL>;
  /** Settles when every delivery was accepted. */
  delivered(): Promise<void>;
  close(): Promise<void>;
}

/** The options of {@link startClose}. */
export interface CloseOptions {
  readonly tokenLifetimeMs: number;
  /** Sends a webhook delivery to the app. */
  readonly send: (request: Request) => Promise<Response>;
}

/** Starts Close. Webhook deliveries are repeated until the app accepts them, as Close does. */
export async function startClose({ tokenLifetimeMs, send }: CloseOptions): Promise<Close> {
  const client = { clientId: 'oa2client_proof', clientSecret: 'secret-of-the-proof' };
  const userOf = new Map<string, string>();
  const spends = new Map<string, Spend[]>();
  const exchanges = new Map<string, Spend[]>();
  const listener = await listen((request) => respond(request));
  const sandbox = createSandbox({
    origin: listener.url,
    leads: 20,
    tokenLifetimeMs,
    client: { ...client, redirectUris: [`${appOrigin}/api/close/callback`] },
    sendWebhook: (delivery) => repeatDelivery(delivery, send),
  });

  function respond(request: Request): Promise<Response> {
    return new URL(request.url).pathname === '/oauth2/token/' ? issue(request) : sandbox.fetch(request);
  }

  /** The sandbox has one user who signs in; here each grant has its own. */
  async function issue(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.clone().text());
    const secret = form.get('code') ?? form.get('refresh_token') ?? '';
    const userId = userOf.get(secret) ?? '';
    const spend: Spend = {
      userId,
      process: request.headers.get('x-process') ?? '',
      at: performance.now(),
      isAccepted: false,
    };
    const log = form.has('code') ? exchanges : spends;
    log.set(secret, [...(log.get(secret) ?? []), spend]);
    const response = await sandbox.fetch(request);
    if (!response.ok) return response;
    spend.isAccepted = true;
    const tokens: { refresh_token: string } = await response.json();
    userOf.set(tokens.refresh_token, userId);
    return Response.json({ ...tokens, user_id: userId }, { headers: { 'cache-control': 'no-store' } });
  }

  const subscriptions = sandbox.organizations.map(({ id: organizationId }) => {
    const { id, signatureKey } = sandbox.subscribe({
      url: `${appOrigin}/api/close/webhook`,
      events: [{ object_type: 'lead', action: 'created' }],
      organizationId,
    });
    return [id, { signatureKey, organizationId }] as const;
  });
  return {
    sandbox,
    settings: { client, server: sandbox.metadata, subscriptions: Object.fromEntries(subscriptions) },
    spends,
    exchanges,
    async consent(authorizationUrl, { userId, organizationId }) {
      const callback = await sandbox.approve(authorizationUrl, { organizationId });
      userOf.set(callback.searchParams.get('code') ?? '', userId);
      return callback;
    },
    delivered: () => sandbox.delivered(),
    close: () => listener.close(),
  };
}

async function repeatDelivery(
  delivery: Request,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  for (;;) {
    const response = await send(delivery.clone()).catch(() => undefined);
    if (response?.status === 204) return response;
    await pause(20);
  }
}
