import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySessionStore } from '../src/index.ts';
import { sqliteSessionStore } from '../src/stores/sqlite.ts';
import type { SessionStore } from '../src/index.ts';

/** A kind of session store on a real engine. */
export interface Engine {
  readonly name: string;
  /** Whether several processes can share it. */
  readonly shared: boolean;
  /** Creates an empty place for sessions. */
  makePlace(): Promise<Place>;
}

/** The data of one test. */
export interface Place {
  /** Opens a store with its own connection. In memory it is always the same store. */
  connect(): SessionStore;
  /** Deletes the data. Close the stores first. */
  end(): Promise<void>;
}

const memory: Engine = {
  name: 'memory',
  shared: false,
  async makePlace() {
    const store = memorySessionStore();
    return { connect: () => store, end: async () => undefined };
  },
};

const sqlite: Engine = {
  name: 'sqlite',
  shared: true,
  async makePlace() {
    const folder = await mkdtemp(join(tmpdir(), 'closekit-sessions-'));
    return {
      connect: () => sqliteSessionStore(join(folder, 'close.db')),
      end: () => rm(folder, { recursive: true }),
    };
  },
};

/** Every kind of store whose engine is available. */
export const engines: readonly Engine[] = [memory, sqlite];
