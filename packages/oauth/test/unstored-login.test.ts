import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import type { CloseOAuth, FinishedAuthorization, TokenStore } from '@closekit/oauth';
import { hourMs, prepare, shortly } from './connect.ts';

const id = { organizationId: 'orga_1', userId: 'user_1' };

async function finish(oauth: CloseOAuth): Promise<FinishedAuthorization> {
  const { url, transaction } = await oauth.startAuthorization();
  const state = url.searchParams.get('state');
  const callbackUrl = `https://app.example/callback?code=code-secret&state=${state}`;
  return oauth.finishAuthorization({ callbackUrl, transaction });
}

/** A store that takes no writes from one process while it is down; other processes are not affected. */
function failing(store: TokenStore): { view: TokenStore; outage: { isDown: boolean } } {
  const outage = { isDown: true };
  const view: TokenStore = {
    ...store,
    compareAndSet: (key, version, next) =>
      outage.isDown ? Promise.reject(new Error('disk full')) : store.compareAndSet(key, version, next),
  };
  return { view, outage };
}

function setUp() {
  const shared = prepare({ sleep: shortly });
  const { view, outage } = failing(shared.store);
  const oauth = createCloseOAuth({ ...shared.options, store: view });
  return { ...shared, oauth, other: shared.oauth, outage };
}

describe('a login whose tokens cannot be stored', () => {
  it('says so, works from memory and is stored when the store works again', async () => {
    const { oauth, other, outage } = setUp();
    const { grant, isStored } = await finish(oauth);
    expect(isStored).toBe(false);
    expect(await grant.get()).toBe('access-secret-1');
    await expect(other.grant(id).get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    outage.isDown = false;
    await expect
      .poll(() =>
        other
          .grant(id)
          .get()
          .catch(() => ''),
      )
      .toBe('access-secret-1');
    expect(await grant.status()).toMatchObject({ status: 'active', generation: 1 });
    await oauth.close();
  });

  it('replaces the tokens of an older login in memory and in the store', async () => {
    const { oauth, other, options, outage, clock } = setUp();
    await finish(other);
    const old = oauth.grant(id);
    expect(await old.get()).toBe('access-secret-1');
    clock.time += 1000;
    await finish(oauth);
    expect(await old.get()).toBe('access-secret-2');
    outage.isDown = false;
    await oauth.close();
    expect(await createCloseOAuth(options).grant(id).get()).toBe('access-secret-2');
  });

  it('gives way to a later login in another process', async () => {
    const { oauth, other, outage, clock } = setUp();
    await finish(oauth);
    clock.time += 1000;
    await finish(other);
    outage.isDown = false;
    await oauth.close();
    expect(await other.grant(id).get()).toBe('access-secret-2');
  });

  it('does not undo a later disconnect in another process', async () => {
    const { oauth, other, outage, clock } = setUp();
    await finish(other);
    await finish(oauth);
    clock.time += 1000;
    await other.grant(id).revoke();
    outage.isDown = false;
    await oauth.close();
    expect(await other.grant(id).status()).toMatchObject({ status: 'revoked' });
  });

  it('is refreshed only after it was stored', async () => {
    const { oauth, close, outage, clock } = setUp();
    const { grant } = await finish(oauth);
    close.seen.length = 0;
    clock.time += hourMs;
    await expect(grant.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(close.seen).toEqual([]);
    outage.isDown = false;
    expect(await grant.get()).toBe('access-secret-2');
    await oauth.close();
  });
});
