import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toNodeListener } from '../src/node.ts';
import type { HandlerSetupOptions } from './set-up-handler.ts';
import { setUp } from './set-up-handler.ts';
import { withTime } from './pass-time.ts';
import { signatureKey } from './sign-delivery.ts';

const forged = [
  'close-sig-hash',
  'ab'.repeat(32),
  'close-sig-timestamp',
  String(Math.floor(Date.now() / 1000)),
];

/** Sends the head of a delivery over a socket. The test sends the body. */
async function startDelivery(headers: readonly string[], options: HandlerSetupOptions = {}): Promise<Socket> {
  const { handler } = setUp({ bodyTimeoutMs: 200, webhooks: { signatureKey }, ...options });
  const server = createServer(toNodeListener(handler));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const socket = connect(address.port, '127.0.0.1');
  const lines = ['POST /api/close/webhook HTTP/1.1', 'host: app.example'];
  for (let index = 0; index < headers.length; index += 2)
    lines.push(`${headers[index]}: ${headers[index + 1]}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return socket;
}

/** The response, as soon as its JSON is complete. */
async function readResponse(socket: Socket): Promise<string> {
  let text = '';
  await new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('}')) resolve();
    });
  });
  return text;
}

describe('a body over a Node socket', () => {
  it('that stalls ends with a code and a closed connection', async () => {
    const socket = await startDelivery([...forged, 'content-length', '1000']);
    socket.write('[[[');
    const closed = once(socket, 'close');
    const text = await readResponse(socket);
    await closed;
    expect([
      text.slice(9, 12),
      text.includes('"body_timeout"'),
      /^connection: close\r$/im.test(text),
    ]).toEqual(['408', true, true]);
  });

  it('that is over the limit gets its code', async () => {
    const socket = await startDelivery([...forged, 'transfer-encoding', 'chunked']);
    const chunk = `10000\r\n${'['.repeat(65_536)}\r\n`;
    socket.write(chunk.repeat(5));
    const text = await readResponse(socket);
    expect([text.slice(9, 12), text.includes('"body_too_large"')]).toEqual(['413', true]);
    socket.destroy();
  });

  it('that goes on beyond the limit is cut two seconds after its code', async () => {
    await withTime(async (pass) => {
      const socket = await startDelivery([...forged, 'transfer-encoding', 'chunked']);
      socket.on('error', () => undefined);
      const chunk = `10000\r\n${'['.repeat(65_536)}\r\n`;
      socket.write(chunk.repeat(50));
      const text = await readResponse(socket);
      const closed = once(socket, 'close').catch(() => undefined);
      await pass(1999);
      expect([text.slice(9, 12), socket.destroyed]).toEqual(['413', false]);
      await pass(1);
      await closed;
      expect(socket.destroyed).toBe(true);
    });
  });
});
