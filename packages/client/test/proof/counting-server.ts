import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that allows a limit of requests in each second, and counts them. */
export interface CountingServer {
  readonly baseUrl: string;
  /** Requests served in each second, in order. */
  readonly served: () => readonly number[];
  readonly refused: () => number;
  readonly close: () => void;
}

/**
 * Starts the server. A request belongs to the second in which it was sent, so that a pause of the server moves
 * none into another.
 */
export async function startCountingServer(limit: number): Promise<CountingServer> {
  const seconds = new Map<number, number>();
  let refused = 0;
  const server = createServer((request, response) => {
    const sentAt = Number(request.headers['x-sent-at']);
    const second = Math.floor(sentAt / 1_000);
    const used = seconds.get(second) ?? 0;
    const isServed = used < limit;
    if (isServed) seconds.set(second, used + 1);
    else refused += 1;
    const left = Math.max(0, limit - used - 1);
    const reset = (second + 1 - sentAt / 1_000).toFixed(3);
    response.setHeader('ratelimit', `limit=${limit}, remaining=${left}, reset=${reset}`);
    response.setHeader('content-type', 'application/json');
    response.writeHead(isServed ? 200 : 429).end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    served: () => [...seconds.entries()].toSorted(([a], [b]) => a - b).map(([, count]) => count),
    refused: () => refused,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
