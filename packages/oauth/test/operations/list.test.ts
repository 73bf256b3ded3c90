import { describe, expect, it } from 'vitest';
import { importGrants, listGrants } from '@closekit/oauth/maintenance';
import type { ListOptions } from '@closekit/oauth/maintenance';
import { hourMs } from '../connect.ts';
import { collect, damage, lineOf, manyGrants } from './many-grants.ts';

describe('listGrants', () => {
  it('returns every grant without secrets', async () => {
    const { oauth, clock } = await manyGrants(3);
    const grants = await collect(listGrants(oauth));
    expect(grants).toHaveLength(3);
    expect(grants[0]).toEqual({
      key: 'orga_1/user_1',
      organizationId: 'orga_1',
      userId: 'user_1',
      status: 'active',
      reason: undefined,
      expiresAt: clock.time + hourMs,
      scope: 'all.full_access',
      generation: 1,
      refreshes: 0,
      updatedAt: clock.time,
    });
    expect(JSON.stringify(grants)).not.toMatch(/#1|sealed|fingerprint/);
  });

  it('filters by organization, status and expiry', async () => {
    const { oauth, clock, respond: _, ...many } = await manyGrants(4);
    clock.time += 2 * hourMs;
    many.sent.length = 0;
    await oauth.grant({ organizationId: 'orga_1', userId: 'user_1' }).get();
    await damage(many.store, 'orga_0/user_2', { status: 'reauthorization_required' });
    const names = async (options: ListOptions): Promise<string[]> =>
      (await collect(listGrants(oauth, options))).map(({ userId }) => userId);
    expect(await names({ organizationId: 'orga_1' })).toEqual(['user_1', 'user_3']);
    expect(await names({ status: 'reauthorization_required' })).toEqual(['user_2']);
    expect(await names({ expiresBefore: clock.time })).toEqual(['user_2', 'user_3', 'user_4']);
    expect(await names({ limit: 2 })).toEqual(['user_1', 'user_2']);
  });

  it('lists damaged rows, strange keys and newer formats as unreadable, and goes on', async () => {
    const { oauth, store } = await manyGrants(4);
    await damage(store, 'orga_1/user_1', { lease: 1 });
    await damage(store, 'orga_0/user_2', { format: 2, status: 'new' });
    const record = await store.load('orga_1/user_3');
    if (record !== undefined) await store.compareAndSet('backup', 0, { ...record, version: 1 });
    const grants = await collect(listGrants(oauth, { status: 'unreadable' }));
    expect(grants.map(({ key, reason }) => [key, reason])).toEqual([
      ['orga_1/user_1', 'not_a_record'],
      ['orga_0/user_2', 'too_new'],
      ['backup', 'not_a_grant'],
    ]);
    expect(await collect(listGrants(oauth))).toHaveLength(5);
  });

  it('returns pages whose cursors leave nothing out and repeat nothing', async () => {
    const { oauth } = await manyGrants(7);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- a page needs the cursor of the one before.
      const { grants, next } = await listGrants(oauth, { organizationId: 'orga_1', limit: 3, cursor }).page();
      seen.push(...grants.map(({ userId }) => userId));
      cursor = next;
    } while (cursor !== undefined);
    expect(seen).toEqual(['user_1', 'user_3', 'user_5', 'user_7']);
  });

  it('goes on across pages of the store', async () => {
    const { oauth, options, store } = await manyGrants(0);
    const lines = Array.from({ length: 1100 }, (_, index) => lineOf(index + 1, 1_800_000_000_000));
    await importGrants(oauth, lines);
    const seen: number[] = [];
    const onProgress = (progress: { seen: number }): void => void seen.push(progress.seen);
    expect(await collect(listGrants(oauth, { onProgress }))).toHaveLength(1100);
    expect(seen).toEqual([500, 1000, 1100]);
    const first = await listGrants(oauth, { limit: 700 }).page();
    await store.erase('orga_0/user_700');
    const second = await listGrants(oauth, { limit: 700, cursor: first.next }).page();
    const names = new Set([...first.grants, ...second.grants].map(({ userId }) => userId));
    expect([names.size, second.next]).toEqual([1100, undefined]);
    expect(options.store).toBe(store);
  });

  it('lets other work run between pages of a store in this process', async () => {
    const { oauth } = await manyGrants(1001);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await collect(listGrants(oauth));
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  it('stops when its signal aborts or the vault closes', async () => {
    const { oauth } = await manyGrants(2);
    const aborted = listGrants(oauth, { signal: AbortSignal.abort() });
    await expect(aborted.page()).rejects.toMatchObject({ code: 'aborted' });
    await oauth.close();
    await expect(collect(listGrants(oauth))).rejects.toMatchObject({ code: 'closed' });
  });

  it('refuses wrong options', async () => {
    const { oauth } = await manyGrants(0);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may pass.
    const list = (options: unknown) => () => listGrants(oauth, options as ListOptions);
    expect(list({ organizationId: '' })).toThrow('listGrants: `organizationId` must be a non-empty string.');
    expect(list({ status: 'gone' })).toThrow(
      'listGrants: `status` must be one of active, reauthorization_required, revoking, revoked, unreadable.',
    );
    expect(list({ expiresBefore: '1' })).toThrow(
      'listGrants: `expiresBefore` must be a time in milliseconds since 1970.',
    );
    expect(list({ limit: 0 })).toThrow('listGrants: `limit` must be a whole number, 1 or more.');
    for (const cursor of ['', '%', 'bnVsbA', 'e30']) {
      expect(list({ cursor })).toThrow('listGrants: `cursor` must be the `next` of a page.');
    }
  });
});

describe('grant.status', () => {
  it('is unreadable for a damaged row and a newer format, and active after a login', async () => {
    const { oauth, store } = await manyGrants(1);
    const grant = oauth.grant({ organizationId: 'orga_1', userId: 'user_1' });
    await damage(store, 'orga_1/user_1', { lease: 1 });
    expect(await grant.status()).toMatchObject({ status: 'unreadable', generation: 0 });
    await damage(store, 'orga_1/user_1', { format: 2 });
    expect(await grant.status()).toMatchObject({ status: 'unreadable' });
  });
});
