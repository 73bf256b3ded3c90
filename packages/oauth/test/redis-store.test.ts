import { fork } from 'node:child_process';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { redisStore } from '../src/stores/redis.ts';
import { tokenStoreContract } from '../src/testing.ts';
import { activeRecord } from './active-record.ts';
import { findFreePort } from './engines/find-free-port.ts';
import { openFaultyLine } from './engines/faulty-line.ts';
import type { StoreSpec } from './engines/open-store.ts';
import { isRedisInstalled, startRedis } from './engines/start-redis.ts';
import { engines, startEngine } from './engines.ts';

const url = await startEngine('redis');
const prefix = `closekit:test:${process.pid}:`;

describe.skipIf(!engines.some(({ name }) => name === 'redis'))('redisStore', () => {
  const viaRedis = createClient({ url });
  let viaIoRedis: Redis;
  beforeAll(() => {
    viaIoRedis = new Redis(url);
  });
  afterAll(async () => {
    for await (const keys of viaRedis.scanIterator({ MATCH: `${prefix}*` })) {
      if (keys.length > 0) await viaRedis.del(keys);
    }
    viaRedis.destroy();
    viaIoRedis.disconnect();
  });

  const assumeDurable = true;
  const overRedis = tokenStoreContract(() => redisStore({ client: viaRedis, prefix, assumeDurable }), {
    shared: true,
    async damageRow(key) {
      const record = (await viaRedis.hGet(prefix + key, 'record')) ?? '';
      await viaRedis.hSet(prefix + key, 'record', record.slice(0, 40));
    },
  });
  it.each(overRedis)('$name, through a client of redis', (check) =>
    expect(check.run()).resolves.toBeUndefined(),
  );

  const overIoRedis = tokenStoreContract(() => redisStore({ client: viaIoRedis, prefix, assumeDurable }), {
    shared: true,
  });
  it.each(overIoRedis)('$name, through a client of ioredis', (check) =>
    expect(check.run()).resolves.toBeUndefined(),
  );

  it('recognises its own write when the driver sends it twice', async () => {
    const { hostname, port, password } = new URL(url);
    const line = await openFaultyLine({ host: hostname, port: Number(port || 6379) });
    const client = new Redis({ port: line.port, password });
    const store = redisStore({ client, prefix, assumeDurable });
    await store.load('twice');
    line.loseReplyTo("'writer'");
    expect(await store.compareAndSet('twice', 0, activeRecord(1))).toBe(true);
    await store.close?.();
    client.disconnect();
    await line.close();
  });

  it('lists its own keys only, whatever the prefix', async () => {
    const odd = `${prefix}[*]?\\:`;
    const store = redisStore({ client: viaRedis, prefix: odd, assumeDurable });
    await store.compareAndSet('mine', 0, activeRecord(1));
    await redisStore({ client: viaRedis, prefix: `${prefix}x:`, assumeDurable }).compareAndSet(
      'other',
      0,
      activeRecord(1),
    );
    const { rows } = await store.scan({ limit: 10 });
    expect(rows.map(({ key }) => key)).toEqual(['mine']);
  });

  it('lists a row that was cut off without a record, and refuses to load it', async () => {
    const own = `${prefix}damaged:`;
    const store = redisStore({ client: viaRedis, prefix: own, assumeDurable });
    for (const key of ['a', 'b', 'c']) await store.compareAndSet(key, 0, activeRecord(1));
    await viaRedis.hSet(`${own}b`, 'record', '{"version":1,"gen');
    const { rows } = await store.scan({ limit: 10 });
    expect(rows.map(({ key, record }) => [key, record?.version])).toEqual([
      ['a', 1],
      ['b', undefined],
      ['c', 1],
    ]);
    await expect(store.load('b')).rejects.toMatchObject({ code: 'record_unreadable' });
  });

  it('reports and erases a key that something else was written to', async () => {
    const own = `${prefix}strange:`;
    const store = redisStore({ client: viaRedis, prefix: own, assumeDurable });
    for (const key of ['a', 'b', 'c']) await store.compareAndSet(key, 0, activeRecord(1));
    await viaRedis.set(`${own}a`, 'text');
    await viaRedis.hDel(`${own}b`, 'record');
    const { rows } = await store.scan({ limit: 10 });
    expect(rows.map(({ key, record }) => [key, record?.version])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['c', 1],
    ]);
    for (const key of ['a', 'b']) {
      await expect(store.load(key)).rejects.toMatchObject({ code: 'record_unreadable' });
      expect(await store.erase(key)).toBe(true);
      expect(await store.compareAndSet(key, 0, activeRecord(1))).toBe(true);
    }
  });

  it('takes a key that was deleted by hand out of its list', async () => {
    const own = `${prefix}deleted:`;
    const store = redisStore({ client: viaRedis, prefix: own, assumeDurable });
    await store.compareAndSet('a', 0, activeRecord(1));
    await viaRedis.del(`${own}a`);
    expect(await store.scan({ limit: 10 })).toEqual({ rows: [], next: undefined });
    expect(await store.erase('a')).toBe(false);
    expect(await viaRedis.zCard(`${own}:index`)).toBe(0);
  });

  it('lets a driver send a consuming twice', async () => {
    const { hostname, port, password } = new URL(url);
    const line = await openFaultyLine({ host: hostname, port: Number(port || 6379) });
    const client = new Redis({ port: line.port, password });
    const store = redisStore({ client, prefix, assumeDurable });
    await store.load('twice');
    line.loseReplyTo('NX');
    expect(await store.consume('mark sent twice', 60_000)).toBe(true);
    expect(await store.consume('mark sent twice', 60_000)).toBe(false);
    client.disconnect();
    await line.close();
  });

  it('lets a process end that only waits', async () => {
    const spec: StoreSpec = { engine: 'redis', url, prefix: `${prefix}leaving:` };
    const child = fork(new URL('engines/wait-and-leave.ts', import.meta.url), [JSON.stringify(spec)]);
    onTestFinished(() => void child.kill());
    expect(await once(child, 'exit', { signal: AbortSignal.timeout(15_000) })).toEqual([0, null]);
  });

  it('does not reveal the password', async () => {
    const wrong = new URL(url);
    wrong.password = 'open-sesame';
    const store = redisStore({ url: wrong.href, timeoutMs: 500 });
    const failure: unknown = await store.load('k').catch((error: unknown) => error);
    await store.close?.();
    expect(failure).toMatchObject({ code: 'store_unavailable' });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('open-sesame');
  });
});

describe.skipIf(!isRedisInstalled())('redisStore on a server that appends once a second', () => {
  it('refuses it, unless the caller vouches for it', async () => {
    const server = await startRedis('everysec');
    onTestFinished(() => server.stop());
    const store = redisStore(server.url);
    onTestFinished(async () => store.close?.());
    const loading = store.load('k');
    await expect(loading).rejects.toMatchObject({ code: 'store_unsuitable' });
    await expect(loading).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CloseOAuthError: This Redis has appendfsync everysec, and may lose confirmed writes in a crash. Set appendfsync to always, or set \`assumeDurable\` if it keeps them in another way.]`,
    );
    const vouched = redisStore({ url: server.url, assumeDurable: true });
    onTestFinished(async () => vouched.close?.());
    expect(await vouched.load('k')).toBeUndefined();
  });

  it('accepts one that appends always', async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const store = redisStore(server.url);
    onTestFinished(async () => store.close?.());
    expect(await store.load('k')).toBeUndefined();
  });
});

describe('redisStore without a server', () => {
  it('says that nothing was written when the server was not reached', async () => {
    const store = redisStore({ url: `redis://127.0.0.1:${await findFreePort()}`, timeoutMs: 100 });
    await expect(store.compareAndSet('k', 0, activeRecord(1))).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    await store.close?.();
  });

  it('names the wrong option', () => {
    expect(() => redisStore('http://localhost')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: redisStore: \`url\` must be a redis:// or rediss:// URL unless \`client\` is set.]`,
    );
    expect(() => redisStore({ url: 'redis://h', prefix: '' })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: redisStore: \`prefix\` must be a non-empty string.]`,
    );
    expect(() => redisStore({ url: 'redis://h', timeoutMs: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: redisStore: \`timeoutMs\` must be a positive number of milliseconds.]`,
    );
    const prefixed = createClient({ url: 'redis://h', keyPrefix: 'app:' });
    expect(() => redisStore({ client: prefixed })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: redisStore: \`client\` must have no \`keyPrefix\`. Use the option \`prefix\`.]`,
    );
  });
});
