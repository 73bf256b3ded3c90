import { connect } from 'node:net';
import type { CloseHandler } from '../../src/index.ts';
import { listenerOf } from '../door.ts';
import { listen } from '../through-node.ts';

/** Sends a request as bytes, and returns the whole response. */
export type SendRaw = (start: string, lines: readonly string[], body?: string) => Promise<string>;

/** Serves a handler on loopback until the test ends. Without a `host` among the lines, `app.example` is sent. */
export async function startRawServer(handler: CloseHandler): Promise<SendRaw> {
  const { port } = await listen(listenerOf(handler));
  return (start, lines, body = '') => {
    const host = lines.some((line) => line.startsWith('host:')) ? [] : ['host: app.example'];
    const head = [`${start} HTTP/1.1`, ...host, ...lines, 'connection: close', '', body];
    return exchange(Number(port), Buffer.from(head.join('\r\n'), 'latin1'));
  };
}

function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

/** The status and the code of a raw response; 0 when the connection was closed without one. */
export function rawOutcome(raw: string): { status: number; code: string | undefined } {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(raw)?.[1] ?? 0);
  return { status, code: /"code":"(\w+)"/.exec(raw)?.[1] };
}
