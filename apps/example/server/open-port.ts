import type { Server } from 'node:net';
import { StartError } from './start-error.ts';

/** Ports to try, one after the other, when no particular port is set. */
const attempts = 20;

/**
 * Starts listening on the loopback interface.
 *
 * @param server - An HTTP or HTTPS server that is not listening yet.
 * @param options - `port` to use; `exact` to fail when it is in use (0 always takes any free port).
 * @returns The port it listens on.
 * @throws StartError with code `port_busy`.
 */
export async function openPort(server: Server, options: { port: number; exact: boolean }): Promise<number> {
  const last = options.exact || options.port === 0 ? options.port : options.port + attempts - 1;
  for (let port = options.port; port <= last; port += 1) {
    if (await listens(server, port)) return boundPort(server);
  }
  throw new StartError(
    'port_busy',
    options.exact
      ? `Port ${options.port} is in use by another program. Stop that program, or choose another port with PORT.`
      : `Ports ${options.port} to ${last} are all in use. Choose a free one with PORT.`,
  );
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
