import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CloseHandler } from '../src/index.ts';
import { toNodeListener } from '../src/node.ts';

/** Listens on loopback until the test ends. */
async function listen(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return new URL(`http://127.0.0.1:${address.port}`);
}

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

  it('sends each part of an answer as it comes', async () => {
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

  it('tells the handler when the browser leaves', async () => {
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

  it('uses the whole address where a framework strips its prefix', async () => {
    const listener = toNodeListener(async (request) => new Response(new URL(request.url).pathname));
    const url = await listen((request, response) => {
      listener(Object.assign(request, { originalUrl: request.url, url: '/login' }), response);
    });
    expect(await (await fetch(new URL('/api/close/login', url))).text()).toBe('/api/close/login');
  });

  it('survives a handler that rejects', async () => {
    const url = await listenTo(async () => Promise.reject(new Error('unforeseen')));
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
