import { describe, expect, it } from 'vitest';
import { assertDurable } from './durability.ts';

const good = 'role:master\r\nmaxmemory:100\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n';
const always = { assumeDurable: false, appendFsync: 'always' };
const assumed = { assumeDurable: true, appendFsync: undefined };

describe('assertDurable', () => {
  it('accepts a primary with an append-only file and without eviction', () => {
    expect(() => assertDurable(good, always)).not.toThrow();
  });

  it('refuses a server without an append-only file', () => {
    const info = good.replace('aof_enabled:1', 'aof_enabled:0');
    expect(() => assertDurable(info, always)).toThrow(expect.objectContaining({ code: 'store_unsuitable' }));
    expect(() => assertDurable(info, assumed)).not.toThrow();
  });

  it('refuses a server that evicts keys when its memory is full', () => {
    const info = good.replace('noeviction', 'allkeys-lru');
    expect(() => assertDurable(info, always)).toThrow(
      'This Redis evicts keys when its memory is full. Set maxmemory-policy to noeviction.',
    );
    expect(() => assertDurable(info.replace('maxmemory:100', 'maxmemory:0'), always)).not.toThrow();
  });

  it.each([
    ['everysec', 'has appendfsync everysec'],
    ['no', 'has appendfsync no'],
    [undefined, 'does not reveal appendfsync'],
  ])('refuses a server with appendfsync %s', (appendFsync, setting) => {
    expect(() => assertDurable(good, { assumeDurable: false, appendFsync })).toThrow(
      `This Redis ${setting}, and may lose confirmed writes in a crash. Set appendfsync to always, or set \`assumeDurable\` if it keeps them in another way.`,
    );
    expect(() => assertDurable(good, { assumeDurable: true, appendFsync })).not.toThrow();
  });

  it('refuses a replica, even with assumeDurable', () => {
    expect(() => assertDurable(good.replace('master', 'slave'), assumed)).toThrow(
      'This Redis is a replica, which may be behind. Connect to the primary.',
    );
  });

  it('accepts a server without information', () => {
    expect(() => assertDurable('', always)).not.toThrow();
  });
});
