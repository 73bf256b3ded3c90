import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import type { GrantRecord, TokenStore, UnreadableRow } from '@closekit/oauth';
import { resealGrants } from '@closekit/oauth/maintenance';
import type { ResealProgress } from '@closekit/oauth/maintenance';
import { activeRecord } from '../../../test/active-record.ts';
import { connect, hourMs, keys, login } from '../../../test/connect.ts';

const key = 'orga_1/user_1';
const newKey = { id: 'k2', secret: 'B'.repeat(43) };
const bothKeys = [newKey, ...keys];

describe('resealGrants', () => {
  it('seals every record with the first key, so that the old one can be removed', async () => {
    const { oauth, close, options, store, grant } = await connect();
    close.members = { organization_id: 'orga_2' };
    await login(oauth);
    const told: ResealProgress[] = [];
    const rotated = createCloseOAuth({ ...options, keys: bothKeys });
    const result = await resealGrants(rotated, { onProgress: (progress) => told.push(progress) });
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
    const stopped = resealGrants(rotated, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(await resealGrants(rotated)).toMatchObject({ resealed: 1 });
    expect(await resealGrants(rotated)).toEqual({ seen: 1, resealed: 0, unreadable: 0 });
  });

  it('does not disturb a refresh in flight', async () => {
    const { options, grant, clock, close, store } = await connect();
    const rotated = createCloseOAuth({ ...options, keys: bothKeys });
    clock.time += hourMs;
    close.answerNext(async () => {
      await resealGrants(rotated);
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
    expect(await resealGrants(stranger)).toEqual({ seen: 1, resealed: 0, unreadable: 1 });
    expect(await store.load(key)).toEqual(before);
  });

  it('reports rows that cannot be read, and goes on behind them', async () => {
    const { oauth, close, options, store } = await connect();
    close.members = { organization_id: 'orga_9' };
    await login(oauth);
    const good = await store.load(key);
    const odd =
      (row: unknown): TokenStore['scan'] =>
      async (page) => {
        const { rows, next } = await store.scan(page);
        const record: GrantRecord = JSON.parse(JSON.stringify(row));
        return { rows: page.after === undefined ? [{ key: 'orga_0/user_1', record }, ...rows] : rows, next };
      };
    const strange = [
      null,
      {},
      { ...good, status: 'paused' },
      { ...good, lease: {} },
      { ...good, version: '1' },
    ];
    for (const row of strange) {
      const seen: UnreadableRow[] = [];
      const rotated = createCloseOAuth({ ...options, store: { ...store, scan: odd(row) }, keys: bothKeys });
      const result = await resealGrants(rotated, { onUnreadable: (each) => seen.push(each) });
      expect(seen).toEqual([{ key: 'orga_0/user_1', reason: 'not_a_record' }]);
      expect(result).toMatchObject({ seen: 3, unreadable: 1 });
    }
    expect((await store.load('orga_9/user_1'))?.sealed).toMatch(/^v1\.k2\./);
  });

  it('tells a key that is missing from a row that is no grant', async () => {
    const { options, store } = await connect();
    await store.compareAndSet('not a grant', 0, activeRecord(1));
    const seen: UnreadableRow[] = [];
    const stranger = createCloseOAuth({ ...options, keys: [newKey] });
    await resealGrants(stranger, { onUnreadable: (row) => seen.push(row) });
    expect(seen).toEqual([
      { key, reason: 'no_key' },
      { key: 'not a grant', reason: 'not_a_grant' },
    ]);
  });
});
