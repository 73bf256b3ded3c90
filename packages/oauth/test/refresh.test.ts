import { describe, expect, it } from 'vitest';
import { connect, hourMs } from './connect.ts';

describe('grant.get', () => {
  it('gives the token of the login without a request', async () => {
    const { grant, close } = await connect();
    expect(await grant.get()).toBe('access-secret-1');
    expect(grant.peek()).toBe('access-secret-1');
    expect(close.seen).toEqual([]);
  });

  it('makes one token request for 100 concurrent callers at expiry', async () => {
    const { grant, close, clock, events } = await connect();
    clock.time += hourMs;
    const tokens = await Promise.all(Array.from({ length: 100 }, () => grant.get()));
    expect(new Set(tokens)).toEqual(new Set(['access-secret-2']));
    expect(close.seen).toHaveLength(1);
    expect(events.filter((event) => event.type === 'joined')).toHaveLength(99);
  });
});
