import { createLazy } from '../../base/lazy.ts';
import { createCallGate } from '../remote/call-gate.ts';
import { readFromStore, writeToStore } from '../remote/call-store.ts';
import type { StoreCalls } from '../remote/call-store.ts';
import type { RedisConnection, RedisListening } from './connection.ts';
import { assertDurable } from './durability.ts';
import type { RedisSettings } from './options.ts';

type Command = readonly [string, ...string[]];

/** The store's connection to its server: opened at first use, opened again after a failure. */
export interface RedisLink {
  /** Sends a command that changes nothing; urgent ones go before others. */
  readonly read: (command: Command, urgent?: boolean) => Promise<unknown>;
  readonly write: (command: Command) => Promise<unknown>;
  /** Starts to listen for published messages, unless it listens already. */
  readonly startListening: () => void;
  readonly close: () => Promise<void>;
}

// The number of commands in flight on the one connection.
const pipelined = 100;

/** Creates a link that is not open yet; `listen` subscribes to the messages. */
export function createRedisLink(
  settings: RedisSettings,
  listen: (connection: RedisConnection) => RedisListening,
): RedisLink {
  const { timeoutMs } = settings;
  const gate = createCallGate(pipelined);
  const calls: StoreCalls = { database: 'Redis', timeoutMs, wroteNothing, gate };
  const opened = createLazy(() => openChecked(settings, calls));
  const listener = createListener(opened.get, listen);

  return {
    // Loading the driver and connecting do not count as time of the command.
    async read(command, urgent) {
      const connection = await opened.get();
      return readFromStore(calls, () => connection.send(command), urgent);
    },
    async write(command) {
      const connection = await opened.get();
      return writeToStore(calls, () => connection.send(command));
    },
    startListening: listener.start,
    async close() {
      const connection = await opened.release();
      listener.stop();
      connection?.end();
    },
  };
}

async function openChecked(settings: RedisSettings, calls: StoreCalls): Promise<RedisConnection> {
  const connection = await settings.open();
  try {
    const { assumeDurable } = settings;
    const info = String(await readFromStore(calls, () => connection.send(['INFO'])));
    const asks = !assumeDurable && /^aof_enabled:1/m.test(info);
    const appendFsync = asks ? await readFromStore(calls, () => readAppendFsync(connection)) : undefined;
    assertDurable(info, { assumeDurable, appendFsync });
    return connection;
  } catch (error) {
    connection.end();
    throw error;
  }
}

// INFO does not have it. Hosted servers may refuse CONFIG.
async function readAppendFsync(connection: RedisConnection): Promise<string | undefined> {
  try {
    const reply = await connection.send(['CONFIG', 'GET', 'appendfsync']);
    return /\b(?:always|everysec|no)\b/.exec(JSON.stringify(listOf(reply)))?.[0];
  } catch (error) {
    if (error instanceof Error && /^(?:NOPERM|ERR)\b/.test(error.message)) return undefined;
    throw error;
  }
}

// RESP 3 has maps, RESP 2 lists; a client may be set up to return bytes.
function listOf(reply: unknown): unknown[] {
  if (reply instanceof Uint8Array) return [new TextDecoder().decode(reply)];
  if (reply instanceof Map) return [...reply.entries()].flatMap(listOf);
  if (Array.isArray(reply)) return reply.flatMap(listOf);
  return typeof reply === 'object' && reply !== null ? Object.values(reply).flatMap(listOf) : [reply];
}

// When it fails, waiting processes poll; the next `start` tries again.
function createListener(
  connect: () => Promise<RedisConnection>,
  listen: (connection: RedisConnection) => RedisListening,
): { readonly start: () => void; readonly stop: () => void } {
  let listening: RedisListening | undefined;
  let starting: Promise<void> | undefined;

  function stop(): void {
    listening?.stop();
    listening = undefined;
    starting = undefined;
  }

  async function startOnce(): Promise<void> {
    try {
      listening = listen(await connect());
      await listening.started;
    } catch {
      stop();
    }
  }

  return {
    start() {
      starting ??= startOnce();
    },
    stop,
  };
}

// The driver did not send the command, or the server refused to run it.
function wroteNothing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return true;
  if (/^(?:ClientOffline|ClientClosed|ConnectionTimeout)Error$/.test(error.constructor.name)) return true;
  return /^(?:READONLY|LOADING|MISCONF|OOM|NOAUTH|NOPERM|WRONGPASS|MASTERDOWN)\b/.test(error.message);
}
