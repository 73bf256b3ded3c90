import { describe, expect, it } from 'vitest';
import { connect, hourMs, login, prepare } from './connect.ts';
import { twoVaults } from './two-vaults.ts';

describe('events', () => {
  it('have the duration, the generation and the attempts of a refresh', async () => {
    const { grant, close, clock, events } = await connect();
    clock.time += hourMs;
    close.answerNext(
      async () => {
        await clock.sleep(700);
        return Response.json({ access_token: 'a2', refresh_token: close.alive, expires_in: 3600 });
      },
      { rotate: true },
    );
    await grant.get();
    expect(events).toMatchObject([{ type: 'refreshed', durationMs: 700, generation: 2, attempts: 1 }]);
  });

  it('have the generation of a login, and the duration of a disconnect', async () => {
    const { oauth, events } = prepare();
    const grant = await login(oauth);
    await login(oauth);
    await grant.revoke();
    expect(events).toMatchObject([
      { type: 'authorized', durationMs: 0, generation: 1 },
      { type: 'authorized', durationMs: 0, generation: 2 },
      { type: 'revoked', durationMs: 0 },
    ]);
  });

  it('count the attempts of a refresh whose first response was lost', async () => {
    const { grant, close, clock, events } = await connect();
    clock.time += hourMs;
    close.answerNext(() => Promise.reject(new TypeError('reset')), { rotate: true });
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    const [lost, dead] = events;
    expect(lost).toMatchObject({ type: 'ambiguous_lost', generation: 1, attempts: 2 });
    expect(lost?.durationMs).toBeGreaterThanOrEqual(50);
    expect(dead).toEqual({ ...lost, type: 'dead' });
  });

  it('have the generation that another process has stored', async () => {
    const { grant, otherGrant, otherEvents, clock } = await twoVaults();
    await otherGrant.get();
    clock.time += hourMs;
    await grant.get();
    await otherGrant.get();
    expect(otherEvents).toMatchObject([{ type: 'adopted', generation: 2, attempts: 0, durationMs: 0 }]);
  });

  it('have no attempt when the store fails before', async () => {
    const { grant, clock, events, store } = await connect();
    clock.time += hourMs;
    store.load = () => Promise.reject(new Error('down'));
    await expect(grant.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(events).toMatchObject([
      { type: 'transient', code: 'store_unavailable', generation: 1, attempts: 0 },
    ]);
  });
});

describe('unsaved', () => {
  it('is the number of pairs that are not stored, and the age of the oldest', async () => {
    const { oauth, grant, clock, store, events } = await connect();
    expect(oauth.unsaved()).toEqual({ count: 0, oldestMs: 0 });
    clock.time += hourMs;
    const write = store.compareAndSet.bind(store);
    let isDown = true;
    store.compareAndSet = (key, version, next) =>
      isDown && next.generation === 2 ? Promise.reject(new Error('down')) : write(key, version, next);
    const startedAt = clock.elapsed();
    await grant.get();
    await clock.sleep(60_000);
    expect(oauth.unsaved()).toEqual({ count: 1, oldestMs: clock.elapsed() - startedAt });
    expect(events).toContainEqual(expect.objectContaining({ type: 'store_retry', generation: 2 }));
    isDown = false;
    await oauth.close();
    expect(oauth.unsaved()).toEqual({ count: 0, oldestMs: 0 });
  });
});
