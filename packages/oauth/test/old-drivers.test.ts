import { expect, it, vi } from 'vitest';
import { openClient } from '../src/lib/stores/redis/connection.ts';
import { openPool } from '../src/lib/stores/postgres/connection.ts';

vi.mock('redis', () => ({ createClient: () => ({ unref: () => undefined, disconnect: () => undefined }) }));
vi.mock('pg', () => {
  throw new Error('not installed');
});

it('redisStore refuses a URL when the installed package redis is too old', async () => {
  await expect(openClient('redis://127.0.0.1:1', 1000)).rejects.toMatchObject({
    code: 'store_unsuitable',
    message: 'A URL requires the package `redis` 5 or newer. Update it, or pass `client`.',
  });
});

it('postgresStore names the missing package for a connection string', async () => {
  await expect(openPool('postgres://127.0.0.1:1/close', 1000)).rejects.toMatchObject({
    code: 'store_unsuitable',
    message: 'A connection string requires the package `pg`. Install it, or pass `pool`.',
  });
});
