import { describe, expect, it } from 'vitest';
import { assertDurable } from './durability.ts';

const good = 'role:master\r\nmaxmemory:100\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n';

describe('assertDurable', () => {
  it('accepts a primary with an append-only file and without eviction', () => {
    expect(() => assertDurable(good, false)).not.toThrow();
  });

  it('refuses a server without an append-only file', () => {
    const info = good.replace('aof_enabled:1', 'aof_enabled:0');
    expect(() => assertDurable(info, false)).toThrow(expect.objectContaining({ code: 'store_unsuitable' }));
    expect(() => assertDurable(info, true)).not.toThrow();
  });

  it('refuses a server that evicts keys when its memory is full', () => {
    const info = good.replace('noeviction', 'allkeys-lru');
    expect(() => assertDurable(info, false)).toThrow(
      'This Redis evicts keys when its memory is full. Set maxmemory-policy to noeviction.',
    );
    expect(() => assertDurable(info.replace('maxmemory:100', 'maxmemory:0'), false)).not.toThrow();
  });

  it('refuses a replica, even with assumeDurable', () => {
    expect(() => assertDurable(good.replace('master', 'slave'), true)).toThrow(
      'This Redis is a replica, which may be behind. Connect to the primary.',
    );
  });

  it('accepts a server without information', () => {
    expect(() => assertDurable('', false)).not.toThrow();
  });
});
