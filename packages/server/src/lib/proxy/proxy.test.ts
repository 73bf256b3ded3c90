import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { signIn } from '../../../test/set-up-handler.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const post = (body: BodyInit): RequestInit => ({ method: 'POST', body });

describe('proxy', () => {
  it('forwards path, query, method and body, and returns the response', async () => {
    const seen: unknown[] = [];
    const { browser } = await signIn({
      answer: async (url, init) => {
        seen.push([url, init.method, init.body]);
        return Response.json({ id: 'lead_1' }, { status: 201 });
      },
    });
    const answer = await browser.call('/api/close/api/v1/lead/?_fields=id%2Cname', post('{"name":"A"}'));
    expect(seen).toEqual([
      ['https://api.close.com/api/v1/lead/?_fields=id%2Cname', 'POST', bytes('{"name":"A"}')],
    ]);
    expect([answer.status, await answer.json()]).toEqual([201, { id: 'lead_1' }]);
  });

  it('never leaves /api/v1/ on the API host', async () => {
    const { browser, reached } = await signIn();
    const tricks = [
      '/api/close/api/v1/../v2/lead/',
      '/api/close/api/v1/%2e%2e/v2/lead/',
      '/api/close/api/v1/..%2fv2/lead/',
      '/api/close/api/v1/..\\v2/lead/',
      '/api/close/api/v1//evil.example/',
      '/api/close/api/v1/%2f%2fevil.example/',
      '/api/close/api/v1/https://evil.example/',
      '/api/close/api/v1@evil.example/',
      '/api/close/api/v1.evil.example/',
      '/api/close/api/v2/lead/',
      '/api/close/api/',
      '/api/close/api/v1',
    ];
    const answers = await Promise.all(tricks.map((path) => browser.call(path)));
    expect(answers.map((answer) => answer.status)).toEqual(tricks.map(() => 404));
    expect(reached).toEqual([]);
  });

  it('forwards empty responses', async () => {
    const { browser } = await signIn({ answer: async () => new Response(null, { status: 204 }) });
    expect((await browser.call('/api/close/api/v1/lead/lead_1/', { method: 'DELETE' })).status).toBe(204);
  });

  it('forwards errors of Close unchanged', async () => {
    const refusal = { errors: [], 'field-errors': { name: 'x' } };
    const { browser } = await signIn({ answer: async () => Response.json(refusal, { status: 400 }) });
    const answer = await browser.call('/api/close/api/v1/lead/', post('{}'));
    expect([answer.status, await answer.json()]).toEqual([400, refusal]);
  });

  it('refuses a call for an organization other than the active one', async () => {
    const { browser, reached } = await signIn();
    const headers = { 'x-closekit-organization': 'orga_0' };
    const answer = await browser.call('/api/close/api/v1/lead/', { ...post('{}'), headers });
    expect([answer.status, await answer.json(), reached]).toMatchObject([
      409,
      { code: 'organization_changed' },
      [],
    ]);
  });

  it('refuses a call for a user other than the active one', async () => {
    const { browser, reached } = await signIn();
    const headers = { 'x-closekit-organization': 'orga_1', 'x-closekit-user': 'user_0' };
    const answer = await browser.call('/api/close/api/v1/lead/', { headers });
    expect([answer.status, await answer.json(), reached]).toMatchObject([
      409,
      { code: 'organization_changed' },
      [],
    ]);
  });

  it('forwards a call for the active organization and user, without the headers that name them', async () => {
    const seen: unknown[] = [];
    const { browser } = await signIn({
      answer: async (_url, init) => {
        seen.push([...new Headers(init.headers).keys()].filter((name) => name.startsWith('x-closekit')));
        return Response.json({});
      },
    });
    const headers = { 'x-closekit-organization': 'orga_1', 'x-closekit-user': 'user_1' };
    expect((await browser.call('/api/close/api/v1/lead/', { ...post('{}'), headers })).status).toBe(200);
    expect(seen).toEqual([[]]);
  });

  it('streams the response as it arrives', async () => {
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
    const writer = writable.getWriter();
    const { browser } = await signIn({ answer: async () => new Response(readable) });
    const answer = browser.call('/api/close/api/v1/lead/');
    void writer.write(bytes('first'));
    const reader = (await answer).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    await writer.close();
  });

  it('replaces a refused token once and repeats the same bytes', async () => {
    const invalidated: string[] = [];
    const bodies: unknown[] = [];
    const tokens = ['old', 'old', 'new'];
    const grant = fakeGrant({
      get: async () => tokens.shift() ?? 'none',
      invalidate: (token) => invalidated.push(token),
    });
    const { browser } = await signIn({
      oauth: fakeCloseOAuth(grant),
      answer: async (_url, init) => {
        bodies.push(init.body);
        const isFresh = new Headers(init.headers).get('authorization') === 'Bearer new';
        return isFresh ? Response.json({ ok: true }) : Response.json({ error: 'expired' }, { status: 401 });
      },
    });
    const answer = await browser.call('/api/close/api/v1/lead/', post('payload'));
    expect(await answer.json()).toEqual({ ok: true });
    expect(invalidated).toEqual(['old']);
    expect(bodies).toEqual([bytes('payload'), bytes('payload')]);
  });

  it('gives up after the second refusal', async () => {
    const { browser, reached } = await signIn({ answer: async () => Response.json({}, { status: 401 }) });
    const answer = await browser.call('/api/close/api/v1/lead/');
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'reauthorization_required' }]);
    expect(reached).toHaveLength(2);
  });

  it('does not forward a body over the limit', async () => {
    const { browser, reached } = await signIn({ maxBodyBytes: 4 });
    const answer = await browser.call('/api/close/api/v1/lead/', post('12345'));
    expect([answer.status, await answer.json(), reached]).toMatchObject([
      413,
      { code: 'body_too_large' },
      [],
    ]);
  });

  it('responds with 502 and 504 when Close is unreachable or late', async () => {
    const away = await signIn({ answer: async () => Promise.reject(new TypeError('fetch failed')) });
    expect((await away.browser.call('/api/close/api/v1/lead/')).status).toBe(502);
    const late = await signIn({ answer: (_url, init) => aborted(init.signal), timeoutMs: 1 });
    expect((await late.browser.call('/api/close/api/v1/lead/')).status).toBe(504);
  });

  it('neither follows nor forwards a redirect', async () => {
    const headers = { location: 'https://evil.example/' };
    const { browser } = await signIn({ answer: async () => new Response(null, { status: 302, headers }) });
    const answer = await browser.call('/api/close/api/v1/lead/');
    expect([answer.status, answer.headers.get('location')]).toEqual([502, null]);
  });

  it('aborts the call to Close when the browser disconnects', async () => {
    const controller = new AbortController();
    const { browser } = await signIn({
      answer: async (_url, init) => {
        controller.abort();
        return aborted(init.signal);
      },
    });
    const answer = await browser.call('/api/close/api/v1/lead/', { signal: controller.signal });
    expect(answer.status).toBe(499);
  });
});

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}
