import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { deferred } from '../../../../test/deferred.ts';
import type { PostgresPool } from './connection.ts';
import { createPostgresListener } from './listener.ts';
import { postgresStore } from './store.ts';

class FakeConnection extends EventEmitter {
  readonly query = vi.fn<() => Promise<unknown>>(() => new Promise(() => undefined));
  readonly release = vi.fn<(destroy?: boolean) => void>();
}

const ears = { channel: 'c', heard: () => undefined, resumed: () => undefined, caller: 'postgresStore' };
const found = { rows: [{ found: true }] };

function poolThatLends(connect: () => Promise<FakeConnection>): PostgresPool {
  return { query: () => Promise.resolve(found), connect };
}

describe('createPostgresListener', () => {
  it('stops while the pool has no free connection, and returns a late one', async () => {
    const lent = deferred<FakeConnection>();
    const connect = vi.fn<() => Promise<FakeConnection>>(() => lent.promise);
    const listener = createPostgresListener(async () => poolThatLends(connect), ears);
    listener.start();
    await vi.waitFor(() => expect(connect).toHaveBeenCalled());
    listener.stop();
    const late = new FakeConnection();
    lent.resolve(late);
    await vi.waitFor(() => expect(late.release).toHaveBeenCalledWith(true));
  });

  it('stops while the server does not respond, and returns the connection', async () => {
    const connection = new FakeConnection();
    const pool = poolThatLends(() => Promise.resolve(connection));
    const listener = createPostgresListener(async () => pool, ears);
    listener.start();
    await vi.waitFor(() => expect(connection.query).toHaveBeenCalled());
    listener.stop();
    await vi.waitFor(() => expect(connection.release).toHaveBeenCalledWith(true));
  });
});

describe('a store of PostgreSQL that is about to listen', () => {
  it('closes although its pool has no free connection', async () => {
    const connect = vi.fn<() => Promise<FakeConnection>>(() => new Promise(() => undefined));
    const store = postgresStore({ pool: poolThatLends(connect), wakeUps: true });
    store.subscribe?.('k', () => undefined);
    await vi.waitFor(() => expect(connect).toHaveBeenCalled());
    await expect(store.close?.()).resolves.toBeUndefined();
  });

  it('needs a pool with a method connect', () => {
    const pool: PostgresPool = { query: () => Promise.resolve(found) };
    expect(() => postgresStore({ pool, wakeUps: true })).toThrow(
      'postgresStore: `pool` must have a method `connect` for `wakeUps`.',
    );
  });
});
