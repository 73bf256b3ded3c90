import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createClient } from 'redis';
import { inject } from 'vitest';
import { memoryStore } from '../src/lib/stores/memory.ts';
import type { TokenStore } from '../src/lib/record/token-store.ts';
import { openFaultyLine } from './engines/faulty-line.ts';
import type { FaultyLine } from './engines/faulty-line.ts';
import { openStore } from './engines/open-store.ts';
import type { EngineName } from './engines/start-engines.ts';
import type { StoreSpec } from './engines/open-store.ts';

/** A kind of store on a real engine. */
export interface Engine {
  readonly name: 'memory' | 'sqlite' | 'postgres' | 'redis';
  /** Whether several processes can share it. */
  readonly shared: boolean;
  /** Whether the store has a connection to its engine, which can break. */
  readonly remote: boolean;
  /** Creates an empty place for grants. */
  makePlace(): Promise<Place>;
}

/** The data of one test. */
export interface Place {
  /**
   * For child processes, which open it with `openStore`; undefined in memory. Its connection cannot break.
   */
  readonly spec: StoreSpec | undefined;
  /** Opens a store with its own connection. In memory it is always the same store. */
  connect(): TokenStore;
  /** The line of the stores of `connect`; undefined unless `remote`. */
  readonly line: FaultyLine | undefined;
  /** Breaks the line after the next write has reached the engine, so that its reply is lost. */
  loseNextReply(): void;
  /** Breaks the line before the next write reaches the engine. */
  loseNextWrite(): void;
  /** Deletes the data. Close the stores first. */
  end(): Promise<void>;
}

const { desk, available } = inject('engines');

const nearby = {
  line: undefined,
  loseNextReply: (): never => refuse(),
  loseNextWrite: (): never => refuse(),
};

const memory: Engine = {
  name: 'memory',
  shared: false,
  remote: false,
  makePlace() {
    const store = memoryStore();
    return Promise.resolve({
      ...nearby,
      spec: undefined,
      connect: () => store,
      end: () => Promise.resolve(),
    });
  },
};

const sqlite: Engine = {
  name: 'sqlite',
  shared: true,
  remote: false,
  async makePlace() {
    const folder = await mkdtemp(join(tmpdir(), 'closekit-sqlite-'));
    const spec: StoreSpec = { engine: 'sqlite', path: join(folder, 'close.db') };
    const end = (): Promise<void> => rm(folder, { recursive: true });
    return { ...nearby, spec, connect: () => openStore(spec), end };
  },
};

const postgres: Engine = {
  name: 'postgres',
  shared: true,
  remote: true,
  async makePlace() {
    const url = await startEngine('postgres');
    const spec = { engine: 'postgres', url, table: `closekit_${randomName()}`, wakeUps: true } as const;
    const line = await openFaultyLine(targetOf(url, 5432));
    return {
      spec,
      connect: () => openStore({ ...spec, url: through(line, url) }),
      line,
      loseNextReply: () => line.loseReplyTo('RETURNING key'),
      loseNextWrite: () => line.loseRequest('RETURNING key'),
      async end() {
        await line.close();
        const client = new Client({ connectionString: url });
        await client.connect();
        await client.query(`DROP TABLE IF EXISTS ${spec.table}, ${spec.table}_marks`);
        await client.end();
      },
    };
  },
};

const redis: Engine = {
  name: 'redis',
  shared: true,
  remote: true,
  async makePlace() {
    const url = await startEngine('redis');
    const spec = { engine: 'redis', url, prefix: `closekit:${randomName()}:` } as const;
    const line = await openFaultyLine(targetOf(url, 6379));
    return {
      spec,
      connect: () => openStore({ ...spec, url: through(line, url) }),
      line,
      loseNextReply: () => line.loseReplyTo("'writer'"),
      loseNextWrite: () => line.loseRequest("'writer'"),
      async end() {
        await line.close();
        const client = createClient({ url });
        await client.connect();
        for await (const keys of client.scanIterator({ MATCH: `${spec.prefix}*` })) {
          if (keys.length > 0) await client.del(keys);
        }
        client.destroy();
      },
    };
  },
};

/** Every kind of store whose engine is available. In CI these are all. */
export const engines: readonly Engine[] = [
  memory,
  sqlite,
  ...[postgres, redis].filter(({ name }) => available.some((engine) => engine === name)),
];

/**
 * Starts the server of an engine unless it is running; all workers share it.
 *
 * @returns Its URL; empty where the engine is missing.
 */
export async function startEngine(name: EngineName): Promise<string> {
  if (!available.includes(name)) return '';
  const response = await fetch(`${desk}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${name} did not start: ${text}`);
  return text;
}

function refuse(): never {
  throw new Error('There is no line that could break: choose engines that are remote');
}

function targetOf(url: string, port: number): { host: string; port: number } {
  const { hostname, port: named } = new URL(url);
  return { host: hostname, port: Number(named || port) };
}

function through(line: FaultyLine, url: string): string {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(line.port);
  return changed.href;
}

function randomName(): string {
  return randomBytes(6).toString('hex');
}
