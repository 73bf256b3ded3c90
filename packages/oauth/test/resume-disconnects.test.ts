import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import { listGrants, resumeDisconnects } from '@closekit/oauth/maintenance';
import { connect, login } from './connect.ts';
import type { Connected } from './connect.ts';

const key = 'orga_1/user_1';
const isReached = { status: 'revoked', sealed: null };

/** Disconnects while Close is down, in a process that ends before it can try again. */
async function leaveUnfinished({ oauth, grant, close }: Connected): Promise<void> {
  close.answerNext(() => Promise.reject(new TypeError('fetch failed')));
  await expect(grant.revoke()).rejects.toMatchObject({ code: 'revoke_unavailable' });
  await oauth.close();
}

describe('resumeDisconnects', () => {
  it('finishes what another process has left, in the background and with retries', async () => {
    const all = await connect();
    await leaveUnfinished(all);
    const successor = createCloseOAuth(all.options);
    all.close.answerNext(() => Promise.reject(new TypeError('fetch failed')));
    expect(await resumeDisconnects(successor)).toBe(1);
    await expect.poll(() => all.store.load(key)).toMatchObject(isReached);
    expect(successor.stats()).toMatchObject({ revoke_retry: 1, revoked: 1 });
  });

  it('leaves connected and disconnected grants, and rows that cannot be read, alone', async () => {
    const all = await connect();
    all.close.members = { organization_id: 'orga_2' };
    await (await login(all.oauth)).revoke();
    await all.store.compareAndSet('orga_3/user_1', 0, JSON.parse('{"version":1,"v":99}'));
    const successor = createCloseOAuth(all.options);
    const sent = all.close.seen.length;
    expect(await resumeDisconnects(successor)).toBe(0);
    await successor.close();
    expect(all.close.seen).toHaveLength(sent);
    expect(await all.store.load(key)).toMatchObject({ status: 'active' });
  });

  it('leaves a user who has connected again since the row was read alone', async () => {
    const all = await connect();
    await leaveUnfinished(all);
    const successor = createCloseOAuth(all.options);
    const { scan } = all.store;
    all.store.scan = async (...page) => {
      const rows = await scan.call(all.store, ...page);
      await login(successor);
      return rows;
    };
    expect(await resumeDisconnects(successor)).toBe(1);
    await successor.close();
    expect(await all.store.load(key)).toMatchObject({ status: 'active', generation: 2 });
  });

  it('reads every page of the store, and stops with the signal or the vault', async () => {
    const all = await connect();
    await leaveUnfinished(all);
    for (let user = 0; user < 600; user += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one row after the other.
      const row = await all.store.load(key);
      if (row) await all.store.compareAndSet(`orga_1/user_0${user}`, 0, { ...row, status: 'revoked' });
    }
    const successor = createCloseOAuth(all.options);
    const signal = AbortSignal.abort();
    await expect(resumeDisconnects(successor, { signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(await resumeDisconnects(successor)).toBe(1);
    await successor.close();
    await expect(resumeDisconnects(successor)).rejects.toMatchObject({ code: 'closed' });
  });

  it('does nothing where the host stops the process between calls', async () => {
    const all = await connect({ background: 'off', callLimitMs: 25_000 });
    await leaveUnfinished(all);
    const successor = createCloseOAuth(all.options);
    expect(await resumeDisconnects(successor)).toBe(0);
    expect(await listGrants(successor).page()).toMatchObject({ grants: [{ status: 'revoking' }] });
  });

  it('does nothing for an object of the app', async () => {
    const { oauth } = await connect();
    expect(await resumeDisconnects({ grant: oauth.grant })).toBe(0);
  });
});
