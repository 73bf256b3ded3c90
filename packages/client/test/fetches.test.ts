import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import nodeFetch from 'node-fetch';
import { generate } from 'selfsigned';
import { fetch as undiciFetch } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCloseClient } from '../src/index.ts';
import { throughOwnAgent, throughProxy, throughProxyOfEnv, withTrace } from './fetches.ts';

/** A request as it arrived. */
interface Arrived {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function start(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
  return (server.address() as AddressInfo).port;
}

/** Answers as Close does: 401 for the old token, 429 once for a write, else what the client expects. */
function closeLike(arrived: Arrived[]): RequestListener {
  let isRefused = false;
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(request);
    const line = `${request.method} ${request.url}`;
    arrived.push({ line, headers: request.headers, body });
    const [status, headers] = verdict(request, line, isRefused);
    if (status === 429) isRefused = true;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"id":"lead_1"}');
  };
  return (request, response) => void respond(request, response);
}

function verdict(
  { headers }: IncomingMessage,
  line: string,
  isRefused: boolean,
): readonly [number, Readonly<Record<string, string>>] {
  if (headers.authorization !== 'Bearer new') return [401, {}];
  if (line.startsWith('POST') && !isRefused) return [429, { 'retry-after': '0' }];
  if (line.includes('user_away')) return [302, { location: 'http://127.0.0.1:9/' }];
  return [200, { ratelimit: 'limit=100, remaining=99, reset=1' }];
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** Reads, writes, and is redirected, with a token that is refused at first. */
async function exercise(send: typeof fetch, origin: string) {
  let token = 'old';
  const auth = { get: () => token, invalidate: () => void (token = 'new') };
  const close = createCloseClient({
    auth,
    fetch: send,
    baseUrl: `${origin}/api/v1`,
    headers: { 'x-tz-offset': '2' },
  });
  const read = await close.leads.get('lead_1', { fields: ['id'] }).withResponse();
  const written = await close.leads.create({ name: 'Ä' }).withResponse();
  const away = await close.users.get('user_away').result();
  const controller = new AbortController();
  controller.abort();
  const left = await close.users.getMe({ signal: controller.signal }).result();
  return { read, written, away, left };
}

/** What must hold, whatever the `fetch`. */
function expectStraightPath(
  { read, written, away, left }: Awaited<ReturnType<typeof exercise>>,
  arrived: Arrived[],
) {
  expect(read).toMatchObject({ data: { id: 'lead_1' }, attempts: 2 });
  expect(written).toMatchObject({ data: { id: 'lead_1' }, attempts: 2 });
  expect(away).toMatchObject({ error: { code: 'server_error', status: 302 } });
  expect(left).toMatchObject({ error: { code: 'aborted', attempts: 0 } });
  expect(arrived.map(({ line, body }) => `${line} ${body}`.trim())).toEqual([
    'GET /api/v1/lead/lead_1/?_fields=id',
    'GET /api/v1/lead/lead_1/?_fields=id',
    'POST /api/v1/lead/ {"name":"Ä"}',
    'POST /api/v1/lead/ {"name":"Ä"}',
    'GET /api/v1/user/user_away/',
  ]);
  expect(arrived.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer old',
    ...Array.from({ length: 4 }, () => 'Bearer new'),
  ]);
  expect(new Set(arrived.map(({ headers }) => headers['x-tz-offset']))).toEqual(new Set(['2']));
  expect(arrived[2]?.headers['content-type']).toBe('application/json');
}

/** Runs everything over one `fetch` against a server on loopback. */
async function check(send: typeof fetch): Promise<Arrived[]> {
  const arrived: Arrived[] = [];
  const port = await start(createServer(closeLike(arrived)));
  expectStraightPath(await exercise(send, `http://127.0.0.1:${port}`), arrived);
  return arrived;
}

describe('the fetch option', () => {
  it('takes that of the platform', async () => {
    expect(await check(fetch)).toHaveLength(5);
  });

  it("takes undici's", async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undici's own types of the same interface
    expect(await check(undiciFetch as unknown as typeof fetch)).toHaveLength(5);
  });

  it('takes node-fetch', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- types of its own for the same interface
    expect(await check(nodeFetch as unknown as typeof fetch)).toHaveLength(5);
  });

  it('takes a wrapper that spreads the init', async () => {
    const arrived = await check(withTrace);
    expect(new Set(arrived.map(({ headers }) => headers['x-trace'])).size).toBe(5);
  });

  it('takes a wrapper that changes the headers it gets', async () => {
    const arrived = await check((url, init) => {
      Object.assign(init?.headers ?? {}, { 'x-trace': 'mine' });
      return fetch(url, init);
    });
    expect(arrived.map(({ headers }) => headers['x-trace'])).toEqual(Array.from({ length: 5 }, () => 'mine'));
  });

  it('takes a wrapper that builds a Request', async () => {
    expect(await check((url, init) => fetch(new Request(url, init)))).toHaveLength(5);
  });

  it('takes a wrapper that reads the URL, and adds members to the init, as frameworks do', async () => {
    const urls: string[] = [];
    const send: typeof fetch = (url, init) => {
      if (typeof url !== 'string') throw new TypeError('The URL is no text.');
      urls.push(new URL(url).pathname);
      const next = { revalidate: 0, tags: ['close'] };
      return fetch(url, Object.assign({}, init, { cache: 'no-store', next }));
    };
    await check(send);
    expect(urls[0]).toBe('/api/v1/lead/lead_1/');
  });

  it('takes the global one that MSW has replaced', async () => {
    const seen: string[] = [];
    const server = setupServer(
      http.all('https://api.close.com/*', async ({ request }) => {
        seen.push(`${request.method} ${request.headers.get('authorization')} ${await request.text()}`);
        return HttpResponse.json({ id: 'lead_1' });
      }),
    );
    server.listen({ onUnhandledFrame: 'error' });
    onTestFinished(() => server.close());
    const close = createCloseClient({ auth: { get: () => 't', invalidate: () => {} } });
    await close.leads.get('lead_1');
    await close.leads.create({ name: 'Acme' });
    expect(seen).toEqual(['GET Bearer t ', 'POST Bearer t {"name":"Acme"}']);
  });
});

describe('the recipes', () => {
  it('send through a proxy', async () => {
    const tunnels: (string | undefined)[] = [];
    const proxy = createServer();
    proxy.on('connect', (request: IncomingMessage, socket: ServerResponse['socket']) => {
      tunnels.push(request.url);
      const [host, port] = String(request.url).split(':');
      const upstream = connect(Number(port), host, () => {
        socket?.write('HTTP/1.1 200 OK\r\n\r\n');
        if (socket) upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket?.destroy());
      socket?.on('error', () => upstream.destroy());
    });
    const port = await start(proxy);
    await check(throughProxy(`http://127.0.0.1:${port}`));
    expect(tunnels.length).toBeGreaterThan(0);
    const before = tunnels.length;
    vi.stubEnv('http_proxy', `http://127.0.0.1:${port}`);
    vi.stubEnv('no_proxy', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    await check(throughProxyOfEnv());
    expect(tunnels.length).toBeGreaterThan(before);
  });

  it('trust a CA of their own, and keep the connection', async () => {
    const names = [{ name: 'commonName', value: 'localhost' }];
    const { private: key, cert } = await generate(names, {
      keySize: 2048,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const arrived: Arrived[] = [];
    let sockets = 0;
    const server = createTlsServer({ key, cert }, closeLike(arrived));
    server.on('secureConnection', () => void (sockets += 1));
    const port = await start(server);
    expectStraightPath(await exercise(throughOwnAgent(cert), `https://127.0.0.1:${port}`), arrived);
    expect(sockets).toBeLessThan(arrived.length);
  });

  it('say that the proxy refuses connections, and that a write was not carried out', async () => {
    const closed = createServer();
    const port = await start(closed);
    await new Promise((resolve) => closed.close(resolve));
    const auth = { get: () => 't', invalidate: () => {} };
    const fetch = throughProxy(`http://127.0.0.1:${port}`);
    const close = createCloseClient({ auth, fetch, retry: false });
    const result = await close.leads.create({ name: 'Acme' }).result();
    expect(result).toMatchObject({ error: { code: 'network', attempts: 1, mayHaveActed: false } });
    expect(JSON.stringify(result)).toContain('ECONNREFUSED');
  });

  it('say which certificate is not trusted', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
    });
    const port = await start(createTlsServer({ key, cert }, closeLike([])));
    const auth = { get: () => 't', invalidate: () => {} };
    const close = createCloseClient({ auth, baseUrl: `https://127.0.0.1:${port}`, retry: false });
    const result = await close.users.getMe().result();
    expect(result).toMatchObject({
      error: { code: 'network', message: expect.stringContaining('SELF_SIGNED_CERT') },
    });
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({
      error: { cause: { cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } } },
    });
  });
});
