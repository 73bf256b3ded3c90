import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A line to a server that breaks on demand. */
export interface FaultyLine {
  readonly port: number;
  /** The next request that contains the text arrives; its reply does not, and the connection breaks. */
  loseReplyTo(text: string): void;
  /** The next request that contains the text does not arrive, and the connection breaks. */
  loseRequest(text: string): void;
  /** Breaks every connection; new ones work. */
  cut(): void;
  /** Breaks every connection, and every new one until `up`. */
  down(): void;
  up(): void;
  /** From the request that contains the text on, nothing arrives on either side, and no connection breaks. */
  freezeAt(text: string): void;
  close(): Promise<void>;
}

/**
 * Puts a loopback proxy before a server.
 *
 * @param target - The port of the server on 127.0.0.1, or a host and port.
 * @returns The line, open.
 */
export async function openFaultyLine(target: { host: string; port: number }): Promise<FaultyLine> {
  const sockets = new Set<Socket>();
  let planned: { text: string; lose: 'request' | 'reply' } | undefined;
  let isDown = false;
  let freezesAt: string | undefined;
  let isFrozen = false;

  const server = createServer((near) => {
    if (isDown) {
      near.destroy();
      return;
    }
    const far = connect(target);
    let losesReply = false;
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end).on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    near.on('data', (chunk) => {
      isFrozen ||= freezesAt !== undefined && chunk.includes(freezesAt);
      if (isFrozen) return;
      if (planned !== undefined && chunk.includes(planned.text)) {
        const { lose } = planned;
        planned = undefined;
        if (lose === 'request') {
          end();
          return;
        }
        losesReply = true;
      }
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (isFrozen) return;
      if (losesReply) end();
      else near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    loseReplyTo(text) {
      planned = { text, lose: 'reply' };
    },
    loseRequest(text) {
      planned = { text, lose: 'request' };
    },
    cut,
    down() {
      isDown = true;
      cut();
    },
    up() {
      isDown = false;
    },
    freezeAt(text) {
      freezesAt = text;
    },
    async close() {
      cut();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
