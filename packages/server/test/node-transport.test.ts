import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toNodeListener } from '../src/node.ts';
import { fakeCloseOAuth, fakeGrant } from './fake-close-oauth.ts';
import { listen } from './through-node.ts';
import { callLines, openTwoDoors, outcomeOf, sendBytes, toBytes } from './two-doors.ts';
import type { TwoDoorsOptions } from './two-doors.ts';

const path = '/api/close/api/v1/lead/';
const text = JSON.stringify({ data: 'lead '.repeat(4000) });

/** One call through the Node door, with more header lines. */
async function call(options: TwoDoorsOptions, lines: readonly string[] = [], start = `GET ${path}`) {
  const both = await openTwoDoors(options);
  const raw = await sendBytes(both.doors.node, toBytes(start, [...callLines(both.cookie), ...lines]));
  const end = raw.indexOf('\r\n\r\n');
  return { ...both, raw, head: raw.slice(0, end).toLowerCase(), body: raw.slice(end + 4) };
}

const sendGzip = (_request: unknown, response: ServerResponse) => {
  const body = gzipSync(text);
  response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
};

describe('the Node door', () => {
  it('sends with undici, and forwards the codings that the browser accepts', async () => {
    const { received } = await call({}, [
      'Accept-Encoding: gzip;q=0.5, br ;q=1.0, deflate;q=0, x, zstd;q=0.000',
    ]);
    expect(received.map(({ headers }) => [headers['accept-encoding'], headers['accept-language']])).toEqual([
      ['gzip, br', undefined],
    ]);
  });

  it('asks for no coding when the browser names none', async () => {
    const { received } = await call({}, ['Accept-Encoding: *']);
    expect(received[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('passes an accepted coding through, with its length', async () => {
    const { head, body } = await call({ close: sendGzip }, ['Accept-Encoding: gzip']);
    expect(head).toContain('content-encoding: gzip');
    expect(head).toContain(`content-length: ${gzipSync(text).length}`);
    expect(gunzipSync(Buffer.from(body, 'latin1')).toString()).toBe(text);
  });

  it('decodes a coding that the browser refuses', async () => {
    const { head, raw } = await call({ close: sendGzip }, ['Accept-Encoding: gzip;q=0, br']);
    expect(head).not.toContain('content-encoding');
    expect(raw).toContain('lead lead lead');
  });

  it('decodes for a browser that names none', async () => {
    const { head, raw } = await call({ close: sendGzip });
    expect(head).not.toContain('content-encoding');
    expect(raw).toContain('lead lead lead');
  });

  it('decodes a coding whose name is in capital letters', async () => {
    const { raw } = await call({
      close: (_, response) => response.writeHead(200, { 'content-encoding': 'GZIP' }).end(gzipSync(text)),
    });
    expect(raw).toContain('lead lead lead');
  });

  it('names a coding that it cannot decode', async () => {
    const { head, body } = await call({
      close: (_, response) => response.writeHead(200, { 'content-encoding': 'gzip, x' }).end('bytes'),
    });
    expect([head, body]).toEqual([
      expect.stringContaining('content-encoding: gzip, x'),
      expect.stringContaining('bytes'),
    ]);
  });

  it('ends the connection when a body that it decodes is cut', async () => {
    const half = gzipSync(text).subarray(0, 60);
    const { raw } = await call({
      close: (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(half),
    });
    expect(raw).not.toMatch(/\r\n0\r\n\r\n$/);
  });

  it('ends the connection when a body is cut', async () => {
    const { raw } = await call({
      close: (_, response) => {
        response.writeHead(200).write('half');
        setImmediate(() => response.destroy());
      },
    });
    expect(raw).not.toMatch(/\r\n0\r\n\r\n$/);
  });

  it('forwards statuses without a body', async () => {
    const empty = await call({ close: (_, response) => response.writeHead(204).end() });
    const reset = await call({
      close: (_, response) => response.writeHead(205, { 'content-length': 2 }).end('no'),
    });
    expect([empty, reset].map(({ raw, body }) => [outcomeOf(raw).status, body])).toEqual([
      [204, ''],
      [205, expect.not.stringContaining('no')],
    ]);
  });

  it('forwards only listed headers, and keeps those of a middleware', async () => {
    const { head } = await call({
      before: (_, response) => response.setHeader('x-powered-by', 'app').setHeader('cache-control', 'public'),
      close: (_, response) =>
        response
          .writeHead(200, { 'set-cookie': 'a=1', location: '/x', ratelimit: 'limit=1', trailer: 'x' })
          .end('{}'),
    });
    const names = head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(':')[0]);
    expect(names.toSorted()).toEqual([
      'cache-control',
      'connection',
      'content-security-policy',
      'date',
      'ratelimit',
      'transfer-encoding',
      'x-content-type-options',
      'x-powered-by',
      'x-request-id',
    ]);
    expect(head).toContain('cache-control: no-store');
  });

  it('refuses redirects and statuses that HTTP does not have', async () => {
    const statuses = [301, 304, 999].map(async (status) => {
      const close = (_: unknown, response: ServerResponse) =>
        response.writeHead(status, { location: '/' }).end();
      return outcomeOf((await call({ close })).raw);
    });
    expect(await Promise.all(statuses)).toEqual([
      { status: 502, code: 'upstream_redirect' },
      { status: 502, code: 'upstream_redirect' },
      { status: 502, code: 'upstream_unavailable' },
    ]);
  });

  it('ignores informational responses', async () => {
    const { raw } = await call({
      close: (_, response) =>
        response.writeEarlyHints({ link: '</a.css>; rel=preload' }, () => response.end('{}')),
    });
    expect(outcomeOf(raw).status).toBe(200);
  });

  it('gives up when the response does not begin in time', async () => {
    const { raw } = await call({ close: () => undefined, timeoutMs: 5 });
    expect(outcomeOf(raw)).toEqual({ status: 504, code: 'upstream_timeout' });
  });

  it('names the system error when Close is unreachable', async () => {
    const { raw } = await call({ apiOrigin: 'http://127.0.0.1:9' });
    expect(outcomeOf(raw)).toEqual({ status: 502, code: 'upstream_unavailable' });
    expect(raw).toContain('(ECONNREFUSED)');
  });

  it('aborts the call to Close when the browser leaves before the response', async () => {
    const events = new EventTarget();
    const started = once(events, 'started');
    const left = once(events, 'left');
    const close = (_: unknown, response: ServerResponse) => {
      response.once('close', () => events.dispatchEvent(new Event('left')));
      events.dispatchEvent(new Event('started'));
    };
    const { doors, cookie } = await openTwoDoors({ close });
    const socket = connect(Number(doors.node.port), '127.0.0.1');
    socket.write(toBytes(`GET ${path}`, callLines(cookie)));
    await started;
    socket.destroy();
    expect(await left).toHaveLength(1);
  });

  it('reads no faster than the browser, and aborts when it leaves within the body', async () => {
    const events = new EventTarget();
    const left = once(events, 'left');
    const paused = once(events, 'paused');
    const tooMuch = 64 * 2 ** 20;
    let sent = 0;
    const close = (_: unknown, response: ServerResponse) => {
      response.once('close', () => events.dispatchEvent(new Event('left')));
      const chunk = Buffer.alloc(65_536);
      const fill = () => {
        while (sent < tooMuch && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
        if (sent >= tooMuch) {
          events.dispatchEvent(new Event('paused'));
          return;
        }
        const quiet = setTimeout(() => events.dispatchEvent(new Event('paused')), 200);
        response.once('drain', () => {
          clearTimeout(quiet);
          fill();
        });
      };
      fill();
    };
    const { doors, cookie } = await openTwoDoors({ close });
    const socket = connect(Number(doors.node.port), '127.0.0.1');
    socket.pause();
    socket.write(toBytes(`GET ${path}`, callLines(cookie)));
    await paused;
    // What the buffers of two loopback connections hold; without back pressure it would not stop.
    expect(sent).toBeLessThan(tooMuch);
    socket.destroy();
    expect(await left).toHaveLength(1);
  });

  it('replaces a refused token once, and sends the same bytes again', async () => {
    const tokens = ['old', 'old', 'new'];
    const oauth = fakeCloseOAuth(fakeGrant({ get: async () => tokens.shift() ?? 'new' }));
    const both = await openTwoDoors({
      oauth,
      close: ({ headers }, response) => {
        response.statusCode = headers.authorization === 'Bearer new' ? 200 : 401;
        response.end(headers.authorization);
      },
    });
    const lines = [...callLines(both.cookie), 'Content-Length: 7'];
    const raw = await sendBytes(both.doors.node, toBytes(`POST ${path}`, lines, 'payload'));
    expect(raw).toContain('Bearer new');
    expect(both.received.map(({ headers, body }) => [headers['authorization'], body])).toEqual([
      ['Bearer old', 'payload'],
      ['Bearer new', 'payload'],
    ]);
  });

  it('does not wait for the body of a refusal', async () => {
    const tokens = ['old', 'old', 'new'];
    const oauth = fakeCloseOAuth(fakeGrant({ get: async () => tokens.shift() ?? 'new' }));
    const { raw } = await call({
      oauth,
      close: ({ headers }, response) => {
        if (headers.authorization === 'Bearer new') response.end('{}');
        else response.writeHead(401).write('never ends');
      },
    });
    expect(outcomeOf(raw).status).toBe(200);
  });
});

const chunk = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n`;

describe('a connection to either door', () => {
  it('continues after a refused body', async () => {
    const both = await openTwoDoors({ maxBodyBytes: 4 });
    const lines = [...callLines(both.cookie), 'Connection: keep-alive'];
    const large = `GET / HTTP/1.1\r\n\r\n${'a'.repeat(4_000_000)}`;
    const { fetch: fetchDoor, node } = both.doors;
    const bodies: [length: string, body: string, doors: URL[]][] = [
      ['Content-Length: 5', 'GET /', [fetchDoor, node]],
      ['Transfer-Encoding: chunked', `${chunk('GET /')}0\r\n\r\n`, [fetchDoor, node]],
      [`Content-Length: ${large.length}`, large, [fetchDoor, node]],
      // The fetch door cancels a stream that is being read, which closes the connection.
      ['Transfer-Encoding: chunked', `${chunk(large)}${chunk(large)}0\r\n\r\n`, [node]],
    ];
    for (const [length, body, doors] of bodies) {
      const first = [`POST ${path} HTTP/1.1`, ...lines, length, '', body].join('\r\n');
      const bytes = first + toBytes(`GET ${path}`, callLines(both.cookie)).toString('latin1');
      for (const door of doors) {
        both.received.length = 0;
        const raw = await sendBytes(door, bytes);
        expect(raw.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
        expect(both.received.map(({ method }) => method)).toEqual(['GET']);
      }
    }
  });

  it('responds in the order of pipelined requests', async () => {
    const both = await openTwoDoors({
      close: (request, response) => {
        const wait = request.url?.includes('slow') === true ? 30 : 0;
        setTimeout(() => response.end(`from ${request.url}`), wait);
      },
    });
    const slow = [`GET ${path}?slow HTTP/1.1`, ...callLines(both.cookie), '', ''].join('\r\n');
    const bytes = slow + toBytes(`GET ${path}?quick`, callLines(both.cookie)).toString('latin1');
    for (const door of [both.doors.fetch, both.doors.node]) {
      const raw = await sendBytes(door, bytes);
      expect(raw.match(/from \S+\?(?:slow|quick)/g)).toEqual([
        'from /api/v1/lead/?slow',
        'from /api/v1/lead/?quick',
      ]);
    }
  });

  it('continues a body that was announced with Expect', async () => {
    const both = await openTwoDoors();
    const lines = [...callLines(both.cookie), 'Content-Length: 2', 'Expect: 100-continue'];
    for (const door of [both.doors.fetch, both.doors.node]) {
      const raw = await sendBytes(door, toBytes(`POST ${path}`, lines, '{}'));
      expect(raw.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 200']);
    }
  });
});

describe('toNodeListener', () => {
  it('refuses a dispatcher that it could not use', async () => {
    const { handler } = await openTwoDoors();
    const dispatcher = { dispatch: () => true };
    // @ts-expect-error -- what JavaScript may pass
    expect(() => toNodeListener(handler, { dispatcher: {} })).toThrow(
      'toNodeListener: `dispatcher` must be a dispatcher of undici 7.',
    );
    expect(() => toNodeListener(async () => new Response(), { dispatcher })).toThrow(TypeError);
    const own = await openTwoDoors({ fetch });
    expect(() => toNodeListener(own.handler, { dispatcher })).toThrow(TypeError);
  });

  it('sends with the dispatcher of the option', async () => {
    const { handler, cookie } = await openTwoDoors();
    const paths: string[] = [];
    const dispatcher: NonNullable<Parameters<typeof toNodeListener>[1]>['dispatcher'] = {
      dispatch(options, listener) {
        paths.push(options.origin + options.path);
        listener.onResponseError(undefined, new Error('not sent'));
        return true;
      },
    };
    const door = await listen(toNodeListener(handler, { dispatcher: dispatcher }));
    expect(outcomeOf(await sendBytes(door, toBytes(`GET ${path}`, callLines(cookie)))).status).toBe(502);
    expect(paths).toEqual([expect.stringMatching(/\/api\/v1\/lead\/$/)]);
  });
});
