import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthorizationServer } from '@closekit/oauth';
import { listenAnywhere } from '../listen-anywhere.ts';

/** A fault of the server instead of a normal response to a refresh. */
export type Fault =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  | { readonly kind: 'cut'; readonly keep: 'headers' | 'half' | 'pair' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'body'; readonly change: (body: Record<string, unknown>) => unknown }
  | { readonly kind: 'committed'; readonly notice: () => void };

/** One rotation of the server. */
export interface Commit {
  readonly serial: number;
  /** The process that requested it. */
  readonly worker: string;
  readonly at: number;
  /** When the response was sent: later than the rotation when the server is slow. */
  readonly repliedAt: number;
  /** Whether the response was sent completely. */
  readonly sent: boolean;
}

/** One connection at the server. */
export interface ServerGrant {
  readonly key: string;
  alive: boolean;
  refreshToken: string;
  readonly commits: Commit[];
  /** Token requests, refused ones included. */
  requests: number;
  /** Requests with a spent refresh token, and the latest of them. */
  reuses: number;
  reused?: { readonly worker: string; readonly at: number };
}

/** A strict authorization server on a loopback socket. */
export interface TokenServer {
  readonly metadata: AuthorizationServer;
  readonly grants: Map<string, ServerGrant>;
  reuse: 'refuse' | 'revoke-grant';
  latencyMs: number;
  /** Called before every refresh. */
  plan: (grant: ServerGrant, worker: string) => Fault | undefined;
  close(): Promise<void>;
}

/**
 * Starts the server. The code of a login is the key of its grant, `organization/user`.
 *
 * @param options - The lifetime of access tokens, in seconds.
 */
export async function startTokenServer(options: { lifetimeSeconds?: number } = {}): Promise<TokenServer> {
  const http = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const origin = `http://127.0.0.1:${await listenAnywhere(http)}`;
  const server: TokenServer = {
    metadata: {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      revocation_endpoint: `${origin}/revoke`,
    },
    grants: new Map(),
    reuse: 'refuse',
    latencyMs: 0,
    plan: () => undefined,
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await readForm(request);
    if (request.url === '/revoke') return revoke(form, response);
    const worker = String(request.headers['x-worker'] ?? '');
    if (form.get('grant_type') === 'authorization_code') {
      const grant = connect(form.get('code') ?? '');
      return send(response, { status: 200, body: JSON.stringify(issue(grant, worker)) });
    }
    await refresh(form.get('refresh_token') ?? '', worker, response);
  }

  async function refresh(token: string, worker: string, response: ServerResponse): Promise<void> {
    const grant = server.grants.get(token.split('#')[0] ?? '');
    if (grant === undefined) return send(response, refusal);
    grant.requests += 1;
    const fault = server.plan(grant, worker);
    if (fault?.kind === 'reply') return send(response, fault);
    if (fault?.kind === 'reset' && fault.when === 'before') return end(response);
    if (server.latencyMs > 0) await pause(server.latencyMs);
    if (!grant.alive || token !== grant.refreshToken) {
      grant.reuses += 1;
      grant.reused = { worker, at: Date.now() };
      if (server.reuse === 'revoke-grant') grant.alive = false;
      return send(response, refusal);
    }
    const lost = fault?.kind === 'reset' || (fault?.kind === 'cut' && fault.keep !== 'pair');
    const delayMs = fault?.kind === 'late' ? fault.ms : 0;
    await deliver(response, issue(grant, worker, { sent: !lost, delayMs }), fault);
  }

  function connect(key: string): ServerGrant {
    const grant: ServerGrant = { key, alive: true, refreshToken: '', commits: [], requests: 0, reuses: 0 };
    const before = server.grants.get(key);
    server.grants.set(key, before ? Object.assign(before, { alive: true }) : grant);
    return before ?? grant;
  }

  function issue(
    grant: ServerGrant,
    worker: string,
    { sent = true, delayMs = 0 } = {},
  ): Record<string, unknown> {
    const [serial, at] = [grant.commits.length + 1, Date.now()];
    grant.commits.push({ serial, worker, at, repliedAt: at + delayMs, sent });
    grant.refreshToken = `${grant.key}#r${serial}`;
    const [organization_id, user_id] = grant.key.split('/');
    return {
      access_token: `${grant.key}#a${serial}`,
      token_type: 'Bearer',
      refresh_token: grant.refreshToken,
      expires_in: options.lifetimeSeconds ?? 3600,
      organization_id,
      user_id,
    };
  }

  function revoke(form: URLSearchParams, response: ServerResponse): void {
    const grant = server.grants.get(form.get('token')?.split('#')[0] ?? '');
    if (grant) grant.alive = false;
    send(response, { status: 200, body: '' });
  }

  return server;
}

async function deliver(
  response: ServerResponse,
  pair: Record<string, unknown>,
  fault?: Fault,
): Promise<void> {
  const text = JSON.stringify(fault?.kind === 'body' ? fault.change(pair) : pair);
  if (fault?.kind === 'reset') return end(response);
  if (fault?.kind === 'committed') fault.notice();
  if (fault?.kind === 'late') await pause(fault.ms);
  if (fault?.kind !== 'cut') return send(response, { status: 200, body: text });
  const ends = { headers: 0, half: 10, pair: text.indexOf('"expires_in"') + 5 };
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
  response.write(text.slice(0, ends[fault.keep]), () => setTimeout(() => response.destroy(), 20));
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

const refusal: Answer = { status: 400, body: '{"error":"invalid_grant"}' };

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

function end(response: ServerResponse): void {
  response.destroy();
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
