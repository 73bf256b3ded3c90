import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryLiveBus } from '../src/index.ts';
import type { LiveEvent } from '../src/index.ts';
import { toNodeListener } from '../src/node.ts';
import { cookieHeader } from './browser.ts';
import { readMessages } from './read-messages.ts';
import { signIn } from './set-up-handler.ts';
import { closeEvent, signatureKey, signDelivery } from './sign-delivery.ts';

/** A server on loopback whose browser is signed in. */
async function serve() {
  const stopping = new AbortController();
  const bus = memoryLiveBus();
  const { handler, browser } = await signIn({ webhooks: { signatureKey, bus, signal: stopping.signal } });
  const server = createServer(toNodeListener(handler));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const { port } = address;
  const cookie = cookieHeader(browser.cookies, false);
  const openStream = () =>
    fetch(`http://127.0.0.1:${port}/api/close/events`, { headers: { cookie, 'x-closekit': '1' } });
  return { server, port, cookie, bus, stopping, openStream };
}

const closed = (server: Server) => new Promise<void>((resolve) => void server.close(() => resolve()));

describe('live events over node:http', () => {
  it('reach the page as soon as Close delivers them', async () => {
    const { port, openStream } = await serve();
    const messages = readMessages(await openStream());
    expect(await messages.next()).toMatch(/^event: heartbeat\nid: /);
    for (const id of ['ev_1', 'ev_2']) {
      const url = `http://127.0.0.1:${port}/api/close/webhook`;
      expect((await fetch(signDelivery(closeEvent({ id }), { url }))).status).toBe(204);
      expect(await messages.next()).toContain(`id: ${id}@`);
    }
    await messages.leave();
  });

  it('let the server close', async () => {
    const { server, stopping, openStream } = await serve();
    const messages = readMessages(await openStream());
    await messages.next();
    let isClosed = false;
    void closed(server).then(() => (isClosed = true));
    stopping.abort();
    expect(await messages.rest()).toEqual([]);
    // Sooner than the end of a kept-alive connection, which takes five seconds.
    await expect.poll(() => isClosed).toBe(true);
  });

  it('let the server close after the browser disconnects', async () => {
    const { server, openStream } = await serve();
    const messages = readMessages(await openStream());
    await messages.next();
    const ending = closed(server);
    await messages.leave();
    server.closeIdleConnections();
    await expect(ending).resolves.toBeUndefined();
  });

  it('are not buffered without limit for a browser that does not read', async () => {
    const { server, port, cookie, bus } = await serve();
    const stream = { isCut: false };
    server.on('request', (_, response) => response.on('close', () => (stream.isCut = true)));
    const socket = connect(port, '127.0.0.1').pause();
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    const headers = [
      'GET /api/close/events HTTP/1.1',
      'host: 127.0.0.1',
      'x-closekit: 1',
      `cookie: ${cookie}`,
    ];
    socket.write(`${headers.join('\r\n')}\r\n\r\n`);
    await once(socket, 'readable');
    const event: LiveEvent = {
      id: 'ev_1',
      organization_id: 'orga_1',
      object_type: 'lead',
      object_id: 'lead_1',
      lead_id: null,
      action: 'updated',
      changed_fields: Array.from({ length: 200 }, () => 'x'.repeat(200)),
    };
    for (let count = 0; !stream.isCut && count < 2000; count += 1) {
      await bus.publish(event);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    expect(stream.isCut).toBe(true);
  });
});
