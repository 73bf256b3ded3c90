import { describe, expect, it } from 'vitest';
import { createBrowser, type Browser } from '../../test/browser.ts';
import { fakeCloseOAuth, fakeGrant, type FakeGrantOptions } from '../../test/fake-close-oauth.ts';
import { createCloseHandler } from './create-close-handler.ts';
import type { CloseHandlerOptions } from './handler-config.ts';

type Answer = (url: string, init: RequestInit) => Promise<Response>;

async function signedIn(
  answer: Answer,
  options: { grant?: FakeGrantOptions; handler?: Partial<CloseHandlerOptions> } = {},
): Promise<Browser> {
  const handler = createCloseHandler({
    oauth: fakeCloseOAuth(fakeGrant(options.grant)),
    origin: 'https://app.example',
    fetch: async (input, init = {}) => {
      const url = new Request(input).url;
      return url.endsWith('/me/') ? new Response(null, { status: 404 }) : answer(url, init);
    },
    ...options.handler,
  });
  const browser = createBrowser(handler);
  await browser.visit('/api/close/login');
  await browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
  return browser;
}

const post = (body: BodyInit): RequestInit => ({ method: 'POST', body });

describe('proxy', () => {
  it('sends path, query, method and body on, and hands the answer back', async () => {
    const seen: unknown[] = [];
    const browser = await signedIn(async (url, init) => {
      seen.push([
        url,
        init.method,
        new TextDecoder().decode(init.body instanceof Uint8Array ? init.body : undefined),
      ]);
      return Response.json({ id: 'lead_1' }, { status: 201 });
    });
    const answer = await browser.call('/api/close/api/v1/lead/?_fields=id%2Cname', post('{"name":"A"}'));
    expect(seen).toEqual([['https://api.close.com/api/v1/lead/?_fields=id%2Cname', 'POST', '{"name":"A"}']]);
    expect([answer.status, await answer.json()]).toEqual([201, { id: 'lead_1' }]);
  });

  it('never leaves /api/v1/ on the API host', async () => {
    const urls: string[] = [];
    const browser = await signedIn(async (url) => {
      urls.push(url);
      return Response.json({});
    });
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
    expect(urls).toEqual([]);
  });

  it('hands empty answers back', async () => {
    const browser = await signedIn(async () => new Response(null, { status: 204 }));
    expect((await browser.call('/api/close/api/v1/lead/lead_1/', { method: 'DELETE' })).status).toBe(204);
  });

  it('hands failures of Close back as they are', async () => {
    const browser = await signedIn(async () =>
      Response.json({ errors: [], 'field-errors': { name: 'x' } }, { status: 400 }),
    );
    const answer = await browser.call('/api/close/api/v1/lead/', post('{}'));
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { errors: [], 'field-errors': { name: 'x' } },
    ]);
  });

  it('streams the answer as it arrives', async () => {
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
    const writer = writable.getWriter();
    const call = await signedInHandler(async () => new Response(readable));
    const reader = (await call('/api/close/api/v1/lead/')).body?.getReader();
    void writer.write(new TextEncoder().encode('first'));
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    await reader?.cancel();
  });

  it('replaces a refused token once and repeats the same bytes', async () => {
    const invalidated: string[] = [];
    const bodies: unknown[] = [];
    const tokens = ['old', 'old', 'new'];
    const browser = await signedIn(
      async (_url, init) => {
        bodies.push(init.body);
        const fresh = new Headers(init.headers).get('authorization') === 'Bearer new';
        return fresh ? Response.json({ ok: true }) : Response.json({ error: 'expired' }, { status: 401 });
      },
      {
        grant: { get: async () => tokens.shift() ?? 'none', invalidate: (token) => invalidated.push(token) },
      },
    );
    const answer = await browser.call('/api/close/api/v1/lead/', post('payload'));
    expect(await answer.json()).toEqual({ ok: true });
    expect(invalidated).toEqual(['old']);
    expect(bodies).toEqual([new TextEncoder().encode('payload'), new TextEncoder().encode('payload')]);
  });

  it('gives up after the second refusal', async () => {
    let calls = 0;
    const browser = await signedIn(async () => {
      calls += 1;
      return Response.json({ error: 'no' }, { status: 401 });
    });
    const answer = await browser.call('/api/close/api/v1/lead/');
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'reauthorization_required' }]);
    expect(calls).toBe(2);
  });

  it('does not send a body beyond the limit', async () => {
    let calls = 0;
    const browser = await signedIn(
      async () => {
        calls += 1;
        return Response.json({});
      },
      { handler: { maxBodyBytes: 4 } },
    );
    const answer = await browser.call('/api/close/api/v1/lead/', post('12345'));
    expect([answer.status, await answer.json(), calls]).toMatchObject([413, { code: 'body_too_large' }, 0]);
  });

  it('answers 502 and 504 for Close being away or late', async () => {
    const away = await signedIn(async () => Promise.reject(new TypeError('fetch failed')));
    expect((await away.call('/api/close/api/v1/lead/')).status).toBe(502);
    const late = await signedIn((_url, init) => aborted(init.signal), { handler: { timeoutMs: 1 } });
    expect((await late.call('/api/close/api/v1/lead/')).status).toBe(504);
  });

  it('does not follow or pass on a redirect', async () => {
    const headers = { location: 'https://evil.example/' };
    const browser = await signedIn(async () => new Response(null, { status: 302, headers }));
    const answer = await browser.call('/api/close/api/v1/lead/');
    expect([answer.status, answer.headers.get('location')]).toEqual([502, null]);
  });

  it('stops the call at Close when the browser leaves', async () => {
    const controller = new AbortController();
    const browser = await signedIn(async (_url, init) => {
      controller.abort();
      return aborted(init.signal);
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

/** Like `signedIn`, but without a browser that waits for whole bodies. */
async function signedInHandler(answer: Answer): Promise<(path: string) => Promise<Response>> {
  const handler = createCloseHandler({
    oauth: fakeCloseOAuth(),
    origin: 'https://app.example',
    fetch: async (input, init = {}) => {
      const url = new Request(input).url;
      return url.endsWith('/me/') ? new Response(null, { status: 404 }) : answer(url, init);
    },
  });
  const login = await handler(new Request('https://app.example/api/close/login'));
  const [flow = ''] = login.headers.getSetCookie();
  const page = await handler(
    new Request('https://app.example/api/close/callback?code=c&state=s1', { headers: { cookie: flow } }),
  );
  const cookie = page.headers.getSetCookie().find((one) => one.startsWith('__Host-closekit=')) ?? '';
  return (path) =>
    handler(new Request(`https://app.example${path}`, { headers: { cookie, 'x-closekit': '1' } }));
}
