// Behind the door `@closekit/sandbox/node`.
import { once } from 'node:events'; // oxlint-disable-line no-restricted-imports -- the node door
import { createServer } from 'node:http'; // oxlint-disable-line no-restricted-imports -- the node door
import type { Server } from 'node:http'; // oxlint-disable-line no-restricted-imports -- the node door
import type { NodeHttp1Handler } from 'srvx';
import { toNodeHandler } from 'srvx/node';

const loopbackHostnames = new Set(['127.0.0.1', '::1', 'localhost']);

/** A fetch handler, or an object with one. */
export type ListenTarget =
  | ((request: Request) => Response | Promise<Response>)
  /** For example a sandbox, with its origin. */
  | { fetch(request: Request): Response | Promise<Response>; readonly origin?: string };

/** The options of {@link listen}. */
export interface ListenOptions {
  /**
   * The port; 0 selects a free one. It must be that of the sandbox's `origin`, if that is an http origin on the
   * loopback interface: the metadata and the consent page would be elsewhere otherwise.
   * Default: the port of such an `origin`, else 0.
   */
  port?: number;
  /**
   * A loopback hostname. Others are refused, because the sandbox gives tokens to every client.
   * Default: `127.0.0.1`.
   */
  hostname?: string;
}

/** A listening server. */
export interface Listener {
  /** The origin of the server, without a trailing slash. */
  readonly url: string;
  /**
   * Stops listening, finishes the responses in flight and closes idle connections.
   *
   * @returns Resolves when the last connection is closed.
   */
  readonly close: () => Promise<void>;
}

/**
 * Serves a sandbox, or any fetch handler, on the loopback interface.
 *
 * @param target - The sandbox or handler. If it rejects, the connection is closed without a response.
 * @param options - Port and hostname.
 * @returns The URL and a function that closes the server, once the port is open.
 * @throws TypeError when the hostname is not loopback, or the port is not that of the sandbox's `origin`; the system
 * error when the port is in use.
 * @example
 * ```ts
 * const { url, close } = await listen(createSandbox({ origin: 'http://127.0.0.1:4010' }));
 * ```
 */
export async function listen(target: ListenTarget, options: ListenOptions = {}): Promise<Listener> {
  const { hostname = '127.0.0.1' } = options;
  if (!loopbackHostnames.has(hostname))
    throw new TypeError('listen: `hostname` must be 127.0.0.1, ::1 or localhost.');
  const port = choosePort(target, options.port);
  const handle = toNodeHandler((request) =>
    typeof target === 'function' ? target(request) : target.fetch(request),
  );
  const server = createServer((incoming, outgoing) => {
    // srvx types its handler for HTTP/1 and HTTP/2; this server uses HTTP/1.
    const handled = (handle as NodeHttp1Handler)(incoming, outgoing); // oxlint-disable-line typescript/no-unsafe-type-assertion -- see above
    Promise.resolve(handled).catch(() => outgoing.destroy());
  });
  await once(server.listen(port, hostname), 'listening');
  const address = server.address();
  const openPort = typeof address === 'object' && address !== null ? address.port : port;
  const host = hostname === '::1' ? '[::1]' : hostname;
  return { url: `http://${host}:${openPort}`, close: () => close(server) };
}

function choosePort(target: ListenTarget, port: number | undefined): number {
  const origin = typeof target === 'function' ? undefined : target.origin;
  if (origin === undefined) return port ?? 0;
  const { protocol, hostname, port: ownPort } = new URL(origin);
  if (protocol !== 'http:' || !loopbackHostnames.has(hostname.replace(/^\[|\]$/g, ''))) return port ?? 0;
  const expected = Number(ownPort || 80);
  if (port === undefined || port === expected) return expected;
  throw new TypeError(
    `listen: \`port\` must be ${expected}, as in the sandbox's \`origin\` ${origin}, not ${port}.`,
  );
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
}
