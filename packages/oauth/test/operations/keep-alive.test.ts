import { describe, expect, it } from 'vitest';
import type { KeepAliveOptions, KeepAliveProgress } from '@closekit/oauth';
import { createCloseOAuth } from '@closekit/oauth';
import { hourMs } from '../connect.ts';
import { damage, manyGrants } from './many-grants.ts';

const dayMs = 24 * hourMs;
const none = { refreshed: 0, revoked: 0, postponed: 0, unreadable: 0, failed: {} };
const unavailable = (): Response => new Response('down', { status: 503 });
const invalid = (): Response => Response.json({ error: 'invalid_grant' }, { status: 400 });

describe('oauth.keepAlive', () => {
  it('refreshes idle grants although their access tokens are fresh, and only those', async () => {
    const many = await manyGrants(3);
    const { oauth, clock, sent } = many;
    clock.time += hourMs / 4;
    expect(await oauth.keepAlive({ idleForMs: hourMs / 2 })).toEqual({ ...none, seen: 3 });
    expect(sent).toEqual([]);
    expect(await oauth.keepAlive({ idleForMs: 1000 })).toEqual({ ...none, seen: 3, refreshed: 3 });
    expect(sent.toSorted()).toEqual(['user_1#1', 'user_2#1', 'user_3#1']);
    expect(await oauth.keepAlive({ idleForMs: hourMs / 8 })).toEqual({ ...none, seen: 3 });
    expect(await oauth.grant({ organizationId: 'orga_1', userId: 'user_1' }).get()).toBe(
      'access of user_1#2',
    );
    expect(sent).toHaveLength(3);
  });

  it('refreshes a grant whose fresh token is cached in this process', async () => {
    const { oauth, clock, sent } = await manyGrants(1);
    const grant = oauth.grant({ organizationId: 'orga_1', userId: 'user_1' });
    expect(await grant.get()).toBe('access of user_1#1');
    clock.time += 60_000;
    expect(await oauth.keepAlive({ idleForMs: 1000 })).toMatchObject({ refreshed: 1 });
    expect(grant.peek()).toBe('access of user_1#2');
    expect(sent).toHaveLength(1);
  });

  it('sends four requests at a time by default, or as many as the option says', async () => {
    const many = await manyGrants(12);
    many.clock.time += dayMs;
    await many.oauth.keepAlive({ idleForMs: hourMs });
    expect(many.busiest).toBe(4);
    many.busiest = 0;
    many.clock.time += dayMs;
    await many.oauth.keepAlive({ idleForMs: hourMs, concurrency: 2 });
    expect(many.busiest).toBe(2);
    expect(many.sent).toHaveLength(24);
  });

  it('counts failures by code and goes on', async () => {
    const many = await manyGrants(6);
    const { oauth, clock, store } = many;
    await damage(store, 'orga_1/user_5', { lease: 1 });
    await damage(store, 'orga_0/user_6', { sealed: 'v1.other.a.b' });
    clock.time += 60_000;
    many.respond = (token) =>
      token === 'user_1#1' ? invalid() : token === 'user_2#1' ? unavailable() : undefined;
    const seen: KeepAliveProgress[] = [];
    const onProgress = (progress: KeepAliveProgress): void => void seen.push(progress);
    const result = await oauth.keepAlive({ idleForMs: 1000, onProgress });
    const failed = { reauthorization_required: 1, refresh_unavailable: 1, record_unreadable: 1 };
    expect(result).toEqual({ ...none, seen: 6, refreshed: 2, unreadable: 1, failed });
    expect(seen.map((progress) => progress.seen)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen.at(-1)).toEqual(result);
    const grant = oauth.grant({ organizationId: 'orga_0', userId: 'user_2' });
    expect(await grant.get()).toBe('access of user_2#1');
  });

  it('does not refresh a fresh token again after a failure', async () => {
    const many = await manyGrants(1);
    const { oauth, clock, sent } = many;
    many.respond = unavailable;
    clock.time += 60_000;
    await oauth.keepAlive({ idleForMs: 1000 });
    const count = sent.length;
    for (let minute = 0; minute < 20; minute += 1) {
      clock.time += 60_000;
      // oxlint-disable-next-line no-await-in-loop -- one minute after the other.
      await oauth.grant({ organizationId: 'orga_1', userId: 'user_1' }).get();
    }
    expect(sent).toHaveLength(count);
  });

  it('lets all refreshes wait when the server sends Retry-After', async () => {
    const many = await manyGrants(8);
    const { oauth, clock } = many;
    clock.time += 60_000;
    const startedAt = clock.time;
    let refusals = 1;
    many.respond = () => {
      refusals -= 1;
      return refusals >= 0
        ? new Response('slow', { status: 429, headers: { 'retry-after': '120' } })
        : undefined;
    };
    const result = await oauth.keepAlive({ idleForMs: 1000, concurrency: 1 });
    expect(result).toMatchObject({ refreshed: 7, failed: { refresh_unavailable: 1 } });
    expect(clock.time - startedAt).toBeGreaterThanOrEqual(120_000);
  });

  it('finishes disconnects, also on a host without background work', async () => {
    const many = await manyGrants(2, { background: 'off', callLimitMs: 25_000 });
    const { oauth, clock, store, revoked } = many;
    await damage(store, 'orga_1/user_1', { status: 'revoking' });
    clock.time += dayMs;
    const result = await oauth.keepAlive({ idleForMs: hourMs });
    expect(result).toEqual({ ...none, seen: 2, revoked: 1, refreshed: 1 });
    expect(revoked).toContain('user_1#1');
    expect(await store.load('orga_1/user_1')).toMatchObject({ status: 'revoked', sealed: null });
  });

  it('sends each refresh token once when two processes walk at the same time', async () => {
    const { oauth, options, clock, sent } = await manyGrants(10);
    const other = createCloseOAuth(options);
    clock.time += 60_000;
    const both = [oauth, other].map((each) => each.keepAlive({ idleForMs: 1000 }));
    const results = await Promise.all(both);
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent).toHaveLength(10);
    expect(results.map(({ failed }) => failed)).toEqual([{}, {}]);
  });

  it('stops when its signal aborts, and resumes with those that are left', async () => {
    const many = await manyGrants(6);
    const { oauth, clock, sent } = many;
    clock.time += dayMs;
    const controller = new AbortController();
    const stopping = oauth.keepAlive({
      idleForMs: hourMs,
      concurrency: 1,
      signal: controller.signal,
      onProgress: ({ seen }) => seen === 3 && controller.abort(),
    });
    await expect(stopping).rejects.toMatchObject({ code: 'aborted' });
    expect(sent).toHaveLength(3);
    expect(await oauth.keepAlive({ idleForMs: hourMs })).toMatchObject({ seen: 6, refreshed: 3 });
    await oauth.close();
    await expect(oauth.keepAlive({ idleForMs: hourMs })).rejects.toMatchObject({ code: 'closed' });
  });

  it('refuses wrong options', async () => {
    const { oauth } = await manyGrants(0);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may pass.
    const run = (options: unknown) => oauth.keepAlive(options as KeepAliveOptions);
    const idle = 'keepAlive: `idleForMs` must be a positive number of milliseconds.';
    await expect(run(undefined)).rejects.toThrow(new TypeError(idle));
    await expect(run({ idleForMs: '7d' })).rejects.toThrow(new TypeError(idle));
    await expect(run({ idleForMs: 1, concurrency: 0.5 })).rejects.toThrow(
      new TypeError('keepAlive: `concurrency` must be a whole number, 1 or more.'),
    );
  });
});
