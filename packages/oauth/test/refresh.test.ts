import { describe, expect, it } from 'vitest';
import { createCloseOAuth, isCloseOAuthError } from '@closekit/oauth';
import { activeRecord } from './active-record.ts';
import { connect, hourMs, login } from './connect.ts';
import { deferred } from './deferred.ts';

/** The sleep of a process for which no time passes. */
const never = (): Promise<void> => new Promise(() => undefined);

describe('grant.get', () => {
  it('returns the token of the login without a request', async () => {
    const { grant, close } = await connect();
    expect(await grant.get()).toBe('access-secret-1');
    expect(grant.peek()).toBe('access-secret-1');
    expect(close.seen).toEqual([]);
  });

  it('sends one token request for 100 concurrent callers at expiry', async () => {
    const { grant, close, clock, events } = await connect();
    clock.time += hourMs;
    const tokens = await Promise.all(Array.from({ length: 100 }, () => grant.get()));
    expect(new Set(tokens)).toEqual(new Set(['access-secret-2']));
    expect(close.seen).toHaveLength(1);
    expect(events.filter((event) => event.type === 'joined')).toHaveLength(99);
  });

  it('stores new tokens before callers get them', async () => {
    const { grant, close, clock, store, options } = await connect({ sleep: never });
    clock.time += hourMs;
    const held = deferred();
    const original = store.compareAndSet.bind(store);
    store.compareAndSet = async (key, version, next) => {
      if (next.generation === 2) await held.promise;
      return original(key, version, next);
    };
    let received: string | undefined;
    const pending = grant.get().then((token) => (received = token));
    await close.received();
    expect(received).toBeUndefined();
    expect(grant.peek()).toBeUndefined();
    held.resolve();
    await pending;
    const other = createCloseOAuth(options).grant(grant);
    expect([received, await other.get()]).toEqual(['access-secret-2', 'access-secret-2']);
  });

  it('ends only the wait of a caller that aborts', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs;
    const answer = deferred<Response>();
    close.answerNext(() => answer.promise);
    const controller = new AbortController();
    const leaving = grant.get({ signal: controller.signal });
    const staying = grant.get();
    controller.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'aborted' });
    answer.resolve(
      Response.json({ token_type: 'Bearer', access_token: 'kept', refresh_token: 'r', expires_in: 60 }),
    );
    expect(await staying).toBe('kept');
  });

  it('finishes and stores a refresh whose only caller has aborted', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs;
    await expect(grant.get({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await expect.poll(() => grant.peek()).toBe('access-secret-2');
    expect(close.seen).toHaveLength(1);
  });

  it('refreshes in the background and returns the old token while that fails', async () => {
    const { grant, close, clock, events } = await connect();
    clock.time += hourMs - 20_000;
    close.answerNext(() => new Response('busy', { status: 503 }));
    expect(await grant.get()).toBe('access-secret-1');
    expect(events).toMatchObject([{ type: 'transient', code: 'refresh_unavailable' }]);
    clock.time += 6000;
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('does not retry at every call while a background refresh fails', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs - 20_000;
    close.answerNext(() => new Response('busy', { status: 503 }));
    await grant.get();
    await grant.get();
    expect(close.seen).toHaveLength(1);
  });

  it('neither reads the store nor decrypts while a token is fresh', async () => {
    const { grant, store } = await connect();
    store.load = () => Promise.reject(new Error('not to be read'));
    expect(await grant.get()).toBe('access-secret-1');
  });

  it('returns a token with a lifetime shorter than the margin', async () => {
    const { grant, close, clock } = await connect();
    close.members = { expires_in: 10 };
    clock.time += hourMs;
    await grant.get();
    await grant.get();
    expect(close.seen).toHaveLength(1);
  });

  it('survives a clock that is minutes behind the one that stored the token', async () => {
    const { grant, options, clock } = await connect();
    const behind = createCloseOAuth({ ...options, now: () => clock.time - 10 * 60_000 }).grant(grant);
    expect(await behind.get()).toBe('access-secret-1');
    clock.time += hourMs + 60_000;
    behind.invalidate(await behind.get());
    expect(await behind.get()).toBe('access-secret-2');
  });

  it('survives a clock that is minutes ahead of the one that stored the token', async () => {
    const { grant, options, clock } = await connect();
    const ahead = createCloseOAuth({ ...options, now: () => clock.time + hourMs });
    expect(await ahead.grant(grant).get()).toBe('access-secret-2');
    grant.invalidate('access-secret-1');
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('requires a login when the user has never connected', async () => {
    const { oauth } = await connect();
    const stranger = oauth.grant({ organizationId: 'orga_9', userId: 'user_9' });
    await expect(stranger.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await stranger.status()).toMatchObject({ status: 'absent', generation: 0, refreshes: 0 });
  });

  it('requires a login without a refresh token', async () => {
    const { oauth, close, clock } = await connect();
    const id = { organizationId: 'orga_2', userId: 'user_2' };
    close.members = { refresh_token: undefined, organization_id: 'orga_2', user_id: 'user_2' };
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = `https://app.example/callback?code=c&state=${url.searchParams.get('state')}`;
    await oauth.finishAuthorization({ callbackUrl, transaction });
    expect(await oauth.grant(id).get()).toBe('access-secret-2');
    clock.time += hourMs;
    await expect(oauth.grant(id).get()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });
});

describe('grant.invalidate', () => {
  it('makes the next get refresh', async () => {
    const { grant, close } = await connect();
    grant.invalidate('access-secret-1');
    expect(grant.peek()).toBeUndefined();
    expect(await grant.get()).toBe('access-secret-2');
    expect(close.seen).toHaveLength(1);
  });

  it('ignores a token that was replaced already', async () => {
    const { grant, close } = await connect();
    grant.invalidate('access-secret-1');
    await grant.get();
    grant.invalidate('access-secret-1');
    expect(await grant.get()).toBe('access-secret-2');
    expect(close.seen).toHaveLength(1);
  });

  it('never returns the refused token again', async () => {
    const { grant, close } = await connect();
    grant.invalidate('access-secret-1');
    close.answerNext(() => new Response('busy', { status: 503 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(grant.peek()).toBeUndefined();
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('is remembered before the first read of the store', async () => {
    const { grant, options } = await connect();
    const cold = createCloseOAuth(options).grant(grant);
    cold.invalidate('access-secret-1');
    expect(await cold.get()).toBe('access-secret-2');
  });
});

describe('grant.status', () => {
  it('returns expiry, scope and generation', async () => {
    const { grant, clock } = await connect();
    expect(await grant.status()).toEqual({
      status: 'active',
      expiresAt: clock.time + hourMs,
      scope: 'all.full_access offline_access',
      generation: 1,
      refreshes: 0,
    });
    grant.invalidate('access-secret-1');
    await grant.get();
    expect(await grant.status()).toMatchObject({ generation: 2, refreshes: 1 });
  });

  it('counts refreshes since the latest login', async () => {
    const { grant, oauth } = await connect();
    grant.invalidate(await grant.get());
    grant.invalidate(await grant.get());
    await grant.get();
    expect(await grant.status()).toMatchObject({ generation: 3, refreshes: 2 });
    await login(oauth);
    expect(await grant.status()).toMatchObject({ generation: 4, refreshes: 0 });
  });

  it('counts from 0 in a record of an older version', async () => {
    const { grant, store } = await connect();
    const { refreshes: _counted, ...older } = (await store.load('orga_1/user_1')) ?? activeRecord(1);
    await store.compareAndSet('orga_1/user_1', older.version, { ...older, version: older.version + 1 });
    expect(await grant.status()).toMatchObject({ generation: 1, refreshes: 0 });
    grant.invalidate('access-secret-1');
    await grant.get();
    expect(await grant.status()).toMatchObject({ generation: 2, refreshes: 1 });
  });
});

describe('oauth.grant', () => {
  it('returns the same object for the same id', async () => {
    const { oauth, grant } = await connect();
    expect(oauth.grant({ organizationId: 'orga_1', userId: 'user_1' })).toBe(grant);
  });

  it('refuses a missing id', async () => {
    const { oauth } = await connect();
    expect(() => oauth.grant({ organizationId: '', userId: 'user_1' })).toThrow(
      'grant: `organizationId` must be a non-empty string.',
    );
  });
});

describe('oauth.close', () => {
  it('waits for a refresh in flight and closes the store once', async () => {
    const { oauth, grant, clock, close, store } = await connect();
    let closed = 0;
    store.close = async () => {
      closed += 1;
    };
    clock.time += hourMs;
    const answer = deferred<Response>();
    close.answerNext(() => answer.promise);
    const pending = grant.get();
    const closing = Promise.all([oauth.close(), oauth.close()]);
    await close.received();
    expect(closed).toBe(0);
    answer.resolve(
      Response.json({ token_type: 'Bearer', access_token: 'late', refresh_token: 'r', expires_in: 60 }),
    );
    await closing;
    expect([await pending, closed]).toEqual(['late', 1]);
  });

  it('refuses new work', async () => {
    const { oauth, grant, clock } = await connect();
    await oauth.close();
    clock.time += hourMs;
    const failures = await Promise.allSettled([
      grant.get(),
      grant.revoke(),
      grant.status(),
      oauth.startAuthorization(),
    ]);
    const codes = failures.map(
      (result) => result.status === 'rejected' && isCloseOAuthError(result.reason) && result.reason.code,
    );
    expect(codes).toEqual(['closed', 'closed', 'closed', 'closed']);
  });
});
