import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createCloseHandler } from '../src/index.ts';
import type { CloseHandler } from '../src/index.ts';
import { toNodeListener } from '../src/node.ts';
import { fakeCloseOAuth, fakeGrant } from './fake-close-oauth.ts';
import { signIn } from './set-up-handler.ts';
import { listen } from './through-node.ts';

const toPair = (cookie: string) => cookie.split(';')[0] ?? '';
const listenTo = (handler: CloseHandler) => listen(toNodeListener(handler));

describe('toNodeListener', () => {
  it('keeps cookies apart', async () => {
    const headers = new Headers([
      ['set-cookie', 'a=1; Path=/'],
      ['set-cookie', 'b=2; Path=/'],
    ]);
    const url = await listenTo(async () => new Response('ok', { headers }));
    expect((await fetch(url)).headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  });

  it('carries three megabytes both ways', async () => {
    const url = await listenTo(async (request) => new Response(await request.arrayBuffer()));
    const body = new Uint8Array(3 * 1024 * 1024).map((_, index) => index % 251);
    const answer = await fetch(url, { method: 'POST', body });
    expect(Buffer.compare(new Uint8Array(await answer.arrayBuffer()), body)).toBe(0);
  });

  it('sends each part of a response as it arrives', async () => {
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
    const writer = writable.getWriter();
    const url = await listenTo(async () => new Response(readable));
    void writer.write(new TextEncoder().encode('first'));
    const reader = (await fetch(url)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    void writer.write(new TextEncoder().encode('second'));
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('second');
    await reader?.cancel();
  });

  it('aborts the request when the browser disconnects', async () => {
    const browser = new EventTarget();
    const left = once(browser, 'left');
    const started = once(browser, 'started');
    const url = await listenTo(async (request) => {
      request.signal.addEventListener('abort', () => browser.dispatchEvent(new Event('left')));
      browser.dispatchEvent(new Event('started'));
      await left;
      return new Response('late');
    });
    const socket = connect(Number(url.port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await started;
    socket.destroy();
    expect(await left).toHaveLength(1);
  });

  it('uses the full URL when a framework strips the mount path', async () => {
    const listener = toNodeListener(async (request) => new Response(new URL(request.url).pathname));
    const url = await listen((request, response) => {
      listener(Object.assign(request, { originalUrl: request.url, url: '/login' }), response);
    });
    expect(await (await fetch(new URL('/api/close/login', url))).text()).toBe('/api/close/login');
  });

  it('serves the whole handler: login, two cookies at once, a large call that is repeated', async () => {
    const lengths: number[] = [];
    const upstream: typeof fetch = async (_input, init) => {
      lengths.push(init?.body instanceof Uint8Array ? init.body.byteLength : 0);
      return Response.json({}, { status: lengths.length === 2 ? 401 : 200 });
    };
    const mounted: CloseHandler[] = [];
    const url = await listenTo(async (request) => mounted[0]?.(request) ?? Response.error());
    const oauth = fakeCloseOAuth(fakeGrant(), `${url.origin}/api/close/callback`);
    mounted.push(createCloseHandler({ oauth, origin: url.origin, fetch: upstream }));

    const login = await fetch(new URL('/api/close/login', url), { redirect: 'manual' });
    const page = await fetch(new URL('/api/close/callback?code=c&state=s1', url), {
      headers: { cookie: login.headers.getSetCookie().map(toPair).join('; ') },
    });
    const cookies = page.headers.getSetCookie().map(toPair);
    expect(cookies).toEqual([
      expect.stringMatching(/^closekit-flow-[\w-]+=$/),
      expect.stringMatching(/^closekit=./),
    ]);
    const answer = await fetch(new URL('/api/close/api/v1/lead/', url), {
      method: 'POST',
      headers: { cookie: cookies.join('; '), origin: url.origin, 'x-closekit': '1' },
      body: new Uint8Array(3 * 1024 * 1024),
    });
    expect([answer.status, lengths]).toEqual([200, [0, 3_145_728, 3_145_728]]);
  });

  it('survives a handler that rejects', async () => {
    const url = await listenTo(async () => Promise.reject(new Error('unforeseen')));
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('passes cookie names on as bytes, and finds a second header line', async () => {
    const setup = await signIn();
    const id = setup.browser.cookies.get('__Host-closekit')?.value ?? '';
    const url = await listenTo(setup.handler);
    const statuses = ['__Host-closekit=', '\u00A0__Host-closekit=', '\t__Host-closekit \t= '].map((name) =>
      sendRaw(url, [`Cookie: ${name}${id}`]),
    );
    expect(await Promise.all(statuses)).toEqual(['signed-in', 'signed-out', 'signed-in']);
    const line = `Cookie: __Host-closekit=${id}`;
    expect(await sendRaw(url, [line, 'X-Other: 1', 'cookie: a=1'])).toBe('signed-in');
    expect(await sendRaw(url, [line, 'X-Other: 1', `cookie: __Host-closekit=${'A'.repeat(43)}`])).toBe(
      'signed-out',
    );
  });
});

/** Asks for the session with these header lines, byte by byte. Returns its status. */
async function sendRaw(url: URL, lines: readonly string[]): Promise<string | undefined> {
  const socket = connect(Number(url.port), '127.0.0.1');
  const head = ['GET /api/close/session HTTP/1.1', 'Host: app.example', 'X-CloseKit: 1', 'Connection: close'];
  socket.write(Buffer.from([...head, ...lines, '', ''].join('\r\n'), 'latin1'));
  const response = await text(socket);
  return /"status":"([a-z-]+)"/.exec(response)?.[1];
}
