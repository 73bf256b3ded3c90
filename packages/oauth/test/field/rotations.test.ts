import { describe, expect, it } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { TokenStore } from '@closekit/oauth';
import { connect, hourMs, login, prepare } from '../connect.ts';

const key = 'orga_1/user_1';

describe('a rotated pair', () => {
  it('octokit/auth-oauth-user.js#373: is stored without anybody asking for it', async () => {
    const { grant, clock, options } = await connect();
    clock.time += hourMs;
    await grant.get();
    expect(await createCloseOAuth(options).grant(grant).get()).toBe('access-secret-2');
  });

  it('octokit/auth-oauth-user.js#375, forcedotcom/sfdx-core#1340: is what the next refresh spends', async () => {
    const { grant, clock, close } = await connect();
    clock.time += hourMs;
    await grant.get();
    clock.time += hourMs;
    await grant.get();
    expect(close.seen.map(({ form }) => form.refresh_token)).toEqual([
      'refresh-secret-1',
      'refresh-secret-2',
    ]);
  });

  it('lelylan/simple-oauth2#431, lelylan/simple-oauth2#456: keeps the old refresh token when none came', async () => {
    const { grant, clock, close } = await connect();
    clock.time += hourMs;
    close.answerNext(() => Response.json({ token_type: 'Bearer', access_token: 'again', expires_in: 3600 }));
    await grant.get();
    clock.time += hourMs;
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('Shopify/shopify-app-js#3400: has the default lifetime when the response has none', async () => {
    const { grant, clock, close } = await connect();
    clock.time += hourMs;
    close.members = { expires_in: undefined };
    await grant.get();
    clock.time += hourMs;
    expect(await grant.get()).toBe('access-secret-3');
  });

  it('Shopify/shopify-app-js#3298: is whole from the login on', async () => {
    const { store } = await connect();
    const record = await store.load(key);
    expect(record?.sealed).toEqual(expect.any(String));
    expect(record?.fingerprint).toEqual(expect.any(String));
    expect(record?.expiresAt).toEqual(expect.any(Number));
  });

  it('panva/oauth4webapi#140: is taken from a response with unknown members', async () => {
    const { grant, clock, close } = await connect();
    clock.time += hourMs;
    close.members = { id_token: 7, authorization_details: 'x', extra: { deep: true } };
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('stacklok/toolhive#6194, stacklok/toolhive#6559: is kept when the reply fails validation', async () => {
    const { grant, clock, close, options } = await connect();
    clock.time += hourMs;
    close.members = { token_type: 'mac' };
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    close.members = {};
    expect(await createCloseOAuth(options).grant(grant).get()).toBe('access-secret-3');
  });

  it('stacklok/toolhive#5636: is not swallowed with the failure of the store', async () => {
    const { grant, clock, store, oauth, events } = await connect();
    clock.time += hourMs;
    const write = store.compareAndSet.bind(store);
    store.compareAndSet = (name, version, next) =>
      next.generation === 2 ? Promise.reject(new Error('down')) : write(name, version, next);
    expect(await grant.get()).toBe('access-secret-2');
    expect(events.map(({ type }) => type)).toContain('store_retry');
    await expect(oauth.close()).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('Menci/Floway#340: is stored although the record changed in something else', async () => {
    const { grant, clock, store, close } = await connect();
    clock.time += hourMs;
    close.answerNext(async () => {
      const found = await store.load(key);
      if (found) await store.compareAndSet(key, found.version, { ...found, version: found.version + 1 });
      return Response.json({
        token_type: 'Bearer',
        access_token: 'won',
        refresh_token: 'r2',
        expires_in: 3600,
      });
    });
    expect(await grant.get()).toBe('won');
    expect(await store.load(key)).toMatchObject({ generation: 2, status: 'active' });
  });

  it('UsefulSoftwareCo/executor#1377: is not asked for while the store takes no writes', async () => {
    const { grant, clock, store, close } = await connect();
    clock.time += hourMs;
    store.compareAndSet = () => Promise.reject(new Error('read-only'));
    await expect(grant.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(close.seen).toEqual([]);
  });
});

describe('a reply that never came', () => {
  it('zitadel/zitadel#9631, doorkeeper-gem/doorkeeper#486, bluesky-social/atproto#5411: is asked for again, which saves the session inside a retry window', async () => {
    const { grant, clock, close, events } = await connect({ serverProfile: 'retry-window' });
    clock.time += hourMs;
    close.answerNext(() => Promise.reject(new TypeError('terminated')), { rotate: true });
    // What such a server answers to the token it has just replaced.
    close.answerNext(() =>
      Response.json({
        token_type: 'Bearer',
        access_token: 'replayed',
        refresh_token: close.alive,
        expires_in: 3600,
      }),
    );
    expect(await grant.get()).toBe('replayed');
    expect(events.map(({ type }) => type)).toEqual(['ambiguous_recovered', 'refreshed']);
    clock.time += hourMs;
    expect(await grant.get()).toBe('access-secret-3');
  });

  it('neondatabase/mcp-server-neon#235: is counted apart from other failures', async () => {
    const { oauth, grant, clock, close } = await connect();
    clock.time += hourMs;
    close.answerNext(() => Promise.reject(new TypeError('terminated')), { rotate: true });
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(oauth.stats()).toMatchObject({ ambiguous_lost: 1, dead: 1, transient: 0, refreshed: 0 });
  });
});

describe('a connection', () => {
  it('slackapi/bolt-js#1199, slackapi/node-slack-sdk#2038, XeroAPI/xero-node#370: needs no cron, also after a month without use', async () => {
    const { grant, clock } = await connect();
    clock.time += 30 * 24 * hourMs;
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('lelylan/simple-oauth2#88: is never given the token of another user', async () => {
    const { oauth, close, clock } = await connect();
    close.members = { organization_id: 'orga_2', user_id: 'user_2' };
    const second = await login(oauth);
    close.members = {};
    const first = oauth.grant({ organizationId: 'orga_1', userId: 'user_1' });
    expect([await first.get(), await second.get()]).toEqual(['access-secret-1', 'access-secret-2']);
    clock.time += hourMs;
    close.alive = 'refresh-secret-1';
    close.members = { organization_id: 'orga_2', user_id: 'user_2' };
    await expect(first.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it('Shopify/shopify-api-js#202, Shopify/shopify-api-js#686: may take its user minutes to consent to', async () => {
    const { oauth, clock } = prepare();
    const { url, transaction } = await oauth.startAuthorization();
    clock.time += 9 * 60_000;
    const callbackUrl = `https://app.example/callback?code=c&state=${url.searchParams.get('state')}`;
    await expect(oauth.finishAuthorization({ callbackUrl, transaction })).resolves.toHaveProperty('grant');
  });

  it('workos/authkit-nextjs#28: exchanges a callback that arrives twice once', async () => {
    const { oauth, close } = prepare();
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = `https://app.example/callback?code=c&state=${url.searchParams.get('state')}`;
    const both = await Promise.allSettled(
      [1, 2].map(() => oauth.finishAuthorization({ callbackUrl, transaction })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(close.seen).toHaveLength(1);
  });
});

describe('a store', () => {
  it('cloudflare/workers-oauth-provider#214: is refused when it cannot compare and set', () => {
    const values = new Map<string, unknown>();
    const plain: Partial<TokenStore> = { load: () => Promise.resolve(undefined) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a program without types may pass.
    const store = { ...plain, put: values.set.bind(values) } as unknown as TokenStore;
    expect(() => prepare({ store })).toThrow(expect.objectContaining({ code: 'store_unsuitable' }));
    expect(() => prepare({ store: memoryStore() })).not.toThrow();
  });
});
