import type { IncomingMessage, ServerResponse } from 'node:http';
import nodeFetch from 'node-fetch';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { downloadFile, streamResponse, uploadFile } from '../../src/files.ts';
import type { FileProgress } from '../../src/files.ts';
import { bearer, cookieSession, createCloseClient } from '../../src/index.ts';
import { sandboxSource } from '../sandbox-source.ts';
import { json, stubFetch } from '../stub-fetch.ts';
import type { Answer } from '../stub-fetch.ts';
import { openSandbox } from './open-sandbox.ts';
import { serve } from './server.ts';

const hello = new File(['Hello, hello'], 'hello.txt', { type: 'text/plain' });

function stubbed(...answers: Answer[]) {
  const server = stubFetch(...answers);
  const headers = { 'x-tz-offset': '1' };
  const close = createCloseClient({ auth: bearer('secret'), fetch: server.fetch, random: () => 0, headers });
  return { close, seen: server.seen };
}

const hop = () => redirect('https://storage.example/again');
const redirect = (location: string) => new Response(null, { status: 302, headers: { location } });
const link = 'https://app.close.com/go/file/a/hello.txt?x=1';

/** A body in the hands of the test. */
function openBody() {
  let sink: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => void (sink = controller),
    cancel: () => void (isCancelled = true),
  });
  return {
    stream,
    send: (text: string) => sink?.enqueue(new TextEncoder().encode(text)),
    end: () => sink?.close(),
    fail: (error: unknown) => sink?.error(error),
    isCancelled: () => isCancelled,
  };
}

function onProgress() {
  throw new Error('mine');
}

function fakeTime(): void {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

describe('downloadFile', () => {
  it('requests a file of Close from the API, and follows the redirect without the credential', async () => {
    const { sandbox, close, seen } = openSandbox({ storageOrigin: 'https://storage.localhost' });
    const { url } = await uploadFile(close, hello);
    sandbox.requests.length = 0;
    const heard: FileProgress[] = [];
    const response = await downloadFile(close, url, { onProgress: (progress) => heard.push(progress) });
    expect(await response.text()).toBe('Hello, hello');
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(seen()).toEqual(
      ['GET /go/file/… 302 *', 'GET /storage/file/… 200'].map((line) =>
        expect.stringContaining(line.slice(0, 9)),
      ),
    );
    expect(sandbox.requests.map(({ status, authorization }) => [status, authorization])).toEqual([
      [302, true],
      [200, false],
    ]);
    expect(heard.at(-1)).toEqual({ transferred: 12, total: 12 });
  });

  it('refreshes the token', async () => {
    const { sandbox, close: uploader } = openSandbox();
    const { url } = await uploadFile(uploader, hello);
    const source = sandboxSource(sandbox);
    const close = createCloseClient({ auth: source, fetch: sandbox.fetch });
    sandbox.expireAccessTokens();
    expect(await (await downloadFile(close, new URL(url))).text()).toBe('Hello, hello');
    expect(source.refreshes()).toBe(1);
  });

  it('sends the credential to the API only', async () => {
    const { close, seen } = stubbed(
      redirect('https://storage.example/1?signature=x'),
      redirect('/2'),
      redirect('https://api.close.com/3'),
      new Response('done'),
    );
    expect(await (await downloadFile(close, link, { headers: { 'x-own': '1' } })).text()).toBe('done');
    expect(seen.map(({ url }) => url)).toEqual([
      'https://api.close.com/go/file/a/hello.txt?x=1',
      'https://storage.example/1?signature=x',
      'https://storage.example/2',
      'https://api.close.com/3',
    ]);
    const names = seen.map(({ headers }) => [...headers.keys()].join(' '));
    expect(names).toEqual(['accept authorization x-own x-tz-offset', 'accept', 'accept', 'accept']);
    expect(new Set(seen.map((request) => request.redirect))).toEqual(new Set(['manual']));
  });

  it('sends none to a URL of another host', async () => {
    const { close, seen } = stubbed(new Response('done'));
    await downloadFile(close, 'https://api.close.com.example/go/file/a');
    expect([...(seen[0]?.headers.keys() ?? [])]).toEqual(['accept']);
  });

  it('goes to the base URL of the client', async () => {
    const { fetch, seen } = stubFetch(new Response(''), new Response(''));
    const close = createCloseClient({
      auth: bearer('t'),
      fetch,
      baseUrl: 'https://proxy.example/close/api/v1',
    });
    await downloadFile(close, link);
    await downloadFile(close, 'https://proxy.example/close/call/acti_1/voicemail/');
    expect(seen.map(({ url, headers }) => [url, headers.has('authorization')])).toEqual([
      ['https://proxy.example/close/go/file/a/hello.txt?x=1', true],
      ['https://proxy.example/close/call/acti_1/voicemail/', true],
    ]);
  });

  it('follows no redirect to plain http, to this machine, with a user, or without a target', async () => {
    const targets = [
      'http://storage.example/',
      'http://127.0.0.1/',
      'https://a:b@storage.example/',
      'file:///etc',
      '',
    ];
    for (const location of targets) {
      const { close, seen } = stubbed(redirect(location));
      const failure = { code: 'server_error', status: 302, path: '/go/file/a/hello.txt' };
      await expect(downloadFile(close, link)).rejects.toMatchObject(failure);
      expect(seen).toHaveLength(1);
    }
  });

  it('follows five redirects', async () => {
    const { close, seen } = stubbed(hop, hop, hop, hop, hop, hop);
    await expect(downloadFile(close, link)).rejects.toMatchObject({
      message: 'More than 5 redirects. Check the URL.',
    });
    expect(seen).toHaveLength(6);
  });

  it('fails with the code of the response', async () => {
    const { close } = stubbed(json({ error: 'No.' }, { status: 404 }));
    await expect(downloadFile(close, link)).rejects.toMatchObject({ code: 'not_found', errors: ['No.'] });
    const expired = stubbed(
      redirect('https://storage.example/1'),
      new Response('<Code>Expired</Code>', { status: 403 }),
    );
    await expect(downloadFile(expired.close, link)).rejects.toMatchObject({ code: 'forbidden', path: '/1' });
  });

  it('sends again what was lost before the response began', async () => {
    const { close, seen } = stubbed(
      new Response('', { status: 503 }),
      redirect('https://storage.example/1'),
      new TypeError('fetch failed'),
      new Response('done'),
    );
    expect(await (await downloadFile(close, link, { priority: 'bulk' })).text()).toBe('done');
    expect(seen).toHaveLength(4);
  });

  it('names the wrong argument', async () => {
    const { close, seen } = stubbed();
    for (const url of [
      'lead_1',
      'http://storage.example/',
      'https://a:b@storage.example/',
      'ftp://close.com/',
    ])
      await expect(downloadFile(close, url)).rejects.toThrow(
        'downloadFile: `url` must be an https URL without a user.',
      );
    const session = createCloseClient({ auth: cookieSession(), fetch: stubFetch().fetch });
    await expect(downloadFile(session, link)).rejects.toThrow(
      'downloadFile: `close` must be a client with a credential of its own.',
    );
    await expect(downloadFile(close, link, { retry: { attempts: 0 } })).rejects.toThrow(TypeError);
    expect(seen).toHaveLength(0);
  });
});

const over = (stream: BodyInit, headers = {}) => stubbed(new Response(stream, { headers })).close;

describe('the body of a stream', () => {
  it('has no time limit but for each wait', async () => {
    fakeTime();
    const body = openBody();
    const response = await downloadFile(over(body.stream), link, { timeoutMs: 100, totalTimeoutMs: 150 });
    const text = response.text();
    for (let count = 0; count < 10; count += 1) {
      await vi.advanceTimersByTimeAsync(90);
      body.send('x');
    }
    await vi.advanceTimersByTimeAsync(0);
    body.end();
    expect(await text).toBe('x'.repeat(10));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not count the time of its reader', async () => {
    fakeTime();
    const body = openBody();
    const { body: stream } = await downloadFile(over(body.stream), link, { timeoutMs: 100 });
    body.send('a');
    body.send('b');
    const reader = stream?.getReader();
    await reader?.read();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await reader?.read()).toMatchObject({ done: false });
  });

  it('ends when nothing more arrives', async () => {
    fakeTime();
    const body = openBody();
    const response = await downloadFile(over(body.stream), link, { timeoutMs: 100 });
    body.send('half');
    const text = response.text();
    text.catch(() => {});
    await vi.advanceTimersByTimeAsync(101);
    await expect(text).rejects.toMatchObject({
      code: 'timeout',
      message: 'No more of the body within 100 ms. Try again.',
      attempts: 1,
    });
    expect(body.isCancelled()).toBe(true);
  });

  it('is ended by the signal of the call, read or not', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const [read, unread] = [openBody(), openBody()];
    const reading = (await downloadFile(over(read.stream), link, { signal })).text();
    const waiting = await downloadFile(over(unread.stream), link, { signal });
    await new Promise((resolve) => setTimeout(resolve, 0));
    controller.abort('left');
    await expect(reading).rejects.toMatchObject({ code: 'aborted', cause: 'left' });
    await expect(waiting.text()).rejects.toMatchObject({ code: 'aborted', cause: 'left' });
    expect([read.isCancelled(), unread.isCancelled()]).toEqual([true, true]);
  });

  it('fails when the connection is lost', async () => {
    const body = openBody();
    const response = await downloadFile(over(body.stream), link);
    body.send('half');
    const text = response.text();
    await new Promise((resolve) => setTimeout(resolve, 0));
    body.fail(new TypeError('terminated'));
    await expect(text).rejects.toMatchObject({
      code: 'network',
      message: 'The connection was lost after 4 bytes of the body. Try again.',
    });
  });

  it('fails when it is shorter or longer than declared', async () => {
    const { sandbox, close } = openSandbox();
    const { url } = await uploadFile(close, hello);
    for (const lengthOff of [3, -3]) {
      sandbox.faults.next({ path: '/storage/', lengthOff });
      await expect((await downloadFile(close, url)).text()).rejects.toMatchObject({
        code: 'network',
        message: `The body ended after 12 of ${12 + lengthOff} bytes. Try again.`,
      });
    }
  });

  it('passes a body whose coding the platform has removed, without the headers of the coding', async () => {
    const headers = { 'content-encoding': 'gzip', 'content-length': '3', 'set-cookie': 'a=b', etag: '"1"' };
    const response = await downloadFile(over('decoded', headers), link);
    expect(await response.text()).toBe('decoded');
    expect([...response.headers.keys()]).toEqual(['content-type', 'etag']);
  });

  it('reports an error of a listener, and goes on', async () => {
    const uncaught: unknown[] = [];
    const listener = (error: unknown) => uncaught.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', listener);
    onTestFinished(() => {
      process.off('uncaughtException', listener);
      for (const other of others) process.on('uncaughtException', other);
    });
    expect(await (await downloadFile(over('done'), link, { onProgress })).text()).toBe('done');
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(uncaught).toMatchObject([{ message: 'mine' }]);
  });

  it('is empty for a response without one', async () => {
    const { close } = stubbed(new Response(null, { status: 204 }));
    expect((await downloadFile(close, link)).status).toBe(204);
  });
});

/** Starts an API that redirects to a storage host, which hears the headers that it gets. */
async function serveFile(send: (response: ServerResponse) => void) {
  const strangers: IncomingMessage['headers'][] = [];
  const storage = await serve((request, response) => {
    strangers.push(request.headers);
    send(response);
  });
  const api = await serve((_, response) => response.writeHead(302, { location: storage }).end());
  return { strangers, url: `${api}/go/file/a`, baseUrl: `${api}/api/v1` };
}

describe('a stream over sockets', () => {
  it('hides the credential from the other host with any fetch', async () => {
    const { strangers, url, baseUrl } = await serveFile((response) => response.end('done'));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- types of its own for the same interface
    for (const send of [fetch, nodeFetch as unknown as typeof fetch]) {
      const close = createCloseClient({ auth: bearer('secret'), baseUrl, fetch: send });
      expect(await (await downloadFile(close, url)).text()).toBe('done');
    }
    expect(strangers).toHaveLength(2);
    for (const headers of strangers) expect(headers).not.toHaveProperty('authorization');
  });

  it('fails when the server cuts the connection', async () => {
    const { url, baseUrl } = await serveFile((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- types of its own for the same interface
    for (const send of [fetch, nodeFetch as unknown as typeof fetch]) {
      const close = createCloseClient({ auth: bearer('secret'), baseUrl, fetch: send });
      const failure = { code: 'network', message: expect.stringContaining('4 bytes') };
      await expect((await downloadFile(close, url)).text()).rejects.toMatchObject(failure);
    }
  });

  it('closes the connection when its reader leaves', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- types of its own for the same interface
    for (const send of [fetch, nodeFetch as unknown as typeof fetch]) {
      let leave: ((fact: string) => void) | undefined;
      const left = new Promise<string>((resolve) => void (leave = resolve));
      const { url, baseUrl } = await serveFile((response) => {
        response.on('close', () => leave?.('closed'));
        response.write('half');
      });
      const close = createCloseClient({ auth: bearer('secret'), baseUrl, fetch: send });
      const { body } = await downloadFile(close, url);
      const reader = body?.getReader();
      await reader?.read();
      await reader?.cancel();
      expect(await left).toBe('closed');
    }
  });
});

describe('streamResponse', () => {
  it('sends a request of the API and streams its response', async () => {
    const { close, seen } = stubbed(new Response('a,b', { headers: { 'content-type': 'text/csv' } }));
    const request = {
      method: 'POST',
      path: '/report/activity/',
      query: { a: ['x', 'y'] },
      body: { type: 'overview' },
    } as const;
    const response = await streamResponse(close, request, { headers: { accept: 'text/csv' } });
    expect(await response.text()).toBe('a,b');
    const [sent] = seen;
    expect([sent?.method, sent?.path, sent?.body]).toEqual([
      'POST',
      '/api/v1/report/activity/?a=x,y',
      '{"type":"overview"}',
    ]);
    expect(sent?.headers.get('authorization')).toBe('Bearer secret');
    expect([sent?.headers.get('accept'), sent?.headers.get('content-type')]).toEqual([
      'text/csv',
      'application/json',
    ]);
  });

  it('repeats a read, and no write', async () => {
    const lost = new TypeError('fetch failed');
    const read = stubbed(lost, new Response('done'));
    expect(await (await streamResponse(read.close, { path: '/me/' })).text()).toBe('done');
    const write = stubbed(lost);
    await expect(streamResponse(write.close, { method: 'PUT', path: '/me/' })).rejects.toMatchObject({
      code: 'network',
      mayHaveActed: true,
    });
  });

  it('fails with the code of the response', async () => {
    const { close } = openSandbox();
    await expect(streamResponse(close, { path: '/lead/lead_none/' })).rejects.toMatchObject({
      code: 'not_found',
      status: 404,
    });
  });

  it('names the wrong argument', async () => {
    const { close } = stubbed();
    for (const path of ['me/', '//example.com/', '/me/?x=1', '/a/../b/'])
      await expect(streamResponse(close, { path })).rejects.toThrow('streamResponse: `path`');
    await expect(streamResponse(close, { path: '/me/', body: {} })).rejects.toThrow('streamResponse: `body`');
    await expect(streamResponse(close, { path: '/me/', query: { a: NaN } })).rejects.toThrow(
      'streamResponse: `a`',
    );
  });
});
