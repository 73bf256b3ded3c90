import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { setUp, signIn } from '../set-up-handler.ts';
import { listen } from '../through-node.ts';
import { rawOutcome, startRawServer } from './raw-server.ts';

/** A real Close, reached by the real `fetch`, and the headers it has received, without those for the names. */
async function startClose(listener: RequestListener) {
  const received: IncomingHttpHeaders[] = [];
  const { origin: apiOrigin } = await listen((request, response) => {
    if (request.url === '/api/v1/me/') return response.end('{}');
    received.push(request.headers);
    return listener(request, response);
  });
  const setup = await signIn({ apiOrigin, fetch: (input, init) => fetch(input, init) });
  const send = await startRawServer(setup.handler);
  const guards = ['x-closekit: 1', 'sec-fetch-site: same-origin', `cookie: ${setup.browser.header()}`];
  return {
    ...setup,
    received,
    call: (lines: string[]) => send('GET /api/close/api/v1/lead/', [...guards, ...lines]),
  };
}

describe('published attacks on headers', () => {
  it('Fastify CVE-2026-3635: no header changes the origin or the scheme', async () => {
    const { browser } = setUp();
    const forwarded = {
      host: 'evil.test',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '80',
      forwarded: 'host=evil.test;proto=http',
    };
    const login = await browser.callWith('', '/api/close/login', {
      ...forwarded,
      'sec-fetch-dest': 'document',
    });
    expect(login.headers.get('location')).not.toContain('evil');
    expect(login.headers.getSetCookie().every((cookie) => cookie.endsWith('; Secure'))).toBe(true);
    const call = { ...forwarded, origin: 'https://evil.test' };
    expect((await browser.callWith('', '/api/close/session', call)).status).toBe(403);
    const insecure = { ...forwarded, origin: 'http://app.example' };
    expect((await browser.callWith('', '/api/close/session', insecure)).status).toBe(403);
  });

  it('undici CVE-2023-45143: neither token nor cookie follows a redirect', async () => {
    const elsewhere: unknown[] = [];
    const { href: other } = await listen((request, response) => {
      elsewhere.push(request.headers);
      response.end('{}');
    });
    const { received, call } = await startClose((_, response) =>
      response.writeHead(307, { location: other }).end(),
    );
    expect(rawOutcome(await call([]))).toEqual({ status: 502, code: 'upstream_redirect' });
    expect(elsewhere).toEqual([]);
    expect(received).toHaveLength(1);
    expect(received[0]).not.toHaveProperty('cookie');
  });

  it('@fastify/reply-from 449: headers of one connection end there, and remove none of ours', async () => {
    const { received, call } = await startClose((_, response) => response.end('{}'));
    const hopByHop = ['x-hop: 1', 'keep-alive: timeout=5', 'te: trailers', 'proxy-authorization: Basic x'];
    await call(['connection: x-hop, authorization, accept, host', ...hopByHop, 'accept: application/json']);
    expect(received[0]).toMatchObject({ authorization: 'Bearer access-token', accept: 'application/json' });
    const names = Object.keys(received[0] ?? {});
    expect(names.filter((name) => ['x-hop', 'te', 'proxy-authorization', 'cookie'].includes(name))).toEqual(
      [],
    );
  });

  it('oauth2-proxy CVE-2025-64484: an underscore is no hyphen, and no identity is forwarded', async () => {
    const { received, call, handler } = await startClose((_, response) => response.end('{}'));
    const identity = [
      'X_Forwarded_User: root',
      'X-Forwarded-User: root',
      'X-Forwarded-Email: root',
      'Remote-User: root',
    ];
    await call([
      ...identity,
      'Authorization: Bearer other',
      'Authorization_: Bearer other',
      'X_Http_Method_Override: GET',
    ]);
    expect(received[0]?.authorization).toBe('Bearer access-token');
    const names = Object.keys(received[0] ?? {});
    expect(names.filter((name) => /user(?!-agent)|email|_/.test(name))).toEqual([]);
    const send = await startRawServer(handler);
    expect(rawOutcome(await send('GET /api/close/session', ['X_CloseKit: 1']))).toMatchObject({
      status: 403,
    });
  });
});
