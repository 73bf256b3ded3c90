import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '@closekit/oauth/stores/postgres';
import { inject } from 'vitest';
import { openFaultyLine } from '../../oauth/test/engines/faulty-line.ts';
import type { FaultyLine } from '../../oauth/test/engines/faulty-line.ts';
import type { EngineName } from '../../oauth/test/engines/start-engines.ts';
import { memorySessionStore } from '../src/index.ts';
import type { LiveBus, SessionStore } from '../src/index.ts';
import { d1SessionStore } from '../src/stores/d1.ts';
import { fakeD1 } from './engines/fake-d1.ts';
import { openBus } from './engines/open-bus.ts';
import { openSessions } from './engines/open-sessions.ts';
import type { SessionsSpec } from './engines/open-sessions.ts';

/** A kind of session store on a real engine. */
export interface Engine {
  readonly name: 'memory' | 'd1' | 'sqlite' | 'postgres' | 'redis';
  /** Whether several processes can share it. */
  readonly shared: boolean;
  /** Creates an empty place for sessions. */
  makePlace(): Promise<Place>;
}

/** The data of one test. */
export interface Place {
  /** For child processes, which open it with `openSessions`; undefined in memory. */
  readonly spec: SessionsSpec | undefined;
  /** Opens a store with its own connection. In memory it is always the same store. */
  connect(): SessionStore;
  /** Opens a bus with its own connections, for engines with a server. */
  openBus?(): Required<LiveBus>;
  /** The line of the stores of `connect`, for engines with a server. */
  readonly line: FaultyLine | undefined;
  /** Deletes the data. Close the stores first. */
  end(): Promise<void>;
}

const { desk, available } = inject('engines');

const memory: Engine = {
  name: 'memory',
  shared: false,
  async makePlace() {
    const store = memorySessionStore();
    return { spec: undefined, line: undefined, connect: () => store, end: async () => undefined };
  },
};

const d1: Engine = {
  name: 'd1',
  shared: true,
  async makePlace() {
    const database = fakeD1();
    const connect = (): SessionStore => d1SessionStore({ database });
    return { spec: undefined, line: undefined, connect, end: async () => undefined };
  },
};

const sqlite: Engine = {
  name: 'sqlite',
  shared: true,
  async makePlace() {
    const folder = await mkdtemp(join(tmpdir(), 'closekit-sessions-'));
    const spec = { engine: 'sqlite', path: join(folder, 'close.db') } as const;
    const end = (): Promise<void> => rm(folder, { recursive: true });
    return { spec, line: undefined, connect: () => openSessions(spec), end };
  },
};

const postgres: Engine = {
  name: 'postgres',
  shared: true,
  async makePlace() {
    const url = await startEngine('postgres');
    const spec = { engine: 'postgres', url, table: `closekit_${randomName()}` } as const;
    const line = await openFaultyLine(targetOf(url));
    return {
      spec,
      line,
      connect: () => openSessions({ ...spec, url: through(line, url) }),
      openBus: () => openBus({ ...spec, url: through(line, url) }),
      async end() {
        await line.close();
        const database = openPostgres({ connectionString: url });
        await database.write(`drop table if exists ${spec.table}`, []);
        await database.close();
      },
    };
  },
};

const redis: Engine = {
  name: 'redis',
  shared: true,
  async makePlace() {
    const url = await startEngine('redis');
    // The server ends with the run, and its data with it.
    const spec = { engine: 'redis', url, prefix: `closekit:${randomName()}:` } as const;
    const line = await openFaultyLine(targetOf(url));
    const connect = (): SessionStore => openSessions({ ...spec, url: through(line, url) });
    const open = (): Required<LiveBus> => openBus({ ...spec, url: through(line, url) });
    return { spec, line, connect, openBus: open, end: () => line.close() };
  },
};

/** Every kind of store whose engine is available. In CI these are all. */
export const engines: readonly Engine[] = [
  memory,
  d1,
  sqlite,
  ...[postgres, redis].filter(({ name }) => available.some((engine) => engine === name)),
];

/** Starts the server of an engine unless it is running, and returns its URL. */
export async function startEngine(name: EngineName): Promise<string> {
  const response = await fetch(`${desk}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${name} did not start: ${text}`);
  return text;
}

function targetOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
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
