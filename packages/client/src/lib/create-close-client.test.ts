import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { json, stubFetch } from '../../test/stub-fetch.ts';
import type { Answer } from '../../test/stub-fetch.ts';
import { apiKey } from './auth/api-key.ts';
import { bearer } from './auth/bearer.ts';
import { cookieSession } from './auth/cookie-session.ts';
import { createCloseClient } from './create-close-client.ts';
import { raw } from './connection/raw.ts';

const html = (body: string, status = 200) =>
  new Response(body, { status, headers: { 'content-type': 'text/html' } });

function clientFor(...answers: Answer[]) {
  const server = stubFetch(...answers);
  const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch, retry: false });
  return { close, seen: server.seen };
}

describe('createCloseClient', () => {
  it('sends operations to their path, identifiers encoded', async () => {
    const { close, seen } = clientFor(json({}));
    await close.leads.get('a/../b?c#d%2F$&');
    expect(seen[0]).toMatchObject({
      method: 'GET',
      path: '/api/v1/lead/a%2F..%2Fb%3Fc%23d%252F%24%26/',
      body: '',
    });
  });

  it('sends lists as one comma-separated value and leaves out empty ones', async () => {
    const { close, seen } = clientFor(json({}), json({}));
    await close.leads.get('lead_1', { _fields: ['id', 'display_name'] });
    await close.leads.get('lead_1', { _fields: [] });
    expect(new URL(seen[0]?.url ?? '').searchParams.getAll('_fields')).toEqual(['id,display_name']);
    expect(seen[1]?.path).toBe('/api/v1/lead/lead_1/');
  });

  it('sends bodies as JSON', async () => {
    const { close, seen } = clientFor(json({}));
    await close.leads.update('lead_1', { name: 'Ä' });
    expect(seen[0]).toMatchObject({ method: 'PUT', body: '{"name":"Ä"}', redirect: 'manual' });
    expect(seen[0]?.headers.get('content-type')).toBe('application/json');
    expect(seen[0]?.headers.get('accept')).toBe('application/json');
  });

  it('builds no Request of its own', async () => {
    vi.stubGlobal('Request', () => expect.unreachable());
    onTestFinished(() => void vi.unstubAllGlobals());
    const inits: (RequestInit | undefined)[] = [];
    const send: typeof fetch = async (_, init) => {
      inits.push(init);
      return json({ id: 'lead_1' });
    };
    const close = createCloseClient({ auth: bearer('t'), fetch: send });
    await close.leads.get('lead_1');
    await close.leads.create({ name: 'Acme' });
    expect(inits.map((init) => [init?.method, init?.body])).toEqual([
      ['GET', undefined],
      ['POST', '{"name":"Acme"}'],
    ]);
  });

  it('throws at once for a wrong argument', () => {
    const { close, seen } = clientFor();
    expect(() => close.leads.get('')).toThrow(
      new TypeError("leads_get: `id` must be a non-empty string, not '.' or '..'."),
    );
    expect(() => close.leads.delete('..')).toThrow(TypeError);
    const limit = new TypeError('leads_get: `timeoutMs` must be a positive number.');
    expect(() => close.leads.get('lead_1', { timeoutMs: 0 })).toThrow(limit);
    expect(() => close.leads.get('lead_1', { timeoutMs: Number.NaN })).toThrow(limit);
    expect(seen).toHaveLength(0);
  });

  it('looks the global fetch up at each call', async () => {
    const close = createCloseClient({ auth: bearer('t') });
    const later = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => json({ id: 'user_1' }));
    try {
      expect(await close.users.get('user_1')).toEqual({ id: 'user_1' });
      expect(later).toHaveBeenCalledOnce();
    } finally {
      later.mockRestore();
    }
  });

  it('returns undefined for the empty response to a delete, 200 or 204', async () => {
    const { close } = clientFor(
      new Response(null, { status: 204 }),
      new Response('', { status: 200 }),
      new Response('', { headers: { 'content-length': '0' } }),
    );
    expect(await close.leads.delete('lead_1')).toBeUndefined();
    expect(await close.leads.delete('lead_1')).toBeUndefined();
    expect(await close.leads.delete('lead_1')).toBeUndefined();
  });

  it('rejects with decode for HTML, with a hint', async () => {
    const { close } = clientFor(html('<!doctype html><p>Sign in</p>'));
    const result = await close.leads.get('lead_1').result();
    const message = 'leads_get: The response is HTML. Check `baseUrl`.';
    expect(result).toMatchObject({ ok: false, error: { code: 'decode', status: 200, message } });
  });

  it('rejects with decode for truncated JSON and for an empty body', async () => {
    const { close } = clientFor(
      new Response('{"id": "lea'),
      new Response(''),
      new Response(null, { status: 204 }),
    );
    expect(await close.leads.get('lead_1').result()).toMatchObject({
      error: { code: 'decode', attempts: 1 },
    });
    expect(await close.leads.get('lead_1').result()).toMatchObject({ error: { code: 'decode' } });
    expect(await close.leads.get('lead_1').result()).toMatchObject({
      error: { code: 'decode', status: 204 },
    });
  });

  it('rejects with decode for an empty page of a search, which is read by POST', async () => {
    const { close } = clientFor(new Response(''));
    expect(await close.search.query({ query: { type: 'match_all' } }).result()).toMatchObject({
      error: { code: 'decode' },
    });
  });

  it('maps each status to its code', async () => {
    const statuses = [400, 401, 402, 403, 404, 405, 415, 418, 429, 500, 503];
    const { close } = clientFor(...statuses.map((status) => json({}, { status })));
    const codes: (string | undefined)[] = [];
    for (const _ of statuses) codes.push(await close.leads.create({}).then(String, (error) => error.code));
    const [plan, bad, down] = ['plan_limit', 'invalid_request', 'server_error'];
    const refusals = ['unauthorized', plan, 'forbidden', 'not_found'];
    expect(codes).toEqual([bad, ...refusals, bad, bad, bad, 'rate_limited', down, down]);
  });

  it('reports the wrong fields', async () => {
    const { close } = clientFor(
      json({ errors: ['Bad'], 'field-errors': { name: 'Too long' } }, { status: 400 }),
    );
    await expect(close.leads.update('lead_1', { name: 'x' })).rejects.toMatchObject({
      message: 'leads_update: The server responded with 400: Bad; name: Too long.',
      status: 400,
      errors: ['Bad'],
      fieldErrors: { name: 'Too long' },
      operation: 'leads_update',
    });
  });

  it('does not follow redirects', async () => {
    const location = 'https://elsewhere.example/';
    const { close, seen } = clientFor(new Response(null, { status: 302, headers: { location } }));
    const result = await close.leads.get('lead_1').result();
    expect(result).toMatchObject({ error: { code: 'server_error', status: 302 } });
    expect(seen).toHaveLength(1);
  });

  it('reports an opaque redirect of a browser in the same way', async () => {
    const { close } = clientFor(Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' }));
    expect(await close.leads.get('lead_1').result()).toMatchObject({
      error: { code: 'server_error', attempts: 1 },
    });
  });

  it('lets tests replace its functions', () => {
    const { close } = clientFor();
    const answer = close.leads.delete('other');
    const stub = vi.spyOn(close.leads, 'delete').mockReturnValue(answer);
    void close.leads.delete('lead_1');
    expect(stub).toHaveBeenCalledExactlyOnceWith('lead_1');
  });

  it('resolves a path of this origin only where there is an origin', async () => {
    const close = createCloseClient({ auth: cookieSession() });
    await expect(close.users.getMe()).rejects.toThrow(
      new TypeError('createCloseClient: `baseUrl` must be an absolute URL outside a browser.'),
    );
  });

  it("passes a path to the caller's own fetch", async () => {
    const server = stubFetch(json({ id: 'user_1' }), json({ id: 'lead_1' }));
    const close = createCloseClient({ auth: cookieSession(), fetch: server.fetch });
    await close.users.getMe();
    await raw(close).POST('/lead/', { body: { name: 'Acme' } });
    expect(server.seen).toMatchObject([
      { path: '/api/close/api/v1/me/', method: 'GET' },
      { path: '/api/close/api/v1/lead/', method: 'POST', body: '{"name":"Acme"}' },
    ]);
  });

  it('notifies subscribers until they unsubscribe', async () => {
    const { close } = clientFor(json({}, { status: 401 }), json({}, { status: 401 }));
    const heard: string[] = [];
    const stop = close.subscribe((event) => heard.push(event.type));
    await close.users.getMe().result();
    stop();
    await close.users.getMe().result();
    expect(heard).toEqual(['unauthorized']);
  });

  it('exposes no credential when it, its auth or its errors are logged', async () => {
    const deep = { depth: 12, showHidden: true };
    const secrets = ['api_secretkey', btoa('api_secretkey:'), 'secrettoken'];
    const shown: string[] = [];
    for (const auth of [apiKey('api_secretkey'), bearer('secrettoken')]) {
      const lost = new TypeError('fetch failed');
      const close = createCloseClient({
        auth,
        fetch: stubFetch(json({}, { status: 401 }), lost).fetch,
        retry: false,
      });
      const errors = [await close.leads.create({}).result(), await close.leads.create({}).result()];
      shown.push(inspect([close, auth, errors], deep), JSON.stringify([close, auth, errors]));
    }
    expect(secrets.filter((secret) => shown.some((text) => text.includes(secret)))).toEqual([]);
  });
});

describe('raw', () => {
  it('is openapi-fetch over the same transport', async () => {
    const { close, seen } = clientFor(json({ id: 'lead_1' }), json({ error: 'Not found' }, { status: 404 }));
    const params = { path: { id: 'lead_1' }, query: { _fields: ['id', 'name'] } };
    const found = await raw(close).GET('/lead/{id}/', { params });
    expect(found.data).toEqual({ id: 'lead_1' });
    expect(seen[0]?.path).toBe('/api/v1/lead/lead_1/?_fields=id,name');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer t');
    const lost = await raw(close).GET('/lead/{id}/', { params });
    expect(lost.error).toEqual({ error: 'Not found' });
    expect(lost.response).toMatchObject({ status: 404 });
  });

  it('rejects with our error when there is no response', async () => {
    const { close } = clientFor(new TypeError('fetch failed'));
    await expect(raw(close).GET('/me/')).rejects.toMatchObject({
      code: 'network',
      operation: undefined,
      attempts: 1,
    });
  });

  it('emits unauthorized for a 401, too', async () => {
    const { close } = clientFor(json({ error: 'No' }, { status: 401 }));
    const heard: string[] = [];
    close.subscribe((event) => heard.push(event.type));
    expect((await raw(close).GET('/me/')).error).toEqual({ error: 'No' });
    expect(heard).toEqual(['unauthorized']);
  });

  it('runs its middlewares, which see no operations', async () => {
    const { close, seen } = clientFor(json({ id: 'lead_1' }), json({ id: 'lead_1' }));
    raw(close).use({
      onRequest: ({ request }) => {
        const changed = new Request(request);
        changed.headers.set('x-trace', '1');
        return changed;
      },
    });
    await raw(close).POST('/lead/', { body: { name: 'Acme' } });
    expect(seen[0]).toMatchObject({ body: '{"name":"Acme"}' });
    expect(seen[0]?.headers.get('x-trace')).toBe('1');
    await close.leads.create({ name: 'Acme' });
    expect(seen[1]?.headers.has('x-trace')).toBe(false);
  });
});
