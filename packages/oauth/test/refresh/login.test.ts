import { describe, expect, it } from 'vitest';
import { CloseOAuthError } from '@closekit/oauth';
import type { TokenStore } from '@closekit/oauth';
import { connect, hourMs, login, prepare } from '../connect.ts';
import { down, key } from './scene.ts';

/** Fails the next `failures` reads of the store. */
function failReads(store: TokenStore, failures: number, fail: () => never = down): void {
  const { load } = store;
  let left = failures;
  store.load = async (name) => (left-- > 0 ? fail() : load(name));
}

describe('the tokens of a login', () => {
  it('are stored, and reported with their grant', async () => {
    const { oauth, store, events, clock } = prepare();
    const grant = await login(oauth);
    expect(events).toEqual([
      {
        type: 'authorized',
        organizationId: 'orga_1',
        userId: 'user_1',
        at: clock.time,
        durationMs: 0,
        generation: 1,
      },
    ]);
    expect(await store.load(key)).toMatchObject({
      generation: 1,
      refreshes: 0,
      status: 'active',
      lease: null,
    });
    expect(await grant.get()).toBe('access-secret-1');
  });

  it('are stored at the fourth try, about a second later', async () => {
    const { oauth, store, events, clock } = prepare();
    failReads(store, 3);
    const startedAt = clock.elapsed();
    await login(oauth);
    expect(clock.elapsed() - startedAt).toBe(50 + 200 + 800);
    expect(events.map(({ type, code }) => [type, code])).toEqual([
      ['store_retry', 'store_unavailable'],
      ['store_retry', 'store_unavailable'],
      ['store_retry', 'store_unavailable'],
      ['authorized', undefined],
    ]);
  });

  it('are given up after four tries, with the error of the store', async () => {
    const { oauth, store, events } = prepare();
    failReads(store, 9, () => {
      throw new CloseOAuthError('store_unsuitable', 'This store is a replica.');
    });
    await expect(login(oauth)).rejects.toMatchObject({
      code: 'store_unavailable',
      cause: { code: 'store_unsuitable' },
    });
    expect(events.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'store_unsuitable'));
  });

  it.each([
    ['an error of the store', down],
    [
      'a coded error of the store',
      (): never => {
        throw new CloseOAuthError('store_unavailable', 'The store is busy.');
      },
    ],
  ])('never erase a row after %s', async (_, fail) => {
    const { oauth, store, options } = await connect();
    const before = await store.load(key);
    const { erase } = store;
    let erased = 0;
    store.erase = async (name, version) => {
      erased += 1;
      return erase(name, version);
    };
    failReads(store, 1, fail);
    await login(oauth);
    expect(erased).toBe(0);
    expect(await options.store?.load(key)).toMatchObject({
      version: (before?.version ?? 0) + 1,
      generation: 2,
    });
  });

  it('end the back-off of the grant', async () => {
    const { oauth, grant, close, clock } = await connect();
    clock.time += hourMs;
    close.answerNext(() => new Response('busy', { status: 500, headers: { 'retry-after': '250' } }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    close.members = { expires_in: 60 };
    await login(oauth);
    clock.time += 100_000;
    expect(await grant.get()).toBe('access-secret-3');
  });
});
