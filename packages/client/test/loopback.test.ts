import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox } from '@closekit/sandbox';
import { listen } from '@closekit/sandbox/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bearer, createCloseClient } from '../src/index.ts';
import { sandboxSource } from './sandbox-source.ts';

/** A server for one test, on its own port. */
async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const immediately = async () => {};

describe('over a socket', () => {
  it('replays a write after a refresh', async () => {
    const sandbox = createSandbox({ leads: 1 });
    const listener = await listen(sandbox);
    onTestFinished(() => listener.close());
    const close = createCloseClient({ auth: sandboxSource(sandbox), baseUrl: `${listener.url}/api/v1` });
    sandbox.expireAccessTokens();
    const name = 'Ä'.repeat(100_000);
    const { data, attempts } = await close.leads.create({ name }).withResponse();
    expect(attempts).toBe(2);
    expect(data.name).toBe(name);
  });

  it('reads again when the connection breaks during a response', async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '15' });
      if (requests > 1) return response.end('{"id":"user_1"}');
      return response.write('{"id":', () => response.destroy());
    });
    const close = createCloseClient({ auth: bearer('t'), baseUrl: url, sleep: immediately });
    expect(await close.users.getMe().withResponse()).toMatchObject({ data: { id: 'user_1' }, attempts: 2 });
  });

  it('fails as network when the port is closed', async () => {
    const url = await serve(() => {});
    const close = createCloseClient({
      auth: bearer('t'),
      baseUrl: url.replace(/\d+$/, '9'),
      sleep: immediately,
    });
    expect(await close.users.getMe().result()).toMatchObject({ error: { code: 'network', attempts: 3 } });
  });

  it('closes the connection of an aborted call', async () => {
    const controller = new AbortController();
    let leave: (() => void) | undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const url = await serve((request) => {
      request.on('close', () => leave?.());
      controller.abort();
    });
    const close = createCloseClient({ auth: bearer('t'), baseUrl: url, retry: false });
    const { signal } = controller;
    expect(await close.users.getMe({ signal }).result()).toMatchObject({ error: { code: 'aborted' } });
    await left;
  });

  it('sends no credentials to a redirect target', async () => {
    let strayed = 0;
    const elsewhere = await serve((_, response) => {
      strayed += 1;
      response.end('{}');
    });
    const url = await serve((_, response) => response.writeHead(302, { location: elsewhere }).end());
    const close = createCloseClient({ auth: bearer('t'), baseUrl: url });
    expect(await close.users.getMe().result()).toMatchObject({
      error: { code: 'server_error', status: 302 },
    });
    expect(strayed).toBe(0);
  });

  it('reports a failure without a body', async () => {
    const url = await serve((request, response) => {
      response.writeHead(request.url === '/me/' ? 401 : 500, { 'content-length': '0' }).end();
    });
    const close = createCloseClient({ auth: bearer('t'), baseUrl: url });
    expect(await close.users.getMe().result()).toMatchObject({
      error: { code: 'unauthorized', status: 401 },
    });
    expect(await close.users.get('user_1').result()).toMatchObject({
      error: { code: 'server_error', status: 500 },
    });
  });
});
