// This file stands behind the door `@closekit/sandbox/node`.
import { createServer } from 'node:http'; // oxlint-disable-line no-restricted-imports -- the node door
import type { Server } from 'node:http'; // oxlint-disable-line no-restricted-imports -- the node door
import type { NodeHttp1Handler } from 'srvx';
import { toNodeHandler } from 'srvx/node';

const loopbackHostnames = new Set(['127.0.0.1', '::1', 'localhost']);

/** A fetch handler, or something that has one. */
export type ListenTarget =
  | ((request: Request) => Response | Promise<Response>)
  | { fetch(request: Request): Response | Promise<Response> };

/** Where to listen. */
export interface ListenOptions {
  /**
   * The port; 0 takes a free one.
   * @default 0
   */
  port?: number;
  /**
   * A loopback name or address. Others are refused: the sandbox gives its tokens to everybody.
   * @default '127.0.0.1'
   */
  hostname?: string;
}

/** A server that listens. */
export interface Listener {
  /** The origin under which it answers, without a slash at the end. */
  readonly url: string;
  /**
   * Stops listening, lets answers under way end and closes idle connections.
   * @returns When the last connection is closed.
   */
  readonly close: () => Promise<void>;
}

/**
 * Serves a sandbox, or any fetch handler, on the loopback interface.
 * @param target - The sandbox or handler. A rejection breaks the connection, which is what a dropped request is.
 * @param options - Port and hostname.
 * @returns The address and a way to close, once the port is open.
 * @throws TypeError for a hostname that is not loopback; the system's error when the port is taken.
 * @example
 * const { url, close } = await listen(createSandbox({ origin: 'http://127.0.0.1:4010' }), { port: 4010 });
 */
export async function listen(target: ListenTarget, options: ListenOptions = {}): Promise<Listener> {
  const { port = 0, hostname = '127.0.0.1' } = options;
  if (!loopbackHostnames.has(hostname))
    throw new TypeError('listen: `hostname` must be 127.0.0.1, ::1 or localhost.');
  const handle = toNodeHandler((request) =>
    typeof target === 'function' ? target(request) : target.fetch(request),
  );
  const server = createServer((incoming, outgoing) => {
    // srvx types its handler for HTTP/1 and HTTP/2 at once; this server speaks HTTP/1.
    const answered = (handle as NodeHttp1Handler)(incoming, outgoing); // oxlint-disable-line typescript/no-unsafe-type-assertion -- see above
    Promise.resolve(answered).catch(() => outgoing.destroy());
  });
  await open(server, port, hostname);
  const address = server.address();
  const openPort = typeof address === 'object' && address !== null ? address.port : port;
  const host = hostname === '::1' ? '[::1]' : hostname;
  return { url: `http://${host}:${openPort}`, close: () => close(server) };
}

function open(server: Server, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeIdleConnections();
  });
}
