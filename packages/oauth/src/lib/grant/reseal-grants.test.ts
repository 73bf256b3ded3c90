import { describe, expect, it } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { ResealProgress } from '@closekit/oauth';
import { connect, hourMs, keys, login } from '../../../test/connect.ts';

const key = 'orga_1/user_1';
const newKey = { id: 'k2', secret: 'B'.repeat(43) };
const bothKeys = [newKey, ...keys];

describe('oauth.reseal', () => {
  it('seals every record with the first key, so that the old one can be removed', async () => {
    const { oauth, close, options, store, grant } = await connect();
    close.members = { organization_id: 'orga_2' };
    await login(oauth);
    const told: ResealProgress[] = [];
    const rotated = createCloseOAuth({ ...options, keys: bothKeys });
    const result = await rotated.reseal({ onProgress: (progress) => told.push(progress) });
    expect(result).toEqual({ seen: 2, resealed: 2, unreadable: 0 });
    expect(told.map(({ seen }) => seen)).toEqual([1, 2]);
    expect((await store.load(key))?.sealed).toMatch(/^v1\.k2\./);
    expect(
      await createCloseOAuth({ ...options, keys: [newKey] })
        .grant(grant)
        .get(),
    ).toBe('access-secret-1');
  });

  it('resumes after a stop, and changes nothing the second time', async () => {
    const { options } = await connect();
    const rotated = createCloseOAuth({ ...options, keys: bothKeys });
    const stopped = rotated.reseal({ signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(await rotated.reseal()).toMatchObject({ resealed: 1 });
    expect(await rotated.reseal()).toEqual({ seen: 1, resealed: 0, unreadable: 0 });
  });

  it('does not disturb a refresh in flight', async () => {
    const { options, grant, clock, close, store } = await connect();
    const rotated = createCloseOAuth({ ...options, keys: bothKeys });
    clock.time += hourMs;
    close.answerNext(async () => {
      await rotated.reseal();
      return Response.json({
        token_type: 'Bearer',
        access_token: 'a2',
        refresh_token: 'r2',
        expires_in: 3600,
      });
    });
    expect(await grant.get()).toBe('a2');
    expect(await store.load(key)).toMatchObject({ generation: 2, status: 'active' });
  });

  it('counts unreadable records and does not change them', async () => {
    const { options, store } = await connect();
    const before = await store.load(key);
    const stranger = createCloseOAuth({ ...options, keys: [newKey] });
    expect(await stranger.reseal()).toEqual({ seen: 1, resealed: 0, unreadable: 1 });
    expect(await store.load(key)).toEqual(before);
  });

  it('needs a store with a list', async () => {
    const { load, compareAndSet } = memoryStore();
    const { oauth } = await connect({ store: { load, compareAndSet } });
    await expect(oauth.reseal()).rejects.toThrow('reseal: `store.list` must be a function.');
  });
});
