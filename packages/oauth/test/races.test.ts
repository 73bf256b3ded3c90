import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import type { CloseOAuth } from '@closekit/oauth';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { connect, hourMs, login } from './connect.ts';
import type { Connected } from './connect.ts';
import { settled, twoVaults, whileStandingStill } from './two-vaults.ts';

/** Two vaults over one SQLite file, as two processes would have them. */
async function twoFiles(): Promise<Connected & { readonly other: CloseOAuth }> {
  const folder = await mkdtemp(join(tmpdir(), 'closekit-'));
  const path = join(folder, 'close.db');
  const connected = await connect({ store: sqliteStore(path) });
  const other = createCloseOAuth({ ...connected.options, store: sqliteStore(path) });
  onTestFinished(async () => {
    await Promise.all([connected.oauth.close(), other.close()]);
    await rm(folder, { recursive: true });
  });
  return { ...connected, other };
}

describe('two vaults over one SQLite file', () => {
  it('adopt what the other has refreshed, without a request', async () => {
    const { grant, other, clock, close, events } = await twoFiles();
    const second = other.grant(grant);
    await second.get();
    clock.time += hourMs;
    await grant.get();
    expect(await second.get()).toBe('access-secret-2');
    expect(close.seen).toHaveLength(1);
    expect(events.map((event) => event.type)).toEqual(['refreshed', 'adopted']);
  });

  it('get the same token when both refresh at once', async () => {
    const { grant, other, clock } = await twoFiles();
    clock.time += hourMs;
    const tokens = await Promise.all([grant.get(), other.grant(grant).get()]);
    expect(tokens).toEqual(['access-secret-2', 'access-secret-2']);
    expect(await grant.status()).toMatchObject({ status: 'active', generation: 2 });
  });

  it('both stop when one disconnects', async () => {
    const { grant, other, clock } = await twoFiles();
    await other.grant(grant).revoke();
    clock.time += hourMs;
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await grant.status()).toMatchObject({ status: 'revoked' });
  });
});

describe('an invalid_grant', () => {
  it('is dropped when another process has stored a newer pair', async () => {
    const { grant, otherGrant, clock, close, events, standstill } = await twoVaults();
    clock.time += hourMs;
    close.answerNext(async () => {
      standstill.stop();
      await settled(otherGrant);
      standstill.resume();
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    });
    expect(await settled(grant)).toBe('access-secret-2');
    expect(events.map((event) => event.type).filter((type) => type !== 'joined')).toEqual(['adopted']);
    expect(await grant.status()).toMatchObject({ status: 'active', generation: 2 });
  });

  it('waits for a winner that is slow to store its pair', async () => {
    const { grant, otherGrant, clock, close, standstill, store } = await twoVaults();
    clock.time += hourMs;
    // The first process sends, and stands still. The other takes over, and is refused.
    close.answerNext(
      async () => {
        standstill.stop();
        const refused = settled(otherGrant);
        await clock.sleep(45_000);
        // It does not mark the grant yet: the first process may have the new pair, and has.
        expect(await store.load('orga_1/user_1')).toMatchObject({ status: 'active', generation: 1 });
        standstill.resume();
        void refused.catch(() => undefined);
        return Response.json({
          access_token: 'won',
          refresh_token: 'r',
          expires_in: 3600,
          token_type: 'Bearer',
        });
      },
      { rotate: true },
    );
    expect(await settled(grant)).toBe('won');
    expect(await settled(otherGrant)).toBe('won');
  });

  it('marks the grant and keeps its record when no process has a newer pair', async () => {
    const { grant, clock, close, events, store } = await connect();
    clock.time += hourMs;
    close.alive = 'something else';
    await expect(grant.get()).rejects.toMatchObject({
      code: 'reauthorization_required',
      reason: 'invalid_grant',
    });
    expect(events.map((event) => event.type)).toEqual(['dead']);
    const record = await store.load('orga_1/user_1');
    expect(record).toMatchObject({ status: 'reauthorization_required', generation: 1 });
    expect(record?.sealed).not.toBeNull();
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(close.seen).toHaveLength(1);
  });

  it('is undone by a winner that stores after the loser has marked the grant', async () => {
    const all = await twoVaults();
    const { grant, otherGrant, clock, close } = all;
    clock.time += hourMs;
    whileStandingStill(all, async () => {
      close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
      await expect(settled(otherGrant)).rejects.toMatchObject({ code: 'reauthorization_required' });
    });
    expect(await settled(grant)).toBe('late');
    expect(await otherGrant.get()).toBe('late');
  });
});

describe('another login', () => {
  it('revives a dead grant', async () => {
    const { grant, oauth, clock, close } = await connect();
    clock.time += hourMs;
    close.alive = '';
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await login(oauth)).toBe(grant);
    expect(await grant.get()).toBe('access-secret-2');
    expect(await grant.status()).toMatchObject({ status: 'active', generation: 2 });
  });

  it('revives a disconnected grant, and counts on', async () => {
    const { grant, oauth } = await connect();
    await grant.revoke();
    await login(oauth);
    expect(await grant.status()).toMatchObject({ status: 'active', generation: 2 });
  });

  it('wins over a refresh in flight', async () => {
    const { grant, oauth, clock, close } = await connect();
    clock.time += hourMs;
    close.answerNext(async () => {
      await login(oauth);
      return Response.json({
        token_type: 'Bearer',
        access_token: 'orphan',
        refresh_token: 'r',
        expires_in: 3600,
      });
    });
    expect(await grant.get()).toBe('access-secret-2');
    expect(await grant.status()).toMatchObject({ generation: 2 });
  });
});
